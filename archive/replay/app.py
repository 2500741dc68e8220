"""The web application of the replay (Starlette): its routes, and the Memento endpoints (RFC 7089): TimeGate and
TimeMap.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from archive.errors import ArchiveError, UsageError
from archive.index import Readers
from archive.interface_languages.texts_and_language_choice import texts_for_browser
from archive.layout import Archive
from archive.model.url import canonical
from archive.query.lookup_of_documents_pages_and_attachments import check_withdrawn
from archive.replay import pages
from archive.replay.capture_to_replay_and_timemap import (
    LINK_FORMAT,
    Memento,
    ReplayState,
    captures_of,
    find_memento,
    memento_links,
    replay_state,
    requested_stamp,
    time_map_text,
)
from archive.replay.origins_and_security_policies import FRAMED, RequestGuard, own_origin, site_origin
from archive.replay.pages import error_page, not_captured
from archive.replay.replay_urls import ReplayUrl, requested_path
from archive.replay.replayed_response import (
    VARY_HEADERS,
    entity_tag,
    matches_etag,
    read_response,
    redirect_target,
    replay_response,
)
from archive.withdrawal import Withdrawn

_ICON = "/favicon.ico"


def memento(request: Request) -> Response:
    """Replay ``/STAMP/URL`` by the nearest capture, and redirect ``/URL`` to the newest one.

    A path without a captured URL, which a script of a page may request, is redirected to its place in the archive.
    """
    replay_url = ReplayUrl.parse(requested_path(request))
    if replay_url is None:
        return _redirect_root_path(request)
    found = find_memento(request, replay_url)
    if found is None:
        return not_captured(request, replay_url)
    if replay_url.stamp is None:
        return _redirect_to_memento(request, found)
    origin = site_origin(request, found.url)
    if origin not in (None, own_origin(request)) and request.headers.get("sec-fetch-dest") in FRAMED:
        return RedirectResponse(f"{origin}{replay_url.path}", HTTPStatus.TEMPORARY_REDIRECT)
    shown = _without_self_redirect(request, replay_url, found)
    etag = entity_tag(shown, replay_url, request)
    if not replay_url.raw and shown.entry.capture.status == HTTPStatus.OK and matches_etag(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag, "Vary": ", ".join(VARY_HEADERS)})
    return replay_response(replay_state(request).archive, shown, replay_url, request)


def _time_gate(request: Request) -> Response:
    """Redirect (302) to the capture nearest to Accept-Datetime, or to the newest (RFC 7089, 4.2.1, pattern 2.1).

    Answers 400 if Accept-Datetime is no date, and 404 if the URL was never captured.
    """
    replay_url = _requested_url(request, "/timegate")
    try:
        stamp = requested_stamp(request.headers.get("accept-datetime"))
    except (ValueError, OverflowError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "Accept-Datetime is not an HTTP date.") from error
    found = find_memento(request, ReplayUrl(replay_url.url, stamp))
    return _redirect_to_memento(request, found) if found else not_captured(request, replay_url)


def _time_map(request: Request) -> Response:
    """Answer with the TimeMap of a URL in link format, or 404 if it was never captured."""
    replay_url = _requested_url(request, "/timemap/link")
    with replay_state(request).readers.borrow() as index:
        captures = captures_of(index, replay_url.url)
        if not captures:
            check_withdrawn(index, replay_url.url)
    if not captures:
        return not_captured(request, replay_url)
    text = "".join(time_map_text(captures, replay_url.url, own_origin(request)))
    return Response(text, media_type=LINK_FORMAT)


def _requested_url(request: Request, prefix: str) -> ReplayUrl:
    replay_url = ReplayUrl.parse(requested_path(request, prefix))
    if replay_url is None or replay_url.stamp:
        raise HTTPException(HTTPStatus.NOT_FOUND, "This URL must end in the URL of a page: http://…")
    return replay_url


def _redirect_to_memento(request: Request, found: Memento) -> Response:
    origin = own_origin(request)
    where = f"{origin}{ReplayUrl(found.url, found.stamp).path}"
    headers = {"Vary": "accept-datetime", "Link": memento_links(found, found.url, origin)}
    return RedirectResponse(where, HTTPStatus.FOUND, headers)


def _without_self_redirect(request: Request, replay_url: ReplayUrl, found: Memento) -> Memento:
    """Return the capture to replay; if it redirects to a variant of its own URL, the nearest that is no redirect."""
    if replay_url.raw or found.entry.capture.status // 100 != HTTPStatus.MULTIPLE_CHOICES // 100:
        return found
    location = redirect_target(found, read_response(replay_state(request).archive, found).headers)
    if location and canonical(location) == canonical(replay_url.url):
        return find_memento(request, replay_url, redirects=False) or found
    return found


def _redirect_root_path(request: Request) -> Response:
    """Redirect (307) a path that a replayed page requested to its place in the archive; otherwise answer 404."""
    where = _url_by_referrer(request)
    if request.url.path == _ICON and (where is None or find_memento(request, where) is None):
        return Response(status_code=HTTPStatus.NO_CONTENT)  # browsers request it unasked
    if where is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "This is no replay URL; one looks like /20261124093226/http://…")
    return RedirectResponse(where.path, HTTPStatus.TEMPORARY_REDIRECT)


def _url_by_referrer(request: Request) -> ReplayUrl | None:
    """Return the replay URL of a path on the site of the replayed page in the Referer; None without such a page."""
    referrer = urlsplit(request.headers.get("referer", ""))
    query = f"?{referrer.query}" if referrer.query else ""
    page = ReplayUrl.parse(f"{referrer.path}{query}") if _is_own(request, referrer) else None
    if page is None or page.stamp is None:
        return None
    site = urlsplit(page.url)
    return ReplayUrl(f"{site.scheme}://{site.netloc}{requested_path(request)}", page.stamp)


def _is_own(request: Request, referrer: SplitResult) -> bool:
    return f"{referrer.scheme}://{referrer.netloc}" == own_origin(request)


def identity(archive: Archive) -> str:
    """Return the digest of the archive's path that the replay answers at ``/-/archive``, to tell servers apart."""
    return sha256(str(archive.root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()


def _who(request: Request) -> Response:
    return PlainTextResponse(identity(replay_state(request).archive))


def show_http_error(request: Request, error: Exception) -> Response:
    """Return the replay's error page for a request that an endpoint rejected."""
    if not isinstance(error, HTTPException):
        raise error
    return error_page(request, error.status_code, texts_for_browser(request)("replay.error"), error.detail)


def show_archive_error(request: Request, error: Exception) -> Response:
    """Return the replay's error page for an ArchiveError: 400 for a wrong request, 451 if withdrawn, otherwise
    503.
    """
    status = HTTPStatus.BAD_REQUEST if isinstance(error, UsageError) else HTTPStatus.SERVICE_UNAVAILABLE
    if isinstance(error, Withdrawn):
        status = HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS
    return error_page(request, status, texts_for_browser(request)("replay.error"), str(error))


def create_replay_app(
    archive: Archive, *, room_port: int | None = None, public_url: str | None = None, room_url: str | None = None
) -> Starlette:
    """Create the web application that replays an archive's captures, which need not exist yet, on an origin of its
    own.

    ``room_port`` is the port of the reading room under the same host names, None if there is none. The caller has to
    reject requests for foreign hosts. Behind a proxy, ``public_url`` is the replay's origin and ``room_url`` the
    room's.
    """
    readers = Readers(archive)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        readers.close()

    app = Starlette(
        routes=[
            Route("/", pages.home),
            Route("/-/archive", _who),
            Mount("/-", StaticFiles(directory=Path(__file__).with_name("static"))),
            Route("/timegate/{url:path}", _time_gate),
            Route("/timemap/link/{url:path}", _time_map),
            *pages.routes,
            Route("/{address:path}", memento),
        ],
        middleware=[Middleware(RequestGuard)],
        exception_handlers={HTTPException: show_http_error, ArchiveError: show_archive_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.access = ReplayState(archive, readers, room_port, room_url)
    app.state.public_url = public_url
    return app
