"""What every answer carries to protect its reader: from scripts, from other sites, from being framed."""

from starlette.datastructures import MutableHeaders

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("content-security-policy", _POLICY),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("cache-control", "no-cache"),
)


def harden(headers: MutableHeaders) -> None:
    """Adds the headers that protect a reader, where the answer has not set them itself."""
    for name, value in _HEADERS:
        headers.setdefault(name, value)


def framing(origin: str) -> dict[str, str]:
    """The headers of a page that shows the replay of ``origin`` in a frame."""
    return {"content-security-policy": f"{_POLICY}; frame-src {origin}"}
