"""The limits on the bytes of a crawl and of what is unpacked."""

from collections.abc import Iterable
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro

from crawler.extraction.size import MAX_READ

REASON = "max_bytes"
"""Why a crawl is said to have ended that has come to its limit."""


class ByteLimit:
    """Ends the crawl when its responses have come to CRAWL_MAX_BYTES bytes (an extension; 0, the default: no limit).

    Bytes are counted as they cross the wire, bodies without their transfer coding; heads when their response has
    ended. A body that is under way then is cut off.
    """

    def __init__(self, crawler: Crawler, most: int) -> None:
        self._crawler = crawler
        self._left = most

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        most = crawler.settings.getint("CRAWL_MAX_BYTES")
        if most <= 0:
            raise NotConfigured
        limit = cls(crawler, most)
        crawler.signals.connect(limit.receive, signals.bytes_received)
        return limit

    def receive(self, data: bytes) -> None:
        """Counts a piece of a body.

        Raises StopDownload when it is beyond the limit.
        """
        self.count(len(data))
        if self._left < 0:
            raise StopDownload(fail=True)

    def count(self, size: int) -> None:
        """Counts bytes that came, and ends the crawl with those that come to the limit."""
        if 0 < self._left <= size:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=REASON))
        self._left -= size


class UnpackMiddleware(HttpCompressionMiddleware):
    """Unpacks bodies as its parent does, a page to no more than is read, a sitemap or feed to DOWNLOAD_MAXSIZE.

    It lets go of what it unpacked of one that is beyond its limit: an error keeps the frames that it passed, and with
    them the body, as long as anything keeps the error.
    """

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        most = self._max_size
        if not is_whole(request, response.headers.getlist("Content-Type")):
            self._max_size = min(most or MAX_READ, MAX_READ)
        try:
            return super().process_response(request, response)
        except IgnoreRequest as error:
            reason = str(error)
        finally:
            self._max_size = most
        raise IgnoreRequest(reason.replace("DOWNLOAD_MAXSIZE", "what is read"))


def is_whole(request: Request, types: Iterable[bytes]) -> bool:
    """Whether all of an answer is read: it is a sitemap or a feed, or by its Content-Type fields may be one."""
    is_xml = any(kind.partition(b";")[0].strip().lower().endswith(b"xml") for kind in types)
    return is_xml or request.meta.get("found_as") in ("sitemap", "feed")
