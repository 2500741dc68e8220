"""A crawl after the first: listings are read until what is known is reached."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from crawler.discovery.interest import Interest, interest_of
from crawler.discovery.leads import Lead
from crawler.discovery.wording import is_pager

Test = Callable[[str], bool]
"""Tells of a canonical address whether something is so."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What earlier crawls came to: which addresses gave an article, and which were captured at all."""

    is_article: Test
    was_captured: Test

    def worth(self, leads: list[Lead], on_article: bool) -> list[Lead]:
        """The leads of a page that are worth asking for again; ``on_article`` says that it is an article itself.

        A listing that names known articles and no new one is not followed to its other pages. Known articles are
        asked for where a listing names them, not where an article does; what was captured and is neither an article
        nor a listing is left.
        """
        ends_here = self._is_known_throughout(leads)
        return [lead for lead in leads if self._is_worth(lead, on_article) and not (ends_here and _goes_on(lead))]

    def new(self, leads: Iterable[Lead]) -> Iterator[Lead]:
        """The entries of a sitemap or feed that were not captured, and the sitemaps that it names."""
        return (lead for lead in leads if lead.role == "sitemap" or not self.was_captured(lead.url))

    def _is_worth(self, lead: Lead, on_article: bool) -> bool:
        if self.is_article(lead.url):
            return not on_article
        return interest_of(lead) is Interest.LISTING or not self.was_captured(lead.url)

    def _is_known_throughout(self, leads: list[Lead]) -> bool:
        known = any(self.is_article(lead.url) for lead in leads)
        return known and all(map(self.was_captured, (lead.url for lead in leads if _names_article(lead))))


def _goes_on(lead: Lead) -> bool:
    return lead.role == "next" or is_pager(lead.text)


def _names_article(lead: Lead) -> bool:
    return interest_of(lead) is Interest.ARTICLE
