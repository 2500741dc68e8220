"""The extension that shows a crawl's progress on standard error."""

import sys
import time
from datetime import datetime
from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import install_scrapy_root_handler

from crawler.progress.figures import Figures

_REDRAWN = 0.5


class Progress:
    """A live line on a terminal, elsewhere a plain line each PROGRESS_INTERVAL seconds.

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

    def close(self) -> None:
        """Ends the line."""
        if self._loop.running:
            self._loop.stop()
        if self._live:
            self._live.stop()
            install_scrapy_root_handler(self._crawler.settings)

    def _show(self) -> None:
        line = self._figures().line()
        if self._live:
            self._live.update(Text(line), refresh=True)
        else:
            print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {line}", file=sys.stderr, flush=True)

    def _figures(self) -> Figures:
        return Figures.read(self._crawler.stats.get_stats(), time.monotonic() - self._began)
