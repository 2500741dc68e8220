"""Features by which texts in Chinese and English are compared as wholes: words, names, numbers and days.

Of two texts that say the same, most Chinese words that the dictionary has are translated by a word of the English
text, the names of places and people among them, and the numbers and days are the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import NamedTuple

from archive.bitext.lexicon.cedict import english_meanings, is_chinese_word, is_proper_name
from archive.bitext.lexicon.chinese_words import RUN_OF_CHARACTERS, longest_words
from archive.bitext.lexicon.english_words import english_words, stem_english
from archive.bitext.lexicon.numbers import NumbersInText, numbers_in_text
from archive.bitext.lexicon.simplified_chinese import to_simplified

Day = tuple[int, int]

_LEAST_LATIN = 3
_CHINESE_DAY = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})(?:\s*[日号號]?\s*[至到、和—–~-]+\s*(\d{1,2}))?\s*[日号號]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})[a-z]*\.?"
_DAYS = r"\d{1,2}(?:st|nd|rd|th)?(?:\s*(?:and|to|through|[-–—&])\s*\d{1,2}(?:st|nd|rd|th)?)?"
_ENGLISH_DAY = re.compile(
    rf"\b({_MONTH})\s+({_DAYS})\b(?![\d:])|\b({_DAYS})\s+(?:of\s+)?({_MONTH})(?![a-z])", re.IGNORECASE
)
_YEARS = range(1900, 2101)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TextFeatures:
    """The features of a text.

    ``words`` are Chinese words that the dictionary explains, or English stems; ``latin`` words in Latin letters, in
    lower case; ``days`` pairs of month and day; ``subjects`` the names that a Chinese text has more than once.
    """

    words: frozenset[str]
    latin: frozenset[str]
    numbers: NumbersInText
    days: frozenset[Day]
    subjects: frozenset[str] = frozenset()


def chinese_features(texts: Iterable[str]) -> TextFeatures:
    """The features of Chinese texts, taken together."""
    text = "\n".join(texts)
    runs = RUN_OF_CHARACTERS.findall(to_simplified(text))
    written = (word for run in runs if run[0] > "\u3000" for word in longest_words(run, is_chinese_word))
    words = Counter(word for word in written if len(word) > 1 and english_meanings(word))
    latin = {run.lower() for run in runs if run[0].isalpha() and run[0] < "\u3000" and len(run) >= _LEAST_LATIN}
    subjects = {word for word, count in words.items() if count > 1 and is_proper_name(word)}
    days = frozenset(_chinese_days(text))
    return TextFeatures(frozenset(words), frozenset(latin), numbers_in_text(text), days, frozenset(subjects))


def english_features(texts: Iterable[str]) -> TextFeatures:
    """The features of English texts, taken together."""
    text = "\n".join(texts)
    written = english_words(text)
    latin = {word.lower() for word in written if word[0].isalpha() and len(word) >= _LEAST_LATIN}
    stems = frozenset(map(stem_english, written))
    return TextFeatures(stems, frozenset(latin), numbers_in_text(text), frozenset(_english_days(text)))


class Agreement(NamedTuple):
    """How far an English text agrees with a Chinese one, in counts that add up over texts.

    ``words`` are the Chinese words, ``translated`` those that an English word may translate. ``names`` and
    ``shared_names`` count names in Chinese and in Latin letters, ``numbers`` and ``shared_numbers`` those of both
    sides.
    """

    words: int = 0
    translated: int = 0
    names: int = 0
    shared_names: int = 0
    numbers: int = 0
    shared_numbers: int = 0


def measure_agreement(chinese: TextFeatures, english: TextFeatures) -> Agreement:
    """How far an English text agrees with a Chinese one in words, names and numbers."""
    translated = {word for word in chinese.words if not english_meanings(word).isdisjoint(english.words)}
    names = {word for word in chinese.words if is_proper_name(word)}
    source, target = chinese.numbers, english.numbers
    return Agreement(
        len(chinese.words),
        len(translated),
        len(names) + len(chinese.latin),
        len(names & translated) + len(chinese.latin & english.latin),
        len(source.required) + len(target.required),
        len(source.required & target.present) + len(target.required & source.present),
    )


def dates_agree(chinese: TextFeatures, english: TextFeatures) -> bool:
    """Whether half or more of the days, and of the years, of the text with fewer of them are in both texts."""
    years = [{number for number in text.numbers.required if number in _YEARS} for text in (chinese, english)]
    return _mostly_shared(chinese.days, english.days) and _mostly_shared(*years)


def _mostly_shared(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    return 2 * len(one & other) >= min(len(one), len(other))


def subjects_agree(chinese: TextFeatures, english: TextFeatures) -> bool:
    """Whether two thirds or more of the names that a Chinese text repeats are in the English text too."""
    found = [not english_meanings(name).isdisjoint(english.words) for name in chinese.subjects]
    return 3 * sum(found) >= 2 * len(found)


def _chinese_days(text: str) -> Iterator[Day]:
    """The days in a Chinese text; of a span of days the first and the last.

    >>> list(_chinese_days("２０１５年4月28日，5月1日至3日"))
    [(4, 28), (5, 1), (5, 3)]
    """
    for month, *days in _CHINESE_DAY.findall(unicodedata.normalize("NFKC", text)):
        yield from ((int(month), int(day)) for day in days if day)


def _english_days(text: str) -> Iterator[Day]:
    """The days in an English text; of a span of days the first and the last.

    >>> list(_english_days("On 28 April, from 1 to 3 May and June 2nd, 2015; in July 2015"))
    [(4, 28), (5, 1), (5, 3), (6, 2)]
    """
    for before, first, second, after in _ENGLISH_DAY.findall(text):
        month = _MONTHS.index((before or after)[:3].lower()) + 1
        yield from ((month, int(day)) for day in _NUMBER.findall(first or second))
