"""Replay URLs (a timestamp and a captured URL), and the rewriting of a page's URLs so that they lead into the
archive.

The forms are ``/YYYYMMDDhhmmss/URL``, ``/YYYYMMDDhhmmssid_/URL`` and ``/URL``. A timestamp has 4 to 20 digits: at
least the year, at most the microsecond, which distinguishes captures of one second. A page at ``/STAMP/URL`` resolves
relative URLs by itself. Only URLs with a host, from the site's root, or above it are rewritten.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urljoin, urlsplit

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


_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_ABSOLUTE = re.compile(r"https?:[/\\]{2}", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOTS = re.compile(r"(?:^|[/\\])(?:\.|%2e){2}(?:[/\\?#]|$)", re.IGNORECASE)
_HOST_END = re.compile(r"[/?#]")
_ENCODED_DOT = re.compile(r"%2e", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UrlRewriter:
    """Rewrites the URLs of a replayed page; ``base`` is the URL that relative ones are resolved against."""

    stamp: str
    base: str

    def with_base(self, address: str) -> "UrlRewriter":
        """Return the rewriter for a replayed page that has declared another base URL."""
        try:
            return UrlRewriter(self.stamp, urljoin(self.base, _clean_url(address)))
        except ValueError:
            return self

    def rewrite(self, address: str) -> str:
        """Rewrite a URL of a replayed page to lead into the archive; unchanged if the browser resolves it or it is
        not HTTP.

        >>> urls = UrlRewriter("20261124093226", "http://example.com/news/a.html")
        >>> [urls.rewrite(each) for each in ("b.png", "/b.png", "//c.example/", "https://c.example/", "#top")]
        ... # doctest: +NORMALIZE_WHITESPACE
        ['b.png', '/20261124093226/http://example.com/b.png', '/20261124093226/http://c.example/',
         '/20261124093226/https://c.example/', '#top']
        >>> urls.rewrite("../../../b.png"), urls.rewrite("mailto:a@example.com")
        ('/20261124093226/http://example.com/b.png', 'mailto:a@example.com')
        """
        text = _clean_url(address)
        climbs = bool(_DOTS.search(text.partition("?")[0].partition("#")[0]))
        if _ABSOLUTE.match(text):
            absolute = text
        elif _SCHEME.match(text):
            return address
        elif text[:1] in ("/", "\\"):
            scheme, _, rest = self.base.partition("://")
            host = _HOST_END.split(rest, maxsplit=1)[0]
            absolute = f"{scheme}:{text}" if text[1:2] in ("/", "\\") else f"{scheme}://{host}{text}"
        elif climbs:
            absolute = f"{self.base.partition('?')[0].partition('#')[0].rpartition('/')[0]}/{text}"
        else:
            return address
        return f"/{self.stamp}/{_without_climbing(absolute) if climbs else absolute}"


def _clean_url(address: str) -> str:
    """Return the URL as a browser reads it: without white space around it, and without line ends and tabs inside."""
    return address.strip(_CONTROLS_AND_SPACE).translate(_INSIDE)


def _without_climbing(absolute: str) -> str:
    try:
        parts = urlsplit(_ENCODED_DOT.sub(".", absolute.replace("\\", "/")))
        return urljoin(f"{parts.scheme}://{parts.netloc}/", parts._replace(scheme="", netloc="").geturl() or "/")
    except ValueError:
        return absolute
