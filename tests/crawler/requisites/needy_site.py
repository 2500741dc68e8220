"""A site whose articles need much: sheets that import each other, fonts, late images, dead ones, and traps.

It is served on two loopback addresses: 127.0.0.1 is the site, 127.0.0.2 stands for another host on the internet.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SITE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
ARTICLES = 6
HUGE = 3_000_000
"""Bytes of the images that are larger than the limit, ``LIMIT``."""
LIMIT = 100_000

_PARAGRAPHS = (
    "Dear colleagues, our agency has worked between Chinese and English for eleven years, and the harbour towns of"
    " the south have been our home for all of them. Today the new reading room opens its doors to every translator.",
    "各位同事,今天我们的新阅览室正式开放。十一年来,我们一直在中文和英文之间工作,南方的港口城市就是我们的家。",
    "The room holds four hundred dictionaries, and two of them were printed before the railway reached our province."
    " We ask visitors to note their corrections in pencil, as the founders of this house did.",
    "阅览室里有四百部词典,其中两部是在铁路通到我省之前印刷的。我们请读者用铅笔写下更正,就像本社的创办人那样。",
)
_SHEETS = {
    "/css/site.css": "@import url(base.css);\n@import 'loop.css' screen;\n@import url('deep1.css');\n"
    "/* url(/img/commented.png) */ @namespace svg url(http://www.w3.org/2000/svg);\n"
    'body { background: url( ../img/bg.png ) }\n@font-face { font-family: a; src: url("/font/a.woff2"),'
    " url(//cdn.example:{port}/font/b.woff?#iefix) }",
    "/css/base.css": '@charset "gbk"; @import "site.css"; p { background: url(/img/base.png) }',
    "/css/loop.css": "@import url(loop.css); p { list-style: url(data:image/png;base64,AAAA) }",
    **{f"/css/deep{n}.css": f"@import url(deep{n + 1}.css);" for n in range(1, 9)},
}
_NEEDED = """
<link rel="stylesheet" href="/css/site.css"><link rel="shortcut icon" href="/favicon.ico">
<link rel=preload as=font href=/font/a.woff2><script src="/js/writes.js"></script>
<script src="//cdn.example:{port}/lib.js"></script>
<style>.lead {{ background: url("/img/lead.png") }}</style>
"""
_PICTURES = """
<img src="/img/one.png"><img src="/img/one.png?utm_source=x"><img src="/img/dead.png"><img src="/img/huge.png">
<img src="/img/declared.png"><img src="/img/moved.png"><img src="/img/moved-too.png"><img src="/img/circle.png">
<picture><source srcset="/img/wide.png 2x, /img/wider.png 3x"><img src="data:image/gif;base64,AAAA"
 data-src="/img/late.png"></picture><table background="/img/table.png"><tr><td style="background:url(/img/cell.png)">
</table><img src="/forbidden/robots.png"><img src="http://cdn.example:{port}/forbidden/too.png">
<img src="/img/page.png">
<iframe src="/frames/side.html"></iframe><video poster="/img/poster.png"></video>
<input type=image src="/img/button.png">
<img src="http://127.0.0.1:{other}/by-address.png"><img src="http://localhost:{other}/by-localhost.png">
<img src="http://inside.example:{other}/by-name.png"><img src="http://10.1.2.3/private.png">
<img src="http://0x7f000001:{other}/by-number.png"><img src="/img/trap.png"><img src="/img/trap-by-name.png">
"""
_WRITES = '$("#hot").load("/inc/hot.htm");document.write("<img src=\\"/img/written.png\\">");'
FRAME = "/frames/side.html"
"""A page in all articles; it is asked for as a page and once more for what it needs."""
_MOVED = {
    "/img/moved.png": "/img/target.png",
    "/img/moved-too.png": "/img/target.png",
    "/img/circle.png": "/img/circle2.png",
    "/img/circle2.png": "/img/circle.png",
    "/img/trap.png": "http://127.0.0.1:{other}/trapped.png",
    "/img/trap-by-name.png": "http://inside.example:{other}/trapped-by-name.png",
}


@dataclass(slots=True)
class Needy:
    """The answers of both hosts; ``port`` is theirs, ``other`` that of a server that must not be asked at all.

    ``pause`` is how many seconds an answer to a target that begins with ``/slow`` halts.
    """

    port: int = 0
    other: int = 0
    pause: float = 3.0
    log: list[tuple[str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{SITE}:{self.port}/"

    def asked(self, host: str = SITE) -> list[str]:
        """The targets that a host was asked for, in order."""
        return [target for address, target in self.log if address == host]

    def answer(self, target: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body for a request target."""
        path = target.partition("?")[0]
        if path in _MOVED:
            return 302, {"Location": self._filled(_MOVED[path])}, b"moved"
        if path in _SHEETS:
            return 200, {"Content-Type": "text/css"}, self._filled(_SHEETS[path]).encode()
        if page := self._page(path):
            return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()
        if path == "/js/writes.js":
            return 200, {"Content-Type": "text/javascript"}, _WRITES.encode()
        if path == "/robots.txt":
            return 200, {"Content-Type": "text/plain"}, b"User-agent: *\nDisallow: /forbidden/\n"
        if path.endswith((".png", ".ico", ".woff", ".woff2", ".js")) and "dead" not in path:
            return 200, {"Content-Type": "image/png"}, b"image " + path.encode()
        return 404, {"Content-Type": "text/plain"}, b"none"

    def _page(self, path: str) -> str | None:
        if path == "/inc/hot.htm":
            return "<li><img src=/img/inserted.png>"
        if path == FRAME:
            return "<p>Beside all articles.</p><img src=../img/of-a-frame.png>"
        if path in ("/", "/news/"):
            links = "".join(
                f"<li><a href=/news/{n}.html>Reading room {n}</a> 2025-03-0{n}</li>" for n in range(1, ARTICLES + 1)
            )
            return f"<title>News</title><img src=/img/of-a-list.png><ul>{links}</ul>"
        if path in ("/img/page.png", *(f"/news/{n}.html" for n in range(1, ARTICLES + 1))):
            return self._article(path)
        return None

    def _article(self, path: str) -> str:
        text = "".join(f"<p>{paragraph} {path}</p>" for paragraph in _PARAGRAPHS)
        needed, pictures = (part.format(port=self.port, other=self.other) for part in (_NEEDED, _PICTURES))
        link = "<a href=/named-in-an-image.html>More news of the reading room</a>" if path == "/img/page.png" else ""
        return (
            f"<html><head><title>The reading room opens {path}</title>{needed}</head><body>"
            f"<h1>The reading room opens {path}</h1><p>Source: Harbour Date: 2025-03-03 09:32:26</p>"
            f"<div class=content>{text}{pictures}</div>{link}</body></html>"
        )

    def _filled(self, text: str) -> str:
        return text.replace("{port}", str(self.port)).replace("{other}", str(self.other))


@contextmanager
def serve(site: Needy | None = None) -> Iterator[Needy]:
    """Serves the site, the other host and the server that must not be asked until the block ends."""
    site = site or Needy()
    servers = [_server(site, SITE, 0)]
    site.port = servers[0].server_address[1]
    servers += [_server(site, ELSEWHERE, site.port), _server(site, SITE, 0)]
    site.other = servers[2].server_address[1]
    for server in servers:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield site
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def _server(site: Needy, address: str, port: int) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            ours = self.connection.getsockname()
            site.log.append((ours[0] if ours[1] == site.port else "not to be asked", self.path))
            status, headers, body = site.answer(self.path)
            declared = self.path.startswith("/img/declared")
            large = declared or self.path.startswith("/img/huge")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if declared or not large:
                self.send_header("Content-Length", str(HUGE if large else len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # the crawl cuts off what is too large or takes too long
                self.wfile.write(b"x" * HUGE if large else body[:200])
                time.sleep(site.pause if self.path.startswith("/slow") else 0)
                self.wfile.write(b"" if large else body[200:])

        def log_message(self, format: str, *args: object) -> None:
            pass

    return ThreadingHTTPServer((address, port), Handler)
