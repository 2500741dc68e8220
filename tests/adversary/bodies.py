"""Sites whose bodies take memory: large ones, and small ones that unpack to large ones."""

import gzip
from collections.abc import AsyncIterator

from tests.crawler.many_sites.generated import BROKEN, Answer

_OFTEN = 8
_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _at_times(answer: Answer) -> Answer:
    """The same site with one of eight articles; the others are missing."""

    async def answered(site: int, target: str) -> AsyncIterator[bytes]:
        number = target.removeprefix("/news/").removesuffix(".html")
        if number.isdigit() and int(number) % _OFTEN:
            yield _MISSING
            return
        async for piece in answer(site, target):
            yield piece

    return answered


BODIES = {
    name: _at_times(BROKEN[name])
    for name in ("robots huge", "bomb", "huge body", "endless chunks", "long titles", "huge header")
}
"""By name: the answer to everything that a site is asked."""


_HOME = b"<html><title>News</title><h1>News</h1><p><a href=/news/1.html>Lake opens</a></p></html>"
_ENTRY = b"<url><loc>/%d.html</loc><note>" + b"x" * 900 + b"</note></url>"


def _largest_sitemap(coding: bytes, body: bytes) -> Answer:
    """A site with a sitemap of the most entries that the protocol allows, in nearly as many bytes."""

    async def answered(site: int, target: str) -> AsyncIterator[bytes]:
        if target not in ("/", "/sitemap.xml"):
            yield _MISSING
            return
        kind, content = (b"text/html", _HOME) if target == "/" else (b"application/xml" + coding, body)
        yield b"HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (kind, len(content))
        for start in range(0, len(content), 1 << 20):
            yield content[start : start + (1 << 20)]

    return answered


def make_sitemaps() -> dict[str, Answer]:
    """Sites that each have the largest of sitemaps, by name."""
    sitemap = b"".join((b"<urlset>", *(_ENTRY % number for number in range(50_000)), b"</urlset>"))
    plain, packed = _largest_sitemap(b"", sitemap), gzip.compress(sitemap, 1)
    return {
        **dict.fromkeys(("plain 0", "plain 1"), plain),
        **dict.fromkeys(("packed 0", "packed 1"), _largest_sitemap(b"\r\nContent-Encoding: gzip", packed)),
    }
