"""What every request of the replay must keep to, and what every answer carries."""

from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.replay.policy import OUR_HEADERS, resource_policy

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"


class Guard:
    """An application that lets the one inside answer reading requests, and hardens every answer.

    A page may make no script the service worker of its origin: that would outlive the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] != HTTPStatus.NOT_MODIFIED:  # then that of the answer which is held holds
                    headers.setdefault("content-security-policy", _NOTHING)
                headers.setdefault("cross-origin-resource-policy", resource_policy(Request(scope)))
                for name, value in OUR_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = _refusal(scope)
        await (refused or self._app)(scope, receive, send_hardened)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if scope["method"] not in ("GET", "HEAD"):
        allowed = {"Allow": "GET, HEAD"}
        return PlainTextResponse(
            "The archive is only read here: with GET and HEAD.\n", HTTPStatus.METHOD_NOT_ALLOWED, allowed
        )
    if "service-worker" in Headers(scope=scope):
        return PlainTextResponse("A captured page has no service worker here.\n", HTTPStatus.FORBIDDEN)
    return None
