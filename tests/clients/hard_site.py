"""A page that asks for its parts in every way that pages have, and the site that answers it.

ORIGIN in the page is the site's own address, DIGEST that of the script under ``integrity``.
"""

import base64
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.archive.replay.written import Answer
from tests.samplesite.assets import png
from tests.samplesite.font import truetype

PAGE = "/page.html"
_CHECKED = b"document.querySelector('#integ').textContent = 'INTEGRITY OK';"
_FILES = {
    "/css/one.css": "@font-face { font-family: Mark; src: url(../fonts/m.ttf) } @import 'late.css';",
    "/css/abs.css": "@font-face { font-family: Mark2; src: url(ORIGIN/fonts/m2.ttf) }",
    "/css/imp.css": "@import url(imp2.css); h1 { background: url('/i/h1.png') }",
    "/css/imp2.css": "h1 { color: #c00; border: 5px solid; border-image: url(../i/bi.png) 5 }",
    "/js/integ.js": _CHECKED.decode(),
    "/js/mod.js": "import {t} from './dep.js'; document.querySelector('#mod').textContent = t;",
    "/js/dep.js": "export const t = 'MODULE dep';",
    "/js/dyn.js": "export const t = 'MODULE dyn';",
    "/js/written.js": "addEventListener('load', () => { document.querySelector('#wr').textContent = 'WRITTEN' });",
    "/data/a.json": '{"t": "JSON a"}',
    "/data/b.json": '{"t": "JSON b"}',
    "/deep/er/data.json": '{"t": "JSON c"}',
    "/frame.html": "<meta charset=big5><body style='background: url(/i/fr.png)'>框架",
    "/i/s.svg": "<svg xmlns='http://www.w3.org/2000/svg'><symbol id='r'><path d='M0 0h60v20z'/></symbol></svg>",
}
_TYPES = {
    "css": "text/css", "js": "text/javascript", "json": "application/json", "html": "text/html", "png": "image/png",
    "svg": "image/svg+xml", "ttf": "font/ttf",
}  # fmt: skip


@dataclass(slots=True)
class HardSite:
    """The site while it runs: where it is, and all that was asked of it and answered, by address."""

    origin: str
    answered: dict[str, Answer] = field(default_factory=dict)


@contextmanager
def hard_site() -> Iterator[HardSite]:
    """The site on the loopback address, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            content, media_type = _content(path, site.origin), _TYPES.get(path.rpartition(".")[2], "text/html")
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", media_type)
            self.end_headers()
            self.wfile.write(content)
            if content:
                address = f"{site.origin}{self.path}"
                site.answered[address] = Answer(address, content, (f"Content-Type: {media_type}",))

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site = HardSite(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield site
        server.shutdown()
        thread.join()


def _content(path: str, origin: str) -> bytes:
    """What the site has at a path; nothing where that is none of its own."""
    if path == PAGE:
        page = Path(__file__).with_name("hard_page.html").read_text("utf-8")
        digest = f"sha384-{base64.b64encode(hashlib.sha384(_CHECKED).digest()).decode()}"
        return page.replace("ORIGIN", origin).replace("DIGEST", digest).encode("gb18030")
    if path.endswith(".png"):
        red, green, blue = hashlib.sha256(path.encode()).digest()[:3]
        return png(40, 20, (red, green, blue))
    if path.endswith(".ttf"):
        return truetype("Mark")
    return _FILES.get(path, "").replace("ORIGIN", origin).encode("big5" if path == "/frame.html" else "utf-8")
