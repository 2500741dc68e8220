"""How much a lead promises, before its page has been seen."""

from enum import IntEnum

from crawler.discovery.leads import Lead
from crawler.discovery.wording import is_dull, is_pager, names_a_listing

_LONG_CHINESE = 10
_LONG_WORDS = 5


class Interest(IntEnum):
    """What a lead seems to be. Listings come before articles, so that they get the credit for what they list."""

    DULL = 1
    PLAIN = 2
    ARTICLE = 3
    LISTING = 4


def interest_of(lead: Lead) -> Interest:
    """What the lead seems to be, by its part on the page, its words and the date beside it.

    >>> interest_of(Lead("http://example.com/xw/", "新闻中心")).name, interest_of(Lead("http://example.com/?s=x")).name
    ('LISTING', 'DULL')
    """
    if lead.role in ("sitemap", "feed"):
        return Interest.LISTING
    if is_dull(lead.text, lead.url):
        return Interest.DULL
    if lead.role == "entry":
        return Interest.ARTICLE
    if lead.role in ("next", "frame", "refresh", "option") or is_pager(lead.text):
        return Interest.LISTING
    if lead.dated:
        return Interest.ARTICLE
    if names_a_listing(lead.text, lead.url):
        return Interest.LISTING
    return Interest.ARTICLE if _reads_like_a_title(lead.text) else Interest.PLAIN


def _reads_like_a_title(text: str) -> bool:
    return sum("㐀" <= character <= "鿿" for character in text) >= _LONG_CHINESE or text.count(" ") >= _LONG_WORDS - 1
