"""How much of a response's body Scrapy holds in memory: on disk, in the capture, all of it is."""

import asyncio
import weakref
from contextlib import suppress
from tempfile import SpooledTemporaryFile

from scrapy.http import Request, Response
from twisted.web.http_headers import Headers as TxHeaders

from crawler.extraction.size import MAX_READ
from crawler.limits import is_whole

_LARGE = 256 * 1024
_PATIENCE = 60.0  # seconds
_TURN = "large_body_turn"


class HeldBody:
    """What Scrapy's reader of a body writes to. Of a page no more is held than the first ``MAX_READ`` bytes.

    A sitemap or feed is held whole, which its limit allows: on disk until all of it came, so that what comes without
    end, from many sites at once, takes no memory. ``is_large`` says that it is still there when the reader is done.
    """

    def __init__(self, whole: bool) -> None:
        self.is_whole, self._left = whole, MAX_READ
        self._stream: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(MAX_READ)  # noqa: SIM115 - lives as its response

    @classmethod
    def of(cls, request: Request, headers: TxHeaders) -> "HeldBody":
        """For the answer to a request, by what it was asked for and what it is said to be."""
        return cls(is_whole(request, headers.getRawHeaders(b"content-type") or []))

    @property
    def is_large(self) -> bool:
        return self.is_whole and self._stream.tell() > _LARGE

    def write(self, data: bytes) -> None:
        if not self.is_whole:
            data = data[: self._left]
            self._left -= len(data)
        self._stream.write(data)

    def truncate(self, size: int) -> None:
        self._stream.seek(self._stream.truncate(size))

    def getvalue(self) -> bytes:
        """The body; nothing of a large one, which ``LargeBodies.fill`` puts into its response."""
        return b"" if self.is_large else self.read()

    def read(self) -> bytes:
        """All that is held."""
        end = self._stream.tell()
        self._stream.seek(0)
        return self._stream.read(end)


class LargeBodies:
    """Large sitemaps and feeds are in memory one at a time, of all sites of a process: each as long as its request.

    So are those with a content coding, however small, for unpacked they may be as large.
    """

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore()

    async def fill(self, request: Request, response: Response, held: HeldBody | None) -> Response:
        """The response with its body, once its turn has come; nobody waits for long for one that is never done."""
        if held is None or not (held.is_large or (held.is_whole and "Content-Encoding" in response.headers)):
            return response
        with suppress(TimeoutError):
            await asyncio.wait_for(self._turn.acquire(), _PATIENCE)
            request.meta[_TURN] = _Turn()
            weakref.finalize(request.meta[_TURN], self._release, asyncio.get_running_loop())
        return response.replace(body=held.read()) if held.is_large else response

    def _release(self, loop: asyncio.AbstractEventLoop) -> None:
        """From whatever thread the turn was found to be over in; not where the crawl is over, too."""
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(self._turn.release)


class _Turn:
    """Lives as long as the large body that it was taken for."""


LARGE_BODIES = LargeBodies()
