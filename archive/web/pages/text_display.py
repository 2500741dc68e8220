"""Text of pages shortened for display, with its language, and the cards of documents in lists."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from archive.bitext.languages import HAN_OF_ALL_PLANES
from archive.index import Snippet
from archive.query.terminal_and_csv import clean

MOST = 300
"""Most characters of a title, a name or a URL that are shown."""

_HAN = re.compile(f"[{HAN_OF_ALL_PLANES}]")
_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class DisplayText:
    """A text on one line and its BCP 47 language; ``lang`` is empty if it is unknown, as HTML writes that."""

    text: str
    lang: str


@dataclass(frozen=True, slots=True)
class SnippetPart:
    """A part of a text, and whether it matches the query."""

    text: str
    marked: bool


def display_text(text: str | None, langs: Iterable[str], most: int = MOST) -> DisplayText:
    """Return a text on one line, at most ``most`` characters, with its language among ``langs``, most used first.

    >>> display_text("产能", ["en", "zh-Hans"]), display_text("Capacity", ["zh-Hans"])
    (DisplayText(text='产能', lang='zh-Hans'), DisplayText(text='Capacity', lang=''))
    >>> display_text("Capacity", ["zh-Hans", "en"], 4)
    DisplayText(text='Cap…', lang='en')
    """
    line = clean(shorten(text or "", most * 4))
    return DisplayText(shorten(line, most), _language(line[:most], list(langs)))


def known_language(lang: str) -> str:
    """Return the language as HTML writes it: empty if it is undetermined (``und``)."""
    return "" if lang == "und" else lang


def shorten(text: str, most: int = MOST) -> str:
    """Return the text in at most ``most`` characters, with an ellipsis at the end if it was longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def web_url(url: str) -> str | None:
    """Return the URL if it is an HTTP URL that may be linked to, otherwise None.

    >>> web_url("javascript:alert(1)"), web_url("https://example.com/")
    (None, 'https://example.com/')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def snippet_parts(snippet: Snippet) -> tuple[SnippetPart, ...]:
    """Return a snippet in parts, with the matches marked."""
    pieces, at = [], 0
    for begin, end in snippet.spans:
        pieces += [SnippetPart(snippet.text[at:begin], False), SnippetPart(snippet.text[begin:end], True)]
        at = end
    return tuple(piece for piece in (*pieces, SnippetPart(snippet.text[at:], False)) if piece.text)


def _language(text: str, langs: Sequence[str]) -> str:
    """Return the language of the page that the characters of a text allow."""
    if _KANA.search(text):
        return "ja"
    if _HANGUL.search(text):
        return "ko"
    if _HAN.search(text):
        return next((lang for lang in langs if lang.split("-")[0] in ("zh", "ja")), "zh")
    return next((lang for lang in langs if lang.split("-")[0] not in ("zh", "ja", "ko", "und")), "")


def marked_parts(text: str, phrases: Iterable[str]) -> tuple[SnippetPart, ...]:
    """Return a text in parts, with each phrase in it marked, whatever its case.

    >>> [(part.text, part.marked) for part in marked_parts("An Act", ["act"])]
    [('An ', False), ('Act', True)]
    """
    longest_first = sorted((re.escape(phrase) for phrase in phrases), key=len, reverse=True)
    if not longest_first:
        return (SnippetPart(text, False),)
    parts = re.split(rf"({'|'.join(longest_first)})", text, flags=re.IGNORECASE)
    return tuple(SnippetPart(part, number % 2 == 1) for number, part in enumerate(parts) if part)
