"""What belongs to a site: one host, with and without 'www.', at one port."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from archive.model.url import DEFAULT_PORTS


@dataclass(frozen=True, slots=True)
class Scope:
    """The addresses that a crawl may ask for.

    ``origins`` are pairs of a host without 'www.' and a port; the default ports of http and https count as one.
    ``excluded`` is a pattern of addresses never asked for.
    """

    origins: frozenset[tuple[str, int]]
    excluded: re.Pattern[str] | None = None

    @classmethod
    def around(cls, start_urls: Iterable[str], excluded: Iterable[str] = ()) -> "Scope":
        """The scope of the sites at those addresses.

        Raises ValueError for an address that is not one of a page on the web.
        """
        patterns = "|".join(f"(?:{pattern})" for pattern in excluded)
        origins = frozenset(_origin(urlsplit(url)) for url in start_urls)
        return cls(origins, re.compile(patterns) if patterns else None)

    def contains(self, url: str) -> bool:
        """Whether the address lies on the site.

        >>> scope = Scope.around(["http://www.example.com/"])
        >>> [scope.contains(url) for url in ("https://example.com/a", "http://example.com:8080/", "http://a.com/")]
        [True, False, False]
        """
        try:
            inside = _origin(urlsplit(url)) in self.origins
        except ValueError:
            return False
        return inside and not (self.excluded and self.excluded.search(url))


def twin(url: str) -> str:
    """What a canonical address has in common with its twins at http and https, with and without 'www.'.

    >>> twin("https://www.example.com/a") == twin("http://example.com/a")
    True
    """
    parts = urlsplit(url)
    host, port = _origin(parts)
    return f"{host}:{port}{parts.path}{'?' if parts.query else ''}{parts.query}"


def _origin(parts: SplitResult) -> tuple[str, int]:
    host, default = parts.hostname, DEFAULT_PORTS.get(parts.scheme)
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f"{parts.geturl()!r} is not the address of a page: it needs http:// or https:// and a host")
    port = parts.port or default or 0
    # A server at a port of its own speaks http or https, not both: the wrong one would not be the site.
    web = port == default
    return host.rstrip(".").removeprefix("www."), 0 if web else (port if parts.scheme == "http" else -port)
