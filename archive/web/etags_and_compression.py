"""ETags and 304 responses (RFC 9110, 13), HEAD, and compression (gzip, RFC 1952) of responses without a query.

The size of a compressed response reveals repetition in it (BREACH): if it repeats what the reader typed, somebody on
the network could guess the text. So responses to URLs with a query are not compressed. ETags are weak, since a
response has the same one whether it is compressed or not (RFC 9110, 8.8.1).
"""

from collections.abc import Iterable
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DOWNLOADS = "/export/"
"""Path prefix of files that are sent while they are written, for as long as their reader takes."""
NOT_MODIFIED_HEADERS = ("cache-control", "content-security-policy", "vary")
"""Headers of the full response that a 304 repeats."""


def conditional_response(request: Request, response: Response) -> Response:
    """Add an ETag to a response, the digest of its body; 304 without a body if the reader has the same.

    Responses with a status other than 200 are returned unchanged.
    """
    if response.status_code != 200:
        return response
    etag = f'W/"{sha256(bytes(response.body)).hexdigest()[:32]}"'
    if matches_etag(request.headers.getlist("if-none-match"), etag):
        kept = {name: response.headers[name] for name in NOT_MODIFIED_HEADERS if name in response.headers}
        return Response(status_code=304, headers={**kept, "etag": etag})
    response.headers["etag"] = etag
    return response


def matches_etag(if_none_match: Iterable[str], etag: str) -> bool:
    """Return whether If-None-Match headers name the ETag; compared weakly, as that header requires.

    >>> matches_etag(['"a", W/"b"'], '"b"'), matches_etag(['"a"'], 'W/"a"'), matches_etag([], '"b"')
    (True, True, False)
    """
    return etag.removeprefix("W/") in {tag.strip().removeprefix("W/") for tag in ",".join(if_none_match).split(",")}


def without_body(send: Send) -> Send:
    """Wrap ``send`` to drop the body of an HTTP response to HEAD."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


LEAST = 1024
"""Bodies of at least this many bytes are compressed."""

_LEVEL = 3
_VERSIONED = b"v="
"""Beginning of the query of our own static files, which nobody types."""


class Compression:
    """Middleware that compresses responses with gzip, except for URLs with a query."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._compressing = app, GZipMiddleware(app, LEAST, _LEVEL)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _may_be_compressed(scope):
            given = without_body(send) if scope["method"] == "HEAD" else send
            await self._compressing({**scope, "method": "GET"}, receive, given)
        else:
            await self._app(scope, receive, send)


def _may_be_compressed(scope: Scope) -> bool:
    typed = scope["query_string"] and not scope["query_string"].startswith(_VERSIONED)
    codings = Headers(scope=scope).get("accept-encoding", "").replace(" ", "").lower().split(",")
    if typed or scope["path"].startswith(DOWNLOADS):
        return False
    return scope["method"] in ("GET", "HEAD") and ("gzip" in codings or "gzip;q=1.0" in codings)
