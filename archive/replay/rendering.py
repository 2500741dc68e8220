"""The replay's own pages, made from templates (frame, home page, errors), and its own scripts and style sheets."""

from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from archive.errors import UsageError, Withdrawn
from archive.interface_languages.texts import texts_for_browser
from archive.replay.replay_urls import ReplayUrl
from archive.replay.security import error_page_policy


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: Request, template: str, policy: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page of our own, under a Content-Security-Policy; everything that is filled in is escaped."""
    text = _environment().get_template(template).render(t=texts_for_browser(request), **context)
    headers = {"Content-Security-Policy": policy, "Vary": "Accept-Language"}
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


_DIRECTORY = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css"}


@cache
def _files() -> dict[str, Path]:
    return {path.name: path for path in _DIRECTORY.iterdir() if path.suffix in _TYPES}


@cache
def _content(name: str) -> bytes:
    return _files()[name].read_bytes()


def static_file(request: Request) -> Response:
    """Answer with one of the replay's own files, at ``/-/NAME``."""
    name = request.path_params["name"]
    if name not in _files():
        raise HTTPException(HTTPStatus.NOT_FOUND, "There is no such file.")
    headers = {"Cache-Control": "max-age=600"}
    return Response(_content(name), media_type=_TYPES[Path(name).suffix], headers=headers)


def not_captured(request: Request, replay_url: ReplayUrl) -> Response:
    """Return a 404 page: the archive has no such capture, and no request is sent to the network."""
    t = texts_for_browser(request)
    return _error_page(request, HTTPStatus.NOT_FOUND, t("replay.missing"), t("replay.missing_text"), replay_url.url)


def show_http_error(request: Request, error: Exception) -> Response:
    """Return the error page for a request that an endpoint rejected."""
    if not isinstance(error, HTTPException):
        raise error
    return _error_page(request, error.status_code, texts_for_browser(request)("replay.error"), error.detail)


def show_archive_error(request: Request, error: Exception) -> Response:
    """Return the error page for an error of the archive: 400 for a wrong request, 451 if withdrawn, otherwise 503."""
    status = HTTPStatus.BAD_REQUEST if isinstance(error, UsageError) else HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, Withdrawn):
        status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    return _error_page(request, status, texts_for_browser(request)("replay.error"), str(error))


def _error_page(request: Request, status: int, title: str, text: str, url: str | None = None) -> Response:
    return render(request, "notice.html", error_page_policy(request), status, title=title, text=text, url=url)
