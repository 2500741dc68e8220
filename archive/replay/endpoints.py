"""Endpoints of Memento (RFC 7089): mementos, the TimeGate and the TimeMap."""

from http import HTTPStatus
from urllib.parse import SplitResult, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from archive.model.url import canonical
from archive.replay.app_state import find_memento, replay_state, requested_path
from archive.replay.headers import VARY_HEADERS, entity_tag, matches_etag
from archive.replay.memento import LINK_FORMAT, Memento, captures_of, memento_links, requested_stamp, time_map_text
from archive.replay.rendering import not_captured
from archive.replay.replay_urls import ReplayUrl
from archive.replay.replayed_response import read_response, redirect_target, replay
from archive.replay.security import FRAMED, own_origin, site_origin

_ICON = "/favicon.ico"


def memento(request: Request) -> Response:
    """A capture at ``/STAMP/URL``: the nearest; at ``/URL`` the way to the newest.

    What a page asks for at the site's root without our having rewritten it is led to where it lies in the archive.
    """
    address = ReplayUrl.parse(requested_path(request))
    if address is None:
        return _redirect_root_path(request)
    found = find_memento(request, address)
    if found is None:
        return not_captured(request, address)
    if address.stamp is None:
        return _redirect_to_memento(request, found)
    origin = site_origin(request, found.url)
    if origin not in (None, own_origin(request)) and request.headers.get("sec-fetch-dest") in FRAMED:
        return RedirectResponse(f"{origin}{address.path}", HTTPStatus.TEMPORARY_REDIRECT)
    shown = _without_self_redirect(request, address, found)
    etag = entity_tag(shown, address, request)
    if not address.raw and shown.entry.capture.status == HTTPStatus.OK and matches_etag(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers={"ETag": etag, "Vary": ", ".join(VARY_HEADERS)})
    return replay(replay_state(request).archive, shown, address, request)


def time_gate(request: Request) -> Response:
    """302 to the capture nearest to Accept-Datetime, or to the newest (RFC 7089, 4.2.1: pattern 2.1).

    400 for an Accept-Datetime that is no date, 404 for what was never captured.
    """
    address = _asked(request, "/timegate")
    try:
        stamp = requested_stamp(request.headers.get("accept-datetime"))
    except (ValueError, OverflowError) as error:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "Accept-Datetime holds no date as HTTP writes it.") from error
    found = find_memento(request, ReplayUrl(address.url, stamp))
    return _redirect_to_memento(request, found) if found else not_captured(request, address)


def time_map(request: Request) -> Response:
    """The TimeMap of a URL in link format; 404 where it was never captured."""
    address = _asked(request, "/timemap/link")
    with replay_state(request).readers.borrow() as index:
        captures = captures_of(index, address.url)
        if not captures:
            index.check_withdrawn(address.url)
    if not captures:
        return not_captured(request, address)
    text = "".join(time_map_text(captures, address.url, own_origin(request)))
    return Response(text, media_type=LINK_FORMAT)


def _asked(request: Request, prefix: str) -> ReplayUrl:
    address = ReplayUrl.parse(requested_path(request, prefix))
    if address is None or address.stamp:
        raise HTTPException(HTTPStatus.NOT_FOUND, "Behind this address stands none of a page: http://…")
    return address


def _redirect_to_memento(request: Request, found: Memento) -> Response:
    origin = own_origin(request)
    where = f"{origin}{ReplayUrl(found.url, found.stamp).path}"
    headers = {"Vary": "accept-datetime", "Link": memento_links(found, found.url, origin)}
    return RedirectResponse(where, HTTPStatus.FOUND, headers)


def _without_self_redirect(request: Request, address: ReplayUrl, found: Memento) -> Memento:
    """The memento, or where that redirects to a form of its own URL the nearest that does not."""
    if address.raw or found.entry.capture.status // 100 != HTTPStatus.MULTIPLE_CHOICES // 100:
        return found
    location = redirect_target(found, read_response(replay_state(request).archive, found).headers)
    if location and canonical(location) == canonical(address.url):
        return find_memento(request, address, redirects=False) or found
    return found


def _redirect_root_path(request: Request) -> Response:
    """307 into the archive for what a replayed page asked for by a path alone; else 404."""
    where = _url_by_referrer(request)
    if request.url.path == _ICON and (where is None or find_memento(request, where) is None):
        return Response(status_code=HTTPStatus.NO_CONTENT)  # browsers ask for it unbidden
    if where is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, "No capture has this address; one is /20261124093226/http://…")
    return RedirectResponse(where.path, HTTPStatus.TEMPORARY_REDIRECT)


def _url_by_referrer(request: Request) -> ReplayUrl | None:
    """The address at the site of the replayed page that asks, by its Referer; None where none of ours asks."""
    referrer = urlsplit(request.headers.get("referer", ""))
    query = f"?{referrer.query}" if referrer.query else ""
    page = ReplayUrl.parse(f"{referrer.path}{query}") if _is_own(request, referrer) else None
    if page is None or page.stamp is None:
        return None
    site = urlsplit(page.url)
    return ReplayUrl(f"{site.scheme}://{site.netloc}{requested_path(request)}", page.stamp)


def _is_own(request: Request, referrer: SplitResult) -> bool:
    return f"{referrer.scheme}://{referrer.netloc}" == own_origin(request)
