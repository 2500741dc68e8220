"""The limit on the bytes of a crawl."""

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured, StopDownload
from scrapy.utils.defer import deferred_from_coro

REASON = "max_bytes"
"""Why a crawl is said to have ended that has come to its limit."""


class ByteLimit:
    """Ends the crawl when its bodies have come to CRAWL_MAX_BYTES bytes (an extension; 0, the default: no limit).

    Bytes are counted as they cross the wire, without their transfer coding. What is under way then is cut off.
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
        if self._left > 0 and self._left <= len(data):
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=REASON))
        self._left -= len(data)
        if self._left < 0:
            raise StopDownload(fail=True)
