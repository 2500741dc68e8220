"""What a replayed answer may do: nothing beyond this origin, whatever its scripts try.

The policies hold without our script, which only makes more of a page work.
"""

import re
from enum import Enum

from starlette.requests import Request

from archive.replay.origins import frame_sources, own_origin, site_origin, site_sources

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

OUR_HEADERS = {
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
    under the origin of the page's site the page's own may where the browser enforces ``connections``; elsewhere they
    would have WebRTC. Browsers say what they want an answer for (Sec-Fetch-Dest; all do since 2023).
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


def connections(request: Request) -> str:
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


def notice_policy(request: Request) -> str:
    """The Content-Security-Policy of a notice, which stands where a page would, in our frame or a page's."""
    own = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"{own}; frame-ancestors {frame_sources(request)}"
