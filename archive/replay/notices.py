"""Pages that say why there is nothing to show."""

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from archive.errors import UsageError, Withdrawn
from archive.replay.addresses import Address
from archive.replay.policy import notice_policy
from archive.replay.rendering import render
from archive.replay.words import words_for


def not_captured(request: Request, address: Address) -> Response:
    """404: the archive has no such capture, and nothing else is asked for it."""
    words = words_for(request)
    return _notice(request, HTTPStatus.NOT_FOUND, words["missing"], words["missing_text"], address.url)


def show_http_error(request: Request, error: Exception) -> Response:
    """What an endpoint refused, and why."""
    if not isinstance(error, HTTPException):
        raise error
    return _notice(request, error.status_code, words_for(request)["error"], error.detail)


def show_archive_error(request: Request, error: Exception) -> Response:
    """What the archive could not give: 400 for a question without meaning, else 503."""
    status = HTTPStatus.BAD_REQUEST if isinstance(error, UsageError) else HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, Withdrawn):
        status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    return _notice(request, status, words_for(request)["error"], str(error))


def _notice(request: Request, status: int, title: str, text: str, url: str | None = None) -> Response:
    return render(request, "notice.html", notice_policy(request), status, title=title, text=text, url=url)
