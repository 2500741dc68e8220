"""Pictures, style sheets, a font, a script with its data and a PDF file, made in code."""

import json
import struct
import zlib

from tests.samplesite.article import Article
from tests.samplesite.font import truetype
from tests.samplesite.resource import Resource

_MODIFIED = "Thu, 02 Jan 2025 01:00:00 GMT"
_PICTURES = {
    "/images/logo.png": (120, 40, (180, 30, 40)),
    "/images/banner.png": (760, 60, (30, 80, 150)),
    "/images/bar.png": (8, 24, (220, 225, 235)),
    "/images/qr.png": (80, 80, (20, 20, 20)),
    "/images/weave.png": (40, 16, (235, 225, 210)),
}
_SITE_CSS = """body{font:14px/1.6 sans-serif;margin:0;color:#222}
.nav{background:#eef url(/images/bar.png) repeat-x}.nav ul{list-style:none;margin:0;padding:4px 12px}
.nav li{display:inline-block;margin-right:12px}.main{float:left;width:68%;padding:0 12px}.side{float:right;width:26%}
.foot{clear:both;background:#ddd;padding:12px;text-align:center}.listbox span{float:right;color:#888}
"""
_MODERN_CSS = """@import url(site.css);main{max-width:44rem;margin:auto}.cookie-banner{background:#ffc}
@font-face{font-family:"Daxinya Mark";src:url("../fonts/mark.ttf") format("truetype")}
body>footer{background-image:url(/images/weave.png)}
.daily{font:32px "Daxinya Mark",serif;background:url('../images/bar.png')}
"""
_SCRIPT = """fetch("/data/daily.json").then(function (answer) { return answer.json(); }).then(function (daily) {
  var line = document.createElement("p");
  line.className = "daily";
  line.textContent = daily.words.join(" ");
  document.querySelector("body > footer").appendChild(line);
});
"""
_DAILY = {"words": ["SPEECHES", "2015", "DAXINYA"]}
_SHEETS = {
    "/css/site.css": _SITE_CSS,
    "/css/dede.css": _SITE_CSS + ".toast{display:none}.w960{width:960px;margin:auto}.title h2{text-align:center}\n",
    "/css/theme.css": _SITE_CSS + ".widget-area{float:right;width:28%}.content-area{float:left;width:66%}\n",
    "/css/modern.css": _MODERN_CSS,
}


def assets(articles: tuple[Article, ...]) -> dict[str, Resource]:
    """Path to resource, the pictures of the articles included."""
    pictures = {path: png(*size) for path, size in _PICTURES.items()}
    pictures |= {article.image: png(240, 120, _colour(article.name)) for article in articles if article.image}
    found = {path: Resource(body, "image/png", modified=_MODIFIED, tagged=True) for path, body in pictures.items()}
    for path, sheet in _SHEETS.items():
        found[path] = Resource(sheet.encode(), "text/css", modified=_MODIFIED, tagged=True, gzip=True)
    found["/fonts/mark.ttf"] = Resource(truetype("Daxinya Mark"), "font/ttf", modified=_MODIFIED, tagged=True)
    found["/js/daily.js"] = Resource(_SCRIPT.encode(), "text/javascript", modified=_MODIFIED, tagged=True)
    found["/data/daily.json"] = Resource(json.dumps(_DAILY).encode(), "application/json")
    found["/files/brochure.pdf"] = Resource(pdf("Daxinya Translation"), "application/pdf", modified=_MODIFIED)
    return found


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A PNG image of one colour, with a darker frame (PNG specification, third edition)."""
    edge = bytes(part // 2 for part in colour)
    row = b"\0" + edge + bytes(colour) * (width - 2) + edge
    pixels = (b"\0" + edge * width) + row * (height - 2) + (b"\0" + edge * width)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _colour(name: str) -> tuple[int, int, int]:
    mixed = zlib.crc32(name.encode())
    return (80 + mixed % 160, 80 + mixed // 256 % 160, 80 + mixed // 65536 % 160)


def pdf(text: str) -> bytes:
    """A PDF of one page that shows the text, in ASCII."""
    stream = f"BT /F1 24 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    )
    written, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return bytes(written) + (
        b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(written))
    )
