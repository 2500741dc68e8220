"""Two lanes to the threads that work, so that a page which is quickly made waits for no search.

In each, what most readers wait for comes first; of what as many wait for, what was asked first.
"""

from asyncio import CancelledError, Future, get_running_loop
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.types import ASGIApp, Receive, Scope, Send

WANTED = "archive.wanted"
"""In a request's scope a function that tells how many readers wait for the answer; without it it is one."""

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
        async with lane.passed(scope.get(WANTED, _one)):
            await self._app(scope, receive, send)


class _Lane:
    """Room for so many at once."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: dict[Future[None], Callable[[], int]] = {}

    @asynccontextmanager
    async def passed(self, wanted: Callable[[], int]) -> AsyncIterator[None]:
        """Has room inside; ``wanted`` tells how many wait for what is done there."""
        await self._enter(wanted)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, wanted: Callable[[], int]) -> None:
        if self._room:
            self._room -= 1
            return
        turn = get_running_loop().create_future()
        self._waiting[turn] = wanted
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
        turn = max(self._waiting, key=lambda each: self._waiting[each]())
        del self._waiting[turn]
        turn.set_result(None)


def _one() -> int:
    return 1
