"""The origins of the replay: its own, and on the loopback address one more for each captured site.

A captured page runs scripts under its site's origin alone, ``http://pXXXXXXXXXXXXXXXXXXXX.localhost:PORT``, which
browsers find on this machine without asking anybody (RFC 6761, 6.3). So it shares no cookie and no storage with
captures of other sites, with our own pages, or with any other program of this machine.
"""

import re
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_DIGITS = 20
_OF_SITE = re.compile(rf"p[0-9a-f]{{{_DIGITS}}}\.localhost")


def own_origin(request: Request) -> str:
    """The origin under which the browser asks, as ``http://host:port``; behind a proxy the one that it was given."""
    public: str | None = request.app.state.public_url if "app" in request.scope else None
    return public or f"http://{request.headers.get('host', '')}"


def is_of_site(host: str) -> bool:
    """Whether a host, in lower case and without port, is the replay's name for a captured site.

    >>> is_of_site("p0123456789abcdef0123.localhost"), is_of_site("x.localhost")
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
    return port if name in _LOOPBACK or is_of_site(name) else None
