"""What a replayed answer may do: nothing beyond this origin, whatever its scripts try.

The policies hold without the worker and without our script; those only make more of a page work.
"""

from starlette.requests import Request

_LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_PERMISSIONS = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "clipboard-read", "display-capture",
    "geolocation", "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi",
    "payment", "publickey-credentials-get", "screen-wake-lock", "serial", "storage-access", "usb",
    "window-management", "xr-spatial-tracking",
)  # fmt: skip

OUR_HEADERS = {
    "referrer-policy": "same-origin",
    "x-dns-prefetch-control": "off",
    "permissions-policy": ", ".join(f"{name}=()" for name in _PERMISSIONS),
    "cache-control": "no-cache",
}


def resource_policy(request: Request) -> str:
    """Who may embed answers (Cross-Origin-Resource-Policy): this origin alone.

    Without a second name the framed page has no origin, and must be let in with all others; they can show what they
    embed so, but not read it.
    """
    return "same-origin" if other_origin(request) else "cross-origin"


def own_origin(request: Request) -> str:
    """The origin under which the browser asks, as ``http://host:port``."""
    return f"http://{request.headers.get('host', '')}"


def other_origin(request: Request) -> str | None:
    """The same server under another name, whose pages share nothing with those under this one.

    A page framed under the other name cannot reach its frame, nor the cookies of this name. None where the server
    has no second name: off the loopback address.
    """
    name, colon, port = request.headers.get("host", "").lower().rpartition(":")
    host = name if colon and port.isdigit() else request.headers.get("host", "").lower()
    tail = f":{port}" if colon and port.isdigit() else ""
    if host not in _LOOPBACK:
        return None
    bound = (request.scope.get("server") or ("",))[0]
    numeric = "[::1]" if bound == "::1" else "127.0.0.1"
    return f"http://{numeric if host == 'localhost' else 'localhost'}{tail}"


def page_policy(request: Request, mime: str | None, scripts: bool) -> str:
    """The Content-Security-Policy of a replayed answer.

    It may load what this origin has and be framed by our frame; it sends no form, opens no window and reaches no
    other origin. Its ``scripts`` run only where ours came before them. A drawing never has scripts, and so may have
    this origin, without which it would not be given the sheets and images that it names. The reader of PDF files in
    browsers does not work in a sandbox; nothing else in such an answer is run by the browser.
    """
    frames = " ".join(filter(None, ("'self'", own_origin(request), other_origin(request))))
    sandbox = "; sandbox allow-scripts allow-same-origin" if scripts else "; sandbox"
    sandbox = "; sandbox allow-same-origin" if mime == "image/svg+xml" and not scripts else sandbox
    sandbox = "" if mime == "application/pdf" else sandbox
    return (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; base-uri 'self'; form-action 'none'; "
        f"frame-ancestors {frames}{sandbox}"
    )


def frame_policy(inside: str) -> str:
    """The Content-Security-Policy of our own pages, which may frame pages of the origin ``inside`` and no others.

    That also keeps a framed page from leading its own window to another site (CSP Level 3, 6.4.2).
    """
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        f"frame-src {inside}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def notice_policy(request: Request) -> str:
    """The Content-Security-Policy of a notice, which stands where a page would, in our frame or a page's."""
    frames = " ".join(filter(None, ("'self'", own_origin(request), other_origin(request))))
    own = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"
    return f"{own}; frame-ancestors {frames}"
