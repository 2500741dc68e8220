"""The queue of sites in Redis, from which workers on any number of machines take whole sites, and the delays of hosts
among them.

``SiteQueue`` adds sites, leases them to workers and stores their results; ``HostSlots`` keeps the delays of hosts;
``Connection`` runs the Lua scripts in ``queue_scripts/``, each of them atomic. Only this module knows the Redis
client; ``queue_scripts/common.lua`` describes the keys. ``QueuedSites`` is a worker's side: it takes sites, holds
them by a heartbeat, and reports the results of crawls.
"""

import asyncio
import logging
import os
import random
import secrets
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from functools import partial
from importlib.resources import files
from math import ceil
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from scrapy.settings import BaseSettings

from archive.errors import ArchiveLocked, QueueUnusable, UsageError
from archive.jobs_and_locks import TAKEN, last_crawls
from archive.layout import Archive
from archive.model.times import parse_time
from crawler.body_size_limits_and_request_pace import PACE
from crawler.many_sites.site_list import Site, seconds_in
from crawler.many_sites.site_statistics_and_run_summary import SHARED_ERRORS, SiteResult

if TYPE_CHECKING:
    from redis import Redis

    from crawler.many_sites.crawls_and_uploads import ManyCrawls

_TIMEOUT = 3.0  # seconds for one call
_ADVICE = {
    "OutOfMemoryError": "it is full: raise its 'maxmemory', or free memory",
    "ReadOnlyError": "it is a replica, which cannot be written to: name the primary",
    "NoPermissionError": "its user lacks a permission: allow scripts, hashes, sorted sets and keys",
    "MISCONF": "it cannot save to its disk, and accepts no writes: free space there",
    "WRONGTYPE": "a key of the queue has a value from another program: name another database",
}
"""The fault and the remedy, by the class of the client's error, or else by its first word."""

_ROOT = "agency-archive:sites"


class Connection:
    """A connection to Redis at an address (``redis://[:PASSWORD@]HOST[:PORT][/DATABASE]``, ``rediss://``,
    ``unix://``).

    Several threads may use it. Raises UsageError for a malformed address, and if redis-py is not installed.
    """

    def __init__(self, url: str) -> None:
        self._client = _client(url)
        self.place = _place(url)
        self._scripts = {name: self._client.register_script(text) for name, text in _scripts().items()}

    def run(self, script: str, *arguments: str | float) -> Any:
        """Run a Lua script of the queue in Redis and return its result. Raises QueueUnusable if Redis cannot be
        used.
        """
        import redis

        try:
            return self._scripts[script](keys=[_ROOT], args=arguments)
        except (redis.RedisError, OSError) as error:
            raise QueueUnusable(f"Redis at {self.place}: {_reason(error)}") from error

    def close(self) -> None:
        self._client.close()


def _scripts() -> dict[str, str]:
    """Read the queue's Lua scripts by name, each with what all of them begin with."""
    place = files("crawler.many_sites").joinpath("queue_scripts")
    texts = {each.name.removesuffix(".lua"): each.read_text(encoding="utf-8") for each in place.iterdir()}
    common = texts.pop("common")
    return {name: common + text for name, text in texts.items()}


def _reason(error: Exception) -> str:
    """Describe an error of Redis and its remedy, in one line."""
    import redis

    said = " ".join(str(error).split())[:160]
    advice = _ADVICE.get(type(error).__name__) or _ADVICE.get(said.partition(" ")[0])
    if advice:
        return advice
    if isinstance(error, redis.AuthenticationError | redis.exceptions.AuthorizationError):
        return f"it refuses the log-in ({said}): write redis://:PASSWORD@HOST:PORT"
    if isinstance(error, redis.ResponseError):
        return f"it refuses a call that Redis supports from 6.2 on ({said}): see its log"
    return f"it does not answer as Redis does ({said}): start it, or name another address"


def _client(url: str) -> "Redis":
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError as error:
        raise UsageError("SITES_QUEUE needs redis-py: pip install 'agency-archive[redis]'") from error
    try:
        return redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, protocol=2, retry=Retry(NoBackoff(), 1)
        )
    except ValueError as error:
        raise UsageError(f"SITES_QUEUE is malformed ({error}); write it as redis://HOST:PORT/DATABASE") from error


def _place(url: str) -> str:
    """The address of Redis without the password, for messages."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}" or url.partition("@")[0]


MOST_DEATHS = 5
"""Workers that may die over a site in a row, after which it counts as failed."""

_COUNTED = ("since", "pages", "documents")

Action = Literal["retry", "pause", "drop"]


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A site to be added to the queue. ``every`` is the number of seconds between two crawls of it, ``due`` the time
    in seconds since 1970 from which it may be taken, if the queue does not know it yet.
    """

    name: str
    url: str
    hosts: tuple[str, ...]
    every: float | None = None
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class SiteReport:
    """A worker's report to the queue on a site's crawl. One that is ``waiting`` was given back, and is due in
    ``wait`` seconds.
    """

    state: Literal["done", "failed", "waiting"]
    reason: str = ""
    error: str = ""
    pages: int = 0
    documents: int = 0
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class QueuedSite:
    """A site in the queue. ``since`` is the time of its last change of state, ``due`` the time when it may be taken,
    both in seconds since 1970 by Redis's clock; ``worker`` had it last."""

    name: str
    state: str
    url: str
    since: float
    due: float | None
    worker: str
    pages: int
    documents: int
    reason: str
    error: str


class SiteQueue:
    """The queue of sites in Redis from the view of one worker; methods raise QueueUnusable if Redis cannot be used.

    ``lease`` is the number of seconds for which a worker holds a site after each heartbeat.
    """

    def __init__(self, connection: Connection, worker: str, lease: float) -> None:
        self._redis, self._worker, self.lease = connection, worker, lease

    def add(self, entries: Iterable[QueueEntry]) -> None:
        """Add sites to the queue; for known ones, update their addresses, hosts and intervals."""
        for each in entries:
            self._redis.run("add", each.name, each.url, " ".join(each.hosts), each.every or "", each.due)

    def beat(self, held: Sequence[str]) -> tuple[str, set[str]]:
        """Send a worker's heartbeat; return the queue's id, and the names of sites that the worker no longer holds.

        After the queue was lost, its id is another one.
        """
        id_, *lost = self._redis.run("beat", self.lease, self._worker, secrets.token_hex(6), *held)
        return id_.decode(), {name.decode() for name in lost}

    def due(self) -> tuple[str, list[str], set[str]]:
        """Return the queue's id, names of sites that are due now, longest due first, and of all that are or will be
        due.
        """
        id_, is_open, now, scored = self._redis.run("due")
        due = {name.decode(): float(at) for name, at in zip(scored[::2], scored[1::2], strict=True)}
        return id_.decode(), [name for name, at in due.items() if is_open and at <= float(now)], set(due)

    def take(self, name: str, is_kept: bool = False) -> bool:
        """Take a site from the queue, if it is available; ``is_kept`` if this worker had it before the queue was
        lost.
        """
        return bool(self._redis.run("take", self.lease, self._worker, name, int(is_kept), MOST_DEATHS))

    def end(self, name: str, report: SiteReport) -> None:
        """Store the result of a site's crawl in the queue, unless another worker has the site by now."""
        counts = report.pages, report.documents, report.wait
        self._redis.run("end", self._worker, name, report.state, report.reason, report.error, *counts)

    def close(self) -> None:
        self._redis.close()


def queued_sites(connection: Connection) -> list[QueuedSite]:
    """List all sites of the queue, by state and name. Raises QueueUnusable if Redis cannot be used."""
    found = connection.run("all")
    rows = zip(found[::2], found[1::2], strict=True)
    return sorted(map(_queued, rows), key=lambda site: (site.state, site.name))


def apply_action(connection: Connection, action: Action, names: Sequence[str]) -> None:
    """Retry sites of the queue soon, pause them, or drop them from it.

    Raises UsageError for names that are not in the queue (nothing is done then), and for a retry of a running site;
    QueueUnusable if Redis cannot be used.
    """
    known = {site.name: site for site in queued_sites(connection)}
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"the queue has no site {unknown[0]!r}; 'scrapy sites' shows all")
    if action == "retry" and (running := [name for name in names if known[name].state == "running"]):
        raise UsageError(f"{running[0]} is being crawled by {known[running[0]].worker}; pause it first")
    for name in names:
        connection.run("action", action, name)


def _queued(row: tuple[tuple[bytes, list[bytes]], bytes]) -> QueuedSite:
    (name, flat), due = row
    texts = [text.decode("utf-8", "replace") for text in flat]
    known = dict.fromkeys(("state", "url", "worker", "reason", "error"), "") | dict.fromkeys(_COUNTED, "0")
    known |= dict(zip(texts[::2], texts[1::2], strict=True))
    values: dict[str, Any] = {each.name: known[each.name] for each in fields(QueuedSite) if each.name in known}
    values |= {"since": float(known["since"]), "pages": int(known["pages"]), "documents": int(known["documents"])}
    return QueuedSite(name=name.decode(), due=float(due) if float(due) < float("inf") else None, **values)


_CONNECTING = 10.0
"""Seconds that a worker has, once it has a slot, until it sends its request to the host."""

_SPREAD = 0.05
"""The part of the delay over which waiting workers are spread at random, so that each gets its chance."""


class HostSlots:
    """Host slots in Redis that every worker takes before a request, so that the delay of a host holds among workers.
    If Redis cannot be used, nobody waits.
    """

    def __init__(self, connection: Connection) -> None:
        self._redis = connection
        self.is_usable = True

    async def take(self, host: str, delay: float) -> Callable[[], object]:
        """Wait for the slot of a host in Redis; the function returned starts the delay of ``delay`` seconds."""
        token = secrets.token_hex(8)
        while wait := await asyncio.to_thread(self._wait, host, token, delay + _CONNECTING):
            await asyncio.sleep(min(wait, delay) + random.uniform(0, _SPREAD * delay))  # noqa: S311 # no secret
        return partial(asyncio.get_running_loop().run_in_executor, None, self._wait, host, token, delay)

    def _wait(self, host: str, token: str, seconds: float) -> float:
        """Hold the slot of a host for some seconds, and return 0; or return the seconds until it may be free."""
        try:
            left = self._redis.run("slot", host, token, ceil(seconds * 1000)) if self.is_usable else 0
        except QueueUnusable:  # the heartbeats report it, and say when Redis is back
            self.is_usable = False
            return 0.0
        return float(left) / 1000


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
