"""Whole answers that are kept to be given again, and by what they are known."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

from archive.index import IndexState
from archive.web.conditional import KEPT, holds
from archive.web.words import preferred

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
class Answer:
    """A whole answer, in which state of the index it was worked out, and when (seconds of a monotonic clock)."""

    start: Message
    body: bytes
    etag: str
    state: IndexState
    at: float

    async def give(self, scope: Scope, send: Send) -> None:
        """Sends the answer, or 304 where the reader holds it."""
        held = [value.decode("latin-1") for name, value in scope["headers"] if name == b"if-none-match"]
        if held and self.etag and holds(held, self.etag):
            await send({"type": "http.response.start", "status": 304, "headers": self._kept_headers()})
            await send({"type": "http.response.body", "body": b""})
            return
        await send(self.start)
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self.body})

    def _kept_headers(self) -> list[tuple[bytes, bytes]]:
        return [pair for pair in self.start["headers"] if pair[0].decode("latin-1") in ("etag", *KEPT)]


class Answers:
    """Answers by what they are known by, those that were given last longest."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Answer] = OrderedDict()
        self._bytes = 0

    def get(self, key: Key) -> Answer | None:
        found = self._kept.get(key)
        if found:
            self._kept.move_to_end(key)
        return found

    def put(self, key: Key, answer: Answer) -> None:
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


class Recorder:
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

    def answer(self, state: IndexState, at: float) -> Answer | None:
        """What was taken down; None where it was passed on."""
        if self._start is None:
            return None
        return Answer(self._start, self._body, Headers(raw=self._start["headers"]).get("etag", ""), state, at)


def key_of(scope: Scope) -> Key | None:
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


def asked_for_all(scope: Scope) -> Scope:
    """The request that brings the whole answer: GET, without conditions."""
    headers = [pair for pair in scope["headers"] if pair[0] not in _NOT_TOLD]
    return {**scope, "method": "GET", "headers": headers}


def without_body(send: Send) -> Send:
    """Sends what HEAD is answered with."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


async def nobody_sends() -> Message:
    """Receives for a request that no reader waits for."""
    return {"type": "http.request", "body": b"", "more_body": False}


async def nobody_reads(_: Message) -> None:
    """Sends to no reader."""


@lru_cache(maxsize=256)
def _preferred(accept_language: bytes) -> str:
    return preferred(accept_language.decode("latin-1"))


def _size(key: Key, answer: Answer) -> int:
    return _OVERHEAD + sum(map(len, key)) + len(answer.body)


def _is_to_keep(start: Message) -> bool:
    headers = Headers(raw=start["headers"])
    length = headers.get("content-length", "")
    return start["status"] == 200 and "set-cookie" not in headers and length.isdigit() and int(length) <= LONGEST
