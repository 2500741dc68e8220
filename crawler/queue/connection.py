"""The connection to Redis: scripts run in it, and in words what went wrong. Only this package knows the client."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from archive.errors import QueueUnusable, UsageError
from crawler.queue.scripts import SCRIPTS

if TYPE_CHECKING:
    from redis import Redis

_TIMEOUT = 3.0  # seconds for one call
_SAID = {
    "OutOfMemoryError": "it is full: raise its 'maxmemory', or make room",
    "ReadOnlyError": "it is a replica, which cannot be written to: name the primary",
    "NoPermissionError": "its user may not do this: allow scripts, hashes, sorted sets and keys",
    "MISCONF": "it cannot save to its disk, and takes nothing in: make room there",
    "WRONGTYPE": "a key of the queue holds what another program put there: name another database",
}
"""By the client's class of an error, or else its first word, what is wrong and what to do."""

_ROOT = "agency-archive:sites"


class Connection:
    """A connection to the Redis at an address (``redis://[:PASSWORD@]HOST[:PORT][/DATABASE]``, ``rediss://``, ``unix://``).

    It may be used by several threads. Raises UsageError for an address that is none, and without redis-py.
    """

    def __init__(self, url: str) -> None:
        self._client = _client(url)
        self.place = _place(url)
        self._scripts = {name: self._client.register_script(text) for name, text in SCRIPTS.items()}

    def run(self, script: str, *arguments: str | float) -> Any:
        """What a script gives. Raises QueueUnusable when Redis cannot be used."""
        import redis

        try:
            return self._scripts[script](keys=[_ROOT], args=arguments)
        except (redis.RedisError, OSError) as error:
            raise QueueUnusable(f"Redis at {self.place}: {_reason(error)}") from error

    def close(self) -> None:
        self._client.close()


def _reason(error: Exception) -> str:
    """What went wrong and what to do, in one line."""
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


def _client(url: str) -> "Redis":
    try:
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry
    except ImportError as error:
        raise UsageError("SITES_QUEUE needs redis-py: pip install 'agency-archive[redis]'") from error
    try:
        return redis.Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, protocol=2, retry=Retry(NoBackoff(), 1)
        )
    except ValueError as error:
        raise UsageError(f"SITES_QUEUE names no Redis ({error}); write it as redis://HOST:PORT/DATABASE") from error


def _place(url: str) -> str:
    """Where it is, without the password."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}" or url.partition("@")[0]
