"""How often a word is answered by chance: what the other side of a text says of it, and what its language says.

A page with many blocks tells by itself which words come up everywhere. A single block cannot: each of its words is
one of few, so that an answer would seem no surprise. There the rates of the language count.
"""

from collections import Counter
from collections.abc import Callable, Collection

from archive.bitext.lexicon import word_frequency
from archive.bitext.lexicon.cedict import meanings
from archive.bitext.scoring.answer_probability import MOST
from archive.bitext.scoring.word_links import Reading, Words

Rate = Callable[[str, Collection[str]], float]
"""The chance that one word of the other side is an answer to the word, given the answers that the other side has."""

Rates = Callable[[Reading], tuple[Rate, Rate]]
"""The rates of the source's words and of the target's."""

_SEEN_BEFORE = 400
"""Words of the language that are taken as read before the page is."""

_OWN_SHARE = 0.2
"""How much of the block that answers is left out of the count, since it is the one that is asked about."""

_MARKS = {"?": 0.002, "!": 0.002, "…": 0.0005, "“": 0.01, "”": 0.01, ":": 0.005}
_FIGURE = 1e-4
_NAME = 1e-5


def of_text(reading: Reading) -> tuple[Rate, Rate]:
    """The rates that the texts themselves have."""
    return _counted(reading.target), _counted(reading.source)


def _counted(other: Words) -> Rate:
    counts = Counter(word for row in other for word in row)
    total = sum(counts.values()) or 1

    def rate(word: str, answers: Collection[str]) -> float:
        return min(MOST, max(1, sum(counts[answer] for answer in answers)) / (total + 1))

    return rate


def of_language(reading: Reading) -> tuple[Rate, Rate]:
    """The rates of the texts, drawn towards those of Chinese (the source) and English (the target)."""
    return _drawn(reading.target, _of_chinese), _drawn(reading.source, _of_english)


def _drawn(other: Words, expected: Rate) -> Rate:
    counts = Counter(word for row in other for word in row)
    rows = Counter(word for row in other for word in set(row))
    elsewhere = {word: count * (1 - _OWN_SHARE / rows[word]) for word, count in counts.items()}
    total = sum(counts.values()) * (1 - _OWN_SHARE / (len(other) or 1)) + 1 + _SEEN_BEFORE

    def rate(word: str, answers: Collection[str]) -> float:
        counted = sum(elsewhere.get(answer, 0.0) for answer in answers)
        return min(MOST, (counted + _SEEN_BEFORE * expected(word, answers)) / total)

    return rate


def _of_chinese(word: str, answers: Collection[str]) -> float:
    """The chance that an English word is one of those that a Chinese word is explained with."""
    if word[0] > "\u3000":
        return sum(map(word_frequency.in_english, meanings(word) | set(answers)))
    return _of_any(word)


def _of_english(word: str, answers: Collection[str]) -> float:
    """The chance that a Chinese word is explained with an English one."""
    if word in _MARKS or word[0].isdigit():
        return _of_any(word)
    return word_frequency.in_chinese(word)


def _of_any(word: str) -> float:
    if word in _MARKS:
        return _MARKS[word]
    return _FIGURE if word[0].isdigit() else _NAME
