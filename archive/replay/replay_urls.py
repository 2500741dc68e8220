"""The addresses under which captures are replayed: ``/YYYYMMDDhhmmss/URL``, ``/YYYYMMDDhhmmssid_/URL``, ``/URL``.

A stamp may have 4 to 20 digits: a year at least, the microsecond at most, where two captures of one second are to
be told apart.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from archive.model.capture import CatalogueEntry

SECOND = len("YYYYmmddHHMMSS")
MICROSECOND = len("YYYYmmddHHMMSSffffff")

_ADDRESS = re.compile(
    r"/(?:(?P<stamp>\d{4,20})(?P<raw>id_)?/)?(?P<scheme>https?):/{1,3}(?P<rest>[^/].*)", re.ASCII | re.DOTALL | re.I
)
_ENCODED = re.compile(r"(/(?:\d{4,20}(?:id_)?/)?)(https?%3A%2F%2F.*)", re.ASCII | re.DOTALL | re.IGNORECASE)
_VISIBLE = "".join(map(chr, range(0x21, 0x7F))).translate({ord(mark): None for mark in '<>"\\^`{|}'})


@dataclass(frozen=True, slots=True)
class ReplayUrl:
    """What an address of the replay asks for: a URL, the time near which, and whether the bytes as stored.

    ``stamp`` is None where no time is asked for.
    """

    url: str
    stamp: str | None = None
    raw: bool = False

    @classmethod
    def parse(cls, target: str) -> "ReplayUrl | None":
        """What a request target, path and query, asks for; None where it is no such address.

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
        """The address as the path that a browser asks for."""
        if self.stamp is None:
            return f"/{safe_url(self.url)}"
        return f"/{self.stamp}{'id_' if self.raw else ''}/{safe_url(self.url)}"


def _with_path(url: str) -> str:
    """The URL with '/' where it has no path, so that what is relative to it stays below it.

    >>> _with_path("http://example.com"), _with_path("http://example.com?a")
    ('http://example.com/', 'http://example.com/?a')
    """
    return re.sub(r"^(https?://[^/?#]*)(?=[?#]|$)", r"\1/", url)


def safe_url(url: str) -> str:
    """The URL with all that a header or a link cannot hold percent-encoded as UTF-8.

    >>> safe_url("http://example.com/新>%20")
    'http://example.com/%E6%96%B0%3E%20'
    """
    return url if url.isascii() and not set(url) - set(_VISIBLE) else quote(url, safe=_VISIBLE, errors="replace")


def full_stamp(entry: CatalogueEntry) -> str:
    """The time of a capture as 20 digits."""
    return re.sub(r"\D", "", entry.capture.date, flags=re.ASCII)[:MICROSECOND]


def stamp_at(captures: list[CatalogueEntry], place: int) -> str:
    """The shortest stamp, 14 digits or 20, that names one of the captures of a URL, given earliest first."""
    full = full_stamp(captures[place])
    beside = captures[max(0, place - 1) : place] + captures[place + 1 : place + 2]
    alone = all(full_stamp(other)[:SECOND] != full[:SECOND] for other in beside)
    return full[:SECOND] if alone else full
