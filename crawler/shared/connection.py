"""The connection to Redis: scripts run in it, and in words what went wrong. Only this module knows the client.

Calls block for as long as Redis takes, which is well under a millisecond beside it: a page costs about three calls,
and a second of delay. A call that fails is tried again for some seconds and then given up.
"""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.errors import FrontierUnusable, UsageError
from crawler.shared.scripts import SCRIPTS

if TYPE_CHECKING:
    from redis import Redis

_TIMEOUT = 3.0  # seconds for one call
_PAUSES = (0.1, 0.4, 1.0, 2.0)  # seconds before the call is tried again
_LONGEST = 5.0  # seconds after which it is not tried again, where each try takes its time
_GOES_ON = "give the same command again: the crawl goes on"
_SAID = {
    "OutOfMemoryError": "it is full: raise its 'maxmemory', or make room",
    "ReadOnlyError": "it is a replica, which cannot be written to: name the primary",
    "NoPermissionError": "its user may not do this: allow scripts, streams, hashes and keys",
    "MISCONF": "it cannot save to its disk, and takes nothing in: make room there",
    "WRONGTYPE": "a key of the crawl holds what another program put there: name another database",
}
"""By the client's class of an error, or else its first word, what is wrong and what is to be done."""


class Connection:
    """A connection to the Redis at an address (``redis://[:PASSWORD@]HOST[:PORT][/DATABASE]``, ``rediss://``, ``unix://``).

    ``failed_at`` is when a call last had to be tried again, in seconds of the monotonic clock. Raises UsageError for
    an address that is none, and without redis-py.
    """

    def __init__(self, url: str) -> None:
        self.failed_at = float("-inf")
        self._client = _client(url)
        self.place = _place(url)
        self._scripts = {name: self._client.register_script(text) for name, text in SCRIPTS.items()}

    def run(self, script: str, keys: Sequence[str], *arguments: str | bytes | int) -> Any:
        """What a script gives. Raises FrontierUnusable when Redis cannot be used."""
        return self._call(lambda: self._scripts[script](keys=keys, args=arguments))

    def present(self, keys: Sequence[str]) -> list[bool]:
        """Which of the keys are there. Raises FrontierUnusable when Redis cannot be used."""
        return [value is not None for value in self._call(lambda: self._client.mget(keys))]

    def set(self, key: str, seconds: float) -> None:
        """Sets a key for so many seconds. Tried once; a failure is not told."""
        with suppress(*_errors()):
            self._client.set(key, 1, px=int(seconds * 1000))

    def delete(self, key: str) -> None:
        """Removes a key. Tried once; a failure is not told."""
        with suppress(*_errors()):
            self._client.delete(key)

    def close(self) -> None:
        self._client.close()

    def unusable(self, why: str) -> FrontierUnusable:
        """The error with the place before, and behind it what to do."""
        return FrontierUnusable(f"Redis at {self.place}: {why}; then {_GOES_ON}")

    def _call(self, work: Callable[[], Any]) -> Any:
        """What a call gives, tried again for some seconds where Redis does not answer."""
        tries, until = iter(_PAUSES), time.monotonic() + _LONGEST
        while True:
            try:
                return work()
            except _errors() as error:
                may_pass = _may_pass(error) and time.monotonic() < until
                pause = next(tries, None) if may_pass else None
                if pause is None:
                    raise self.unusable(_reason(error)) from error
                self.failed_at = time.monotonic()
                time.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 # so that workers do not come all at once


def _may_pass(error: Exception) -> bool:
    """Whether a moment later the call may succeed."""
    import redis

    refused = isinstance(error, redis.AuthenticationError | redis.exceptions.AuthorizationError)
    return not refused and isinstance(error, redis.ConnectionError | redis.TimeoutError | OSError)


def _reason(error: Exception) -> str:
    """What went wrong and what is to be done, in words and in one line."""
    import redis

    said = " ".join(str(error).split())[:160]
    told = _SAID.get(type(error).__name__) or _SAID.get(said.partition(" ")[0])
    if told:
        return told
    if isinstance(error, redis.AuthenticationError | redis.exceptions.AuthorizationError):
        return f"it refuses the log-in ({said}): write redis://:PASSWORD@HOST:PORT"
    if isinstance(error, redis.ResponseError):
        return f"it refuses a call that Redis takes from 6.2 on ({said}): look into its log"
    return f"it does not answer as Redis does ({said}): start it, or name another address"


def _errors() -> tuple[type[Exception], ...]:
    import redis

    return (redis.RedisError, OSError)


def _client(url: str) -> "Redis":
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError as error:
        raise UsageError("FRONTIER_REDIS needs redis-py: pip install 'agency-archive[redis]'") from error
    try:
        return redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, protocol=2, retry=Retry(NoBackoff(), 0)
        )
    except ValueError as error:
        raise UsageError(
            f"FRONTIER_REDIS names no Redis ({error}); write it as redis://HOST:PORT/DATABASE"
        ) from error


def _place(url: str) -> str:
    """Where it is, without the password."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}" or url.partition("@")[0]
