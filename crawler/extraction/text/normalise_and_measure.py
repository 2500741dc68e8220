"""Normal forms of a page's text, and measures of it: how much there is to read, and in which letters."""

import html
import unicodedata
from collections.abc import Callable
from functools import update_wrapper
from typing import TypeVar

from crawler.extraction.text.word_lists import lazy_pattern

_Answer = TypeVar("_Answer")

_WIDE = lazy_pattern("[\u2e80-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_NARROWED = lazy_pattern("[\uff01-\uff5e\u3000]")
_SPACING = lazy_pattern(r"[\s\W_]+")
_MENU_ENTRY = 40  # characters
SENTENCE_END = lazy_pattern(r"[。!?!?…][”’\"'」』)】\)]*(?:\s|$)|\.[”’\"'\)]*(?:\s|$)|[。!?;]")
COMMA = lazy_pattern(r"[,,、;;]")
_UNSEEN_CHARACTERS = lazy_pattern(r"[\x00-\x08\x0e-\x1b\x7f\u200b\ufeff]+")
_ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][\dA-Fa-f]{1,6}|[A-Za-z]{2,8}\d{0,2});")


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
    return len(text) + _wide(text) * 3 // 2


def _wide(text: str) -> int:
    """Count the Chinese, Japanese and Korean characters of a text."""
    return sum(map(len, _WIDE.findall(text)))


def is_wide(text: str) -> bool:
    """Return whether most letters of a text are Chinese, Japanese or Korean."""
    wide = _wide(text)
    return wide * 2 >= len(text) or wide * 2.5 > len(text) - wide


def writing(text: str) -> str:
    """Return the main script of a text: 'hangul', 'kana' (Chinese characters among them), 'han' or 'other'.

    >>> writing("한중 번역 포럼"), writing("翻訳についての話"), writing("翻译论坛"), writing("Forum")
    ('hangul', 'kana', 'han', 'other')
    """
    if not is_wide(text):
        return "other"
    letters = _WIDE.findall(text)
    hangul = sum("\uac00" <= letter <= "\ud7a3" for run in letters for letter in run)
    kana = sum("\u3041" <= letter <= "\u30fa" for run in letters for letter in run)
    return "hangul" if hangul * 2 > sum(map(len, letters)) else "kana" if kana > 1 else "han"


@cached_if_short(_MENU_ENTRY, 8192)
def key(text: str) -> str:
    """Return the key by which a text is compared with others: letters and digits only, without case.

    >>> key("Lanting  Forum – News")
    'lantingforumnews'
    """
    return _SPACING.sub("", text).casefold()
