"""Where links lead: home, to the page itself, away from it."""

import re
from urllib.parse import urljoin

from lxml import etree

from archive.model.url import canonical_url
from crawler.extraction.metadata import join

_TO_HOME = re.compile(r"(?:https?://[^/]+)?(?:\.?/)?(?:index|default)?(?:\.\w{2,5})?/?")
_MAX_HOME = 100  # characters


def leads_home(link: etree._Element) -> bool:
    """Whether a link leads to the top of the site."""
    href = (link.get("href") or "").strip()
    return 0 < len(href) < _MAX_HOME and bool(_TO_HOME.fullmatch(href))


def leads_to(link: etree._Element, base: str) -> bool:
    """Whether a link leads to the page at the address ``base`` itself, as titles in weblogs do."""
    href = (link.get("href") or "").partition("#")[0].strip()
    if href in ("", base) or "bookmark" in (link.get("rel") or ""):
        return True
    return href[-1:] == base[-1:] and href.rpartition("/")[2] == base.rpartition("/")[2] and join(base, href) == base


def target_of(base: str, href: str | None) -> str | None:
    """The canonical address of the page to which a link on the page at ``base`` leads; None for none that is read.

    >>> target_of("https://a.example/news/", "../B.html#top"), target_of("https://a.example/", "mailto:b@a.example")
    ('https://a.example/B.html', None)
    """
    try:
        target = urljoin(base, (href or "").strip())
        return canonical_url(target) if target.startswith(("http", "file")) else None
    except ValueError:
        return None


def leads_away(link: etree._Element) -> bool:
    """Whether a link leads to an address on the web, and not within the page or to a program."""
    return not (link.get("href") or "").strip().lower().startswith(("#", "javascript:", "mailto:", "tel:"))
