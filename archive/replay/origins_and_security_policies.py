"""Confinement of replayed pages: an origin for each captured site, policies that keep scripts inside, and the guard.

A captured page runs scripts under its site's origin alone, ``http://pXXXXXXXXXXXXXXXXXXXX.localhost:PORT``, which
browsers resolve to this machine without a query (RFC 6761, 6.3). It shares no cookies and no storage with captures
of other sites, with our own pages, or with other programs on this machine. The policies hold without our script,
which only makes more of a page work.
"""

import re
from enum import Enum
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.word_lists_and_character_tables import word_list

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_DIGITS = 20
_OF_SITE = re.compile(rf"p[0-9a-f]{{{_DIGITS}}}\.localhost")


def own_origin(request: Request) -> str:
    """Return the replay's origin that the browser requested, as ``http://host:port``; behind a proxy the configured
    one.
    """
    public: str | None = request.app.state.public_url if "app" in request.scope else None
    return public or f"http://{request.headers.get('host', '')}"


def is_site_host(host: str) -> bool:
    """Return whether a host name, in lower case and without port, is the replay's name for a captured site.

    >>> is_site_host("p0123456789abcdef0123.localhost"), is_site_host("x.localhost")
    (True, False)
    """
    return bool(_OF_SITE.fullmatch(host))


def site_origin(request: Request, url: str) -> str | None:
    """Return the origin that replays a URL's captured site; None off the loopback address, where there is only one
    name.
    """
    port = _loopback_port(request)
    if port is None:
        return None
    site = urlsplit(url).netloc.rpartition("@")[2].lower()
    return f"http://p{sha256(site.encode('utf-8', 'replace')).hexdigest()[:_DIGITS]}.localhost{port}"


def site_sources(request: Request) -> str | None:
    """Return all origins of captured sites as a Content-Security-Policy source; None off the loopback address."""
    port = _loopback_port(request)
    return None if port is None else f"http://*.localhost{port}"


def _frame_sources(request: Request) -> str:
    """Return who may frame a captured page, as Content-Security-Policy sources: our frame and captured pages."""
    port = _loopback_port(request)
    if port is None:
        return f"'self' {own_origin(request)}"
    return " ".join(("'self'", *(f"http://{name}{port}" for name in ("127.0.0.1", "localhost", "*.localhost"))))


def _loopback_port(request: Request) -> str | None:
    """Return the port of the request's Host with its colon; None if the host is not a loopback address."""
    host = request.headers.get("host", "").lower()
    name, colon, port = host.rpartition(":")
    name, port = (name, colon + port) if colon and port.isdigit() else (host, "")
    return port if name in _LOOPBACK or is_site_host(name) else None


SCRIPT = "/-/page.js"
"""The path of our script for captured pages."""
ENFORCING = 156
"""The first Chromium version that is known to enforce Connection-Allowlist."""

_CHROMIUM = re.compile(r'"Chromium";v="(\d{1,6})"')
FRAMED = frozenset({"iframe", "frame"})
"""Sec-Fetch-Dest values of requests for a framed page."""

DEFAULT_HEADERS = {
    "referrer-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "x-content-type-options": "nosniff",
    "permissions-policy": ", ".join(
        f"{name}=()" for name in sorted(word_list("archive.replay", "headers", "denied features"))
    ),
    "cache-control": "no-cache",
}


def _resource_policy(request: Request) -> str:
    """Return the Cross-Origin-Resource-Policy of a replayed response: only this origin may embed responses.

    Off the loopback address the framed page has no origin, so every origin must be allowed to embed responses; it can
    show them, but not read them.
    """
    return "same-origin" if site_sources(request) else "cross-origin"


class Scripts(Enum):
    """The scripts that run in a replayed response: none, ours alone, or ours followed by the captured page's own."""

    NONE = "none"
    OURS = "ours"
    ALL = "all"


def scripts_of(request: Request, url: str) -> Scripts:
    """Choose the scripts that may run in a replayed page, provided that ours stands before the page's own.

    None run in a page outside a frame: they could navigate the window elsewhere. Our frame prevents that; inside it
    and under the site's origin, the page's own scripts run if the browser enforces ``Connection-Allowlist``, without
    which they could use WebRTC. Browsers name the purpose of a request in Sec-Fetch-Dest (all of them since 2023).
    """
    origin = site_origin(request, url)
    if request.headers.get("sec-fetch-dest") not in FRAMED or origin not in (None, own_origin(request)):
        return Scripts.NONE
    chromium = _CHROMIUM.search(request.headers.get("sec-ch-ua", ""))
    return Scripts.ALL if chromium and int(chromium[1]) >= ENFORCING else Scripts.OURS


def page_policy(request: Request, scripts: Scripts, *, raw: bool = False) -> str:
    """Return the Content-Security-Policy of a replayed response, whatever its type.

    The page may load what this origin serves and be framed by our frame; it sends no form, opens no window and
    reaches no other origin. Without scripts it keeps this origin, otherwise it could not load its style sheets and
    images. Stored bytes (``raw``) get neither scripts nor the origin.
    """
    inside = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
    ours = f"script-src {own_origin(request)}{SCRIPT}; " if scripts is Scripts.OURS else ""
    sites = site_sources(request)
    frames = f"frame-src 'self' data: blob: {sites}; " if sites else ""
    flags = ("allow-scripts", "allow-same-origin")
    sandbox = " ".join(("sandbox", *(() if raw else flags if scripts is not Scripts.NONE else flags[1:])))
    return (
        f"default-src {inside}; {ours}{frames}base-uri 'self'; form-action 'none'; "
        f"frame-ancestors {_frame_sources(request)}; {sandbox}"
    )


def connection_allowlist(request: Request) -> str:
    """Return the Connection-Allowlist of a replayed response: this server's origins and no others (Chromium).

    It covers what no other policy does: WebRTC and navigation of the window. The server's own redirects stay here.
    """
    sites = site_sources(request)
    ours = f' "{sites}/*"' if sites else ""
    return f"(response-origin{ours});redirects=allow"


def frame_policy(inside: str) -> str:
    """Return the Content-Security-Policy of the replay's own pages, which may frame pages of the source ``inside``
    alone.

    It also keeps a framed page from navigating its own window to another site (CSP Level 3, 6.4.2).
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"frame-src {inside}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def error_page_policy(request: Request) -> str:
    """Return the Content-Security-Policy of the replay's error page, which may stand in our frame or in a page's."""
    own = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"{own}; frame-ancestors {_frame_sources(request)}"


_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"


class RequestGuard:
    """Middleware of the replay that accepts only read requests and adds the security headers to every response.

    A page may not register a service worker, which would outlive the page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if message["status"] != HTTPStatus.NOT_MODIFIED:  # the policy of the cached response applies
                    headers.setdefault("content-security-policy", _NOTHING)
                headers.setdefault("cross-origin-resource-policy", _resource_policy(Request(scope)))
                for name, value in DEFAULT_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = _refusal(scope)
        await (refused or self._app)(scope, receive, send_hardened)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if scope["method"] not in ("GET", "HEAD"):
        allowed = {"Allow": "GET, HEAD"}
        return PlainTextResponse(
            "The archive is read-only: use GET or HEAD.\n", HTTPStatus.METHOD_NOT_ALLOWED, allowed
        )
    if "service-worker" in Headers(scope=scope):
        return PlainTextResponse("A captured page may not register a service worker.\n", HTTPStatus.FORBIDDEN)
    return None
