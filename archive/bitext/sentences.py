"""Sentence splitting, with offsets, by rules for Chinese and for English, and joining of sentences.

The rules of English serve all languages that are written with full stops, those of Chinese also Japanese.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.model.language_codes import primary_language
from archive.word_lists_and_character_tables import word_list

_WIDE_AT_END = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]\Z")

_ENGLISH_END = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»)\]]*(?=\s|[\"“‘(]|[A-ZÀ-Þ\u3400-\u9fff]|$)")
_NEXT = re.compile(r"\s*[\"'“‘«(\[–—-]*\s*([^\W_])?")
_LAST_WORD = re.compile(r"[^\s\"“”‘(\[]+$")
_FIRST_WORD = re.compile(r"\s*[\"“‘(]*([A-Za-z]+)")
_INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]")
_LIST_NUMBER = re.compile(r"\(?(?:\d{1,3}|[ivxlcIVXLC]{1,6}|[a-zA-Z])")
_JOINED = re.compile(r"[A-Z][a-z]|[AI]\s|[\"“‘(]|[\u3400-\u9fff]")
_WORD_WINDOW = 40

_LISTS = ("archive.bitext", "abbreviations")
_INSIDE = word_list(*_LISTS, "inside a sentence")
_BEFORE_FIGURE = word_list(*_LISTS, "before a figure")
"""Abbreviations that are also words or names: they are abbreviations only before a figure."""

_INSIDE_OR_AT_END = word_list(*_LISTS, "inside or at the end")
"""Abbreviations that end a sentence where one of the first words follows with a capital."""

_FIRST_WORDS = word_list(*_LISTS, "first words")

_CLOSING = "”’」』）】》〉)\\]\"'"
_CHINESE_END = re.compile(rf"(?:[。！？!?｡]|…+|\.{{3,}}|(?<=[\u4e00-\u9fff”’）)])\.(?![\w.]))+[{_CLOSING}]*")
_LATIN = re.compile(r"[!?][\w&=/#%]", re.ASCII)
_PAUSE = re.compile(r"\s*[，,、；;：:。！？!?]")
_SPEAKER = re.compile(
    r"\s*[\u4e00-\u9fff]{0,8}?(?:说|說|问|問|答|道|表示|指出|强调|強調|称|稱|写道|寫道|回答)(?:[道：:，,。]|\s*$)"
)
_BRACKET = re.compile(r"[（(\[【]|[）)\]】]")
_LONGEST_BRACKET = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its place in a block: ``text`` is ``block[start:end]``, without white space at either end."""

    text: str
    start: int
    end: int


def split_sentences(text: str, lang: str) -> list[Sentence]:
    """Split the text of a block into sentences, in order; only white space lies between them.

    ``lang`` is a BCP 47 tag. Chinese and Japanese are split at their own punctuation, all other languages by the
    rules of English, which know abbreviations, initials and numbers.

    >>> [(one.text, one.start) for one in split_sentences("他说：“好吗？”我说好。", "zh-Hans")]
    [('他说：“好吗？”', 0), ('我说好。', 8)]
    """
    is_chinese = primary_language(lang) in ("zh", "ja", "yue")
    return list(_cut_at_ends(text, _chinese_sentence_ends(text) if is_chinese else _english_sentence_ends(text)))


def join_sentences(sentences: Iterable[str]) -> str:
    """Join sentences to one text, with a space between them except after Chinese and Japanese.

    >>> join_sentences(["你好。", "再见。"]), join_sentences(["Hello.", "Bye."])
    ('你好。再见。', 'Hello. Bye.')
    """
    text = ""
    for sentence in sentences:
        separator = "" if not text or _WIDE_AT_END.search(text) else " "
        text += separator + sentence
    return text


def _cut_at_ends(text: str, ends: Iterable[int]) -> Iterator[Sentence]:
    start = 0
    for end in (*ends, len(text)):
        part = text[start:end]
        trimmed = part.strip()
        if trimmed:
            first = start + len(part) - len(part.lstrip())
            yield Sentence(trimmed, first, first + len(trimmed))
        start = end


def _english_sentence_ends(text: str) -> Iterator[int]:
    """The offset after the last character of each English sentence, without the end of the text."""
    start = 0
    for found in _ENGLISH_END.finditer(text):
        if _is_english_end(text, found, start):
            yield found.end()
            start = found.end()


def _is_english_end(text: str, found: re.Match[str], start: int) -> bool:
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
    """Return whether two sentences follow each other without a space; a name such as Node.JS is not two sentences."""
    before = text[max(0, found.start() - 3) : found.start()]
    return len(before) == 3 and before.isalpha() and before.islower() and bool(_JOINED.match(text, found.end()))


def _is_abbreviation(text: str, at: int, end: int, start: int) -> bool:
    """Return whether a full stop belongs to an abbreviation, to an initial or to the number of a list item."""
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


def _chinese_sentence_ends(text: str) -> Iterator[int]:
    """The offset after the last character of each Chinese sentence, without the end of the text.

    A sentence ends after 。, ！, ？, … and similar marks and the closing quotation marks and brackets after them. It
    does not end inside brackets, inside Latin text (a URL with a question mark), at an ellipsis within a clause, or
    where the words after a quotation say who spoke.
    """
    brackets = _brackets(text)
    bracket = next(brackets, None)
    for found in _CHINESE_END.finditer(text):
        while bracket and bracket[1] <= found.start():
            bracket = next(brackets, None)
        inside = bracket is not None and bracket[0] < found.start() and found.end() < bracket[1]
        if not inside and _is_chinese_end(text, found):
            yield found.end()


def _is_chinese_end(text: str, found: re.Match[str]) -> bool:
    mark, at, end = found.group(), found.start(), found.end()
    if at and text[at - 1].isascii() and not text[at - 1].isspace() and _LATIN.match(text, at):
        return False
    if _PAUSE.match(text, end):
        return False
    if mark[0] in "….":
        return not (mark[0] == "…" and at and text[at - 1] in "，,、；;：:")
    return not (mark[-1] in '”」』"’' and _SPEAKER.match(text, end))


def _brackets(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of outermost brackets, without those that never close or are too long."""
    depth = start = 0
    for found in _BRACKET.finditer(text):
        if found.group() in "（([【":
            if depth and found.start() - start > _LONGEST_BRACKET:
                depth = 0
            start = start if depth else found.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth and found.end() - start <= _LONGEST_BRACKET:
                yield start, found.end()
