"""Politeness across the crawls of one process, or of several: one request to a host at a time, its delay apart."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

_MOST_HOSTS = 1_000

WaitForHost = Callable[[str, float], Awaitable[Callable[[], object]]]
"""Waits until a host (name, delay in seconds) is free among processes; the function returned starts the delay."""


@dataclass(slots=True)
class _Host:
    """Held while a request to a host is about to be sent; ``free`` is the monotonic time of the next request."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    free: float = 0.0

    @property
    def is_idle(self) -> bool:
        return not self.lock.locked() and self.free < time.monotonic()


class HostSlot:
    """The right to send a request to a host. The delay begins when it is sent, however long connecting took."""

    def __init__(self, host: _Host, delay: float) -> None:
        self._host, self._delay, self._is_mine = host, delay, True
        self.start_delay: Callable[[], object] | None = None

    def start_delay_now(self) -> None:
        """Called when the request is sent: start the delay, and release the slot."""
        self._host.free = max(self._host.free, time.monotonic() + self._delay)
        self.release()

    def release(self) -> None:
        """Release the slot to the next request, unless it is released already."""
        if self._is_mine:
            self._is_mine = False
            if self.start_delay:
                self.start_delay()
            self._host.lock.release()


class Pace:
    """When the next request to each host may be sent, by any crawl.

    Scrapy keeps a delay only between the requests of one crawl; a host with the images of several sites would get
    requests from all of their crawls.
    """

    def __init__(self) -> None:
        self._hosts: dict[str, _Host] = {}
        self.take_among_processes: WaitForHost | None = None

    @asynccontextmanager
    async def slot(self, name: str, delay: float) -> AsyncIterator[HostSlot | None]:
        """The slot of a host, once a request may be sent; None if there is no delay to keep."""
        if delay <= 0:
            yield None
            return
        host = self._host(name)
        await host.lock.acquire()
        slot = HostSlot(host, delay)
        try:
            await asyncio.sleep(max(0.0, host.free - time.monotonic()))
            if self.take_among_processes:
                slot.start_delay = await self.take_among_processes(name, delay)
            yield slot
        finally:
            slot.release()

    def _host(self, name: str) -> _Host:
        if len(self._hosts) > _MOST_HOSTS:
            self._hosts = {known: host for known, host in self._hosts.items() if not host.is_idle}
        return self._hosts.setdefault(name, _Host())


PACE = Pace()
"""The process's only Pace."""
