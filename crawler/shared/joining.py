"""How a crawl comes to share its frontier: settings, the sign of life, looking in on what others did, the end."""

import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import astuple
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.settings import BaseSettings
from scrapy.utils.asyncio import create_looping_call
from scrapy.utils.defer import deferred_from_coro

from archive import __version__
from archive.errors import FrontierUnusable, UsageError
from archive.jobs import FRONTIER_LOST
from crawler.capture.signals import looked_in, worker_lost
from crawler.discovery import AnyFrontier, Frontier
from crawler.requisites.line import Line
from crawler.requisites.middleware import limits_in
from crawler.shared.connection import Connection
from crawler.shared.fold import Fold
from crawler.shared.frontier import SharedFrontier
from crawler.shared.log import Log
from crawler.shared.replica import Replica
from crawler.sites import Profile

_LOOKED_IN = 0.5
"""Seconds between two looks at what others did."""

_BEATS = 5
"""Signs of life in the time after which a silent worker is taken to be dead."""


def frontier_for(crawler: Crawler, spider: Any, begin: Callable[[], Frontier], profile: Profile) -> AnyFrontier:
    """The frontier of a crawl: shared where FRONTIER_REDIS names a Redis, or else its own.

    ``begin`` gives the frontier of a crawl that begins, ``profile`` is that of the site. Where it is shared, the
    spider's ``crawl`` is then the name of the crawl that its workers share.

    Raises UsageError for a setting that cannot be used, FrontierUnusable when Redis cannot be reached.
    """
    url = crawler.settings.get("FRONTIER_REDIS")
    if not url:
        return begin()
    asked = {"spider": spider.name, **spider.asked}
    log = Log(Connection(url), f"{spider.site}-{_digest(asked)}")
    worker = _Worker(crawler, begin, log)
    worker.join(_terms(begin(), profile, crawler.settings))
    spider.crawl = log.name
    return SharedFrontier(worker.replica)


class _Worker:
    """One worker of the crawl, from its start to its end."""

    def __init__(self, crawler: Crawler, begin: Callable[[], Frontier], log: Log) -> None:
        limits = limits_in(crawler.settings)
        self.replica = Replica(lambda: Fold(begin(), Line(limits)), log, self._fail, self._note_loss)
        self._crawler, self._log = crawler, log
        self._patience = _patience(crawler)
        self._loop = create_looping_call(self._look_in)
        self._ended = threading.Event()

    def join(self, terms: str) -> None:
        """Plays the log, and has the rest done when the crawl begins and ends."""
        self.replica.join(terms)
        self._log.beat(self._patience)
        self._crawler.signals.connect(self._begin, signals.spider_opened, weak=False)
        self._crawler.signals.connect(self._end, signals.spider_closed, weak=False)

    def _live(self) -> None:
        while not self._ended.wait(self._patience / _BEATS):
            self._log.beat(self._patience)

    def _begin(self) -> None:
        # In a thread, so that a worker that reads a large page is not taken to be dead.
        threading.Thread(target=self._live, name="sign of life", daemon=True).start()
        self._loop.start(_LOOKED_IN, now=False)

    def _look_in(self) -> None:
        """Takes in what others did, and goes on with it."""
        spider: Any = self._crawler.spider
        self.replica.look_in(self._patience)
        self._take_reason()
        if self._crawler.engine and self._crawler.engine.running:
            spider.go_on()
            self._crawler.signals.send_catch_log(looked_in)

    def _take_reason(self) -> None:
        """Reports why the crawl could not begin, where another worker found that out."""
        report = self._crawler.spider.report  # type: ignore[union-attr] # the agency's spider
        if finished := self.replica.fold.finished:
            report.unreachable = report.unreachable or finished.unreachable

    def _end(self) -> None:
        self._take_reason()
        if self._loop.running:
            self._loop.stop()
        self._ended.set()
        self.replica.leave()

    def _note_loss(self) -> None:
        self._crawler.signals.send_catch_log(worker_lost)

    def _fail(self, error: FrontierUnusable) -> None:
        """Ends the crawl that lost its frontier; what is under way is still stored."""
        if self._crawler.engine and self._crawler.engine.running:
            deferred_from_coro(self._crawler.engine.close_spider_async(reason=FRONTIER_LOST))


def _patience(crawler: Crawler) -> float:
    seconds = crawler.settings.getfloat("FRONTIER_PATIENCE")
    if seconds < 1:
        raise UsageError(f"FRONTIER_PATIENCE={seconds:g} is no time to be heard in; write 1 second or more")
    return seconds


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _terms(own: Frontier, profile: Profile, settings: BaseSettings) -> str:
    """What all workers must agree in, so that the same log gives them the same frontier."""
    known = [profile.sections, profile.articles, profile.excluded]
    requisites = settings.getbool("REQUISITES", True) and astuple(limits_in(settings))
    return f"{__version__} {_digest([sorted(own.scope.origins), own.max_pages, known, requisites])}"
