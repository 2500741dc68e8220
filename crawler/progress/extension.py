"""The extension that shows a crawl's progress on standard error."""

import time
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.progress.figures import Figures
from crawler.progress.line import ProgressLine


class Progress:
    """Shows a crawl whose spider keeps a report (``AgencySpider``); with PROGRESS_INTERVAL 0 none."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler, self._began = crawler, time.monotonic()
        self._line = ProgressLine(crawler.settings, self._figures)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getfloat("PROGRESS_INTERVAL") or not hasattr(crawler.spider, "report"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress.open, signals.spider_opened)
        crawler.signals.connect(progress.close, signals.spider_closed)
        return progress

    def open(self) -> None:
        """Start the line."""
        self._began = time.monotonic()
        self._line.begin()

    def close(self) -> None:
        """End the line."""
        self._line.end()

    def _figures(self) -> str:
        return Figures.read(self._crawler.stats.get_stats(), time.monotonic() - self._began).line()
