"""A cache of whole responses, which computes each once for all readers who wait for it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.errors import ArchiveError
from archive.index import IndexState
from archive.interface_languages.texts import preferred_language
from archive.web.conditional_requests import NOT_MODIFIED_HEADERS, matches_etag, without_body
from archive.web.request_limits import READERS_WAITING

MOST_BYTES = 32 * 1024 * 1024
"""Bytes of all answers that are kept; those that were given longest ago go first."""
LONGEST = 512 * 1024
"""Bytes of an answer that is kept; a longer one is worked out for each who asks."""
LONGEST_KEY = 4096
"""Bytes of what an answer is known by; what is asked at greater length is worked out for each who asks."""

_OVERHEAD = 2048
"""Bytes that an answer takes beside its body and what it is known by."""
_NOT_TOLD = (b"if-none-match", b"if-modified-since")
_APART = (b"range", b"if-match", b"if-unmodified-since")
"""The request headers whose answers are the asker's own."""

Key = tuple[bytes, bytes, bytes, str]
"""Path, query, host, and the language of the interface."""


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A whole answer, in which state of the index it was worked out, and when (seconds of a monotonic clock)."""

    start: Message
    body: bytes
    etag: str
    state: IndexState
    at: float

    async def give(self, scope: Scope, send: Send) -> None:
        """Sends the answer, or 304 where the reader holds it."""
        held = [value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"]
        if held and self.etag and matches_etag(held, self.etag):
            await send({"type": "http.response.start", "status": 304, "headers": self._kept_headers()})
            await send({"type": "http.response.body", "body": b""})
            return
        await send(self.start)
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self.body})

    def _kept_headers(self) -> list[tuple[bytes, bytes]]:
        return [
            pair for pair in self.start["headers"] if pair[0].decode("latin-1") in ("etag", *NOT_MODIFIED_HEADERS)
        ]


class StoredResponses:
    """Answers by what they are known by, those that were given last longest."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, StoredResponse] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> StoredResponse | None:
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, answer: StoredResponse) -> None:
        """Keeps the answer, unless one that was begun later is kept already."""
        known = self._kept.get(key)
        if known and known.at > answer.at:
            return
        self.drop(key)
        self._kept[key] = answer
        self._bytes += _size(key, answer)
        while self._bytes > MOST_BYTES:
            self._bytes -= _size(*self._kept.popitem(last=False))

    def drop(self, key: Key) -> None:
        """Forgets the answer, where there is one."""
        known = self._kept.pop(key, None)
        if known:
            self._bytes -= _size(key, known)


class ResponseRecorder:
    """Takes an answer down, or passes it on where it is none to keep."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_to_keep(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")

    def answer(self, state: IndexState, at: float) -> StoredResponse | None:
        """What was taken down; None where it was passed on."""
        if self._start is None:
            return None
        return StoredResponse(self._start, self._body, Headers(raw=self._start["headers"]).get("etag", ""), state, at)


def cache_key(scope: Scope) -> Key | None:
    """What the answer to a request is known by; None where it is for this asker alone.

    Cookies count for nothing, and of Accept-Language only the language of the interface that it prefers.
    """
    told = {b"host": b"", b"accept-language": b""}
    for name, value in scope["headers"]:
        if name in _APART or told.get(name):
            return None
        if name in told:
            told[name] = value
    size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(map(len, told.values()))
    if size > LONGEST_KEY or scope["method"] not in ("GET", "HEAD"):
        return None
    return scope["raw_path"], scope["query_string"], told[b"host"], _preferred(told[b"accept-language"])


def unconditional_request(scope: Scope) -> Scope:
    """The request that brings the whole answer: GET, without conditions."""
    headers = [pair for pair in scope["headers"] if pair[0] not in _NOT_TOLD]
    return {**scope, "method": "GET", "headers": headers}


async def receive_nothing() -> Message:
    """Receives for a request that no reader waits for."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def discard(_: Message) -> None:
    """Sends to no reader."""


@lru_cache(maxsize=256)
def _preferred(accept_language: bytes) -> str:
    return preferred_language(accept_language.decode("latin-1"))


def _size(key: Key, answer: StoredResponse) -> int:
    return _OVERHEAD + sum(map(len, key)) + len(answer.body)


def _is_to_keep(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    length = headers.get("content-length", "")
    return start["status"] == 200 and "set-cookie" not in headers and length.isdigit() and int(length) <= LONGEST


MOST_STALE_SECONDS = 30.0
"""Seconds that an answer which is given while readers crowd may be old."""
REFRESH_AFTER = 2.0
"""Seconds after which an answer that is given while readers crowd is worked out anew."""
CROWDED_FOR = 2.0
_STATE_READ_EVERY = 0.05
"""Seconds between two looks at the state of the index while readers crowd."""


@dataclass(slots=True)
class _Computation:
    """An answer that is being worked out for so many readers; ``done`` gives None where it is not for others."""

    state: IndexState
    at: float
    readers: int
    done: asyncio.Future[StoredResponse | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )


class ResponseCache:
    """An application that remembers the answers of the one inside; ``state`` is another after anything was written.

    Answers are kept by address, host and language. Those that set cookies, are no 200, are of no known length or too
    long are passed on and not kept, as are those to long or partial questions. It stands before all that looks at
    a request: who asks by the same host for the same address may have what another was given.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], IndexState], threads: int) -> None:
        self._app = app
        self._state = state
        self._threads = threads
        self._at_work = 0
        self._crowded_until = 0.0
        self._seen: tuple[float, IndexState] = (0.0, IndexState(None, None))
        self._answers = StoredResponses()
        self._working: dict[Key, _Computation] = {}
        self._due: dict[Key, Scope] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = cache_key(scope) if scope["type"] == "http" else None
        now = time.monotonic()
        state = None
        with suppress(ArchiveError):  # the application inside says what is wrong
            state = self._glance(now) if key else None
        if key is None or state is None:
            await self._app(scope, receive, send)
            return
        answer = self._kept(key, scope, state, now) or await self._worked_on(key, state, now)
        if answer is None:
            passed_on = without_body(send) if scope["method"] == "HEAD" else send
            answer = await self._work_out(
                key, unconditional_request(scope), receive, ResponseRecorder(passed_on), state
            )
        if answer:
            await answer.give(scope, send)

    def _crowded(self, now: float) -> bool:
        return self._at_work > self._threads or now < self._crowded_until

    def _glance(self, now: float) -> IndexState:
        """The state of the index, while readers crowd as it was a moment ago."""
        if not self._crowded(now) or now - self._seen[0] > _STATE_READ_EVERY:
            self._seen = now, self._state()
        return self._seen[1]

    def _will_do(self, state: IndexState, at: float, seen: IndexState, now: float) -> bool:
        if state == seen:
            return True
        return state.withdrawn == seen.withdrawn and self._crowded(now) and now - at < MOST_STALE_SECONDS

    def _kept(self, key: Key, scope: Scope, state: IndexState, now: float) -> StoredResponse | None:
        """The answer that is kept, where it will do."""
        kept = self._answers.get(key)
        if kept is None or not self._will_do(kept.state, kept.at, state, now):
            return None
        if kept.state != state and now - kept.at > REFRESH_AFTER:
            self._renew_later(key, scope)
        return kept

    async def _worked_on(self, key: Key, state: IndexState, now: float) -> StoredResponse | None:
        """The answer that is being worked out for another."""
        work = self._working.get(key)
        if work is None or not self._will_do(work.state, work.at, state, now):
            return None
        work.readers += 1
        return await asyncio.shield(work.done)

    async def _work_out(
        self, key: Key, scope: Scope, receive: Receive, recorder: ResponseRecorder, state: IndexState
    ) -> StoredResponse | None:
        """A new answer, which is kept; None where it was passed on as it came."""
        self._working[key] = work = _Computation(state, time.monotonic(), 0 if receive is receive_nothing else 1)
        self._at_work += 1
        if self._at_work > self._threads:
            self._crowded_until = time.monotonic() + CROWDED_FOR
        answer = None
        try:
            await self._app({**scope, READERS_WAITING: lambda: work.readers}, receive, recorder)
            answer = recorder.answer(work.state, work.at)
        finally:
            self._at_work -= 1
            work.done.set_result(answer)
            if self._working.get(key) is work:
                del self._working[key]
        if answer:
            self._answers.put(key, answer)
        else:
            self._answers.drop(key)
        return answer

    def _renew_later(self, key: Key, scope: Scope) -> None:
        if key not in self._due and key not in self._working:
            self._due[key] = unconditional_request(scope)
        if self._renewing is None or self._renewing.done():
            self._renewing = asyncio.create_task(self._renew())

    async def _renew(self) -> None:
        """Works out anew what is due, those first that have waited longest.

        The state is the one last seen: what is worked out may be newer than that, never older.
        """
        while self._due:
            key = next(iter(self._due))
            scope, begun = self._due.pop(key), time.monotonic()
            work = self._work_out(key, scope, receive_nothing, ResponseRecorder(discard), self._seen[1])
            (failure,) = await asyncio.gather(work, return_exceptions=True)
            if failure is not None and not isinstance(failure, StoredResponse):
                self._answers.drop(key)  # the next who asks meets the failure, and it is told there
            await asyncio.sleep(time.monotonic() - begun)
