"""A worker's side of the queue of sites in Redis: take sites, hold them by a heartbeat, and report the results of
crawls.
"""

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
from archive.jobs_and_locks import TAKEN, last_crawls
from archive.layout import Archive
from archive.model.times import parse_time
from crawler.body_size_limits_and_request_pace import PACE
from crawler.many_sites.redis_site_queue_and_host_slots import (
    Connection,
    HostSlots,
    QueueEntry,
    SiteQueue,
    SiteReport,
)
from crawler.many_sites.site_list import Site, seconds_in
from crawler.many_sites.site_statistics_and_run_summary import SHARED_ERRORS, SiteResult

if TYPE_CHECKING:
    from crawler.many_sites.crawls_and_uploads import ManyCrawls


_BEATS = 30
"""Heartbeats, and looks at an empty queue, in the time of a lease."""

_SAFE = 0.9
"""The part of a lease after which a worker without contact leaves its sites: others may take them soon."""

_SHORTEST = 3.0  # seconds

QUEUE_LOST = "queue_lost"
"""The reason of a run that ended because it could not reach its queue for too long."""

_GIVEN_BACK = frozenset({"shutdown", TAKEN})
"""Reasons of crawls that ended because their worker stopped."""

logger = logging.getLogger(__name__)


class QueuedSites:
    """Gives out sites from the queue in Redis to one worker. A thread sends heartbeats and reports the crawls that
    ended.

    While Redis is unreachable, running crawls continue for as long as a lease, and those that end meanwhile are
    reported once Redis is back. If Redis lost the queue, it is filled again, with the sites that this worker holds
    and has finished.
    """

    def __init__(
        self,
        queue: SiteQueue,
        host_slots: HostSlots,
        entries: dict[str, tuple[Site, QueueEntry]],
        crawls: "ManyCrawls",
    ) -> None:
        self._queue, self._lease, self._entries, self._crawls = queue, queue.lease, entries, crawls
        self._host_slots = host_slots
        self._held: dict[str, Site] = {}
        self._ended: dict[str, SiteReport] = {}
        self._finished: dict[str, SiteReport] = {}
        self._id = ""
        self._heard, self._is_heard = time.monotonic(), True
        self._changing = threading.Lock()
        self._wake, self._is_over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run_heartbeats, name="heartbeat", daemon=True)
        self._asking, self._is_stopped = asyncio.Lock(), False
        self.left = 0

    @classmethod
    def begin(
        cls, settings: BaseSettings, sites: Iterable[Site], archive: Archive, crawls: "ManyCrawls"
    ) -> "QueuedSites":
        """Join the queue of sites that the settings name, and add the sites to it.

        Raises UsageError for unusable settings, QueueUnusable if Redis cannot be used.
        """
        lease = settings.getfloat("SITES_LEASE")
        if lease < _SHORTEST:
            raise UsageError(f"SITES_LEASE={lease:g} is too short for a heartbeat; write {_SHORTEST:g} or more")
        worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"
        connection = Connection(settings["SITES_QUEUE"])
        queue = SiteQueue(connection, worker, lease)
        every = seconds_in(settings.get("SITES_EVERY") or "")
        queued = cls(queue, HostSlots(connection), _entries(sites, archive, every), crawls)
        queued._join()
        return queued

    def start(self) -> None:
        """Start the worker's heartbeats, and host slots shared by all workers; called in the event loop of the
        crawls.
        """
        self._loop = asyncio.get_running_loop()
        PACE.take_among_processes = self._host_slots.take
        self._thread.start()

    async def take(self) -> Site | None:
        async with self._asking:
            while not self._is_stopped:
                try:
                    site = await asyncio.to_thread(self._take_due)
                except QueueUnusable:  # the heartbeat reports it
                    site = None
                    self.left = max(1, self.left)
                if site or not self.left:
                    return site
                await asyncio.sleep(self._lease / _BEATS)
        return None

    def end(self, site: Site, result: SiteResult | None) -> None:
        self._ended[site.name] = _report(result, self._lease)
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
        """Take a site that is due from the queue; if None, ``left`` is the number of sites still to come."""
        id_, due, open_ = self._queue.due()
        if id_ != self._id:  # the queue was lost, and is filled again with the next heartbeat
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

    def _run_heartbeats(self) -> None:
        while not self._is_over.is_set():
            self._wake.wait(self._lease / _BEATS)
            self._wake.clear()
            self._send_heartbeat()
        self._send_heartbeat()

    def _send_heartbeat(self) -> None:
        """Report that this worker is alive, and which crawls ended; or note that Redis cannot be reached."""
        now = time.monotonic()
        try:
            lost = self._beat()
            self._report_results()
        except QueueUnusable as error:
            self._note_lost_contact(error)
            return
        if not self._is_heard:
            logger.warning("the queue of sites can be used again")
        self._heard, self._is_heard, self._host_slots.is_usable = now, True, True
        for name in lost & set(self._held):
            self._loop.call_soon_threadsafe(self._crawls.leave, self._entries[name][0])

    def _beat(self) -> set[str]:
        """Send a heartbeat; return the names of sites that were taken from this worker while it still crawls them."""
        id_, lost = self._queue.beat(list(self._held))
        if id_ != self._id:
            self._join()
            _, lost = self._queue.beat(list(self._held))
        return {name for name in lost if name in self._held} - set(self._ended)

    def _join(self) -> None:
        """Add the sites to a queue that is new to this worker, with those that it holds and has finished."""
        id_, _ = self._queue.beat([])
        self._queue.add(entry for _, entry in self._entries.values())
        for name in list(self._held):
            self._queue.take(name, is_kept=True)
        for name, report in list(self._finished.items()):
            if self._queue.take(name, is_kept=True):
                self._queue.end(name, report)
        self._id = id_

    def _report_results(self) -> None:
        for name, report in list(self._ended.items()):
            with self._changing:
                self._queue.end(name, report)
                del self._ended[name], self._held[name]
                if report.state != "waiting":
                    self._finished[name] = report

    def _note_lost_contact(self, error: QueueUnusable) -> None:
        if self._is_heard:
            self._is_heard = False
            logger.warning("%s; what is being crawled goes on for %g seconds", error, _SAFE * self._lease)
        if time.monotonic() - self._heard > _SAFE * self._lease and not self._is_stopped:
            self._loop.call_soon_threadsafe(self._crawls.stop, QUEUE_LOST, error)


def _entries(sites: Iterable[Site], archive: Archive, every: float | None) -> dict[str, tuple[Site, QueueEntry]]:
    """Make the queue entry of each site, by name: due first if never crawled, else by when its last crawl here
    began.
    """
    last, entries = last_crawls(archive), {}
    for site in sites:
        between, job = site.every or every, last.get(site.name)
        began = parse_time(job.began).timestamp() if job else 0.0
        due = began + between if job and job.is_complete and between else began
        entries[site.name] = site, QueueEntry(site.name, site.start_url, site.hosts, between, due)
    return entries


def _report(result: SiteResult | None, lease: float) -> SiteReport:
    """Make the report on a crawl for the queue. A crawl that failed because of the worker, not the site, is given
    back.
    """
    if result is None:
        return SiteReport("waiting")
    counts, why = (result.pages, result.documents), " ".join((result.why or "").split())
    if isinstance(result.error, SHARED_ERRORS):
        return SiteReport("waiting", result.reason or "", why, *counts)
    if isinstance(result.error, ArchiveLocked):
        return SiteReport("waiting", result.reason or "", why, *counts, lease / 3)
    if result.reason in _GIVEN_BACK:
        return SiteReport("waiting", result.reason, "", *counts)
    return SiteReport("failed" if result.error else "done", result.reason or "", why, *counts)
