"""Where the links of a page lead: their absolute addresses, and links to the home page or to the page itself."""

from urllib.parse import urljoin

from lxml import etree

from archive.model.url import canonical_url
from crawler.extraction.text.text_blocks_and_facts import TextBlock
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_TO_HOME = lazy_pattern(r"(?:https?://[^/]+)?(?:\.?/)?(?:index|default)?(?:\.\w{2,5})?/?")
_MAX_HOME = 100  # characters


def leads_home(href: str | None) -> bool:
    """Return whether a link leads to the top (home page) of the site."""
    href = (href or "").strip()
    return 0 < len(href) < _MAX_HOME and bool(_TO_HOME.fullmatch(href))


def leads_to(link: etree._Element, base: str) -> bool:
    """Return whether a link leads to the page at the address ``base`` itself, as titles in weblogs do."""
    href = (link.get("href") or "").partition("#")[0].strip()
    if href in ("", base) or "bookmark" in (link.get("rel") or ""):
        return True
    return href[-1:] == base[-1:] and href.rpartition("/")[2] == base.rpartition("/")[2] and join(base, href) == base


def target_of(base: str, href: str | None) -> str | None:
    """Return the canonical address of the page to which a link on the page at ``base`` leads; None for no page.

    >>> target_of("https://a.example/news/", "../B.html#top"), target_of("https://a.example/", "mailto:b@a.example")
    ('https://a.example/B.html', None)
    """
    try:
        target = urljoin(base, (href or "").strip())
        return canonical_url(target) if target.startswith(("http", "file")) else None
    except ValueError:
        return None


def join(base: str, url: str) -> str:
    """Resolve a link to its absolute address; ``base`` where the link is malformed."""
    try:
        return urljoin(base, url.strip())
    except ValueError:
        return base


_OF_ADDRESS = ("/", ".", "h")
"""What most addresses begin with, and no other link."""


def leads_away(href: str) -> bool:
    """Return whether a link leads to an address on the web, and not within the page or to a program."""
    return href[:1] in _OF_ADDRESS or not href.strip().lower().startswith(("#", "javascript:", "mailto:", "tel:"))


def leads_elsewhere(block: TextBlock) -> bool:
    """Return whether a text block is only a link, to another page."""
    return block.only_link and block.href is not None and leads_away(block.href)
