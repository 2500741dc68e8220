"""Replay URLs: a timestamp and a captured URL.

The forms are ``/YYYYMMDDhhmmss/URL``, ``/YYYYMMDDhhmmssid_/URL`` and ``/URL``. A timestamp has 4 to 20 digits: at
least the year, at most the microsecond, which distinguishes captures of one second.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote

from starlette.requests import Request

from archive.model.capture import CatalogueEntry
from archive.model.url import safe_url

SECOND = len("YYYYmmddHHMMSS")
MICROSECOND = len("YYYYmmddHHMMSSffffff")

_ADDRESS = re.compile(
    r"/(?:(?P<stamp>\d{4,20})(?P<raw>id_)?/)?(?P<scheme>https?):/{1,3}(?P<rest>[^/].*)", re.ASCII | re.DOTALL | re.I
)
_ENCODED = re.compile(r"(/(?:\d{4,20}(?:id_)?/)?)(https?%3A%2F%2F.*)", re.ASCII | re.DOTALL | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReplayUrl:
    """A replay URL: a captured URL, the time of the wanted capture, and whether its bytes are wanted as stored.

    ``stamp`` is None if no time is given.
    """

    url: str
    stamp: str | None = None
    raw: bool = False

    @classmethod
    def parse(cls, target: str) -> "ReplayUrl | None":
        """Parse a request target (path and query) as a replay URL; None if it is none.

        >>> ReplayUrl.parse("/20261124093226id_/http://example.com/a?b=1")
        ReplayUrl(url='http://example.com/a?b=1', stamp='20261124093226', raw=True)
        >>> ReplayUrl.parse("/http%3A%2F%2Fexample.com%2F"), ReplayUrl.parse("/images/a.png")
        (ReplayUrl(url='http://example.com/', stamp=None, raw=False), None)
        """
        encoded = _ENCODED.fullmatch(target)
        found = _ADDRESS.fullmatch(encoded[1] + unquote(encoded[2]) if encoded else target)
        if not found:
            return None
        return cls(_with_path(f"{found['scheme'].lower()}://{found['rest']}"), found["stamp"], bool(found["raw"]))

    @property
    def path(self) -> str:
        """Return the path and query of a replay URL, as a browser requests it."""
        if self.stamp is None:
            return f"/{safe_url(self.url)}"
        return f"/{self.stamp}{'id_' if self.raw else ''}/{safe_url(self.url)}"


def _with_path(url: str) -> str:
    """Return the URL with the path "/" if it has none, so that relative URLs resolve below it.

    >>> _with_path("http://example.com"), _with_path("http://example.com?a")
    ('http://example.com/', 'http://example.com/?a')
    """
    return re.sub(r"^(https?://[^/?#]*)(?=[?#]|$)", r"\1/", url)


def full_stamp(entry: CatalogueEntry) -> str:
    """Return the time of a capture as the 20 digits of a replay URL."""
    return re.sub(r"\D", "", entry.capture.date, flags=re.ASCII)[:MICROSECOND]


def stamp_at(captures: list[CatalogueEntry], position: int) -> str:
    """Return the shortest replay timestamp, 14 or 20 digits, of one of a URL's captures, which are given earliest
    first.
    """
    full = full_stamp(captures[position])
    beside = captures[max(0, position - 1) : position] + captures[position + 1 : position + 2]
    alone = all(full_stamp(other)[:SECOND] != full[:SECOND] for other in beside)
    return full[:SECOND] if alone else full


def replay_url_at(captures: list[CatalogueEntry], position: int) -> ReplayUrl:
    """Return the replay URL of one of an address's captures."""
    return ReplayUrl(captures[position].capture.uri, stamp_at(captures, position))


def requested_path(request: Request, prefix: str = "") -> str:
    """Return a replay request's path and query without ``prefix``, still percent-encoded: a URL inside must not be
    decoded.
    """
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    path = raw.partition(b"?")[0] + (b"?" + query if query else b"")
    return path.decode("utf-8", "replace").removeprefix(prefix)
