"""Links between the words of two texts to align: which word of the one may translate which word of the other."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise

from archive.bitext.chinese_words import (
    RUN_OF_CHARACTERS,
    WEAK_CHARACTERS,
    chinese_words,
    english_meanings,
    pinyin_readings,
)
from archive.bitext.english_words import english_words, stem_english
from archive.bitext.numbers_and_punctuation import PUNCTUATION_KINDS, punctuation_kinds, write_numbers_in_full
from archive.word_lists_and_character_tables import to_simplified

SegmentWords = list[list[str]]
"""The words of each segment of a text."""

Links = dict[str, set[str]]
"""For each source word the target words that may translate it."""

NAME_MARK = "@"
"""Begins a word made of two characters of a name that the other text writes in pinyin."""

_NAME_LENGTH = 6
_TWO_SYLLABLES = re.compile(rf"(?=.{{{_NAME_LENGTH}}})(?:(?:[zcs]h|[a-z])?[aeiou]{{0,3}}(?:ng|[nr])?){{2}}")
"""Two syllables of pinyin, and some more: few other English words have this form."""

_SMALLEST_NUMBER = 11
_OTHER_WORD = re.compile(r"\d[\d,.]*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ONE_CHARACTER = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class LinkedTexts:
    """The words of each segment of two texts to align, and their links; ``back`` has those of target words."""

    source: SegmentWords
    target: SegmentWords
    links: Links
    back: Links = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "back", _reversed(self.links))


def link_words(source: Sequence[str], target: Sequence[str], by_dictionary: bool) -> LinkedTexts:
    """Link the words of two texts to align; with the dictionary the source is Chinese and the target English.

    Without the dictionary only names, numbers and punctuation link the texts.
    """
    return _link_by_dictionary(source, target) if by_dictionary else _link_names_and_numbers(source, target)


def _reversed(links: Links) -> Links:
    """Reverse the links of words: for each target word the source words that it may translate."""
    back: defaultdict[str, set[str]] = defaultdict(set)
    for word, translations in links.items():
        for translation in translations:
            back[translation].add(word)
    return dict(back)


def _link_by_dictionary(source: Sequence[str], target: Sequence[str]) -> LinkedTexts:
    written = [english_words(write_numbers_in_full(text)) for text in target]
    stems = [[stem_english(word) for word in row] for row in written]
    vocabulary = set(chain.from_iterable(stems))
    simplified = [to_simplified(write_numbers_in_full(text)) for text in source]
    chinese = [chinese_words(text, vocabulary) for text in simplified]
    words = dict.fromkeys(chain.from_iterable(chinese))
    links = {word: found for word in words if (found := _translations(word, vocabulary))}
    _add_names(simplified, written, chinese, links)
    _add_punctuation(source, chinese, True)
    _add_punctuation(target, stems, False)
    return LinkedTexts(chinese, stems, links | _PUNCTUATION_LINKS)


def _translations(word: str, vocabulary: set[str]) -> set[str]:
    if word[0] > "\u3000":
        return set() if word in WEAK_CHARACTERS else vocabulary & english_meanings(word)
    return {word} & vocabulary if _is_distinctive(word) else set()


def _is_distinctive(word: str) -> bool:
    """Return whether a word that both texts have is evidence: it is neither a letter nor a number up to ten."""
    if word[0].isdigit():
        return len(word) > 2 or float(word) >= _SMALLEST_NUMBER
    return len(word) > 1


def _add_names(
    simplified: Sequence[str], written: Iterable[Sequence[str]], chinese: SegmentWords, links: Links
) -> None:
    """Link two characters to the English name that is their pinyin written together (庆林, Qinglin)."""
    names = {plain: stem_english(word) for row in written for word in row if (plain := _as_pinyin(word))}
    if not names:
        return
    first_syllables = {name[:end] for name in names for end in range(1, len(name))}
    characters = set().union(*simplified)
    begin = {each for each in characters if each > "\u3000" and not first_syllables.isdisjoint(pinyin_readings(each))}
    for text, row in zip(simplified, chinese, strict=True):
        for run in () if begin.isdisjoint(text) else RUN_OF_CHARACTERS.findall(text):
            for pair in [first + second for first, second in pairwise(run) if first in begin]:
                if found := links.get(NAME_MARK + pair) or _names_by_pinyin(pair, names):
                    row.append(NAME_MARK + pair)
                    links[NAME_MARK + pair] = found


@lru_cache(maxsize=1 << 13)
def _as_pinyin(word: str) -> str | None:
    """A capitalized English word as pinyin is written, None where it has another form."""
    plain = word.lower().removesuffix("'s") if word[0].isupper() else ""
    return plain if _TWO_SYLLABLES.fullmatch(plain) else None


def _names_by_pinyin(pair: str, names: dict[str, str]) -> set[str]:
    spelled = (first + second for first in pinyin_readings(pair[0]) for second in pinyin_readings(pair[1]))
    return {names[name] for name in spelled if name in names}


def _link_names_and_numbers(source: Sequence[str], target: Sequence[str]) -> LinkedTexts:
    sides = [[_plain_words(write_numbers_in_full(text)) for text in texts] for texts in (source, target)]
    common = {word for row in sides[0] for word in row} & {word for row in sides[1] for word in row}
    links = {word: {word} for word in common if _is_name_or_number(word)}
    _add_punctuation(source, sides[0], False)
    _add_punctuation(target, sides[1], False)
    return LinkedTexts(sides[0], sides[1], links | _PUNCTUATION_LINKS)


def _plain_words(text: str) -> list[str]:
    """Cut a text into words in lower case and numbers without commas; each Chinese or Japanese character is a
    word.
    """
    spaced = _ONE_CHARACTER.sub(r" \1 ", text)
    found = (word.lower() for word in _OTHER_WORD.findall(spaced))
    return [word.replace(",", "").rstrip(".") if word[0].isdigit() else word for word in found]


def _is_name_or_number(word: str) -> bool:
    return _is_distinctive(word) if word.isascii() and word[0].isdigit() else len(word) >= _NAME_LENGTH


_PUNCTUATION_LINKS: Links = {mark: {mark} for mark in sorted(PUNCTUATION_KINDS)}
"""Punctuation marks link to themselves."""


def _add_punctuation(segments: Sequence[str], rows: SegmentWords, chinese: bool) -> None:
    """Add the punctuation of each segment to its words."""
    for text, row in zip(segments, rows, strict=True):
        row.extend(punctuation_kinds(text, chinese))
