"""Who asks, and how much at once: by the address of the peer, or behind a proxy by the header that it sets."""

import ipaddress
from collections import Counter

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

MOST_AT_ONCE = 32
"""Requests of one client that may be in work behind a proxy; more are sent away."""


class ByClient:
    """An application that works on so many requests of one client at once, and answers 503 to more.

    ``header`` names the field in which the proxy says who asks (``X-Forwarded-For``, of which the last address
    counts). It is believed of peers on this machine alone.
    """

    def __init__(self, app: ASGIApp, header: str) -> None:
        self._app = app
        self._header = header
        self._at_work: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        client = self._client(scope)
        if self._at_work[client] >= MOST_AT_ONCE:
            refusal = PlainTextResponse(
                "You ask too much at once; try again in a moment.\n", 503, {"Retry-After": "2"}
            )
            await refusal(scope, receive, send)
            return
        self._at_work[client] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._at_work[client] -= 1
            if not self._at_work[client]:
                del self._at_work[client]

    def _client(self, scope: Scope) -> str:
        peer: str = (scope.get("client") or ("",))[0]
        said = Headers(scope=scope).getlist(self._header)
        if not said or not _is_here(peer):
            return peer
        return said[-1].rpartition(",")[2].strip()


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
