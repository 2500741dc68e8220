"""Two lanes to the threads that work, so that a page which is quickly made waits for no search.

In each, what most readers wait for comes first; of what as many wait for, the cheaper question; of those as cheap,
what was asked first. So whoever asks much at once keeps nobody waiting who asks little.
"""

from asyncio import CancelledError, Future, get_running_loop
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

_MOST_ASKED = 1 << 16
"""More than the bytes of any query."""
WANTED = "archive.wanted"
"""In a request's scope a function that tells how many readers wait for the answer; without it it is one."""

_DEAR = ("/terms", "/concordance", "/api/concordance")
"""Where addresses begin behind which many documents are read; they wait behind questions of any length."""
_QUICK = ("/document/", "/api/document", "/help")
"""Where addresses begin whose answers take a millisecond or two."""


class Lanes:
    """An application that lets so many requests at once to the one inside, half of them in each lane."""

    def __init__(self, app: ASGIApp, threads: int) -> None:
        self._app = app
        self._quick, self._slow = _Lane(threads // 2), _Lane(threads - threads // 2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        lane = self._quick if scope["path"].startswith(_QUICK) else self._slow
        async with lane.passed(scope.get(WANTED, _one), _cost(scope)):
            await self._app(scope, receive, send)


class _Lane:
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
