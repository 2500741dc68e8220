"""Keeps what was withdrawn from being fetched again."""

from typing import Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request

from archive.layout import Archive
from archive.withdrawal import Standing


class WithdrawnMiddleware:
    """Lets no request for a withdrawn address go on; stat ``withdrawn/requests`` counts them."""

    def __init__(self, crawler: Crawler) -> None:
        self._standing = Standing(Archive.at(crawler.settings.get("ARCHIVE_DIR")))
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raises IgnoreRequest for a withdrawn address."""
        spider = self._crawler.spider
        site = str(getattr(spider, "site", None) or getattr(spider, "name", ""))
        if self._standing.now().blocks(request.url, site):
            if self._crawler.stats:
                self._crawler.stats.inc_value("withdrawn/requests")
            raise IgnoreRequest("withdrawn from the archive")
