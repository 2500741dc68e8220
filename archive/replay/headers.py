"""Stored header fields that a replayed response may carry, and the response's ETag."""

from collections.abc import Callable, Iterable
from hashlib import sha256

from starlette.requests import Request

from archive import __version__
from archive.model.page import Headers
from archive.replay.memento import Memento
from archive.replay.replay_urls import ReplayUrl
from archive.replay.security import own_origin

STORED = "X-Archive-Orig-"
"""Prefix of a stored field name that would otherwise act on the browser or the connection."""

# Fields that a browser stores, sends or acts on, or that describe the transfer.
_ACTING_NAMES = (
    "accept-ch accept-ranges age allow-connection-allowlist-from allow-csp-from alt-svc cache-control "
    "clear-site-data connection connection-allowlist connection-allowlist-report-only content-length "
    "content-location content-security-policy content-security-policy-report-only cross-origin-embedder-policy "
    "cross-origin-embedder-policy-report-only cross-origin-opener-policy cross-origin-opener-policy-report-only "
    "cross-origin-resource-policy critical-ch date document-isolation-policy document-policy "
    "document-policy-report-only expect-ct expires feature-policy "
    "integrity-policy integrity-policy-report-only keep-alive link location memento-datetime nel no-vary-search "
    "observe-browsing-topics "
    "origin-agent-cluster origin-trial p3p permissions-policy permissions-policy-report-only pragma "
    "proxy-authenticate proxy-connection "
    "proxy-support public-key-pins public-key-pins-report-only referrer-policy refresh report-to reporting-endpoints "
    "require-document-policy "
    "service-worker-allowed set-cookie set-cookie2 set-login sourcemap speculation-rules strict-transport-security "
    "supports-loading-mode te timing-allow-origin trailer transfer-encoding upgrade use-as-dictionary vary via "
    "www-authenticate x-content-security-policy x-content-type-options x-dns-prefetch-control "
    "x-frame-options x-sourcemap x-webkit-csp "
    "x-xss-protection authentication-info"
)
_ACTING = frozenset(_ACTING_NAMES.split())
_ACTING_BEGINNINGS = ("access-control-", "sec-", "attribution-reporting-", "activate-storage-")
_OF_BYTES = frozenset({"etag", "content-encoding", "content-range", "content-md5", "digest", "content-digest"})


def replayed_headers(stored: Headers, change: Callable[[str], str], rewritten: bool) -> Iterable[tuple[str, str]]:
    """Yield the fields to send: harmless ones unchanged, ``Location`` changed, others as ``X-Archive-Orig-``.

    ``change`` rewrites a location. With ``rewritten``, fields that describe the stored bytes are renamed too.
    """
    for name, value in stored:
        lower = name.lower()
        clean = _one_line(value)
        if not _is_token(name):
            continue
        if lower == "location":
            yield "Location", _one_line(change(value))
        if lower in _ACTING or lower.startswith(_ACTING_BEGINNINGS) or (rewritten and lower in _OF_BYTES):
            yield f"{STORED}{name}", clean
        else:
            yield name, clean


def _one_line(value: str) -> str:
    """Return the value without characters that end a field or are outside ISO 8859-1."""
    return "".join(char for char in value if char == "\t" or (" " <= char <= "\xff" and char != "\x7f"))


def _is_token(name: str) -> bool:
    """Tell whether HTTP allows the field name (RFC 9110, 5.6.2)."""
    return bool(name) and name.isascii() and all(char.isalnum() or char in "!#$%&'*+-.^_`|~" for char in name)


VARY_HEADERS = ("sec-fetch-dest", "sec-ch-ua", "accept-encoding")
"""The request headers that a response depends on."""


def entity_tag(memento: Memento, replay_url: ReplayUrl, request: Request) -> str:
    """Return the ETag, which follows from the stored record, the request and the program's version."""
    capture, holder = memento.entry.capture, memento.holder.capture
    parts = (
        __version__, replay_url.path, capture.uri, memento.stamp, capture.record_id, holder.record_id,
        holder.payload_digest, own_origin(request), *(request.headers.get(name) for name in VARY_HEADERS),
    )  # fmt: skip
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def matches_etag(request: Request, etag: str) -> bool:
    """Tell whether If-None-Match names the tag; compared weakly (RFC 9110, 13.1.2)."""
    return any(etag in tags for tags in request.headers.getlist("if-none-match"))
