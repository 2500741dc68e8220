"""The replay's own pages: the frame around a captured page, two captures side by side, home page, errors.

The frame has a bar of our own outside the page's document.
"""

import re
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from archive.errors import ArchiveError
from archive.interface_languages.texts_and_language_choice import texts_for_browser
from archive.model.document import Document
from archive.replay.capture_to_replay_and_timemap import Memento, find_memento, replay_state
from archive.replay.origins_and_security_policies import (
    error_page_policy,
    frame_policy,
    own_origin,
    site_origin,
    site_sources,
)
from archive.replay.replay_urls import ReplayUrl, replay_url_at, requested_path


@cache
def template_environment(directory: Path) -> Environment:
    """Return the environment of the templates in a directory, in which an undefined name is an error."""
    return Environment(
        loader=FileSystemLoader(directory),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: Request, template: str, policy: str, status: int = 200, **context: Any) -> HTMLResponse:
    """Render one of the replay's own pages under a Content-Security-Policy; everything that is filled in is
    escaped.
    """
    templates = template_environment(Path(__file__).with_name("templates"))
    text = templates.get_template(template).render(t=texts_for_browser(request), **context)
    headers = {"Content-Security-Policy": policy, "Vary": "Accept-Language"}
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)


def not_captured(request: Request, replay_url: ReplayUrl) -> Response:
    """Return the replay's 404 page: the archive has no such capture, and no request is sent to the network."""
    t = texts_for_browser(request)
    return error_page(request, HTTPStatus.NOT_FOUND, t("replay.missing"), t("replay.missing_text"), replay_url.url)


def error_page(request: Request, status: int, title: str, text: str, url: str | None = None) -> Response:
    """Return the replay's error page with a title and a text; ``url`` is that of the page that was requested."""
    return render(request, "notice.html", error_page_policy(request), status, title=title, text=text, url=url)


MOST_LISTED = 500
"""The bar lists at most this many captures of a page, the newest."""

_PAIR = re.compile(r"/(\d{4,20})/(\d{4,20})(/https?:.*)", re.ASCII | re.DOTALL | re.IGNORECASE)
_LONGEST_TITLE = 300
_TEXTS = ("xml", "json", "javascript")


def home(request: Request) -> Response:
    """Answer with the replay's home page, which explains the replay URLs."""
    return render(request, "home.html", error_page_policy(request))


def frame(request: Request) -> Response:
    """Answer with a captured page in a frame and the bar above it; redirect to the nearest capture if the time is not
    exact.
    """
    replay_url, found = _find_framed(request, "/frame")
    if found is None:
        return not_captured(request, replay_url)
    if replay_url.stamp != found.stamp:
        return RedirectResponse(f"/frame{ReplayUrl(replay_url.url, found.stamp).path}", HTTPStatus.FOUND)
    inside = site_origin(request, found.url)
    return render(
        request,
        "frame.html",
        frame_policy(site_sources(request) or own_origin(request)),
        bar=_bar(request, found),
        source=f"{inside or own_origin(request)}{replay_url.path}",
        sandbox=_sandbox(inside),
        is_file=_is_file(found.mime),
    )


def bar(request: Request) -> Response:
    """Answer with the replay bar alone, for a frame whose page has navigated to another one."""
    replay_url, found = _find_framed(request, "/bar")
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{replay_url.url} was never captured.")
    return render(request, "bar.html", error_page_policy(request), bar=_bar(request, found))


def compare(request: Request) -> Response:
    """Answer ``/compare/STAMP/STAMP/URL`` with two captures of a page replayed side by side."""
    parts = _PAIR.fullmatch(requested_path(request, "/compare"))
    if not parts:
        raise HTTPException(HTTPStatus.NOT_FOUND, "To compare two captures, use /compare/TIME/TIME/http://…")
    replay_url = ReplayUrl.parse(parts[3])
    sides = (
        [find_memento(request, ReplayUrl(replay_url.url, stamp)) for stamp in sorted(parts.groups()[:2])]
        if replay_url
        else []
    )
    if replay_url is None or None in sides:
        return not_captured(request, replay_url or ReplayUrl(parts[3]))
    inside = site_origin(request, replay_url.url)
    origin = inside or own_origin(request)
    policy = frame_policy(site_sources(request) or origin)
    shown = [(_bar(request, side), origin + ReplayUrl(side.url, side.stamp).path) for side in sides if side]
    return render(request, "compare.html", policy, sides=shown, sandbox=_sandbox(inside), url=replay_url.url)


def _find_framed(request: Request, prefix: str) -> tuple[ReplayUrl, Memento | None]:
    replay_url = ReplayUrl.parse(requested_path(request, prefix))
    if replay_url is None or replay_url.raw:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"To show a capture in the frame, use {prefix}/TIME/http://…")
    return replay_url, find_memento(request, replay_url)


def _is_file(mime: str | None) -> bool:
    """Return whether a browser downloads this media type, or opens it as a PDF, instead of showing it in the frame's
    sandbox.

    >>> _is_file("application/pdf"), _is_file("application/xhtml+xml"), _is_file("image/png")
    (True, False, False)
    """
    return mime is not None and mime.startswith("application/") and not mime.endswith(_TEXTS)


def _sandbox(inside: str | None) -> str:
    """Return the sandbox flags of the framed page; under the frame's own origin it must not count as same-origin."""
    return "allow-scripts allow-same-origin" if inside else "allow-scripts"


def _bar(request: Request, found: Memento) -> dict[str, Any]:
    """Return the contents of the replay bar: the capture, and the newest captures of its page in ``listed``."""
    capture, document = found.entry.capture, _document(request, found)
    first = max(0, len(found.captures) - MOST_LISTED)
    return {
        "title": _title(document) or capture.uri,
        "capture": capture,
        "time": _display_time(capture.date),
        "path": ReplayUrl(found.url, found.stamp).path,
        "raw": ReplayUrl(found.url, found.stamp, raw=True).path,
        "clean": _clean_text(request, document),
        "number": len(found.captures),
        "listed": [_listed(found, position) for position in reversed(range(first, len(found.captures)))],
    }


def _listed(found: Memento, position: int) -> tuple[str, int, str, str | None]:
    """Return a capture's time, status and path for the replay bar, and the path that compares it with the shown
    one.
    """
    capture, replay_url = found.captures[position].capture, replay_url_at(found.captures, position)
    pair = f"/compare/{found.stamp}/{replay_url.stamp}{ReplayUrl(replay_url.url).path}"
    other = None if position == found.position else pair
    return _display_time(capture.date), capture.status, f"/frame{replay_url.path}", other


def _document(request: Request, found: Memento) -> Document | None:
    with replay_state(request).readers.borrow() as index:
        try:
            return index.document(found.url, found.entry.capture.date)
        except ArchiveError:
            return None


def _title(document: Document | None) -> str:
    return " ".join((document.title or "").split())[:_LONGEST_TITLE] if document else ""


def _clean_text(request: Request, document: Document | None) -> str | None:
    """Return the reading room's URL of the document that was extracted from the replayed page."""
    port = replay_state(request).room_port
    if document is None or port is None:
        return None
    host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
    room = replay_state(request).room_url or f"http://{host}:{port}"
    return f"{room}/document/{quote(document.id, safe='')}?{urlencode({'at': document.version})}"


def _display_time(date: str) -> str:
    """Format a capture's time for the replay bar, in UTC.

    >>> _display_time("2026-11-24T09:32:26.481203Z")
    '2026-11-24 09:32:26 UTC'
    """
    return f"{date[:19].replace('T', ' ')} UTC"


routes = [
    Route("/frame/{replay_url:path}", frame),
    Route("/bar/{replay_url:path}", bar),
    Route("/compare/{replay_url:path}", compare),
]
