"""URLs of a page rewritten so that they lead into the archive."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

_CONTROLS_AND_SPACE = "".join(map(chr, range(0x21)))
_INSIDE = str.maketrans("", "", "\t\n\r")
_ABSOLUTE = re.compile(r"https?:[/\\]{2}", re.IGNORECASE)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DOTS = re.compile(r"(?:^|[/\\])(?:\.|%2e){2}(?:[/\\?#]|$)", re.IGNORECASE)
_HOST_END = re.compile(r"[/?#]")
_ENCODED_DOT = re.compile(r"%2e", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UrlRewriter:
    """A stamp, and the URL that what is relative in the page is relative to."""

    stamp: str
    base: str

    def based(self, address: str) -> "UrlRewriter":
        """The place once the page has named another base."""
        try:
            return UrlRewriter(self.stamp, urljoin(self.base, clean_url(address)))
        except ValueError:
            return self

    def rewrite(self, address: str) -> str:
        """The address inside the archive; the same one where the browser finds that by itself, or it is none of HTTP.

        >>> place = UrlRewriter("20261124093226", "http://example.com/news/a.html")
        >>> [place.rewrite(each) for each in ("b.png", "/b.png", "//c.example/", "https://c.example/", "#top")]
        ... # doctest: +NORMALIZE_WHITESPACE
        ['b.png', '/20261124093226/http://example.com/b.png', '/20261124093226/http://c.example/',
         '/20261124093226/https://c.example/', '#top']
        >>> place.rewrite("../../../b.png"), place.rewrite("mailto:a@example.com")
        ('/20261124093226/http://example.com/b.png', 'mailto:a@example.com')
        """
        text = clean_url(address)
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


def clean_url(address: str) -> str:
    """The address as a browser takes it: without white space around it, and line ends and tabs inside it."""
    return address.strip(_CONTROLS_AND_SPACE).translate(_INSIDE)


def _without_climbing(absolute: str) -> str:
    try:
        parts = urlsplit(_ENCODED_DOT.sub(".", absolute.replace("\\", "/")))
        return urljoin(f"{parts.scheme}://{parts.netloc}/", parts._replace(scheme="", netloc="").geturl() or "/")
    except ValueError:
        return absolute


_CANDIDATE = re.compile(r"(?P<before>[\s,]*+)(?P<address>\S++)")
_DESCRIPTORS = re.compile(r"(?:[^,(]++|\([^)]*+\)?)*+")


def rewrite_srcset(srcset: str, rewrite: Callable[[str], str]) -> str:
    """The same candidates, their addresses rewritten.

    >>> rewrite_srcset("/a.png, b,c.png 2x , /d.png 100w", lambda url: url.replace("/", "/t/"))
    '/t/a.png, b,c.png 2x , /t/d.png 100w'
    """
    parts: list[str] = []
    at = 0
    while found := _CANDIDATE.match(srcset, at):
        address = found["address"].rstrip(",")
        commas = found["address"][len(address) :]
        parts += (found["before"], rewrite(address) if address else "", commas)
        at = found.end()
        if not commas and (descriptors := _DESCRIPTORS.match(srcset, at)):
            parts.append(descriptors[0])
            at = descriptors.end()
    return "".join((*parts, srcset[at:]))
