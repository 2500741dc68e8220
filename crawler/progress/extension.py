"""The extension that shows a crawl's progress on standard error and its summary on standard output."""

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import install_scrapy_root_handler

from crawler.progress.figures import Figures
from crawler.progress.summary import Crawl, summary_of

_REDRAWN = 0.5


class Progress:
    """A live line on a terminal, elsewhere a plain line each PROGRESS_INTERVAL seconds; at the end the summary.

    Only spiders that keep a report (``AgencySpider``) are shown; with PROGRESS_INTERVAL 0 none is.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._console = Console(stderr=True)
        self._began = time.monotonic()
        self._live: Live | None = None
        self._interval = crawler.settings.getfloat("PROGRESS_INTERVAL")
        self._loop = create_looping_call(self._show)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if not crawler.settings.getfloat("PROGRESS_INTERVAL") or not hasattr(crawler.spider, "report"):
            raise NotConfigured
        progress = cls(crawler)
        crawler.signals.connect(progress.open, signals.spider_opened)
        crawler.signals.connect(progress.close, signals.spider_closed)
        return progress

    def open(self) -> None:
        """Starts the line."""
        self._began = time.monotonic()
        if self._console.is_terminal:
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
            # Scrapy's log handler holds the stream of before; a new one writes above the live line.
            install_scrapy_root_handler(self._crawler.settings)
        self._loop.start(_REDRAWN if self._live else self._interval, now=False)

    def close(self, spider: Any, reason: str) -> None:
        """Ends the line and prints the summary, unless the crawl could not begin."""
        if self._loop.running:
            self._loop.stop()
        if self._live:
            self._live.stop()
            install_scrapy_root_handler(self._crawler.settings)
        if spider.report.unreachable is None:
            print(summary_of(self._crawl(spider, reason)), file=sys.stdout, flush=True)

    def _show(self) -> None:
        line = self._figures().line()
        if self._live:
            self._live.update(Text(line), refresh=True)
        else:
            print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}", file=sys.stderr, flush=True)

    def _figures(self) -> Figures:
        return Figures.read(self._crawler.stats.get_stats(), time.monotonic() - self._began)

    def _crawl(self, spider: Any, reason: str) -> Crawl:
        archive = Path(self._crawler.settings.get("ARCHIVE_DIR"))
        start = spider.arguments.start_url
        return Crawl(spider.name, start, reason, archive, self._figures(), spider.report, spider.frontier)
