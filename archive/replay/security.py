"""The origins of the replay: its own, and on the loopback address one more for each captured site.

A captured page runs scripts under its site's origin alone, ``http://pXXXXXXXXXXXXXXXXXXXX.localhost:PORT``, which
browsers find on this machine without asking anybody (RFC 6761, 6.3). So it shares no cookie and no storage with
captures of other sites, with our own pages, or with any other program of this machine.
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

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_DIGITS = 20
_OF_SITE = re.compile(rf"p[0-9a-f]{{{_DIGITS}}}\.localhost")


def own_origin(request: Request) -> str:
    """The origin under which the browser asks, as ``http://host:port``; behind a proxy the one that it was given."""
    public: str | None = request.app.state.public_url if "app" in request.scope else None
    return public or f"http://{request.headers.get('host', '')}"


def is_site_host(host: str) -> bool:
    """Whether a host, in lower case and without port, is the replay's name for a captured site.

    >>> is_site_host("p0123456789abcdef0123.localhost"), is_site_host("x.localhost")
    (True, False)
    """
    return bool(_OF_SITE.fullmatch(host))


def site_origin(request: Request, url: str) -> str | None:
    """The origin of the captured site of a URL; None off the loopback address, where there is but one name."""
    port = _loopback_port(request)
    if port is None:
        return None
    site = urlsplit(url).netloc.rpartition("@")[2].lower()
    return f"http://p{sha256(site.encode('utf-8', 'replace')).hexdigest()[:_DIGITS]}.localhost{port}"


def site_sources(request: Request) -> str | None:
    """All origins of captured sites as a source of a Content-Security-Policy; None off the loopback address."""
    port = _loopback_port(request)
    return None if port is None else f"http://*.localhost{port}"


def frame_sources(request: Request) -> str:
    """Who may frame a captured page, as sources of a Content-Security-Policy: our frame, and captured pages."""
    port = _loopback_port(request)
    if port is None:
        return f"'self' {own_origin(request)}"
    return " ".join(("'self'", *(f"http://{name}{port}" for name in ("127.0.0.1", "localhost", "*.localhost"))))


def _loopback_port(request: Request) -> str | None:
    """The port that the browser asks at, with its colon; None where it does not ask on the loopback address."""
    host = request.headers.get("host", "").lower()
    name, colon, port = host.rpartition(":")
    name, port = (name, colon + port) if colon and port.isdigit() else (host, "")
    return port if name in _LOOPBACK or is_site_host(name) else None


SCRIPT = "/-/page.js"
"""Where our script for captured pages is."""
ENFORCING = 156
"""The Chromium that is known to enforce Connection-Allowlist; later ones do."""

_CHROMIUM = re.compile(r'"Chromium";v="(\d{1,6})"')
FRAMED = frozenset({"iframe", "frame"})
"""Sec-Fetch-Dest values of requests for a page that another frames."""

_PERMISSIONS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
    "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip

DEFAULT_HEADERS = {
    "referrer-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "x-content-type-options": "nosniff",
    "permissions-policy": ", ".join(f"{name}=()" for name in _PERMISSIONS),
    "cache-control": "no-cache",
}


def resource_policy(request: Request) -> str:
    """Who may embed answers (Cross-Origin-Resource-Policy): this origin alone.

    Off the loopback address the framed page has no origin, and must be let in with all others; they can show what
    they embed so, but not read it.
    """
    return "same-origin" if site_sources(request) else "cross-origin"


class Scripts(Enum):
    """Whose scripts run in an answer: nobody's, ours alone, or the captured page's behind ours."""

    NONE = "none"
    OURS = "ours"
    ALL = "all"


def scripts_of(request: Request, url: str) -> Scripts:
    """Whose scripts may run in the page of a URL, when ours stands before its own.

    In a page alone none: its scripts could lead the window elsewhere. In our frame, which keeps them from that, and
    under the origin of the page's site the page's own may where the browser enforces the allowlist; elsewhere
    they would have WebRTC. Browsers say what they want an answer for (Sec-Fetch-Dest; all do since 2023).
    """
    origin = site_origin(request, url)
    if request.headers.get("sec-fetch-dest") not in FRAMED or origin not in (None, own_origin(request)):
        return Scripts.NONE
    chromium = _CHROMIUM.search(request.headers.get("sec-ch-ua", ""))
    return Scripts.ALL if chromium and int(chromium[1]) >= ENFORCING else Scripts.OURS


def page_policy(request: Request, scripts: Scripts, *, raw: bool = False) -> str:
    """The Content-Security-Policy of a replayed answer, whatever its type.

    It may load what this origin has and be framed by our frame; it sends no form, opens no window and reaches no
    other origin. Where no scripts run it may have this origin too, without which it would not be given the sheets and
    images that it names. Stored bytes (``raw``) have neither.
    """
    inside = "'self' 'unsafe-inline' 'unsafe-eval' data: blob:"
    ours = f"script-src {own_origin(request)}{SCRIPT}; " if scripts is Scripts.OURS else ""
    sites = site_sources(request)
    frames = f"frame-src 'self' data: blob: {sites}; " if sites else ""
    flags = ("allow-scripts", "allow-same-origin")
    sandbox = " ".join(("sandbox", *(() if raw else flags if scripts is not Scripts.NONE else flags[1:])))
    return (
        f"default-src {inside}; {ours}{frames}base-uri 'self'; form-action 'none'; "
        f"frame-ancestors {frame_sources(request)}; {sandbox}"
    )


def connection_allowlist(request: Request) -> str:
    """The Connection-Allowlist of a replayed answer: this server's origins, and no others (Chromium).

    It covers what no other policy does: WebRTC, and where a page leads its window. The server's own redirects lead
    nowhere else.
    """
    sites = site_sources(request)
    ours = f' "{sites}/*"' if sites else ""
    return f"(response-origin{ours});redirects=allow"


def frame_policy(inside: str) -> str:
    """The Content-Security-Policy of our own pages, which may frame pages of the source ``inside`` and no others.

    That also keeps a framed page from leading its own window to another site (CSP Level 3, 6.4.2).
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"frame-src {inside}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def error_page_policy(request: Request) -> str:
    """The Content-Security-Policy of a notice, which stands where a page would, in our frame or a page's."""
    own = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"{own}; frame-ancestors {frame_sources(request)}"


_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"


class RequestGuard:
    """An application that lets the one inside answer reading requests, and hardens every answer.

    A page may make no script the service worker of its origin: that would outlive the page.
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
                if message["status"] != HTTPStatus.NOT_MODIFIED:  # then that of the answer which is held matches_etag
                    headers.setdefault("content-security-policy", _NOTHING)
                headers.setdefault("cross-origin-resource-policy", resource_policy(Request(scope)))
                for name, value in DEFAULT_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = _refusal(scope)
        await (refused or self._app)(scope, receive, send_hardened)


def _refusal(scope: Scope) -> PlainTextResponse | None:
    if scope["method"] not in ("GET", "HEAD"):
        allowed = {"Allow": "GET, HEAD"}
        return PlainTextResponse(
            "The archive is only read here: with GET and HEAD.\n", HTTPStatus.METHOD_NOT_ALLOWED, allowed
        )
    if "service-worker" in Headers(scope=scope):
        return PlainTextResponse("A captured page has no service worker here.\n", HTTPStatus.FORBIDDEN)
    return None
