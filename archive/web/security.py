"""What every request must keep to."""

from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.web.failures import failure
from archive.web.security_headers import harden

LONGEST_TARGET = 12_000
"""Bytes of path and query: a thousand Chinese characters, escaped, and some parameters."""
MOST_AT_ONCE = 512
"""Requests that may be in work; more are sent away rather than kept waiting."""


class Guard:
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
            await failure(Request(scope), status, message, headers)(scope, receive, send_hardened)
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
