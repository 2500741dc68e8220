"""Sites whose bodies take memory: large ones, and small ones that unpack to large ones."""

from collections.abc import AsyncIterator

from tests.crawler.many.generated import BROKEN, Answer

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
