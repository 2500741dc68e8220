"""Normal forms of a page's text, and its length: how much there is to read."""

import html
import unicodedata

from crawler.extraction.language.writing_systems_and_chinese_characters import count_wide
from crawler.extraction.text.word_lists_and_patterns import cached_if_short, lazy_pattern

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROWED = lazy_pattern("[\uff01-\uff5e\u3000]")
_SPACING = lazy_pattern(r"[\s\W_]+")
_MENU_ENTRY = 40  # characters
SENTENCE_END = lazy_pattern(r"[。!?!?…][”’\"'」』)】\)]*(?:\s|$)|\.[”’\"'\)]*(?:\s|$)|[。!?;]")
COMMA = lazy_pattern(r"[,,、;;]")
_UNSEEN_CHARACTERS = lazy_pattern(r"[\x00-\x08\x0e-\x1b\x7f\u200b\ufeff]+")
_ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,8}\d{0,2});")


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


@cached_if_short(_MENU_ENTRY, 8192)
def key(text: str) -> str:
    """Return the key by which a text is compared with others: letters and digits only, without case.

    >>> key("Lanting  Forum – News")
    'lantingforumnews'
    """
    return _SPACING.sub("", text).casefold()
