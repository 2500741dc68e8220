"""Crawl budgets and dead ends: when to stop requesting URLs of one shape.

A budget is the number of pages of one URL shape that may lead to no article before the rest of them wait. A page
*yields* when it is an article, or when an article is found that it links to and no page of its shape linked to
before. Each page that does not has a cost; each that does resets the count. URLs over budget are not discarded: they
wait, and are requested after all once the shape yields again.

Dead ends are page numbers of a listing, and URL parameters, that have led to nothing but missing pages.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from crawler.discovery.outcome import Answer, Novelty, Outcome, SeenTexts
from crawler.discovery.urls_and_crawl_scope import family_of

FRUITLESS = 24.0
"""Pages of a shape in a row that may lead to no article."""

GROWTH = 36.0
"""The most by which the limit grows, by one for each yield: a shape that has yielded much may cost more."""

FAMILY = 72.0
"""Pages that may lead to no article in all the shapes of a family which never led to a new one."""

SITE = 400.0
"""By how many the pages of all such shapes of the site may outnumber its articles, across all families."""

NamedBy = Literal["page", "article", "index"]
"""The first document that linked to a URL: a page that is no article, an article, or a sitemap or feed."""

_COSTS = {
    Outcome.PAGE: 1.0,
    Outcome.REFUSED: 1.0,
    Outcome.FAILED: 0.5,
    Outcome.COPY: 0.5,
    Outcome.EMPTY: 0.5,
    Outcome.DEAD: 0.25,
    Outcome.SOURCE: 0.1,
}
_DEAD_AMONG_ARTICLES = 0.1
_KNOWN_ONLY = 0.2
_DOUBTFUL = 0.1
_NAMED_BY_INDEX = 0.1


@dataclass(slots=True)
class SharedBudget:
    """The joint budget of URL shapes that found nothing new, in a family or on the whole site."""

    limit: float
    spent: float = 0.0

    @property
    def is_spent(self) -> bool:
        return self.spent >= self.limit


@dataclass(slots=True)
class Budget:
    """The crawl budget of one URL shape. ``asked`` URLs are not answered yet, and count as fruitless until they
    are.
    """

    family: SharedBudget
    site: SharedBudget
    found: bool = False
    articles: int = 0
    yields: int = 0
    spent: float = 0.0
    asked: int = 0
    listing_pages: int = 0
    covered: set[str] = field(default_factory=set)

    @property
    def limit(self) -> float:
        return FRUITLESS + min(float(self.yields), GROWTH)

    @property
    def is_spent(self) -> bool:
        """Return whether other URLs of this shape must wait because of what the shape spent itself."""
        return self.spent + self.asked >= self.limit

    @property
    def is_cut_off(self) -> bool:
        """Return whether URLs of this shape must wait because of what all shapes that found nothing new spent
        together.

        A shape of which several pages led to articles, even to known ones only, is a listing: it waits because of
        its family, never because of the rest of the site.
        """
        if self.found:
            return False
        return self.family.is_spent or (self.site.is_spent and self.listing_pages < 2)

    @property
    def strain(self) -> float:
        """Return the share of the shape's crawl budget that is spent; it may exceed 1."""
        return self.spent / self.limit

    def settle(self, outcome: Outcome, eased: bool = False, doubtful: bool = False) -> None:
        """Count an answered URL in its shape's budget; ``eased``: a sitemap lists it, ``doubtful``: an article that
        may be none.
        """
        if outcome is Outcome.ARTICLE:
            self.articles += 1
            self.found = True
            if doubtful:
                self.spent += _DOUBTFUL
            else:
                self._reward()
                self.site.spent = max(0.0, self.site.spent - 1.0)
        else:
            cost = self._cost(outcome)
            self._charge(min(cost, _NAMED_BY_INDEX) if eased else cost)

    def credit(self, article: str, is_new: bool) -> bool:
        """Credit a shape's budget with an article that a page of it links to; ``is_new``: no page linked to it
        before.

        Returns whether the cost of the page is to be refunded: no page of the shape linked there before, but the
        shape has found nothing new.
        """
        if article in self.covered:
            return False
        self.covered.add(article)
        self.found = self.found or is_new
        if self.found:
            self._reward()
        return not self.found

    def refund(self) -> None:
        """Refund most of a page's cost to its shape's budget: it led to articles, though only to known ones."""
        self.listing_pages += 1
        self._charge(_KNOWN_ONLY - _COSTS[Outcome.PAGE])

    def _reward(self) -> None:
        self.yields += 1
        self.spent = 0.0

    def _charge(self, cost: float) -> None:
        self.spent = max(0.0, self.spent + cost)
        for common in () if self.found else (self.family, self.site):
            common.spent = max(0.0, common.spent + cost)

    def _cost(self, outcome: Outcome) -> float:
        if outcome in (Outcome.DEAD, Outcome.EMPTY) and self.articles:
            return _DEAD_AMONG_ARTICLES
        return _COSTS.get(outcome, 0.0)


@dataclass(slots=True)
class BudgetLedger:
    """The crawl budgets of all URL shapes, and which pages linked to which URL that may be an article."""

    budgets: dict[str, Budget] = field(default_factory=dict)
    _families: dict[str, SharedBudget] = field(default_factory=dict)
    _site: SharedBudget = field(default_factory=lambda: SharedBudget(SITE))
    _articles: set[str] = field(default_factory=set)
    _lesser: set[str] = field(default_factory=set)
    _linked: set[str] = field(default_factory=set)
    _settled: set[str] = field(default_factory=set)
    _linkers: dict[str, dict[str, str]] = field(default_factory=dict)
    _refunded: set[str] = field(default_factory=set)
    _texts: SeenTexts = field(default_factory=SeenTexts)

    def budget(self, shape: str, url: str) -> Budget:
        """Return the crawl budget of a URL shape, created at the first of its URLs."""
        if shape not in self.budgets:
            family = self._families.setdefault(family_of(url), SharedBudget(FAMILY))
            self.budgets[shape] = Budget(family, self._site)
        return self.budgets[shape]

    def link(self, shape: str, page: str, key: str) -> None:
        """Record that a page of a shape links to a URL; the shape's budget gets the credit if that is an article."""
        if key in self._articles:
            self._credit(shape, page, key)
        elif key not in self._settled:
            self._linkers.setdefault(key, {}).setdefault(shape, page)

    def dismiss(self, key: str) -> None:
        """Record that a URL will not be requested, so that no budget waits for its credit."""
        self._settled.add(key)

    def is_article(self, key: str) -> bool:
        """Return whether the crawled page at a URL was an article, copies and doubtful ones included."""
        return key in self._articles or key in self._lesser

    def settle(self, shape: str, keys: set[str], answer: Answer, named_by: NamedBy) -> list[str]:
        """Count an answered URL in the budgets, by its host-variant keys ``keys``; returns the shapes whose budgets
        changed.

        Articles that differ only in figures are doubtful only if they link to each other, as months of a calendar.
        """
        outcome, doubtful = answer.outcome, False
        if outcome is Outcome.ARTICLE:
            novelty = self._texts.judge(answer.fingerprint)
            outcome = Outcome.COPY if novelty is Novelty.COPY else outcome
            doubtful = novelty is Novelty.ALIKE and named_by == "article"
        self.budgets[shape].settle(outcome, eased=named_by == "index", doubtful=doubtful)
        touched = [shape]
        self._settled |= keys
        for key in sorted(keys):
            linkers = self._linkers.pop(key, {})
            if outcome is Outcome.ARTICLE and not doubtful:
                self._articles.add(key)
                for linking, page in linkers.items():
                    self._credit(linking, page, key)
                touched += linkers
            elif answer.outcome is Outcome.ARTICLE:
                self._lesser.add(key)
        return touched

    def _credit(self, shape: str, page: str, article: str) -> None:
        is_new = article not in self._linked
        self._linked.add(article)
        if self.budgets[shape].credit(article, is_new) and page not in self._refunded:
            self._refunded.add(page)
            self.budgets[shape].refund()


IN_A_ROW = 10
"""A listing is given up after N missing pages in a row, a parameter after N in each of two sections."""

_MISSING = frozenset({Outcome.DEAD, Outcome.EMPTY})
_INCONCLUSIVE = frozenset({Outcome.FAILED, Outcome.REFUSED, Outcome.FORBIDDEN})


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A URL as a page of a listing: its shape, and ``listing``, the page that links to it as another page of the
    listing, or None.
    """

    url: str
    shape: str
    listing: str | None = None


@dataclass(slots=True)
class DeadEnds:
    """Dead ends of a site: ``given_up`` maps a URL shape to the number of URLs that were not requested, and one of
    them.

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
        """Count the answer of a page in its listing's row of missing pages. A page that is not missing ends the row,
        and clears its parameters for good.
        """
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
        """Return whether a URL is a dead end, not worth requesting; if so, it is counted as given up."""
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
