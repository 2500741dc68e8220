"""The sites in Redis: those that wait, those that a worker crawls, and the result of each."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from archive.errors import UsageError
from crawler.queue.redis_scripts import Connection

MOST_DEATHS = 5
"""Workers that may die over a site in a row, after which it counts as failed."""

_COUNTED = ("since", "pages", "documents")

Action = Literal["retry", "pause", "drop"]


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A site to be added. ``every`` is the number of seconds between two crawls of it, ``due`` the time in seconds
    since 1970 from which it may be taken, if the queue does not know it yet."""

    name: str
    url: str
    hosts: tuple[str, ...]
    every: float | None = None
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The result of a site. One that is ``waiting`` was given back, and is due in ``wait`` seconds."""

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
    """The queue from the view of one worker; every method raises QueueUnusable if Redis cannot be used.

    ``lease`` is the number of seconds for which a worker holds a site after each heartbeat.
    """

    def __init__(self, connection: Connection, worker: str, lease: float) -> None:
        self._redis, self._worker, self.lease = connection, worker, lease

    def add(self, entries: Iterable[QueueEntry]) -> None:
        """Add sites; for known ones, update their addresses, hosts and intervals."""
        for each in entries:
            self._redis.run("add", each.name, each.url, " ".join(each.hosts), each.every or "", each.due)

    def beat(self, held: Sequence[str]) -> tuple[str, set[str]]:
        """Report that the worker is alive; return the queue's id, and the names of sites that it no longer holds.

        After the queue was lost, its id is another one.
        """
        id_, *lost = self._redis.run("beat", self.lease, self._worker, secrets.token_hex(6), *held)
        return id_.decode(), {name.decode() for name in lost}

    def due(self) -> tuple[str, list[str], set[str]]:
        """The queue's id, names of sites that are due now, longest due first, and of all that are or will be due."""
        id_, is_open, now, scored = self._redis.run("due")
        due = {name.decode(): float(at) for name, at in zip(scored[::2], scored[1::2], strict=True)}
        return id_.decode(), [name for name, at in due.items() if is_open and at <= float(now)], set(due)

    def take(self, name: str, is_kept: bool = False) -> bool:
        """Take a site, if it is available; ``is_kept`` if this worker had it before the queue was lost."""
        return bool(self._redis.run("take", self.lease, self._worker, name, int(is_kept), MOST_DEATHS))

    def end(self, name: str, report: SiteReport) -> None:
        """Store the result of a site, unless another worker has it by now."""
        counts = report.pages, report.documents, report.wait
        self._redis.run("end", self._worker, name, report.state, report.reason, report.error, *counts)

    def close(self) -> None:
        self._redis.close()


def queued_sites(connection: Connection) -> list[QueuedSite]:
    """All sites of the queue, by state and name. Raises QueueUnusable if Redis cannot be used."""
    found = connection.run("all")
    rows = zip(found[::2], found[1::2], strict=True)
    return sorted(map(_queued, rows), key=lambda site: (site.state, site.name))


def apply_action(connection: Connection, action: Action, names: Sequence[str]) -> None:
    """Retry sites soon, pause them, or drop them from the queue.

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
