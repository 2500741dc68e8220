"""Dead ends: page numbers of a listing, and URL parameters, that have led to nothing but missing pages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discovery.outcome import Outcome

IN_A_ROW = 10
"""A listing is given up after N missing pages in a row, a parameter after N in each of two sections."""

_MISSING = frozenset({Outcome.DEAD, Outcome.EMPTY})
_INCONCLUSIVE = frozenset({Outcome.FAILED, Outcome.REFUSED, Outcome.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A URL and its shape; ``listing`` is the page that links to it as another page of a listing, or None."""

    url: str
    shape: str
    listing: str | None = None


@dataclass(slots=True)
class DeadEnds:
    """``given_up`` maps a shape to the number of URLs that were not requested, and one of them.

    >>> ends = DeadEnds()
    >>> pages = [ListingPage(f"http://a.example/list_{n}.html", "/list_#.html", "/") for n in range(12)]
    >>> for page in pages[:10]: ends.settle(page, Outcome.DEAD)
    >>> other = ListingPage("http://a.example/list_11.html", "/list_#.html", "/other/")
    >>> ends.gives_up(pages[10]), ends.gives_up(other)
    (True, False)
    """

    given_up: dict[str, tuple[int, str]] = field(default_factory=dict)
    _rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    _missing: dict[str, Counter[str]] = field(default_factory=dict)
    _useful: set[str] = field(default_factory=set)

    def settle(self, page: ListingPage, outcome: Outcome) -> None:
        """Count an answer. A page that is not missing ends the row, and clears its parameters for good."""
        if outcome in _INCONCLUSIVE:
            return
        is_missing = outcome in _MISSING
        if page.listing is not None:
            self._rows[page.shape, page.listing] = self._rows[page.shape, page.listing] + 1 if is_missing else 0
        for name in _parameters(page.url):
            if is_missing:
                self._missing.setdefault(name, Counter())[urlsplit(page.url).path] += 1
            else:
                self._useful.add(name)

    def gives_up(self, page: ListingPage) -> bool:
        """Return whether a URL is not worth requesting; if so, it is counted as given up."""
        row = self._rows[page.shape, page.listing] if page.listing is not None else 0
        if row < IN_A_ROW and not any(map(self._is_useless, _parameters(page.url))):
            return False
        count, example = self.given_up.get(page.shape, (0, page.url))
        self.given_up[page.shape] = count + 1, example
        return True

    def _is_useless(self, name: str) -> bool:
        counts = self._missing.get(name, Counter[str]()).values()
        return name not in self._useful and sum(count >= IN_A_ROW for count in counts) > 1


def _parameters(url: str) -> Iterator[str]:
    """The names of a URL's parameters."""
    query = urlsplit(url).query
    return (part.partition("=")[0] for part in query.split("&")) if query else iter(())
