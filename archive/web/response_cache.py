"""The cache of whole HTTP responses, which computes each once for all readers who wait for it.

A page takes milliseconds to make, and two hundred readers may ask at once while a crawl writes all the time. So there
are two rules. While readers crowd (more requests in progress than threads, and for ``CROWDED_FOR`` seconds after), a
cached response at most ``MOST_STALE_SECONDS`` old is sent at once and recomputed in the background: one at a time,
with a pause after each as long as it took, so that readers of uncached pages get most of the machine. At other times
no response is older than the last write, and it is never older than the last withdrawal.
"""

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
from archive.interface_languages.texts_and_language_choice import preferred_language
from archive.web.app_state_search_and_term_caches import SEARCH_STATE
from archive.web.etags_and_compression import DOWNLOADS, NOT_MODIFIED_HEADERS, matches_etag, without_body
from archive.web.request_limits_and_priority import READERS_WAITING

MOST_BYTES = 32 * 1024 * 1024
"""Most bytes of all cached responses; those used longest ago are dropped first."""
LONGEST = 512 * 1024
"""Most bytes of a cached response; a longer one is computed for each reader."""
LONGEST_KEY = 4096
"""Most bytes of a cache key; a longer request is answered for each reader."""

_OVERHEAD = 2048
"""Bytes that a response takes beside its body and key."""
_CONDITIONS = (b"if-none-match", b"if-modified-since")
_PERSONAL = (b"range", b"if-match", b"if-unmodified-since")
"""Request headers whose responses are for one reader only."""

Key = tuple[bytes, bytes, bytes, str]
"""Path, query, host, and the language of the interface."""


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A whole response in the cache, the state of the index it was computed in, and when (seconds of a monotonic
    clock).
    """

    start: Message
    body: bytes
    etag: str
    state: IndexState
    at: float

    async def send_to(self, scope: Scope, send: Send) -> None:
        """Send the cached response, or 304 if the reader has it."""
        held = [value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"]
        if held and self.etag and matches_etag(held, self.etag):
            await send({"type": "http.response.start", "status": 304, "headers": self._not_modified_headers()})
            await send({"type": "http.response.body", "body": b""})
            return
        await send({**self.start, "headers": [*self.start["headers"]]})  # which middleware may change
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self.body})

    def _not_modified_headers(self) -> list[tuple[bytes, bytes]]:
        return [
            pair for pair in self.start["headers"] if pair[0].decode("latin-1") in ("etag", *NOT_MODIFIED_HEADERS)
        ]


class StoredResponses:
    """Cached responses by key, in the order of their last use."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, StoredResponse] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> StoredResponse | None:
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, response: StoredResponse) -> None:
        """Store a response in the cache, unless a newer one is stored already."""
        known = self._kept.get(key)
        if known and known.at > response.at:
            return
        self.drop(key)
        self._kept[key] = response
        self._bytes += _size(key, response)
        while self._bytes > MOST_BYTES:
            self._bytes -= _size(*self._kept.popitem(last=False))

    def drop(self, key: Key) -> None:
        """Remove a response from the cache, if there is one."""
        known = self._kept.pop(key, None)
        if known:
            self._bytes -= _size(key, known)


class ResponseRecorder:
    """Records a response for the cache, or passes it on if it is not cacheable."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_cacheable(message):
            self._start = message
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")

    def response(self, state: IndexState, at: float) -> StoredResponse | None:
        """Return the recorded response; None if it was passed on."""
        if self._start is None:
            return None
        return StoredResponse(self._start, self._body, Headers(raw=self._start["headers"]).get("etag", ""), state, at)


def _cache_key(scope: Scope) -> Key | None:
    """Return the key of a request's response in the cache; None if the response is for this reader alone.

    Cookies are ignored, and of Accept-Language only the preferred interface language counts.
    """
    headers = {b"host": b"", b"accept-language": b""}
    for name, value in scope["headers"]:
        if name in _PERSONAL or headers.get(name):
            return None
        if name in headers:
            headers[name] = value
    size = len(scope["raw_path"]) + len(scope["query_string"]) + sum(map(len, headers.values()))
    if size > LONGEST_KEY or scope["method"] not in ("GET", "HEAD") or scope["path"].startswith(DOWNLOADS):
        return None
    return scope["raw_path"], scope["query_string"], headers[b"host"], _preferred(headers[b"accept-language"])


def _unconditional_request(scope: Scope) -> Scope:
    """Change a request to ask for the whole response to cache: GET, without conditions."""
    headers = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
    return {**scope, "method": "GET", "headers": headers}


async def _receive_nothing() -> Message:
    """Return the empty body of a request that the cache makes itself and no reader waits for."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def _discard(_: Message) -> None:
    """Discard a message of a response that no reader waits for."""


@lru_cache(maxsize=256)
def _preferred(accept_language: bytes) -> str:
    return preferred_language(accept_language.decode("latin-1"))


def _size(key: Key, response: StoredResponse) -> int:
    return _OVERHEAD + sum(map(len, key)) + len(response.body)


def _is_cacheable(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    length = headers.get("content-length", "")
    return start["status"] == 200 and "set-cookie" not in headers and length.isdigit() and int(length) <= LONGEST


MOST_STALE_SECONDS = 30.0
"""Most seconds that a response sent while readers crowd may be old."""
REFRESH_AFTER = 2.0
"""Seconds after which a response sent while readers crowd is recomputed."""
CROWDED_FOR = 2.0
_STATE_READ_EVERY = 0.05
"""Seconds between two reads of the index's state while readers crowd."""


@dataclass(slots=True)
class _Computation:
    """A response being computed for the cache and a number of readers; ``done`` gives None if it is not for others.

    ``is_usable`` tells whether what was found in an earlier state, at that time, may still be sent.
    """

    state: IndexState
    at: float
    readers: int
    is_usable: Callable[[IndexState, float], bool]
    done: asyncio.Future[StoredResponse | None] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def reuse(self, state: IndexState, at: float) -> bool:
        """Return whether search results of another response may be in this one, which then is as old as they are."""
        if not self.is_usable(state, at):
            return False
        self.state, self.at = state, min(self.at, at)
        return True


class ResponseCache:
    """Middleware that caches responses; ``state`` returns a different value after any write to the index.

    Responses are cached by path, query, host and language. Responses that set cookies, have a status other than 200,
    or are of unknown or great length are passed on, as are those to long or partial requests. The cache stands before
    all middleware that examines a request: a reader may get what another reader of the same host and URL was sent.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], IndexState], threads: int) -> None:
        self._app = app
        self._state = state
        self._threads = threads
        self._in_progress = 0
        self._crowded_until = 0.0
        self._last_state: tuple[float, IndexState] = (0.0, IndexState(None, None))
        self._responses = StoredResponses()
        self._computations: dict[Key, _Computation] = {}
        self._stale: dict[Key, Scope] = {}
        self._refreshing: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _cache_key(scope) if scope["type"] == "http" else None
        now = time.monotonic()
        state = None
        with suppress(ArchiveError):  # the application inside reports the error
            state = self._current_state(now) if key else None
        if key is None or state is None:
            await self._app(scope, receive, send)
            return
        response = self._cached(key, scope, state, now) or await self._awaited(key, state, now)
        if response is None:
            passed_on = without_body(send) if scope["method"] == "HEAD" else send
            response = await self._compute(
                key, _unconditional_request(scope), receive, ResponseRecorder(passed_on), state
            )
        if response:
            await response.send_to(scope, send)

    def _crowded(self, now: float) -> bool:
        return self._in_progress > self._threads or now < self._crowded_until

    def _current_state(self, now: float) -> IndexState:
        """Return the state of the index, as of a moment ago while readers crowd."""
        if not self._crowded(now) or now - self._last_state[0] > _STATE_READ_EVERY:
            self._last_state = now, self._state()
        return self._last_state[1]

    def _is_usable(self, state: IndexState, at: float, seen: IndexState, now: float) -> bool:
        if state == seen:
            return True
        return state.withdrawn == seen.withdrawn and self._crowded(now) and now - at < MOST_STALE_SECONDS

    def _cached(self, key: Key, scope: Scope, state: IndexState, now: float) -> StoredResponse | None:
        """Return the cached response of a request, if it is fresh enough."""
        kept = self._responses.get(key)
        if kept is None or not self._is_usable(kept.state, kept.at, state, now):
            return None
        if kept.state != state and now - kept.at > REFRESH_AFTER:
            self._refresh_later(key, scope)
        return kept

    async def _awaited(self, key: Key, state: IndexState, now: float) -> StoredResponse | None:
        """Wait for the response that is being computed for another reader."""
        work = self._computations.get(key)
        if work is None or not self._is_usable(work.state, work.at, state, now):
            return None
        work.readers += 1
        return await asyncio.shield(work.done)

    async def _compute(
        self, key: Key, scope: Scope, receive: Receive, recorder: ResponseRecorder, state: IndexState
    ) -> StoredResponse | None:
        """Compute and cache a response; return None if it was passed on as it came."""
        readers = 0 if receive is _receive_nothing else 1
        self._computations[key] = work = _Computation(
            state, time.monotonic(), readers, self._search_rule(state, readers)
        )
        self._in_progress += 1
        if self._in_progress > self._threads:
            self._crowded_until = time.monotonic() + CROWDED_FOR
        response = None
        try:
            await self._app({**scope, READERS_WAITING: lambda: work.readers, SEARCH_STATE: work}, receive, recorder)
            response = recorder.response(work.state, work.at)
        finally:
            self._in_progress -= 1
            work.done.set_result(response)
            if self._computations.get(key) is work:
                del self._computations[key]
        if response:
            self._responses.put(key, response)
        else:
            self._responses.drop(key)
        return response

    def _search_rule(self, seen: IndexState, readers: int) -> Callable[[IndexState, float], bool]:
        """Return the rule for reuse of other responses' searches; a recomputed response takes none that is
        stale too.
        """

        def is_usable(state: IndexState, at: float) -> bool:
            now = time.monotonic()
            is_due = not readers and state != seen and now - at > REFRESH_AFTER
            return not is_due and self._is_usable(state, at, seen, now)

        return is_usable

    def _refresh_later(self, key: Key, scope: Scope) -> None:
        if key not in self._stale and key not in self._computations:
            self._stale[key] = _unconditional_request(scope)
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh())

    async def _refresh(self) -> None:
        """Recompute stale cached responses, those first that have waited longest.

        Each is stored under the last state that was read: it may be newer than that, never older.
        """
        while self._stale:
            key = next(iter(self._stale))
            scope, begun = self._stale.pop(key), time.monotonic()
            work = self._compute(key, scope, _receive_nothing, ResponseRecorder(_discard), self._last_state[1])
            (failure,) = await asyncio.gather(work, return_exceptions=True)
            if failure is not None and not isinstance(failure, StoredResponse):
                self._responses.drop(key)  # the next reader gets the error and its message
            await asyncio.sleep(time.monotonic() - begun)
