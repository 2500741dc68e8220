"""A page requisite (the URL of a file that a page needs, and its kind), and the queue of requisites to request.

The queue requests each requisite once, hosts in turn, a few at once.
"""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

Kind = Literal["style", "script", "image", "font", "empty", "iframe", "object", "attachment"]
"""The Sec-Fetch-Dest value of a browser's request for the file; ``empty`` is data that a script requests.

``attachment`` is a file that a page offers to its readers and does not need itself.
"""

EMBEDDED = frozenset[Kind]({"iframe", "object"})
"""Kinds that may be documents with requisites of their own."""


@dataclass(frozen=True, slots=True)
class Requisite:
    """A file that the page or style sheet at ``source`` needs. ``url`` is canonical.

    ``depth`` is the number of style sheets, scripts and frames between the page and the file: 0 for a file that
    the page itself names.
    """

    url: str
    kind: Kind
    source: str
    depth: int = 0


MOST_DEAD = 3
"""A host that leaves N requests in a row unanswered gets no more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most requisites of a crawl, and of requests at once: in all, to one host."""

    most: int
    open_in_all: int
    open_at_host: int


class RequisiteQueue:
    """The requisites of a crawl that have not been requested yet.

    >>> queue = RequisiteQueue(Limits(most=10, open_in_all=2, open_at_host=1))
    >>> asked = [Requisite(f"http://{host}.example/{n}", "image", "") for host in "ab" for n in (1, 2)]
    >>> queue.add([*asked, asked[0]])
    0
    >>> queue.take().url, queue.take().url, queue.take()
    ('http://a.example/1', 'http://b.example/1', None)
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: set[str] = set()
        self._taken_in = 0
        self._waiting: OrderedDict[str, deque[Requisite]] = OrderedDict()
        self._open: Counter[str] = Counter()
        self._dead: Counter[str] = Counter()

    def mark_requested(self, url: str) -> None:
        """Record a canonical URL that was requested already, as a page."""
        self._known.add(url)

    def add(self, requisites: Iterable[Requisite]) -> int:
        """Add new requisites; return how many were left out, because of the limit or a dead host."""
        left_out = 0
        for requisite in requisites:
            key = _key(requisite)
            if key in self._known:
                continue
            self._known.add(key)
            if self._taken_in >= self._limits.most or self._is_dead(_host(requisite)):
                left_out += 1
            else:
                self._taken_in += 1
                self._waiting.setdefault(_host(requisite), deque()).append(requisite)
        return left_out

    def take(self) -> Requisite | None:
        """The requisite to request next; None if there is none, or none until a request is settled."""
        host = self._next_host()
        if host is None:
            return None
        requisite = self._waiting[host].popleft()
        self._waiting.move_to_end(host)
        if not self._waiting[host]:
            del self._waiting[host]
        self._open[host] += 1
        return requisite

    def settle(self, requisite: Requisite, answered: bool) -> int:
        """Record that a request is over; return how many requisites are given up because their host is dead."""
        host = _host(requisite)
        self._close(host)
        if answered:
            del self._dead[host]
        else:
            self._dead[host] += 1
        return len(self._waiting.pop(host, ())) if self._is_dead(host) else 0

    def clear_open(self) -> None:
        """Count all open requests as over: an idle crawl has none."""
        self._open.clear()

    def _next_host(self) -> str | None:
        if self._open.total() >= self._limits.open_in_all:
            return None
        return next((host for host in self._waiting if self._open[host] < self._limits.open_at_host), None)

    def _close(self, host: str) -> None:
        self._open[host] -= 1
        if self._open[host] <= 0:
            del self._open[host]

    def _is_dead(self, host: str) -> bool:
        return self._dead[host] >= MOST_DEAD


def _key(requisite: Requisite) -> str:
    """The key under which a file is requested once. A URL as a frame and as a page are two keys."""
    return f"embedded {requisite.url}" if requisite.kind in EMBEDDED else requisite.url


def _host(requisite: Requisite) -> str:
    return urlsplit(requisite.url).netloc
