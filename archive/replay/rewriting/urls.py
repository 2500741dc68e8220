"""Rewriting of a page's URLs so that they lead into the archive, one by one and in ``srcset`` attributes.

A page at ``/STAMP/URL`` resolves relative URLs by itself. Only URLs with a host, from the site's root, or above it
are changed.
"""

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
    """Rewrites the URLs of a page; ``base`` is the URL that relative ones are resolved against."""

    stamp: str
    base: str

    def with_base(self, address: str) -> "UrlRewriter":
        """Return the rewriter for a page that has declared another base URL."""
        try:
            return UrlRewriter(self.stamp, urljoin(self.base, clean_url(address)))
        except ValueError:
            return self

    def rewrite(self, address: str) -> str:
        """Return the URL inside the archive; unchanged if the browser resolves it by itself or it is not HTTP.

        >>> urls = UrlRewriter("20261124093226", "http://example.com/news/a.html")
        >>> [urls.rewrite(each) for each in ("b.png", "/b.png", "//c.example/", "https://c.example/", "#top")]
        ... # doctest: +NORMALIZE_WHITESPACE
        ['b.png', '/20261124093226/http://example.com/b.png', '/20261124093226/http://c.example/',
         '/20261124093226/https://c.example/', '#top']
        >>> urls.rewrite("../../../b.png"), urls.rewrite("mailto:a@example.com")
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
    """Return the URL as a browser reads it: without white space around it, and without line ends and tabs inside."""
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
    """Return the candidates of a ``srcset`` attribute with their URLs rewritten (HTML Standard, 4.8.4.2.1).

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
