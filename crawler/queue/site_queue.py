"""Sites in Redis: which wait, which worker has which, and what came of each."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from archive.errors import UsageError
from crawler.queue.connection import Connection

MOST_DEATHS = 5
"""Workers that may die over a site in a row, after which it counts as failed."""

_COUNTED = ("since", "pages", "documents")

Order = Literal["retry", "pause", "drop"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A site as it is put up. ``every`` is the seconds between two crawls of it, ``due`` a moment in seconds since
    1970 from which on it may be taken, if the queue does not know it yet."""

    name: str
    url: str
    hosts: tuple[str, ...]
    every: float | None = None
    due: float = 0.0


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a site. One that is ``waiting`` was given back, to be taken in ``wait`` seconds or later."""

    state: Literal["done", "failed", "waiting"]
    reason: str = ""
    error: str = ""
    pages: int = 0
    documents: int = 0
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class QueuedSite:
    """A site in the queue. ``since`` is when it came into its state, ``due`` when it may be taken, both in seconds
    since 1970 by Redis's clock; ``worker`` had it last."""

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
    """The queue as one worker sees it; every method raises QueueUnusable when Redis cannot be used.

    ``lease`` is for how many seconds a site is a worker's after each sign of life of it.
    """

    def __init__(self, connection: Connection, worker: str, lease: float) -> None:
        self._redis, self._worker, self.lease = connection, worker, lease

    def add(self, entries: Iterable[Entry]) -> None:
        """Put up sites; of those that are known their addresses, hosts and intervals are brought up to date."""
        for each in entries:
            self._redis.run("add", each.name, each.url, " ".join(each.hosts), each.every or "", each.due)

    def beat(self, held: Sequence[str]) -> tuple[str, set[str]]:
        """Say that the worker is alive; the queue's id, and which of the sites that it held are its no more.

        A queue that was lost has another id.
        """
        id_, *lost = self._redis.run("beat", self.lease, self._worker, secrets.token_hex(6), *held)
        return id_.decode(), {name.decode() for name in lost}

    def due(self) -> tuple[str, list[str], set[str]]:
        """The queue's id, names of sites that may be taken now, longest due first, and of all that may be later."""
        id_, is_open, now, scored = self._redis.run("due")
        due = {name.decode(): float(at) for name, at in zip(scored[::2], scored[1::2], strict=True)}
        return id_.decode(), [name for name, at in due.items() if is_open and at <= float(now)], set(due)

    def take(self, name: str, is_kept: bool = False) -> bool:
        """Take a site, if it is to be had; ``is_kept`` where this worker had it before the queue was lost."""
        return bool(self._redis.run("take", self.lease, self._worker, name, int(is_kept), MOST_DEATHS))

    def end(self, name: str, report: Report) -> None:
        """Take down what came of a site, unless another worker has it by now."""
        counts = report.pages, report.documents, report.wait
        self._redis.run("end", self._worker, name, report.state, report.reason, report.error, *counts)

    def close(self) -> None:
        self._redis.close()


def sites_in(connection: Connection) -> list[QueuedSite]:
    """All sites of the queue, by state and name. Raises QueueUnusable when Redis cannot be used."""
    found = connection.run("all")
    rows = zip(found[::2], found[1::2], strict=True)
    return sorted(map(_queued, rows), key=lambda site: (site.state, site.name))


def order(connection: Connection, what: Order, names: Sequence[str]) -> None:
    """Have sites crawled (again) soon, lets them rest, or takes them out.

    Raises UsageError for names that the queue does not have (nothing is done then), and where one that is to be
    crawled again is running; QueueUnusable when Redis cannot be used.
    """
    known = {site.name: site for site in sites_in(connection)}
    if unknown := [name for name in names if name not in known]:
        raise UsageError(f"the queue has no site {unknown[0]!r}; 'scrapy sites' shows all")
    if what == "retry" and (running := [name for name in names if known[name].state == "running"]):
        raise UsageError(f"{running[0]} is being crawled by {known[running[0]].worker}; pause it first")
    for name in names:
        connection.run("order", what, name)


def _queued(row: tuple[tuple[bytes, list[bytes]], bytes]) -> QueuedSite:
    (name, flat), due = row
    texts = [text.decode("utf-8", "replace") for text in flat]
    known = dict.fromkeys(("state", "url", "worker", "reason", "error"), "") | dict.fromkeys(_COUNTED, "0")
    known |= dict(zip(texts[::2], texts[1::2], strict=True))
    values: dict[str, Any] = {each.name: known[each.name] for each in fields(QueuedSite) if each.name in known}
    values |= {"since": float(known["since"]), "pages": int(known["pages"]), "documents": int(known["documents"])}
    return QueuedSite(name=name.decode(), due=float(due) if float(due) < float("inf") else None, **values)
