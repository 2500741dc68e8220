"""Slots at hosts, taken in Redis, by which all workers of a queue together keep the delay of a host."""

import asyncio
import random
import secrets
from collections.abc import Callable
from functools import partial
from math import ceil

from archive.errors import QueueUnusable
from crawler.queue.redis_scripts import Connection

_CONNECTING = 10.0
"""Seconds that a worker has, once it has a slot, until it sends its request to the host."""

_SPREAD = 0.05
"""The part of the delay over which waiting workers are spread at random, so that each gets its chance."""


class HostSlots:
    """Slots that every worker takes before a request. If Redis cannot be used, nobody waits."""

    def __init__(self, connection: Connection) -> None:
        self._redis = connection
        self.is_usable = True

    async def take(self, host: str, delay: float) -> Callable[[], object]:
        """Wait for the slot at a host; the function returned starts the delay of ``delay`` seconds."""
        token = secrets.token_hex(8)
        while wait := await asyncio.to_thread(self._wait, host, token, delay + _CONNECTING):
            await asyncio.sleep(min(wait, delay) + random.uniform(0, _SPREAD * delay))  # noqa: S311 # no secret
        return partial(asyncio.get_running_loop().run_in_executor, None, self._wait, host, token, delay)

    def _wait(self, host: str, token: str, seconds: float) -> float:
        """Hold the slot for some seconds, and return 0; or return the seconds until it may be free."""
        try:
            left = self._redis.run("turn", host, token, ceil(seconds * 1000)) if self.is_usable else 0
        except QueueUnusable:  # the signs of life report it, and say when Redis is back
            self.is_usable = False
            return 0.0
        return float(left) / 1000
