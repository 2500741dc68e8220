"""How much of a response's body Scrapy holds in memory: on disk, in the capture, all of it is."""

from tempfile import SpooledTemporaryFile

from scrapy.http import Request
from twisted.web.http_headers import Headers as TxHeaders

from crawler.extraction.size import MAX_READ
from crawler.limits import is_whole


class HeldBody:
    """What Scrapy's reader of a body writes to. Of a page no more is held than the first ``MAX_READ`` bytes.

    A sitemap or feed is held whole, which its limit allows: on disk until all of it came, so that what comes without
    end, from many sites at once, takes no memory.
    """

    def __init__(self, whole: bool) -> None:
        self._left = None if whole else MAX_READ
        self._stream: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(MAX_READ)  # noqa: SIM115 - lives as its response

    @classmethod
    def of(cls, request: Request, headers: TxHeaders) -> "HeldBody":
        """For the answer to a request, by what it was asked for and what it is said to be."""
        return cls(is_whole(request, headers.getRawHeaders(b"content-type") or []))

    def write(self, data: bytes) -> None:
        if self._left is not None:
            data = data[: self._left]
            self._left -= len(data)
        self._stream.write(data)

    def truncate(self, size: int) -> None:
        self._stream.truncate(size)

    def getvalue(self) -> bytes:
        self._stream.seek(0)
        return self._stream.read()
