"""Politeness across the crawls of one process: a host is asked by one of them at a time, its delay apart."""

import asyncio
import time
from collections.abc import Callable

_MOST_REMEMBERED = 1_000


class Pace:
    """When each host may be asked next, whichever crawl asks. ``clock`` gives seconds that never go back.

    Scrapy keeps a crawl's delay between the requests of that crawl alone; hosts that several sites get their images
    from would be asked by all of them.

    >>> pace = Pace(clock=lambda: 10.0)
    >>> pace.book("a.example", 1.5), pace.book("a.example", 1.0), pace.book("b.example", 1.0)
    (0.0, 1.5, 0.0)
    >>> pace.hold("b.example", 2.0)
    >>> pace.book("b.example", 1.0)
    2.0
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._next: dict[str, float] = {}

    def book(self, host: str, delay: float) -> float:
        """Takes the host's next turn; how many seconds it is until then. ``delay`` is kept free behind it."""
        if delay <= 0:
            return 0.0
        now = self._clock()
        at = max(now, self._next.get(host, now))
        self._next[host] = at + delay
        if len(self._next) > _MOST_REMEMBERED:
            self._next = {host: free for host, free in self._next.items() if free > now}
        return at - now

    def hold(self, host: str, delay: float) -> None:
        """Takes down that the host is asked now, which may be later than its turn was; the delay begins here."""
        if delay > 0:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + delay)

    async def turn(self, host: str, delay: float) -> None:
        """Returns when the host may be asked."""
        if wait := self.book(host, delay):
            await asyncio.sleep(wait)


PACE = Pace()
"""The one of this process."""
