"""Answers that a reader has already are not sent again (RFC 9110, 13)."""

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import Response


def conditional(request: Request, response: Response) -> Response:
    """The whole answer with its ETag, a digest of its body; 304 without a body where the reader holds the same.

    Only an answer with status 200 is changed so.
    """
    if response.status_code != 200:
        return response
    etag = f'"{sha256(bytes(response.body)).hexdigest()[:32]}"'
    if etag in _held(request):
        return Response(status_code=304, headers={**_kept(response), "etag": etag})
    response.headers["etag"] = etag
    return response


def _held(request: Request) -> set[str]:
    """The tags in If-None-Match, compared weakly as that header asks."""
    given = ",".join(request.headers.getlist("if-none-match"))
    return {tag.strip().removeprefix("W/") for tag in given.split(",")}


def _kept(response: Response) -> dict[str, str]:
    names = ("cache-control", "content-security-policy", "vary")
    return {name: response.headers[name] for name in names if name in response.headers}
