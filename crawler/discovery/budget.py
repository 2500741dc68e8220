"""Budgets: how many pages of one shape may lead to no article before the rest of them wait.

A page *yields* when it is an article, or when an article is found that it links to and no page of its shape linked
to before. Each page that does not costs; each that does starts the count again. What is over budget is not thrown
away: it waits, and is asked for after all once the shape yields again.
"""

from dataclasses import dataclass, field

from crawler.discovery.outcome import Outcome

FRUITLESS = 24.0
"""Pages of a shape in a row that may lead to no article."""

GROWTH = 36.0
"""By how much the limit grows at most, by one for each yield: a shape that yielded much is trusted longer."""

FAMILY = 72.0
"""Pages that may lead to no article in all the shapes of a family which never led to a new one."""

SITE = 400.0
"""By how many the pages of all such shapes of the site may outnumber its articles, in however many families."""

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
class Common:
    """What shapes without a find of their own have cost together, in a family or on the whole site."""

    limit: float
    spent: float = 0.0

    @property
    def is_spent(self) -> bool:
        return self.spent >= self.limit


@dataclass(slots=True)
class Budget:
    """The account of one shape. ``asked`` addresses are not answered yet, and count as fruitless until they are."""

    family: Common
    site: Common
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
        """Whether the shape's other addresses must wait for what it spent itself."""
        return self.spent + self.asked >= self.limit

    @property
    def is_cut_off(self) -> bool:
        """Whether they must wait for what all shapes without a find spent together.

        A shape of which several pages led to articles, if only to such as were known, is a listing: it must wait for
        its family, and not for whatever else is on the site.
        """
        if self.found:
            return False
        return self.family.is_spent or (self.site.is_spent and self.listing_pages < 2)

    @property
    def strain(self) -> float:
        """How much of the budget is spent, from 0 to 1 and beyond."""
        return self.spent / self.limit

    def settle(self, outcome: Outcome, eased: bool = False, doubtful: bool = False) -> None:
        """Count an answered address; ``eased`` where a sitemap named it, ``doubtful`` an article that may be none."""
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
        """Count an article that a page of this shape links to; ``is_new`` when no page linked to it before.

        Says whether the shape is to be given back the cost of the page: no page of it linked there before, but it
        has found nothing by itself.
        """
        if article in self.covered:
            return False
        self.covered.add(article)
        self.found = self.found or is_new
        if self.found:
            self._reward()
        return not self.found

    def refund(self) -> None:
        """Give back most of a page's cost: it led to articles, though only to such as others had led to."""
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
