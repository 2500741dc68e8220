"""Limits on connections, request heads and bodies, and on concurrent requests of one client."""

import ipaddress
from asyncio import TimerHandle
from collections import Counter
from typing import Any, ClassVar

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 32 * 1024
"""Most bytes of a request head that the server waits for, cookies aside."""
LONGEST_COOKIES = 768 * 1024
"""Most bytes of cookies that the server waits for: other programs on this machine set them, browsers send all."""
HEAD_SECONDS = 15.0
"""Time limit for a request head, from the start of the connection or the first byte of the head."""
BODY_SECONDS = 15.0
"""Time limit for a request body, which no request here needs."""
MOST_BY_CLIENT = 256
"""Open connections of one IP address to one origin; a browser opens six."""

_COOKIE = b"cookie:"
_TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 26\r\n"
    b"connection: close\r\n\r\nToo many open connections."
)


class BoundedProtocol(HttpToolsProtocol):
    """A connection that is closed if its client has too many, or if a request is not completed in time.

    It answers 400 if a request head is too long or names another server. The length limit applies while waiting: a
    longer head that arrives in one piece is read.
    """

    by_client: ClassVar[Counter[str] | None] = Counter()
    """Open connections by IP address; None behind a proxy, where one address stands for everyone."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._in_head = True
        self._waited_for = 0
        self._line = b""
        self._timer: TimerHandle | None = None
        self._counted: str | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._restart_timer(HEAD_SECONDS)
        if self.by_client is not None and self.client:
            self._counted = self.client[0]
            self.by_client[self._counted] += 1
            if self.by_client[self._counted] > MOST_BY_CLIENT:
                self.transport.write(_TOO_MANY)
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._restart_timer(None)
        if self.by_client is not None and self._counted:
            self.by_client[self._counted] -= 1
            if not self.by_client[self._counted]:
                del self.by_client[self._counted]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._waited_for += len(data)
        super().data_received(data)
        if self._in_head and self._timer is None:
            self._restart_timer(HEAD_SECONDS)
        _, end, begun = data.rpartition(b"\n")
        self._line = (b"" if end else self._line) + begun[: len(_COOKIE)]
        longest = LONGEST_COOKIES if self._line.lower().startswith(_COOKIE) else LONGEST_HEAD
        if self._in_head and self._waited_for > longest and not self.transport.is_closing():
            self.send_400_response("The request head is too long.")

    def on_message_begin(self) -> None:
        self._in_head, self._waited_for = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == _COOKIE[:-1]:
            self._waited_for -= len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Raise ValueError, which makes the request invalid, if its target is not a path."""
        self._in_head = False
        self._restart_timer(BODY_SECONDS)
        if not self.url.startswith(b"/"):
            raise ValueError("no path")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._restart_timer(None)
        super().on_message_complete()

    def _restart_timer(self, seconds: float | None) -> None:
        """Close the connection after this many seconds unless called again before."""
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._abort) if seconds else None

    def _abort(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


def proxied_protocol() -> type[BoundedProtocol]:
    """Return the protocol of a server behind a proxy, which counts no connections by IP address."""

    class Proxied(BoundedProtocol):
        by_client: ClassVar[Counter[str] | None] = None

    return Proxied


def counting_protocol() -> type[BoundedProtocol]:
    """Return the protocol of one origin's server, with its own count of open connections."""

    class Counting(BoundedProtocol):
        by_client: ClassVar[Counter[str] | None] = Counter()

    return Counting


MOST_AT_ONCE = 32
"""Concurrent requests of one client behind a proxy; further ones are rejected."""


class ClientLimiter:
    """Middleware that limits the concurrent requests of one client, and answers 503 to more.

    ``header`` is the field in which the proxy names the client (``X-Forwarded-For``, whose last address counts). It
    is trusted only from peers on this machine.
    """

    def __init__(self, app: ASGIApp, header: str) -> None:
        self._app = app
        self._header = header
        self._in_progress: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = self._client(scope)
        if self._in_progress[client] >= MOST_AT_ONCE:
            refusal = PlainTextResponse(
                "Too many requests at once; try again in a moment.\n", 503, {"Retry-After": "2"}
            )
            await refusal(scope, receive, send)
            return
        self._in_progress[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._in_progress[client] -= 1
            if not self._in_progress[client]:
                del self._in_progress[client]

    def _client(self, scope: Scope) -> str:
        peer: str = (scope.get("client") or ("",))[0]
        values = Headers(scope=scope).getlist(self._header)
        if not values or not _is_this_machine(peer):
            return peer
        return values[-1].rpartition(",")[2].strip()


def _is_this_machine(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
