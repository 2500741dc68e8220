"""Politeness across the crawls of one process, or of several: a host is asked by one at a time, its delay apart."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_MOST_REMEMBERED = 1_000

TakeTurn = Callable[[str, float], Awaitable[Callable[[], object]]]
"""Waits for the turn at a host among processes; what it gives starts the delay, which is in seconds."""


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
        self.start_delay: Callable[[], object] | None = None

    def asked(self) -> None:
        """The host is asked now."""
        self._host.free = max(self._host.free, time.monotonic() + self._delay)
        self.give_up()

    def give_up(self) -> None:
        """Lets the next have the turn, if that was not done before."""
        if self._is_mine:
            self._is_mine = False
            if self.start_delay:
                self.start_delay()
            self._host.turn.release()


class Pace:
    """When each host may be asked next, whichever crawl asks.

    Scrapy keeps a crawl's delay between the requests of that crawl alone; hosts that several sites get their images
    from would be asked by all of them.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self.take_among_processes: TakeTurn | None = None

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
            if self.take_among_processes:
                turn.start_delay = await self.take_among_processes(name, delay)
            yield turn
        finally:
            turn.give_up()

    def _host(self, name: str) -> _Host:
        if len(self._hosts) > _MOST_REMEMBERED:
            self._hosts = {known: host for known, host in self._hosts.items() if not host.is_forgotten}
        return self._hosts.setdefault(name, _Host())


PACE = Pace()
"""The one of this process."""
