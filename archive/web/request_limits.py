"""Requests that are refused, and the order in which the others are worked on."""

from asyncio import CancelledError, Future, get_running_loop
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.web.error_responses import error_response
from archive.web.security import harden

LONGEST_TARGET = 12_000
"""Bytes of path and query: a thousand Chinese characters, escaped, and some parameters."""
MOST_AT_ONCE = 512
"""Requests that may be in work; more are sent away rather than kept waiting."""


class RequestGuard:
    """An application that refuses what is no plain question, and hardens every answer of the one inside."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._at_work = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                harden(MutableHeaders(scope=message))
            await send(message)

        refused = self._refused(scope)
        if refused:
            status, message = refused
            headers = {"Allow": "GET, HEAD"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
            await error_response(Request(scope), status, message, headers)(scope, receive, send_hardened)
            return
        self._at_work += 1
        try:
            await self._app(scope, receive, send_hardened)
        finally:
            self._at_work -= 1

    def _refused(self, scope: Scope) -> tuple[HTTPStatus, str] | None:
        if scope["method"] not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED, "The archive is only read here: with GET and HEAD."
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            return HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long; ask in fewer words."
        if self._at_work >= MOST_AT_ONCE:
            return HTTPStatus.SERVICE_UNAVAILABLE, "Too many are asking at once; try again in a moment."
        return None


_MOST_ASKED = 1 << 16
"""More than the bytes of any query."""
READERS_WAITING = "archive.readers_waiting"
"""In a request's scope a function that tells how many readers wait for the answer; without it it is one."""

_DEAR = ("/terms", "/concordance", "/api/concordance")
"""Where addresses begin behind which many documents are read; they wait behind questions of any length."""
_QUICK = ("/document/", "/api/document", "/help")
"""Where addresses begin whose answers take a millisecond or two."""


class PriorityLimiter:
    """An application that lets so many requests at once to the one inside, half of them in each lane."""

    def __init__(self, app: ASGIApp, threads: int) -> None:
        self._app = app
        self._quick, self._slow = _Slots(threads // 2), _Slots(threads - threads // 2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        lane = self._quick if scope["path"].startswith(_QUICK) else self._slow
        async with lane.passed(scope.get(READERS_WAITING, _one), _cost(scope)):
            await self._app(scope, receive, send)


class _Slots:
    """Room for so many at once."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: dict[Future[None], tuple[Callable[[], int], int]] = {}

    @asynccontextmanager
    async def passed(self, wanted: Callable[[], int], cost: int = 0) -> AsyncIterator[None]:
        """Has room inside; ``wanted`` tells how many wait for what is done there, ``cost`` is for comparing."""
        await self._enter(wanted, cost)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, wanted: Callable[[], int], cost: int) -> None:
        if self._room:
            self._room -= 1
            return
        turn = get_running_loop().create_future()
        self._waiting[turn] = wanted, cost
        try:
            await turn
        except CancelledError:
            if self._waiting.pop(turn, None) is None:  # its turn had come
                self._leave()
            raise

    def _leave(self) -> None:
        if not self._waiting:
            self._room += 1
            return
        turn = max(self._waiting, key=self._urgency)
        del self._waiting[turn]
        turn.set_result(None)

    def _urgency(self, turn: Future[None]) -> tuple[int, int]:
        wanted, cost = self._waiting[turn]
        return wanted(), -cost


def _cost(scope: Scope) -> int:
    """About what an answer costs, for comparing: a question of many terms is long."""
    query: bytes = scope.get("query_string", b"")
    path: str = scope["path"]
    return len(query) + (_MOST_ASKED if path.startswith(_DEAR) else 0)


def _one() -> int:
    return 1
