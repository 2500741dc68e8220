"""The progress line of a crawl, or of a run over many sites, on standard error."""

import sys
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Self

from rich.console import Console
from rich.filesize import decimal
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.settings import Settings
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.log import install_scrapy_root_handler

from crawler.progress.crawl_result_and_summary import CrawlCounts

_REDRAWN = 0.5  # seconds


class ProgressLine:
    """A live line of progress on a terminal, elsewhere a plain line each PROGRESS_INTERVAL seconds; none if that is
    0.

    ``text`` returns its text.
    """

    def __init__(self, settings: Settings, text: Callable[[], str]) -> None:
        self._settings, self._text = settings, text
        self._interval = settings.getfloat("PROGRESS_INTERVAL")
        console = Console(stderr=True)
        self._live = Live(console=console, auto_refresh=False, transient=True) if console.is_terminal else None
        self._loop: Any = None

    def begin(self) -> None:
        """Start the progress line."""
        if self._interval:
            self._loop = create_looping_call(self._show)
            self._loop.start(_REDRAWN if self._live else self._interval, now=False)
            self._set_live(True)

    def end(self) -> None:
        """End the progress line, if it was begun."""
        if self._loop and self._loop.running:
            self._loop.stop()
            self._set_live(False)

    def _set_live(self, on: bool) -> None:
        if self._live:
            self._live.start() if on else self._live.stop()
            # Scrapy's log handler holds the former stream; a new one writes above the live line.
            install_scrapy_root_handler(self._settings)

    def _show(self) -> None:
        if self._live:
            self._live.update(Text(self._text()), refresh=True)
        else:
            print(f"{datetime.now():%Y-%m-%d %H:%M:%S} {self._text()}", file=sys.stderr, flush=True)


class Progress:
    """Shows the progress of a crawl whose spider has a report (``AgencySpider``); off if PROGRESS_INTERVAL is 0."""

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
        """Start the progress line of the crawl."""
        self._began = time.monotonic()
        self._line.begin()

    def close(self) -> None:
        """End the progress line of the crawl."""
        self._line.end()

    def _figures(self) -> str:
        return progress_text(CrawlCounts.of_stats(self._crawler.stats.get_stats(), time.monotonic() - self._began))


def progress_text(counts: CrawlCounts) -> str:
    """Return the text of a crawl's progress line: pages, documents, bytes and pages per second.

    >>> progress_text(CrawlCounts(120, 80, 3_100_000, 60.0, {}, {}))
    '120 pages, 80 documents, 3.1 MB, 2.0 pages/s'
    """
    rate = counts.pages / counts.seconds if counts.seconds else 0.0
    return f"{counts.pages} pages, {counts.documents} documents, {decimal(counts.size)}, {rate:.1f} pages/s"
