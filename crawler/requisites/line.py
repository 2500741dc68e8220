"""The line in which requisites wait: once each, hosts in turn, a few under way at once."""

from collections import Counter, OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.requisites.requisite import EMBEDDED, Requisite

MOST_DEAD = 3
"""Requests in a row to which a host gives no answer, after which it is asked for nothing more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many requisites are taken in for a crawl, and how many are under way at once: in all, at one host."""

    most: int
    open_in_all: int
    open_at_host: int


class Line:
    """The requisites of a crawl that are still to be asked for.

    >>> line = Line(Limits(most=10, open_in_all=2, open_at_host=1))
    >>> asked = [Requisite(f"http://{host}.example/{n}", "image", "") for host in "ab" for n in (1, 2)]
    >>> line.add([*asked, asked[0]])
    0
    >>> line.take().url, line.take().url, line.take()
    ('http://a.example/1', 'http://b.example/1', None)
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._known: set[str] = set()
        self._taken_in = 0
        self._waiting: OrderedDict[str, deque[Requisite]] = OrderedDict()
        self._open: Counter[str] = Counter()
        self._dead: Counter[str] = Counter()

    def know(self, url: str) -> None:
        """Takes down a canonical address that was asked for already, as a page."""
        self._known.add(url)

    def add(self, requisites: Iterable[Requisite]) -> int:
        """Takes in those that are new; gives how many were left out, for the limit or for a host that is dead."""
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
        """The requisite to ask for next; None when there is none before one that is under way is settled."""
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
        """Takes down that the request is over; gives how many others are given up with a host that is dead."""
        host = _host(requisite)
        self._close(host)
        if answered:
            del self._dead[host]
        else:
            self._dead[host] += 1
        return len(self._waiting.pop(host, ())) if self._is_dead(host) else 0

    def forget_open(self) -> None:
        """Takes all that is under way for over: nothing is, when a crawl is idle."""
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
    """What is asked for once: a document in a page apart from a page, whose requisites nobody may have looked for."""
    return f"embedded {requisite.url}" if requisite.kind in EMBEDDED else requisite.url


def _host(requisite: Requisite) -> str:
    return urlsplit(requisite.url).netloc
