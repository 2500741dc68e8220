"""Gives the same answer to the same question while nothing was written, and works it out once for all who ask.

A page takes some milliseconds of work, and two hundred readers ask at once. While more requests are in work than
threads, an answer may be up to ``MOST_STALE`` seconds old, so that a crawl, which writes all the time, does not make
every one of them work anew; at other times it is never older than what was last written.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.errors import ArchiveError
from archive.web.conditional import KEPT, holds

MOST_STALE = 5.0
MOST_BYTES = 16 * 1024 * 1024
"""Bytes of all answers that are kept; those that were given longest ago go first."""
LONGEST = 512 * 1024
"""Bytes of an answer that is kept; a longer one is worked out for each who asks."""

_TELLING = (b"host", b"accept-language", b"cookie")
"""The request headers that an answer depends on."""
_NOT_TOLD = b"if-none-match"

_OVERHEAD = 2048
"""Bytes that an answer takes beside its body and what it is known by."""

Key = tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, in which state of the index it was worked out, and when (seconds of a monotonic clock)."""

    start: Message
    body: bytes
    state: Hashable
    at: float


@dataclass(slots=True)
class _Work:
    """An answer that is being worked out; ``done`` gives None where it is not for others."""

    state: Hashable
    at: float
    done: asyncio.Future[Answer | None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Remembering:
    """An application that remembers the answers of the one inside; ``state`` is another after anything was written.

    Answers are kept by address, host, language and cookies. Those that set cookies, are no 200, are of no known
    length or too long are passed on and not kept.
    """

    def __init__(self, app: ASGIApp, state: Callable[[], Hashable], threads: int) -> None:
        self._app = app
        self._state = state
        self._threads = threads
        self._at_work = 0
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0
        self._working: dict[Key, _Work] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        try:
            state = self._state()
        except ArchiveError:  # the application inside says what is wrong
            await self._app(scope, receive, send)
            return
        answer = await self._known(scope, state) or await self._work_out(scope, receive, send, state)
        if answer:
            await _give(answer, scope, send)

    async def _known(self, scope: Scope, state: Hashable) -> Answer | None:
        """The answer that is kept, or that is being worked out for another."""
        key = _key(scope)
        kept, work = self._kept.get(key), self._working.get(key)
        if kept and self._will_do(kept.state, kept.at, state):
            self._kept.move_to_end(key)
            return kept
        return await asyncio.shield(work.done) if work and self._will_do(work.state, work.at, state) else None

    def _will_do(self, state: Hashable, at: float, now: Hashable) -> bool:
        return state == now or (self._at_work > self._threads and time.monotonic() - at < MOST_STALE)

    async def _work_out(self, scope: Scope, receive: Receive, send: Send, state: Hashable) -> Answer | None:
        """A new answer; None where it was passed on as it came."""
        key, work = _key(scope), _Work(state, time.monotonic())
        recorder = _Recorder(send)
        self._working[key] = work
        self._at_work += 1
        answer = None
        try:
            await self._app(_without_condition(scope), receive, recorder)
            answer = recorder.answer(work)
        finally:
            self._at_work -= 1
            work.done.set_result(answer)
            if self._working.get(key) is work:
                del self._working[key]
        if answer:
            self._keep(key, answer)
        return answer

    def _keep(self, key: Key, answer: Answer) -> None:
        known = self._kept.pop(key, None)
        self._kept[key] = answer
        self._bytes += _size(key, answer) - (_size(key, known) if known else 0)
        while self._bytes > MOST_BYTES:
            self._bytes -= _size(*self._kept.popitem(last=False))


class _Recorder:
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

    def answer(self, work: _Work) -> Answer | None:
        return Answer(self._start, self._body, work.state, work.at) if self._start else None


def _key(scope: Scope) -> Key:
    told = (part for header in scope["headers"] if header[0] in _TELLING for part in header)
    return scope["method"].encode(), scope["raw_path"], scope["query_string"], *told


def _size(key: Key, answer: Answer) -> int:
    return _OVERHEAD + sum(map(len, key)) + len(answer.body)


def _without_condition(scope: Scope) -> Scope:
    """The request without If-None-Match: what is kept is the whole answer."""
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != _NOT_TOLD]}


def _is_to_keep(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    length = headers.get("content-length", "")
    return start["status"] == 200 and "set-cookie" not in headers and length.isdigit() and int(length) <= LONGEST


async def _give(answer: Answer, scope: Scope, send: Send) -> None:
    """Sends the answer, or 304 where the reader holds it."""
    headers = Headers(raw=answer.start["headers"])
    held = Headers(scope=scope).getlist("if-none-match")
    if "etag" in headers and holds(held, headers["etag"]):
        raw = [(name.encode(), headers[name].encode("latin-1")) for name in ("etag", *KEPT) if name in headers]
        await send({"type": "http.response.start", "status": 304, "headers": raw})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({**answer.start, "headers": list(answer.start["headers"])})
    await send({"type": "http.response.body", "body": answer.body})
