"""Limits on connections, request heads and concurrent requests to the server, and the priority of waiting requests.

Half of the threads are reserved for pages that are made quickly, so that these wait for no search. In each half, the
response that most readers wait for comes first, then the cheaper query, then the earlier one: a client that asks much
at once delays no client that asks little.
"""

import ipaddress
from asyncio import CancelledError, Future, TimerHandle, get_running_loop
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, ClassVar

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from archive.web.etags_and_compression import DOWNLOADS
from archive.web.host_guard_and_security_headers import add_security_headers
from archive.web.rendering_and_error_responses import error_response

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
    """The HTTP protocol of a connection, closed if its client has too many, or if a request is not completed in time.

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
        """Reject a request whose target is not a path, by raising ValueError."""
        self._in_head = False
        self._restart_timer(BODY_SECONDS)
        if not self.url.startswith(b"/"):
            raise ValueError("no path")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._restart_timer(None)
        super().on_message_complete()

    def _restart_timer(self, seconds: float | None) -> None:
        """Close the client's connection after this many seconds unless called again before."""
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._abort) if seconds else None

    def _abort(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


def protocol_of_server(connections: Counter[str] | None) -> type[BoundedProtocol]:
    """Return the HTTP protocol class of one server, which counts its open connections by IP address, if it does."""

    class Counting(BoundedProtocol):
        by_client: ClassVar[Counter[str] | None] = connections

    return Counting


MOST_OF_PROXIED_CLIENT = 32
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
        if self._in_progress[client] >= MOST_OF_PROXIED_CLIENT:
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


LONGEST_TARGET = 12_000
"""Most bytes of path and query: a thousand percent-encoded Chinese characters and some parameters."""
MOST_AT_ONCE = 512
"""Most concurrent requests; further ones are rejected rather than kept waiting."""


class RequestGuard:
    """Middleware that rejects invalid HTTP requests and adds the security headers to every response."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._in_progress = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                add_security_headers(MutableHeaders(scope=message))
            await send(message)

        rejection = self._rejection(scope)
        if rejection:
            status, message = rejection
            headers = {"Allow": "GET, HEAD"} if status == HTTPStatus.METHOD_NOT_ALLOWED else {}
            await error_response(Request(scope), status, message, headers)(scope, receive, send_hardened)
            return
        self._in_progress += 1
        try:
            await self._app(scope, receive, send_hardened)
        finally:
            self._in_progress -= 1

    def _rejection(self, scope: Scope) -> tuple[HTTPStatus, str] | None:
        if scope["method"] not in ("GET", "HEAD"):
            return HTTPStatus.METHOD_NOT_ALLOWED, "The archive is read-only: use GET or HEAD."
        if len(scope["raw_path"]) + len(scope["query_string"]) > LONGEST_TARGET:
            return HTTPStatus.REQUEST_URI_TOO_LONG, "The URL is too long; use fewer search terms."
        if self._in_progress >= MOST_AT_ONCE:
            return HTTPStatus.SERVICE_UNAVAILABLE, "Too many requests at once; try again in a moment."
        return None


_EXPENSIVE_COST = 1 << 16
"""More than the length of any query."""
READERS_WAITING = "archive.readers_waiting"
"""Key in a request's scope of a function that returns how many readers wait for the response; by default one."""

_EXPENSIVE = (
    "/terms", "/concordance", "/api/concordance", "/export", "/words", "/collocations", "/keyness", "/trend",
    "/api/words", "/api/collocations", "/api/keyness", "/api/trend",
)  # fmt: skip
"""Path prefixes of pages that read many documents; they wait behind queries of any length."""
_QUICK = ("/document/", "/api/document", "/help")
"""Path prefixes of pages that take a millisecond or two."""


class PriorityLimiter:
    """Middleware that limits the requests worked on at once, half of them quick pages, half slow searches."""

    def __init__(self, app: ASGIApp, threads: int) -> None:
        self._app = app
        self._quick, self._slow = _Slots(threads // 2), _Slots(threads - threads // 2)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(("/static/", DOWNLOADS)):
            await self._app(scope, receive, send)
            return
        slots = self._quick if scope["path"].startswith(_QUICK) else self._slow
        async with slots.acquired(scope.get(READERS_WAITING, lambda: 1), _cost(scope)):
            await self._app(scope, receive, send)


class _Slots:
    """A limited number of slots for requests, given to the most urgent first."""

    def __init__(self, free: int) -> None:
        self._free = free
        self._waiting: dict[Future[None], tuple[Callable[[], int], int]] = {}

    @asynccontextmanager
    async def acquired(self, readers: Callable[[], int], cost: int = 0) -> AsyncIterator[None]:
        """Hold a request's slot; ``readers`` returns how many readers wait for the result, and ``cost`` orders equal
        ones.
        """
        await self._enter(readers, cost)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, readers: Callable[[], int], cost: int) -> None:
        if self._free:
            self._free -= 1
            return
        slot = get_running_loop().create_future()
        self._waiting[slot] = readers, cost
        try:
            await slot
        except CancelledError:
            if self._waiting.pop(slot, None) is None:  # it had just got a place
                self._leave()
            raise

    def _leave(self) -> None:
        waiting = [slot for slot in self._waiting if not slot.cancelled()]
        if not waiting:
            self._free += 1
            return
        slot = max(waiting, key=self._urgency)
        del self._waiting[slot]
        slot.set_result(None)

    def _urgency(self, slot: Future[None]) -> tuple[int, int]:
        readers, cost = self._waiting[slot]
        return readers(), -cost


def _cost(scope: Scope) -> int:
    """Estimate the cost of a request's response, for comparison: a query of many terms is long."""
    query: bytes = scope.get("query_string", b"")
    path: str = scope["path"]
    return len(query) + (_EXPENSIVE_COST if path.startswith(_EXPENSIVE) else 0)
