"""Limits on concurrent requests, of all clients and of each, and on the length of URLs; which request waits longer.

Half of the threads are reserved for pages that are made quickly, so that these wait for no search. In each half, the
response that most readers wait for comes first, then the cheaper query, then the earlier one: a client that asks much
at once delays no client that asks little.
"""

import ipaddress
from asyncio import CancelledError, Future, get_running_loop
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.web.etags_and_compression import DOWNLOADS
from archive.web.host_guard_and_security_headers import add_security_headers
from archive.web.rendering_and_error_responses import error_response

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
