"""Where English sentences end. The same rules serve other languages that are written with full stops."""

import re
from collections.abc import Iterator

from archive.bitext.lexicon.word_lists import word_list

_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»)\]]*(?=\s|[\"“‘(]|[A-ZÀ-Þ\u3400-\u9fff]|$)")
_NEXT = re.compile(r"\s*[\"'“‘«(\[–—-]*\s*([^\W_])?")
_LAST_WORD = re.compile(r"[^\s\"“”‘(\[]+$")
_FIRST_WORD = re.compile(r"\s*[\"“‘(]*([A-Za-z]+)")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[ivxlcIVXLC]{1,6}|[a-zA-Z])")
_JOINED = re.compile(r"[A-Z][a-z]|[AI]\s|[\"“‘(]|[\u3400-\u9fff]")
_WORD_WINDOW = 40

_LISTS = ("archive.bitext.sentences", "abbreviations")
_INSIDE = word_list(*_LISTS, "inside a sentence")
_BEFORE_FIGURE = word_list(*_LISTS, "before a figure")
"""Abbreviations that are also words or names: they are abbreviations only before a figure."""

_INSIDE_OR_AT_END = word_list(*_LISTS, "inside or at the end")
"""Abbreviations that end a sentence where one of the first words follows with a capital."""

_FIRST_WORDS = word_list(*_LISTS, "first words")


def english_sentence_ends(text: str) -> Iterator[int]:
    """The offset after the last character of each sentence, without the end of the text."""
    start = 0
    for found in _END.finditer(text):
        if _is_end(text, found, start):
            yield found.end()
            start = found.end()


def _is_end(text: str, found: re.Match[str], start: int) -> bool:
    mark, end = found.group(), found.end()
    following = _NEXT.match(text, end)
    first = following.group(1) if following else None
    if first is None:
        return True
    if first.islower():
        return False
    if end < len(text) and not text[end].isspace() and not _is_joined(text, found):
        return False
    return mark != "." or not _is_abbreviation(text, found.start(), end, start)


def _is_joined(text: str, found: re.Match[str]) -> bool:
    """Whether two sentences follow each other without a space; a name such as Node.JS is not two sentences."""
    before = text[max(0, found.start() - 3) : found.start()]
    return len(before) == 3 and before.isalpha() and before.islower() and bool(_JOINED.match(text, found.end()))


def _is_abbreviation(text: str, at: int, end: int, start: int) -> bool:
    """Whether a full stop belongs to an abbreviation, to an initial or to the number of a list item."""
    last = _LAST_WORD.search(text, max(start, at - _WORD_WINDOW), at)
    if not last:
        return False
    word = last.group()
    if not text[start : last.start()].strip() and _LIST_NUMBER.fullmatch(word):
        return True
    plain = word.lower()
    if plain in _INSIDE:
        return True
    if plain in _BEFORE_FIGURE:
        return text[end : end + 2].strip().isdigit()
    if plain in _INSIDE_OR_AT_END or _ACRONYM.fullmatch(word):
        opener = _FIRST_WORD.match(text, end)
        return not (opener and opener.group(1).lower() in _FIRST_WORDS and opener.group(1)[0].isupper())
    return bool(_INITIALS.fullmatch(word)) and word != "I"
