"""HTML pages of the reading room from templates, with all that is filled in escaped; static files; error responses.

A failed request gets an error page, or below ``/api/`` problem details (RFC 9457).
"""

import re
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from archive.errors import AnswerTooSlow, ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveMissing, UsageError
from archive.interface_languages.texts_and_language_choice import PARAMETER, language_in_url, localized, texts_for
from archive.replay.pages import template_environment
from archive.web.app_state_search_and_term_caches import room_state
from archive.web.etags_and_compression import conditional_response
from archive.web.host_guard_and_security_headers import add_security_headers
from archive.withdrawal import Withdrawn

HERE = Path(__file__).parent
STATIC = HERE / "static"
_PAGE_LINK = re.compile(r' href="(/(?!/|api/|static/)[^"#]*)')


@cache
def environment() -> Environment:
    """Return the template environment of the reading room (Jinja).

    Every template has ``request``, ``static_url(name)``, ``t`` (the interface's texts) and ``contact``.
    """
    made = template_environment(HERE / "templates")
    made.globals["static_url"] = static_url
    return made


def load_templates() -> None:
    """Compile the templates of most pages when the server starts, which takes as long as ten pages."""
    for name in ("base.html", "parts.html", "title.html", "ask.html", "paging.html", "search.html", "document.html"):
        environment().get_template(name)


def show_page(
    request: Request,
    template: str,
    /,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> Response:
    """Render a page of the reading room from a template and these values; 304 if the reader has the same."""
    always = {"request": request, "t": texts_for(request), "contact": room_state(request).contact}
    text = environment().get_template(template).render({**always, **context})
    if named := language_in_url(request):
        text = _keep_language(text, named)
    body = text.encode("utf-8", "replace")  # a lone surrogate cannot be written
    answer = HTMLResponse(body, status_code, headers)
    answer.headers["vary"] = "Accept-Language"
    return conditional_response(request, answer)


def attachment_headers(name: str) -> dict[str, str]:
    """Return the headers of a response that the browser saves as a file under a name."""
    return {"content-disposition": f'attachment; filename="{name}"'}


def file_response(text: str, name: str, media_type: str) -> Response:
    """Return a text in UTF-8 as a download, saved as a file under a name."""
    content = text.encode("utf-8", "replace")
    return Response(content, headers=attachment_headers(name), media_type=f"{media_type}; charset=utf-8")


def _keep_language(page: str, name: str) -> str:
    """Add the interface language to the links and forms of a page, so that the next page has it too.

    The room sets no cookie; the choice lasts as long as the links are followed. API and static files have no
    language. Quotes and angle brackets in text are escaped, so text never looks like a link.

    >>> _keep_language('<a href="/help">? </a><a href="/?q=a#hits"></a><a href="/api/search?q=a"></a>', "zh")
    '<a href="/help?ui=zh">? </a><a href="/?q=a&amp;ui=zh#hits"></a><a href="/api/search?q=a"></a>'
    """
    field = f'<input type="hidden" name="{PARAMETER}" value="{name}">\n</form>'
    return _PAGE_LINK.sub(lambda link: _add_language(link[0], name), page).replace("</form>", field)


def _add_language(link: str, name: str) -> str:
    return f"{link}{'&amp;' if '?' in link else '?'}{PARAMETER}={name}"


@cache
def static_url(name: str) -> str:
    """Return the URL of a static file (style sheet, script), which changes with its content, so that browsers cache
    it for good.
    """
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


class RoomFiles(StaticFiles):
    """Static files of the reading room with an ETag; a versioned URL may be cached for good."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        kept = scope["query_string"].startswith(b"v=")
        response.headers["etag"] = f"W/{response.headers['etag']}"
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if kept else "no-cache"
        return response


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
    """Return an error page, or problem details for the API; ``message`` says what went wrong and what to do next."""
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
    return show_page(request, "error.html", int(status), headers, **context)


def _search_query(request: Request) -> str:
    """Return the query of a failed search, which the reader may correct on the error page; empty on other pages."""
    return request.query_params.get("q", "")[:_LONGEST_QUERY] if request.url.path == "/" else ""


async def show_archive_error(request: Request, error: Exception) -> Response:
    """Respond to an ArchiveError in a request with an error page of the matching status."""
    statuses = (status for kind, status in _STATUS if isinstance(error, kind))
    return error_response(request, next(statuses, HTTPStatus.INTERNAL_SERVER_ERROR), str(error))


async def show_http_error(request: Request, error: Exception) -> Response:
    """Respond to an HTTPException that Starlette or a page of the reading room raised on purpose."""
    assert isinstance(error, HTTPException)  # noqa: S101 - it is registered for HTTPException alone
    unsaid = error.detail == HTTPStatus(error.status_code).phrase
    message = _UNSAID.get(error.status_code, error.detail) if unsaid else error.detail
    return error_response(request, error.status_code, message, error.headers)


async def show_program_error(request: Request, _error: Exception) -> Response:
    """Respond 500 to an unexpected exception, which is also logged; this response does not pass through the guard."""
    response = error_response(request, HTTPStatus.INTERNAL_SERVER_ERROR, _BROKEN)
    add_security_headers(response.headers)
    return response
