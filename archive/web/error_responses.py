"""Responses to failed requests: an error page, or below ``/api/`` problem details (RFC 9457)."""

from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from archive.errors import (
    AnswerTooSlow,
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveMissing,
    UsageError,
    Withdrawn,
)
from archive.interface_languages.texts import localized, texts_for
from archive.web.rendering import render
from archive.web.security import add_security_headers

_STATUS: tuple[tuple[type[ArchiveError], HTTPStatus], ...] = (
    (UsageError, HTTPStatus.BAD_REQUEST),
    (Withdrawn, HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS),
    (ArchiveMissing, HTTPStatus.NOT_FOUND),
    (AnswerTooSlow, HTTPStatus.SERVICE_UNAVAILABLE),
    (ArchiveLocked, HTTPStatus.SERVICE_UNAVAILABLE),
    (ArchiveDamaged, HTTPStatus.SERVICE_UNAVAILABLE),
)
_UNSAID = {int(HTTPStatus.NOT_FOUND): "There is no such page."}
_LONGEST_QUERY = 1000
_BROKEN = "An internal error occurred; the terminal of the server shows where."


def error_response(request: Request, status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return an error page or problem details; ``message`` says what went wrong and what to do next."""
    if request.url.path.startswith("/api/"):
        problem = {
            "type": "about:blank",
            "title": HTTPStatus(status).phrase,
            "status": int(status),
            "detail": message,
        }
        return JSONResponse(problem, int(status), headers, "application/problem+json")
    text, lang = localized(texts_for(request), message)
    context = {"status": int(status), "message": text, "lang": lang, "query": _search_query(request)}
    return render(request, "error.html", context, status_code=int(status), headers=headers)


def _search_query(request: Request) -> str:
    """Return the query of a search, which the reader may correct; empty on other pages."""
    return request.query_params.get("q", "")[:_LONGEST_QUERY] if request.url.path == "/" else ""


async def show_archive_error(request: Request, error: Exception) -> Response:
    """Respond to an error of the archive."""
    statuses = (status for kind, status in _STATUS if isinstance(error, kind))
    return error_response(request, next(statuses, HTTPStatus.INTERNAL_SERVER_ERROR), str(error))


async def show_http_error(request: Request, error: Exception) -> Response:
    """Respond to an error that Starlette or a page raised on purpose."""
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for HTTPException alone
    unsaid = error.detail == HTTPStatus(error.status_code).phrase
    message = _UNSAID.get(error.status_code, error.detail) if unsaid else error.detail
    return error_response(request, error.status_code, message, error.headers)


async def show_program_error(request: Request, _error: Exception) -> Response:
    """Respond to an unexpected exception, which is also logged; this response does not pass through the guard."""
    response = error_response(request, HTTPStatus.INTERNAL_SERVER_ERROR, _BROKEN)
    add_security_headers(response.headers)
    return response
