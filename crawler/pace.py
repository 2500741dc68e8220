"""Politeness across the crawls of one process: a host is asked by one of them at a time, its delay apart."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_MOST_REMEMBERED = 1_000


@dataclass(slots=True)
class _Host:
    """Whose turn it is at a host, and from when on, by the clock that never goes back, it may be asked."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0

    @property
    def is_forgotten(self) -> bool:
        return not self.turn.locked() and self.free < time.monotonic()


class Turn:
    """The right to ask a host, given up once it is asked; the delay begins then, however long it took to connect."""

    def __init__(self, host: _Host, delay: float) -> None:
        self._host, self._delay, self._is_mine = host, delay, True

    def asked(self) -> None:
        """The host is asked now."""
        self._host.free = max(self._host.free, time.monotonic() + self._delay)
        self.give_up()

    def give_up(self) -> None:
        """Lets the next have the turn, if that was not done before."""
        if self._is_mine:
            self._is_mine = False
            self._host.turn.release()


class Pace:
    """When each host may be asked next, whichever crawl asks.

    Scrapy keeps a crawl's delay between the requests of that crawl alone; hosts that several sites get their images
    from would be asked by all of them.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str, delay: float) -> AsyncIterator[Turn | None]:
        """The turn at a host, from when it may be asked on; None where there is no delay to keep."""
        if delay <= 0:
            yield None
            return
        host = self._host(name)
        await host.turn.acquire()
        turn = Turn(host, delay)
        try:
            await asyncio.sleep(max(0.0, host.free - time.monotonic()))
            yield turn
        finally:
            turn.give_up()

    def _host(self, name: str) -> _Host:
        if len(self._hosts) > _MOST_REMEMBERED:
            self._hosts = {known: host for known, host in self._hosts.items() if not host.is_forgotten}
        return self._hosts.setdefault(name, _Host())


PACE = Pace()
"""The one of this process."""
