"""The order of a concordance's lines: relevance, date, or words to the left and right; Chinese words by pinyin.

Words are those of the corpus (``archive.corpus.words``). The pinyin comes from pypinyin (MIT licence), an extra;
without it Chinese is sorted by code point.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from importlib.util import find_spec
from itertools import islice
from typing import Any

from archive.bitext.language_guess_and_length_ratio import HAN_OF_ALL_PLANES
from archive.corpus.words import Word, split_words
from archive.errors import UsageError
from archive.model.language_codes import is_in_language
from archive.query.concordance.keyword_lines import KeywordLine, LineOrigin, TextSpan

MOST_CONTEXT = 100
"""Words on either side of the keyword that a line may be asked to have."""
NO_PINYIN = (
    "Chinese is sorted by code point; to sort it by pinyin install the extra: pip install 'agency-archive[corpus]'"
)
_SORTED_WORDS = 8
_MOST_POSITIONS = 6
_FARTHEST = 5
_WINDOW = 2_000
"""Characters on either side of the keyword in which words are counted."""
_CHARACTERS_A_WORD, _LONGEST_RUN = 12, 100
"""Characters in which a word is looked for first, and those that are read further up to a mark or space."""
_POSITION = re.compile(r"([1-9])([lr])|0")
_CHINESE_WORD = re.compile(f"[{HAN_OF_ALL_PLANES}]+")


class LineOrder(StrEnum):
    """Orders of concordance lines by name: relevance, the words before or after, the day, the earliest first."""

    SCORE = "score"
    LEFT = "left"
    RIGHT = "right"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class WordOrder:
    """An order of concordance lines by words at positions from the keyword: -1 is the word before it, 1 the word
    after it.
    """

    positions: tuple[int, ...]

    def __str__(self) -> str:
        return ",".join(f"{abs(at)}{'L' if at < 0 else 'R'}" if at else "0" for at in self.positions)


Order = LineOrder | WordOrder


def parse_order(text: str) -> Order:
    """Parse the order of concordance lines: ``score``, ``left``, ``right``, ``date``, or positions, the most
    important first.

    Raises UsageError for anything else.

    >>> parse_order("1L,1R,2R")
    WordOrder(positions=(-1, 1, 2))
    """
    name = text.strip().lower()
    if name in list(LineOrder):
        return LineOrder(name)
    found = [_POSITION.fullmatch(part.strip()) for part in name.split(",")]
    positions = tuple(
        int(one[1] or 0) * (-1 if one[2] == "l" else 1) for one in found if one and int(one[1] or 0) <= _FARTHEST
    )
    if len(positions) < len(found) or len(positions) > _MOST_POSITIONS:
        raise UsageError(
            f"{text!r} is no order of lines; give score, left, right, date, or up to six positions of words: "
            "1L,1R,2R (L left, R right, 0 the hit, at most five words away)"
        )
    return WordOrder(positions)


def sort_key(order: Order, across: bool = False) -> Callable[[KeywordLine], Any]:
    """Return the key by which concordance lines are sorted; lines with equal keys keep the order of relevance.

    Words are those of the sentence, or of the block if ``across``. A line that ends before a position comes first.
    """
    if order is LineOrder.SCORE:
        return lambda _: ()
    if order is LineOrder.DATE:
        return lambda line: day_key(line.origin)
    positions = _positions(order)
    return lambda line: _word_key(line, positions, across)


def day_key(origin: LineOrigin) -> tuple[bool, str]:
    """Return a sort key for concordance lines by the time of publication, those without one last."""
    return origin.published is None, origin.published or ""


def with_context(line: KeywordLine, words: int) -> KeywordLine:
    """Widen or narrow a concordance line to a number of words on either side of the keyword, within its block."""
    before, after = _sides(line, across=True)
    left, right = _words_before(before, line.lang, words), _words_after(after, line.lang, words)
    return replace(line, left=before[left[-1].start :] if left else "", right=after[: right[-1].end] if right else "")


def lacks_pinyin(order: Order, lines: Iterable[KeywordLine]) -> bool:
    """Return whether Chinese concordance lines were sorted by code point, since pypinyin is not installed."""
    by_words = order not in (LineOrder.SCORE, LineOrder.DATE)
    return by_words and not _has_pinyin() and any(is_in_language(line.lang, "zh") for line in lines)


def _has_pinyin() -> bool:
    return find_spec("pypinyin") is not None


def _positions(order: Order) -> tuple[int, ...]:
    if isinstance(order, WordOrder):
        return order.positions
    return tuple(range(-1, -_SORTED_WORDS - 1, -1) if order is LineOrder.LEFT else range(1, _SORTED_WORDS + 1))


def _sides(line: KeywordLine, across: bool) -> tuple[str, str]:
    """Return the text to the left and to the right of a concordance line's keyword, in its sentence or its block."""
    whole = across and line.field == "block"
    limits = TextSpan(0, len(line.text)) if whole else line.sentence
    start, end = line.place
    return line.text[max(limits.start, start - _WINDOW) : start], line.text[end : min(limits.end, end + _WINDOW)]


def _word_key(line: KeywordLine, positions: tuple[int, ...], across: bool) -> list[tuple[object, ...]]:
    before, after = _sides(line, across)
    left = [word.key for word in _words_before(before, line.lang, -min(positions))]
    right = [word.key for word in _words_after(after, line.lang, max(positions))]
    return [
        _key_at(right, at) if at > 0 else _key_at(left, -at) if at else tuple(map(collation_key, _hit_words(line)))
        for at in positions
    ]


def _hit_words(line: KeywordLine) -> list[str]:
    return [word.key for word in split_words(line.keyword, line.lang) if word.is_word]


def _key_at(words: list[str], position: int) -> tuple[object, ...]:
    return collation_key(words[position - 1]) if position <= len(words) else ()


def _words_after(text: str, lang: str, number: int) -> list[Word]:
    """The first words of a text; of a long one no more is cut than is needed."""
    if number <= 0:
        return []
    part = text[: _CHARACTERS_A_WORD * number + _LONGEST_RUN]
    words = list(islice((word for word in split_words(part, lang) if word.is_word), number))
    if len(words) < number and len(part) < len(text):
        words = list(islice((word for word in split_words(text, lang) if word.is_word), number))
    return words


def _words_before(text: str, lang: str, number: int) -> list[Word]:
    """The last words of a text, the last first; of a long one no more is cut than is needed."""
    if number <= 0:
        return []
    start = wanted = max(0, len(text) - _CHARACTERS_A_WORD * number)
    while start and start > wanted - _LONGEST_RUN and text[start - 1].isalnum():
        start -= 1
    words = [word for word in split_words(text[start:], lang) if word.is_word]
    if start and len(words) <= number:
        start, words = 0, [word for word in split_words(text, lang) if word.is_word]
    nearest = words[: -number - 1 : -1]
    return [Word(word.key, start + word.start, start + word.end, word.is_word) for word in nearest]


@lru_cache(maxsize=1 << 16)
def collation_key(word: str) -> tuple[tuple[bool, str, str], ...]:
    """Return a sort key for a folded word of a concordance line: letters without accents first, Chinese by pinyin and
    tone.

    A character is read as in its word; characters with the same reading stand by code point. Without pypinyin Chinese
    stands by code point.
    """
    if _CHINESE_WORD.fullmatch(word):
        return tuple((True, reading, each) for reading, each in zip(_readings(word), word, strict=True))
    return tuple((False, unicodedata.normalize("NFD", each)[0], each) for each in word)


def _readings(word: str) -> list[str]:
    """Look up the pinyin of each character of a word, with the number of the tone; empty texts without pypinyin."""
    read = _pinyin()
    readings = read(word) if read else []
    return readings if len(readings) == len(word) else [""] * len(word)


@cache
def _pinyin() -> Callable[[str], list[str]] | None:
    if not _has_pinyin():
        return None
    from pypinyin import Style, lazy_pinyin  # slow to import

    return lambda word: lazy_pinyin(word, style=Style.TONE3, neutral_tone_with_five=True)
