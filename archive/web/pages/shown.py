"""Texts of pages as the reading room shows them: cut to a length, with the language that they are in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.index import Snippet
from archive.query.terminal import clean

MOST = 300
"""Characters of a title, a name or an address that are shown."""

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A text on one line and its language by BCP 47; ``lang`` is empty where it is not known, as HTML writes that."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text, and whether it is what was looked for."""

    text: str
    marked: bool


def shown(text: str | None, langs: Iterable[str], most: int = MOST) -> Shown:
    """A text of a page that has these languages, the most used first, cut to ``most`` characters.

    >>> shown("产能", ["en", "zh-Hans"]), shown("Capacity", ["zh-Hans"]), shown("Capacity", ["zh-Hans", "en"], 4)
    (Shown(text='产能', lang='zh-Hans'), Shown(text='Capacity', lang=''), Shown(text='Cap…', lang='en'))
    """
    line = clean(cut(text or "", most * 4))
    return Shown(cut(line, most), _language(line[:most], list(langs)))


def cut(text: str, most: int = MOST) -> str:
    """The text in at most so many characters, the last of them an ellipsis where it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def web_address(url: str) -> str | None:
    """The address where it is one of the web that may be linked to, else None.

    >>> web_address("javascript:alert(1)"), web_address("https://example.com/")
    (None, 'https://example.com/')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def marked(snippet: Snippet) -> tuple[Piece, ...]:
    """A snippet in pieces, those that were found marked."""
    pieces, at = [], 0
    for begin, end in snippet.spans:
        pieces += [Piece(snippet.text[at:begin], False), Piece(snippet.text[begin:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, Piece(snippet.text[at:], False)) if piece.text)


def _language(text: str, langs: Sequence[str]) -> str:
    """The language of the page that the letters of a text allow."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return next((lang for lang in langs if lang.split("-")[0] in ("zh", "ja")), "zh")
    return next((lang for lang in langs if lang.split("-")[0] not in ("zh", "ja", "ko", "und")), "")
