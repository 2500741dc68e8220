"""Selects the links of a page that are worth requesting, by what each is likely to lead to.

A crawl after the first reads listings until it reaches known articles; ``-a since=`` skips what is older.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from crawler.discovery.links import LinkCandidate, is_dull, is_pager, names_a_listing

_LONG_CHINESE = 10
_LONG_WORDS = 5
_ENOUGH_DATES = 3

Test = Callable[[str], bool]
"""A condition on a canonical URL."""


class Interest(IntEnum):
    """The likely target of a link. Listings rank above articles, so that they get the credit for what they list."""

    DULL = 1
    PLAIN = 2
    ARTICLE = 3
    LISTING = 4


def interest_of(link: LinkCandidate) -> Interest:
    """The likely target of a link, by its role on the page, its text and the date beside it.

    >>> interest_of(LinkCandidate("http://example.com/xw/", "新闻中心")).name, interest_of(LinkCandidate("http://example.com/?s=x")).name
    ('LISTING', 'DULL')
    """
    if link.role in ("sitemap", "feed"):
        return Interest.LISTING
    if is_dull(link.text, link.url):
        return Interest.DULL
    if link.role == "entry":
        return Interest.ARTICLE
    if link.role in ("next", "frame", "refresh", "option") or is_pager(link.text):
        return Interest.LISTING
    if link.dated:
        return Interest.ARTICLE
    if names_a_listing(link.text, link.url):
        return Interest.LISTING
    return Interest.ARTICLE if _reads_like_a_title(link.text) else Interest.PLAIN


@dataclass(frozen=True, slots=True)
class EarlierCrawls:
    """The results of earlier crawls of the site: which URLs gave an article, and which were captured at all."""

    is_article: Test
    was_captured: Test

    def worth_requesting(self, links: list[LinkCandidate], on_article: bool) -> list[LinkCandidate]:
        """The links of a page that are worth requesting again; ``on_article``: the page is an article.

        A listing that links to known articles and no new one is not followed to its other pages. Known articles are
        requested where a listing links to them, not where an article does. What was captured and is neither an
        article nor a listing is skipped.
        """
        ends_here = self._is_known_throughout(links)
        return [
            link
            for link in links
            if self._is_worth_requesting(link, on_article) and not (ends_here and _is_next_page(link))
        ]

    def new(self, links: Iterable[LinkCandidate]) -> Iterator[LinkCandidate]:
        """The entries of a sitemap or feed that were not captured, and the sitemaps among them."""
        return (link for link in links if link.role == "sitemap" or not self.was_captured(link.url))

    def _is_worth_requesting(self, link: LinkCandidate, on_article: bool) -> bool:
        if self.is_article(link.url):
            return not on_article
        return interest_of(link) is Interest.LISTING or not self.was_captured(link.url)

    def _is_known_throughout(self, links: list[LinkCandidate]) -> bool:
        known = any(self.is_article(link.url) for link in links)
        return known and all(map(self.was_captured, (link.url for link in links if _names_article(link))))


def links_since(links: list[LinkCandidate], since: date | None) -> list[LinkCandidate]:
    """The links without those dated before ``since``.

    A listing with at least three dates, all of them before ``since``, is not followed to its other pages either.
    """
    if since is None:
        return links
    dated = [link.day for link in links if link.day]
    ends_here = len(dated) >= _ENOUGH_DATES and max(dated) < since
    young = [link for link in links if link.day is None or link.day >= since]
    return [link for link in young if not (ends_here and _is_next_page(link))]


def _reads_like_a_title(text: str) -> bool:
    return sum("㐀" <= character <= "鿿" for character in text) >= _LONG_CHINESE or text.count(" ") >= _LONG_WORDS - 1


def _is_next_page(link: LinkCandidate) -> bool:
    return link.role == "next" or is_pager(link.text)


def _names_article(link: LinkCandidate) -> bool:
    return interest_of(link) is Interest.ARTICLE
