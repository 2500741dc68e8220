"""Selection of a page's links that are worth requesting, by what each is likely to lead to.

The wording of a link in Chinese or English tells listings, page navigation, and kinds that multiply pages. A crawl
after the first reads listings until it reaches known articles; ``-a since=`` skips what is older.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from archive.word_lists_and_character_tables import list_pattern
from crawler.discovery.links import LinkCandidate

_LISTS = ("crawler.discovery", "links")
_PAGER = re.compile(list_pattern(*_LISTS, "page navigation") + r"[\s»›>→.…]{0,6}", re.IGNORECASE)
_LISTING = re.compile(
    rf"{list_pattern(*_LISTS, 'Chinese names of listings')}|\b{list_pattern(*_LISTS, 'English names of listings')}\b",
    re.IGNORECASE,
)
_DULL = re.compile(
    rf"[?&/]{list_pattern(*_LISTS, 'parameters that multiply pages')}(?:[/=]|$)"
    rf"|{list_pattern(*_LISTS, 'wording of links that multiply pages')}",
    re.IGNORECASE,
)

_LONG_CHINESE = 10
_LONG_WORDS = 5
_ENOUGH_DATES = 3

Test = Callable[[str], bool]
"""A condition on a canonical URL."""


class Interest(IntEnum):
    """How much a crawl wants a link, by its likely target. Listings rank above articles, so that they get the
    credit.
    """

    DULL = 1
    PLAIN = 2
    ARTICLE = 3
    LISTING = 4


def interest_of(link: LinkCandidate) -> Interest:
    """Judge a link's likely target (article, listing, dull), by its role on the page, its text and the date beside
    it.

    >>> interest_of(LinkCandidate("http://example.com/xw/", "新闻中心")).name, interest_of(LinkCandidate("http://example.com/?s=x")).name
    ('LISTING', 'DULL')
    """
    if link.role in ("sitemap", "feed"):
        return Interest.LISTING
    if _is_dull(link.text, link.url):
        return Interest.DULL
    if link.role == "entry":
        return Interest.ARTICLE
    if link.role in ("next", "frame", "refresh", "option") or is_pager(link.text):
        return Interest.LISTING
    if link.dated:
        return Interest.ARTICLE
    if _names_a_listing(link.text, link.url):
        return Interest.LISTING
    return Interest.ARTICLE if _reads_like_a_title(link.text) else Interest.PLAIN


def is_pager(text: str) -> bool:
    """Return whether the text of a link is page navigation: the next page of a listing, a number, "more".

    >>> [is_pager(text) for text in ("下一页", "[12]", "more>>", "Next »", "查看更多", "12 ways to translate")]
    [True, True, True, True, True, False]
    """
    return len(text) <= 24 and bool(_PAGER.fullmatch(text.strip()))


def _names_a_listing(text: str, url: str) -> bool:
    """Return whether a link's short text, or its URL, is that of a section with news, speeches or articles.

    >>> _names_a_listing("新闻中心", "/xw/"), _names_a_listing("Contact", "/contact.html")
    (True, False)
    """
    return (len(text) <= 16 and bool(_LISTING.search(text))) or bool(_LISTING.search(url.rpartition("/")[0]))


def _is_dull(text: str, url: str) -> bool:
    """Return whether a link is of a kind that multiplies pages without new articles: tags, searches, calendars.

    >>> _is_dull("", "/search/?q=a"), _is_dull("", "/news/1.html")
    (True, False)
    """
    return bool(_DULL.search(url)) or (len(text) <= 12 and bool(_DULL.search(text)))


@dataclass(frozen=True, slots=True)
class EarlierCrawls:
    """What earlier crawls of the site tell a crawl: which URLs gave an article, and which were captured at all."""

    is_article: Test
    was_captured: Test

    def worth_requesting(self, links: list[LinkCandidate], on_article: bool) -> list[LinkCandidate]:
        """Select the links of a page that are worth requesting again in a later crawl; ``on_article``: the page is an
        article.

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

    def _is_worth_requesting(self, link: LinkCandidate, on_article: bool) -> bool:
        if self.is_article(link.url):
            return not on_article
        return interest_of(link) is Interest.LISTING or not self.was_captured(link.url)

    def _is_known_throughout(self, links: list[LinkCandidate]) -> bool:
        known = any(self.is_article(link.url) for link in links)
        return known and all(map(self.was_captured, (link.url for link in links if _names_article(link))))


def links_since(links: list[LinkCandidate], since: date | None) -> list[LinkCandidate]:
    """Drop the links of a page that are dated before ``since`` (the spider argument).

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
