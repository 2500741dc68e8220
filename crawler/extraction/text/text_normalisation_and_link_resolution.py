"""Normal forms of a page's text, how much of it there is to read, and the addresses to which its links lead.

What such a function says of a short text is kept (``cached_if_short``).
"""

import html
import unicodedata
from collections.abc import Callable
from functools import update_wrapper
from typing import TypeVar
from urllib.parse import urljoin

from lxml import etree

from archive.model.url import canonical_url
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROWED = lazy_pattern("[\uff01-\uff5e\u3000]")
_SPACING = lazy_pattern(r"[\s\W_]+")
_MENU_ENTRY = 40  # characters
SENTENCE_END = lazy_pattern(r"[。!?!?…][”’\"'」』)】\)]*(?:\s|$)|\.[”’\"'\)]*(?:\s|$)|[。!?;]")
COMMA = lazy_pattern(r"[,,、;;]")
_UNSEEN_CHARACTERS = lazy_pattern(r"[\x00-\x08\x0e-\x1b\x7f\u200b\ufeff]+")
WIDE = lazy_pattern("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
"""Runs of Chinese, Japanese and Korean characters."""
_ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,8}\d{0,2});")
_TO_HOME = lazy_pattern(r"(?:https?://[^/]+)?(?:\.?/)?(?:index|default)?(?:\.\w{2,5})?/?")
_MAX_HOME = 100  # characters


_Answer = TypeVar("_Answer")


class _Kept(dict[str, _Answer]):
    """A function of a text that keeps its results for texts up to some length; emptied when it has too many.

    Finding a result in a dictionary takes half the time of ``lru_cache``, which moves it to the end of a list.
    """

    __call__ = dict.__getitem__
    cache_clear = dict.clear

    def __init__(self, function: Callable[[str], _Answer], longest: int, maxsize: int) -> None:
        super().__init__()
        self._function, self._longest, self._maxsize = function, longest, maxsize
        update_wrapper(self, function)

    def __missing__(self, text: str) -> _Answer:
        answer = self._function(text)
        if len(text) <= self._longest:
            if len(self) >= self._maxsize:
                self.clear()
            self[text] = answer
        return answer


def cached_if_short(longest: int, maxsize: int) -> Callable[[Callable[[str], _Answer]], Callable[[str], _Answer]]:
    """Decorate a function of a text: keep its results for texts of up to ``longest`` characters, ``maxsize`` of them.

    Menus say the same on every page of a site, and several fields are looked for in one line; long texts differ, and
    would only fill the memory.
    """
    return lambda function: _Kept(function, longest, maxsize)


def normalise(text: str) -> str:
    """Normalise a page's text: NFC, runs of white space as one space, none at the ends, no unseen characters.

    >>> normalise(" \u3000Thank\xa0\\n you! ")
    'Thank you!'
    """
    return squeeze(text).strip()


def resolve_entities(text: str) -> str:
    """Resolve character references in a text that the page escaped twice.

    >>> resolve_entities("pay&#8217;s&nbsp;rise"), resolve_entities("R&D; AT&T")
    ('pay’s rise', 'R&D; AT&T')
    """
    return normalise(html.unescape(text)) if _ENTITY.search(text) else text


@cached_if_short(_MENU_ENTRY, 8192)
def squeeze(text: str) -> str:
    """Collapse runs of white space in a text to one space, at the ends too."""
    core = " ".join(text.split())
    if not core.isprintable():
        core = " ".join(_UNSEEN_CHARACTERS.sub("", core).split())
    if not core:
        return " " if text and any(map(str.isspace, text)) else ""
    if not core.isascii():
        core = unicodedata.normalize("NFC", core)
    return f"{' ' if text[0].isspace() else ''}{core}{' ' if text[-1].isspace() else ''}"


@cached_if_short(_MENU_ENTRY, 8192)
def narrow(text: str) -> str:
    """Convert full-width forms of ASCII in a text to ASCII, of the same length, as patterns are written for it.

    >>> narrow("来源\uff1a新华网\uff0c\uff12\uff10\uff12\uff14")
    '来源:新华网,2024'
    """
    return text.translate(_NARROW) if not text.isascii() and _NARROWED.search(text) else text


@cached_if_short(_MENU_ENTRY, 8192)
def units(text: str) -> int:
    """Measure how much of a text there is to read, in Latin characters; a Chinese one counts as two and a half.

    >>> units("news"), units("新闻")
    (4, 5)
    """
    if text.isascii():
        return len(text)
    return len(text) + count_wide(text) * 3 // 2


def count_wide(text: str) -> int:
    """Count the Chinese, Japanese and Korean characters of a text."""
    return sum(map(len, WIDE.findall(text)))


@cached_if_short(_MENU_ENTRY, 8192)
def key(text: str) -> str:
    """Return the key by which a text is compared with others: letters and digits only, without case.

    >>> key("Lanting  Forum – News")
    'lantingforumnews'
    """
    return _SPACING.sub("", text).casefold()


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
