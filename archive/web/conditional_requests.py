"""Conditional requests (RFC 9110, 13): ETags, 304 for a response that the reader has, and HEAD."""

from collections.abc import Iterable
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Send

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
