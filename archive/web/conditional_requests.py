"""Answers that a reader has already are not sent again (RFC 9110, 13)."""

from collections.abc import Iterable
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message, Send

NOT_MODIFIED_HEADERS = ("cache-control", "content-security-policy", "vary")
"""What a 304 says of the headers of the answer that it stands for."""


def conditional(request: Request, response: Response) -> Response:
    """The whole answer with its ETag, a digest of its body; 304 without a body where the reader holds the same.

    Only an answer with status 200 is changed so.
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
    """Whether these header fields name the tag; they are compared weakly, as that header asks.

    >>> matches_etag(['"a", W/"b"'], '"b"'), matches_etag([], '"b"')
    (True, False)
    """
    return etag in {tag.strip().removeprefix("W/") for tag in ",".join(if_none_match).split(",")}


def without_body(send: Send) -> Send:
    """Sends what HEAD is answered with."""

    async def send_head(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_head
