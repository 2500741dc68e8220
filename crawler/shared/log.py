"""The log of a shared crawl, a stream in Redis, and what else its workers tell each other there."""

import secrets
from collections.abc import Mapping, Sequence

from archive.errors import FrontierUnusable
from crawler.shared.connection import Connection
from crawler.shared.events import Began, Damaged, Entry, decode, encode

_PREFIX = "agency-archive"
_START = "0-0"
_BATCH = 1000
_KEPT_AFTER_ITS_END = 3600  # seconds


class Log:
    """The log of the crawl under way at ``key``, which all name who ask for the same. ``name`` is that crawl's.

    Every method but ``beat`` and ``leave`` raises FrontierUnusable when Redis cannot be used, or does not hold what
    it held before.
    """

    def __init__(self, connection: Connection, key: str) -> None:
        self.worker = secrets.token_hex(6)
        self.name = ""
        self._redis = connection
        self._current = f"{_PREFIX}:{key}"
        self._known = _START

    @property
    def failed_at(self) -> float:
        """When a call last had to be tried again, in seconds of the monotonic clock."""
        return self._redis.failed_at

    def begin(self, terms: str) -> list[Entry]:
        """Joins the crawl that is under way, or begins one; what its log holds."""
        first = encode(Entry(self.worker, 1, Began(terms)))
        name: bytes = self._redis.run("begin", [self._current], f"{self._current}:", secrets.token_hex(6), first)
        self.name, self._known = name.decode(), _START
        return self.read()

    def append(self, entry: Entry) -> list[Entry]:
        """Appends an entry; what the log has that was not read before, this entry among it."""
        return self._take_in("append", encode(entry))

    def read(self) -> list[Entry]:
        """What the log has that was not read before."""
        return self._take_in("read")

    def finish(self) -> None:
        """Says that the next start begins a new log."""
        self._redis.run("finish", [self._current, self._log], self.name, _KEPT_AFTER_ITS_END)

    def beat(self, seconds: float) -> None:
        """Says that this worker is alive, for so many seconds to come."""
        self._redis.set(self._alive(self.worker), seconds)

    def leave(self) -> None:
        """Says that this worker is not there any more."""
        self._redis.delete(self._alive(self.worker))
        self._redis.close()

    def silent(self, workers: Sequence[str]) -> list[str]:
        """Those of the workers that have not said for too long that they are alive."""
        there = self._redis.present([self._alive(worker) for worker in workers]) if workers else []
        return [worker for worker, is_there in zip(workers, there, strict=True) if not is_there]

    def turn(self, host: str, delay: float) -> float:
        """0 where a host may be asked now, and so is taken to be; or the seconds until it may be, by any worker."""
        wait: int = self._redis.run("turn", [f"{_PREFIX}:host:{host}"], max(1, round(delay * 1000)))
        return wait / 1000

    def damaged(self, error: Damaged) -> FrontierUnusable:
        """The error for an entry, the last that was read, that is none."""
        return self._redis.unusable(
            f"the log {self._log} is damaged at {self._known} ({error}): remove it with 'redis-cli del {self._log}'"
        )

    @property
    def _log(self) -> str:
        return f"{self._current}:{self.name}"

    def _alive(self, worker: str) -> str:
        return f"{self._log}:alive:{worker}"

    def _take_in(self, script: str, *more: bytes) -> list[Entry]:
        entries: list[Entry] = []
        while True:
            rows = self._redis.run(script, [self._log], self._known, _BATCH, *more)
            if rows is None:
                raise self._forgotten()
            entries += [self._entry(id_.decode(), dict(zip(row[::2], row[1::2], strict=True))) for id_, row in rows]
            if len(rows) < _BATCH:
                return entries
            script, more = "read", ()

    def _entry(self, id_: str, fields: Mapping[bytes, bytes]) -> Entry:
        if fields.get(b"after", b"").decode("latin-1") != self._known:
            raise self._forgotten()
        self._known = id_
        try:
            return decode(fields.get(b"event", b""))
        except Damaged as error:
            raise self.damaged(error) from error

    def _forgotten(self) -> FrontierUnusable:
        return self._redis.unusable(
            "it has lost the crawl's log, or the end of it: see that it saves what it holds and evicts nothing"
        )
