"""Two lanes to the threads that work, so that a page which is quickly made waits for no search."""

from asyncio import Semaphore

from starlette.types import ASGIApp, Receive, Scope, Send

_QUICK = ("/document/", "/api/document", "/help")
"""Where addresses begin whose answers take a millisecond or two."""


class Lanes:
    """An application that lets so many requests at once to the one inside, half of them in each lane."""

    def __init__(self, app: ASGIApp, threads: int) -> None:
        self._app = app
        self._quick, self._slow = Semaphore(threads // 2), Semaphore(threads - threads // 2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        async with self._quick if scope["path"].startswith(_QUICK) else self._slow:
            await self._app(scope, receive, send)
