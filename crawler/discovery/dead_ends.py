"""Dead ends: page numbers of a listing, and parameters of addresses, that led to nothing but missing pages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.discovery.outcome import Outcome

IN_A_ROW = 10
"""Missing pages of one listing in a row, or of one parameter in each of two sections, after which it is given up."""

_MISSING = frozenset({Outcome.DEAD, Outcome.EMPTY})
_SAYS_NOTHING = frozenset({Outcome.FAILED, Outcome.REFUSED, Outcome.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address: its shape, and which page named it as another page of a listing, None where none did so."""

    url: str
    shape: str
    listing: str | None = None


@dataclass(slots=True)
class DeadEnds:
    """``given_up`` has, by shape, how many addresses were not asked for, and one of them.

    >>> ends = DeadEnds()
    >>> pages = [Numbered(f"http://a.example/list_{n}.html", "/list_#.html", "/") for n in range(12)]
    >>> for page in pages[:10]: ends.settle(page, Outcome.DEAD)
    >>> ends.gives_up(pages[10]), ends.gives_up(Numbered("http://a.example/list_11.html", "/list_#.html", "/other/"))
    (True, False)
    """

    given_up: dict[str, tuple[int, str]] = field(default_factory=dict)
    _rows: Counter[tuple[str, str]] = field(default_factory=Counter)
    _missing: dict[str, Counter[str]] = field(default_factory=dict)
    _useful: set[str] = field(default_factory=set)

    def settle(self, page: Numbered, outcome: Outcome) -> None:
        """Count an answer. One that is no missing page ends the row, and clears its parameters for good."""
        if outcome in _SAYS_NOTHING:
            return
        is_missing = outcome in _MISSING
        if page.listing is not None:
            self._rows[page.shape, page.listing] = self._rows[page.shape, page.listing] + 1 if is_missing else 0
        for name in _parameters(page.url):
            if is_missing:
                self._missing.setdefault(name, Counter())[urlsplit(page.url).path] += 1
            else:
                self._useful.add(name)

    def gives_up(self, page: Numbered) -> bool:
        """Whether an address is not worth asking for; it counts as given up then."""
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
    """The names of an address's parameters."""
    query = urlsplit(url).query
    return (part.partition("=")[0] for part in query.split("&")) if query else iter(())
