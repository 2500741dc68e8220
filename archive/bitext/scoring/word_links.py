"""Two texts read for alignment: the words of their segments, and which words may translate each other."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive.bitext.lexicon import chinese_words, english_words
from archive.bitext.lexicon.cedict import meanings, readings
from archive.bitext.lexicon.numbers import in_full
from archive.bitext.lexicon.punctuation import MARKS, marks
from archive.bitext.lexicon.simplified_chinese import simplified

Words = list[list[str]]
Links = dict[str, set[str]]

NAME = "@"
"""Begins a word made of the two characters of a name that the other text writes in pinyin."""

_NAME_LENGTH = 6
_SMALLEST_NUMBER = 11
_OTHER_WORD = re.compile(r"\d[\d,.]*|[^\W\d_]+(?:['’][^\W\d_]+)*")
_ONE_CHARACTER = re.compile(r"([\u3040-\u30ff\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Reading:
    """The words of each segment on both sides, and the target words that each source word may answer to."""

    source: Words
    target: Words
    links: Links


def read(source: Sequence[str], target: Sequence[str], dictionary: bool) -> Reading:
    """The texts read: with the dictionary when the source is Chinese and the target English, else without.

    Without it only names, numbers and marks link the texts.
    """
    return _read_chinese_english(source, target) if dictionary else _read_others(source, target)


def _read_chinese_english(source: Sequence[str], target: Sequence[str]) -> Reading:
    written = [english_words.words(in_full(text)) for text in target]
    stems = [[english_words.stem(word) for word in row] for row in written]
    vocabulary = {stem for row in stems for stem in row}
    folded = [simplified(in_full(text)) for text in source]
    chinese = [chinese_words.words(text, vocabulary) for text in folded]
    links = {word: found for row in chinese for word in row if (found := _answers(word, vocabulary))}
    _add_names(folded, written, chinese, links)
    return _with_marks(Reading(chinese, stems, links), source, target, True)


def _answers(word: str, vocabulary: set[str]) -> set[str]:
    if word[0] > "\u3000":
        return set() if word in chinese_words.WEAK else set(meanings(word) & vocabulary)
    return {word} & vocabulary if _tells(word) else set()


def _tells(word: str) -> bool:
    """Whether a word that both texts have alike is no chance: not a letter, not a number up to ten."""
    if word[0].isdigit():
        return len(word) > 2 or float(word) >= _SMALLEST_NUMBER
    return len(word) > 1


def _add_names(folded: Sequence[str], written: Iterable[Sequence[str]], chinese: Words, links: Links) -> None:
    """Links two characters with the English name that is their pinyin written together (庆林, Qinglin)."""
    names = {
        plain: english_words.stem(word)
        for row in written
        for word in row
        if word[0].isupper() and len(plain := word.lower().removesuffix("'s")) >= _NAME_LENGTH
    }
    met: dict[str, set[str]] = {}
    for text, row in zip(folded, chinese, strict=True):
        for run in chinese_words.RUN.findall(text) if names else ():
            for pair in map("".join, pairwise(run)):
                if pair not in met:
                    met[pair] = _spelled(pair, names)
                if met[pair]:
                    row.append(NAME + pair)
                    links[NAME + pair] = met[pair]


def _spelled(pair: str, names: dict[str, str]) -> set[str]:
    if pair[0] < "\u3000":
        return set()
    spelled = (first + second for first in readings(pair[0]) for second in readings(pair[1]))
    return {names[name] for name in spelled if name in names}


def _read_others(source: Sequence[str], target: Sequence[str]) -> Reading:
    sides = [[_plain_words(in_full(text)) for text in texts] for texts in (source, target)]
    common = {word for row in sides[0] for word in row} & {word for row in sides[1] for word in row}
    links = {word: {word} for word in common if _is_name_or_number(word)}
    return _with_marks(Reading(sides[0], sides[1], links), source, target, False)


def _plain_words(text: str) -> list[str]:
    """Words in lower case, figures without commas; a Chinese or Japanese character is a word."""
    spaced = _ONE_CHARACTER.sub(r" \1 ", text)
    found = (word.lower() for word in _OTHER_WORD.findall(spaced))
    return [word.replace(",", "").rstrip(".") if word[0].isdigit() else word for word in found]


def _is_name_or_number(word: str) -> bool:
    return _tells(word) if word.isascii() and word[0].isdigit() else len(word) >= _NAME_LENGTH


def _with_marks(reading: Reading, source: Sequence[str], target: Sequence[str], chinese: bool) -> Reading:
    for texts, rows, of_chinese in ((source, reading.source, chinese), (target, reading.target, False)):
        for text, row in zip(texts, rows, strict=True):
            row.extend(marks(text, of_chinese))
    reading.links.update({mark: {mark} for mark in MARKS})
    return reading
