"""Limits on the bytes of a crawl, and on the size of decoded bodies."""

from collections.abc import Iterable
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest, NotConfigured, StopDownload
from scrapy.http import Request, Response
from scrapy.utils.defer import deferred_from_coro

from crawler.extraction.decoding.parse import MAX_READ

REASON = "max_bytes"
"""The reason for which a crawl at its limit ends."""


class ByteLimit:
    """Ends the crawl when its responses reach CRAWL_MAX_BYTES bytes (an extension; 0, the default: no limit).

    Bytes are counted on the wire: bodies without their transfer coding, heads when their response has ended. A body
    that is being received then is truncated.
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
        """Count a piece of a body.

        Raises StopDownload beyond the limit.
        """
        self.count(len(data))
        if self._left < 0:
            raise StopDownload(fail=True)

    def count(self, size: int) -> None:
        """Count received bytes, and end the crawl when they reach the limit."""
        if 0 < self._left <= size:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=REASON))
        self._left -= size


class DecodingMiddleware(HttpCompressionMiddleware):
    """Decodes bodies as its parent does: a page up to what is read, a sitemap or feed up to DOWNLOAD_MAXSIZE.

    The error for a larger body is raised again, since an error keeps its frames, and with them the decoded body, in
    memory.
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
    """Whether a response is read completely: it is a sitemap or feed, or may be one by its Content-Type."""
    is_xml = any(kind.partition(b";")[0].strip().lower().endswith(b"xml") for kind in types)
    return is_xml or request.meta.get("found_as") in ("sitemap", "feed")
