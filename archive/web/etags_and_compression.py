"""ETags and 304 responses (RFC 9110, 13), HEAD, and compression (gzip, RFC 1952) of responses without a query.

The size of a compressed response reveals repetition in it (BREACH): if it repeats what the reader typed, somebody on
the network could guess the text. So responses to URLs with a query are not compressed.
"""

import zlib
from collections.abc import Iterable
from hashlib import sha256

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

DOWNLOADS = "/export/"
"""Path prefix of files that are sent while they are written, for as long as their reader takes."""
NOT_MODIFIED_HEADERS = ("cache-control", "content-security-policy", "vary")
"""Headers of the full response that a 304 repeats."""


def conditional_response(request: Request, response: Response) -> Response:
    """Return the response with an ETag, the digest of its body; 304 without a body if the reader has the same.

    Responses with a status other than 200 are returned unchanged.
    """
    if response.status_code != 200:
        return response
    etag = f'"{sha256(bytes(response.body)).hexdigest()[:32]}"'
    if matches_etag(request.headers.getlist("if-none-match"), etag):
        kept = {name: response.headers[name] for name in NOT_MODIFIED_HEADERS if name in response.headers}
        return Response(status_code=304, headers={**kept, "etag": etag})
    response.headers["etag"] = etag
    return response


def matches_etag(if_none_match: Iterable[str], etag: str) -> bool:
    """Tell whether If-None-Match headers name the ETag; compared weakly, as that header requires.

    >>> matches_etag(['"a", W/"b"'], '"b"'), matches_etag([], '"b"')
    (True, False)
    """
    return etag in {tag.strip().removeprefix("W/") for tag in ",".join(if_none_match).split(",")}


def without_body(send: Send) -> Send:
    """Wrap ``send`` to drop the body of a response to HEAD."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head


LEAST = 1024
"""Bodies of at least this many bytes are compressed."""

_TYPES = ("text/", "application/json", "application/javascript", "application/atom+xml", "image/svg+xml")
_MARK = "-gz"
"""Suffix of a compressed response's ETag: it is another representation (RFC 9110, 8.8.3)."""
_VERSIONED = b"v="
"""Beginning of the query of our own static files, which nobody types."""


class Compression:
    """Middleware that compresses responses and gives them an ETag of their own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _may_be_compressed(scope):
            given = without_body(send) if scope["method"] == "HEAD" else send
            await self._app(_uncompressed_request(scope), receive, _Compressed(given))
        else:
            await self._app(scope, receive, send)


def _may_be_compressed(scope: Scope) -> bool:
    typed = scope["query_string"] and not scope["query_string"].startswith(_VERSIONED)
    codings = Headers(scope=scope).get("accept-encoding", "").replace(" ", "").lower().split(",")
    if typed or scope["path"].startswith(DOWNLOADS):
        return False
    return scope["method"] in ("GET", "HEAD") and ("gzip" in codings or "gzip;q=1.0" in codings)


def _uncompressed_request(scope: Scope) -> Scope:
    """Return the request for a whole, uncompressed response, with its ETags replaced by the uncompressed ones."""
    headers = [
        (name, value.replace(f'{_MARK}"'.encode(), b'"') if name == b"if-none-match" else value)
        for name, value in scope["headers"]
    ]
    return {**scope, "method": "GET", "headers": headers}


class _Compressed:
    """Sends a response, compressed if that is worthwhile."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._packer = zlib.compressobj(3, zlib.DEFLATED, 31)

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(message)
        else:
            await self._pack(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(raw=list(message["headers"]))
        worth = int(headers.get("content-length", "0")) >= LEAST or "content-length" not in headers
        packed = message["status"] == 200 and worth and _is_text(headers) and "content-encoding" not in headers
        if packed or message["status"] == 304:
            headers.add_vary_header("Accept-Encoding")
            if "etag" in headers and (packed or message["status"] == 304):
                headers["etag"] = headers["etag"].removesuffix('"') + f'{_MARK}"'
        if packed:
            headers["content-encoding"] = "gzip"
            del headers["content-length"]
            self._start = {**message, "headers": headers.raw}
        else:
            await self._send({**message, "headers": headers.raw})

    async def _pack(self, message: Message) -> None:
        more = message.get("more_body", False)
        body = self._packer.compress(message.get("body", b"")) + (b"" if more else self._packer.flush())
        if self._start:
            start, self._start = self._start, {}
            if not more:
                start = {**start, "headers": [*start["headers"], (b"content-length", b"%d" % len(body))]}
            await self._send(start)
        await self._send({**message, "body": body})


def _is_text(headers: Headers) -> bool:
    return headers.get("content-type", "").startswith(_TYPES)
