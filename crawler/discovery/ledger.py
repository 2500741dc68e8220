"""The ledger: the budgets of all shapes, and which pages linked to which address that may be an article."""

from dataclasses import dataclass, field
from typing import Literal

from crawler.discovery.budget import FAMILY, SITE, Budget, Common
from crawler.discovery.novelty import Novelty, Texts
from crawler.discovery.outcome import Answer, Outcome
from crawler.discovery.shape import family_of

NamedBy = Literal["page", "article", "index"]
"""What named an address first: a page that is no article, an article, or a sitemap or feed."""


@dataclass(slots=True)
class Ledger:
    """Settles what each answered address means for the budgets."""

    budgets: dict[str, Budget] = field(default_factory=dict)
    _families: dict[str, Common] = field(default_factory=dict)
    _site: Common = field(default_factory=lambda: Common(SITE))
    _articles: set[str] = field(default_factory=set)
    _lesser: set[str] = field(default_factory=set)
    _linked: set[str] = field(default_factory=set)
    _settled: set[str] = field(default_factory=set)
    _linkers: dict[str, dict[str, str]] = field(default_factory=dict)
    _refunded: set[str] = field(default_factory=set)
    _texts: Texts = field(default_factory=Texts)

    def budget(self, shape: str, url: str) -> Budget:
        """The budget of a shape, opened with the first of its addresses."""
        if shape not in self.budgets:
            family = self._families.setdefault(family_of(url), Common(FAMILY))
            self.budgets[shape] = Budget(family, self._site)
        return self.budgets[shape]

    def link(self, shape: str, page: str, key: str) -> None:
        """Take down that a page of a shape links to an address; the shape has the credit where that is an article."""
        if key in self._articles:
            self._credit(shape, page, key)
        elif key not in self._settled:
            self._linkers.setdefault(key, {}).setdefault(shape, page)

    def dismiss(self, key: str) -> None:
        """Take down that an address will not be asked for."""
        self._settled.add(key)

    def is_article(self, key: str) -> bool:
        """Whether the page at an address was an article, be it a copy or a doubtful one."""
        return key in self._articles or key in self._lesser

    def settle(self, shape: str, keys: set[str], answer: Answer, named_by: NamedBy) -> list[str]:
        """Count an answered address, known by ``keys``; gives the shapes whose budgets changed.

        Articles that differ in figures alone are doubtful only where they name each other, as months of a calendar.
        """
        outcome, doubtful = answer.outcome, False
        if outcome is Outcome.ARTICLE:
            novelty = self._texts.judge(answer.imprint)
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
