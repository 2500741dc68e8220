"""Sites that this worker takes from a queue in Redis, and holds while it crawls them."""

import asyncio
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING

from scrapy.settings import BaseSettings

from archive.errors import ArchiveLocked, QueueUnusable, UsageError
from archive.jobs import TAKEN
from archive.layout import Archive
from archive.model.times import parse_time
from crawler.many.order import last_crawls
from crawler.many.outcome import COMMON_FAULTS, SiteOutcome
from crawler.many.sites import Site, seconds_in
from crawler.pace import PACE
from crawler.queue import Connection, Entry, HostTurns, Report, SiteQueue

if TYPE_CHECKING:
    from crawler.many.crawls import ManyCrawls

_BEATS = 30
"""Signs of life, and looks at an empty queue, in the time of a lease."""

_SAFE = 0.9
"""The part of a lease after which a worker that could not be heard leaves its sites: they may soon be another's."""

_SHORTEST = 3.0  # seconds

QUEUE_LOST = "queue_lost"
"""Why a run ended that could not reach its queue for too long."""

_GIVEN_BACK = frozenset({"shutdown", TAKEN})
"""Reasons of crawls that ended because their worker did."""

logger = logging.getLogger(__name__)


class QueuedSites:
    """Gives out sites as ``ListedSites`` does. A thread gives signs of life, and takes down what ended.

    While Redis is away, what is under way goes on, and what ends meanwhile is told when Redis is back, for as long
    as a lease. A queue that Redis lost is put up again, with what this worker holds and has finished.
    """

    def __init__(
        self, queue: SiteQueue, turns: HostTurns, entries: dict[str, tuple[Site, Entry]], crawls: "ManyCrawls"
    ) -> None:
        self._queue, self._lease, self._entries, self._crawls = queue, queue.lease, entries, crawls
        self._turns = turns
        self._held: dict[str, Site] = {}
        self._ended: dict[str, Report] = {}
        self._finished: dict[str, Report] = {}
        self._id = ""
        self._heard, self._is_heard = time.monotonic(), True
        self._changing = threading.Lock()
        self._wake, self._is_over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._keep, name="signs of life", daemon=True)
        self._asking, self._is_stopped = asyncio.Lock(), False
        self.left = 0

    @classmethod
    def begin(
        cls, settings: BaseSettings, sites: Iterable[Site], archive: Archive, crawls: "ManyCrawls"
    ) -> "QueuedSites":
        """Join the queue that the settings name, and puts up the sites there.

        Raises UsageError for settings that cannot be used, QueueUnusable when Redis cannot be used.
        """
        lease = settings.getfloat("SITES_LEASE")
        if lease < _SHORTEST:
            raise UsageError(f"SITES_LEASE={lease:g} is too short to be heard in; write {_SHORTEST:g} or more")
        worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"
        connection = Connection(settings["SITES_QUEUE"])
        queue = SiteQueue(connection, worker, lease)
        every = seconds_in(settings.get("SITES_EVERY") or "")
        queued = cls(queue, HostTurns(connection), _entries(sites, archive, every), crawls)
        queued._join()
        return queued

    def start(self) -> None:
        """Begin with the signs of life, and with turns among workers; called in the event loop of the crawls."""
        self._loop = asyncio.get_running_loop()
        PACE.take_among_processes = self._turns.take
        self._thread.start()

    async def take(self) -> Site | None:
        async with self._asking:
            while not self._is_stopped:
                try:
                    site = await asyncio.to_thread(self._take_due)
                except QueueUnusable:  # the signs of life tell of it
                    site = None
                    self.left = max(1, self.left)
                if site or not self.left:
                    return site
                await asyncio.sleep(self._lease / _BEATS)
        return None

    def end(self, site: Site, outcome: SiteOutcome | None) -> None:
        self._ended[site.name] = _report(outcome, self._lease)
        self._wake.set()

    def stop(self) -> None:
        self._is_stopped = True

    async def close(self) -> None:
        PACE.take_among_processes = None
        self._is_over.set()
        self._wake.set()
        await asyncio.to_thread(self._thread.join)
        self._queue.close()

    def _take_due(self) -> Site | None:
        """A site that was to be had; else ``left`` says how many are waited for."""
        id_, due, open_ = self._queue.due()
        if id_ != self._id:  # it was lost, and is put up again with the next sign of life
            self.left = max(1, self.left)
            return None
        self.left = len(open_ & set(self._entries)) + len(self._ended)
        for name in due:
            if name in self._entries and name not in self._held:
                with self._changing:
                    if self._queue.take(name):
                        site = self._held[name] = self._entries[name][0]
                        self._finished.pop(name, None)
                        return site
        return None

    def _keep(self) -> None:
        while not self._is_over.is_set():
            self._wake.wait(self._lease / _BEATS)
            self._wake.clear()
            self._sign()
        self._sign()

    def _sign(self) -> None:
        """Say that this worker is alive, and what ended; or takes down that it cannot be heard."""
        now = time.monotonic()
        try:
            lost = self._beat()
            self._tell_ended()
        except QueueUnusable as error:
            self._note_silence(error)
            return
        if not self._is_heard:
            logger.warning("the queue of sites can be used again")
        self._heard, self._is_heard, self._turns.is_usable = now, True, True
        for name in lost & set(self._held):
            self._loop.call_soon_threadsafe(self._crawls.leave, self._entries[name][0])

    def _beat(self) -> set[str]:
        """Name of the sites that were taken from this worker while it still crawls them."""
        id_, lost = self._queue.beat(list(self._held))
        if id_ != self._id:
            self._join()
            _, lost = self._queue.beat(list(self._held))
        return {name for name in lost if name in self._held} - set(self._ended)

    def _join(self) -> None:
        """Put up the sites in a queue that is new to this worker, with what it holds and has finished."""
        id_, _ = self._queue.beat([])
        self._queue.add(entry for _, entry in self._entries.values())
        for name in list(self._held):
            self._queue.take(name, is_kept=True)
        for name, report in list(self._finished.items()):
            if self._queue.take(name, is_kept=True):
                self._queue.end(name, report)
        self._id = id_

    def _tell_ended(self) -> None:
        for name, report in list(self._ended.items()):
            with self._changing:
                self._queue.end(name, report)
                del self._ended[name], self._held[name]
                if report.state != "waiting":
                    self._finished[name] = report

    def _note_silence(self, error: QueueUnusable) -> None:
        if self._is_heard:
            self._is_heard = False
            logger.warning("%s; what is being crawled goes on for %g seconds", error, _SAFE * self._lease)
        if time.monotonic() - self._heard > _SAFE * self._lease and not self._is_stopped:
            self._loop.call_soon_threadsafe(self._crawls.stop, QUEUE_LOST, error)


def _entries(sites: Iterable[Site], archive: Archive, every: float | None) -> dict[str, tuple[Site, Entry]]:
    """By name each site, and as it is put up: one never crawled first, then by when the last crawl here began."""
    last, entries = last_crawls(archive), {}
    for site in sites:
        between, job = site.every or every, last.get(site.name)
        began = parse_time(job.began).timestamp() if job else 0.0
        due = began + between if job and job.is_complete and between else began
        entries[site.name] = site, Entry(site.name, site.start_url, site.hosts, between, due)
    return entries


def _report(outcome: SiteOutcome | None, lease: float) -> Report:
    """What the queue is told of a site. What failed by the worker, and not by the site, is given back."""
    if outcome is None:
        return Report("waiting")
    counts, why = (outcome.pages, outcome.documents), " ".join((outcome.why or "").split())
    if isinstance(outcome.error, COMMON_FAULTS):
        return Report("waiting", outcome.reason or "", why, *counts)
    if isinstance(outcome.error, ArchiveLocked):
        return Report("waiting", outcome.reason or "", why, *counts, lease / 3)
    if outcome.reason in _GIVEN_BACK:
        return Report("waiting", outcome.reason, "", *counts)
    return Report("failed" if outcome.error else "done", outcome.reason or "", why, *counts)
