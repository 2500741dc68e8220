"""The decision whether a Chinese page and an English page say the same, and the pairs of blocks of two pages that do.

The blocks are aligned like those of one page. Two pages are joined when enough of the text on both sides is in pairs
and the words, names and numbers of the pairs agree. Where one page declares the other as its translation, a little
less agreement is enough, but never none. Different news of one day on one template fails by its words and names, the
same notice of another year by its numbers.

Of two texts that say the same, the English text has translations of most Chinese words that the dictionary knows,
the names of places and people among them, and the numbers and days are the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, NamedTuple

from archive.bitext.alignment.block_pairing import pair_blocks
from archive.bitext.chinese_words import RUN_OF_CHARACTERS, english_meanings, is_proper_name, longest_words
from archive.bitext.english_words import english_words, stem_english
from archive.bitext.numbers_and_punctuation import NumbersInText, numbers_in_text
from archive.model.document import Block, Document, Pair
from archive.model.language_codes import primary_language
from archive.word_lists_and_character_tables import to_simplified

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
    """The features of a text by which two pages are compared: words, names, numbers, days.

    ``words`` are Chinese words that the dictionary explains, or English stems; ``latin`` words in Latin letters, in
    lower case; ``days`` pairs of month and day; ``subjects`` the names that a Chinese text has more than once.
    """

    words: frozenset[str]
    latin: frozenset[str]
    numbers: NumbersInText
    days: frozenset[Day]
    subjects: frozenset[str] = frozenset()


def chinese_features(texts: Iterable[str]) -> TextFeatures:
    """Extract the features of Chinese texts, taken together, to compare them with an English page."""
    text = "\n".join(texts)
    runs = RUN_OF_CHARACTERS.findall(to_simplified(text))
    written = (word for run in runs if run[0] > "\u3000" for word in longest_words(run))
    words = Counter(word for word in written if len(word) > 1 and english_meanings(word))
    latin = {run.lower() for run in runs if run[0].isalpha() and run[0] < "\u3000" and len(run) >= _LEAST_LATIN}
    subjects = {word for word, count in words.items() if count > 1 and is_proper_name(word)}
    days = frozenset(_chinese_days(text))
    return TextFeatures(frozenset(words), frozenset(latin), numbers_in_text(text), days, frozenset(subjects))


def english_features(texts: Iterable[str]) -> TextFeatures:
    """Extract the features of English texts, taken together, to compare them with a Chinese page."""
    text = "\n".join(texts)
    written = english_words(text)
    latin = {word.lower() for word in written if word[0].isalpha() and len(word) >= _LEAST_LATIN}
    stems = frozenset(map(stem_english, written))
    return TextFeatures(stems, frozenset(latin), numbers_in_text(text), frozenset(_english_days(text)))


class Agreement(NamedTuple):
    """How far an English page agrees with a Chinese one in words, names and numbers, in counts that add up over
    texts.

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


def _measure_agreement(chinese: TextFeatures, english: TextFeatures) -> Agreement:
    """Count the words, names and numbers in which an English text agrees with a Chinese one."""
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


def _dates_agree(chinese: TextFeatures, english: TextFeatures) -> bool:
    """Return whether half or more of the days, and of the years, of the text with fewer of them are in both texts."""
    years = [{number for number in text.numbers.required if number in _YEARS} for text in (chinese, english)]
    return _mostly_shared(chinese.days, english.days) and _mostly_shared(*years)


def _mostly_shared(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    return 2 * len(one & other) >= min(len(one), len(other))


def _subjects_agree(chinese: TextFeatures, english: TextFeatures) -> bool:
    """Return whether two thirds or more of the names that a Chinese text repeats are in the English text too."""
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


PageLanguage = Literal["zh", "en"]


_LEAST_WORDS = 8
_LEAST_NUMBERS = 2

_KEPT = 128
"""Pages in a language whose features are kept: each is compared with several others."""


@dataclass(frozen=True, slots=True)
class _Thresholds:
    """The least shares for two pages to be joined, from 0 to 1: of the text in pairs, of words, names and numbers
    that agree.
    """

    text: float
    words: float
    names: float
    numbers: float


_THRESHOLDS = {False: _Thresholds(0.33, 0.42, 0.6, 0.5), True: _Thresholds(0.25, 0.35, 0.5, 0.4)}
"""By whether one of the pages declares the other as its translation."""


def pair_pages(source: Document, target: Document, *, declared: bool) -> list[Pair]:
    """Pair the blocks, by ``n``, of a Chinese and an English page; none where the pages do not say the same.

    ``declared``: one of the pages names the other as its version in the other language.
    """
    chinese, english = _blocks_in(source, "zh"), _blocks_in(target, "en")
    whole = _chinese_features(_texts(chinese)), _english_features(_texts(english))
    if not (_dates_agree(*whole) and (declared or _subjects_agree(*whole))):  # which is cheap to find out
        return []
    offset = max((block.n for block in chinese), default=0) + 1
    found = pair_blocks([*chinese, *(replace(block, n=block.n + offset) for block in english)])
    pairs = [Pair(pair.source, tuple(n - offset for n in pair.target), pair.score) for pair in found]
    return pairs if _say_the_same(chinese, english, pairs, declared) else []


def _blocks_in(document: Document, language: PageLanguage) -> list[Block]:
    return [block for block in document.blocks if primary_language(block.lang) == language]


def _texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    return tuple(block.text for block in blocks)


_chinese_features = lru_cache(maxsize=_KEPT)(chinese_features)
_english_features = lru_cache(maxsize=_KEPT)(english_features)


def _say_the_same(chinese: Sequence[Block], english: Sequence[Block], pairs: Sequence[Pair], declared: bool) -> bool:
    least = _THRESHOLDS[declared]
    texts = [{block.n: block.text for block in blocks} for blocks in (chinese, english)]
    paired = min(
        _paired_share(texts[0], [(pair.source, pair.score) for pair in pairs]),
        _paired_share(texts[1], [(pair.target, pair.score) for pair in pairs]),
    )
    if paired < least.text:
        return False
    agreements = [
        _measure_agreement(
            chinese_features(texts[0][n] for n in pair.source), english_features(texts[1][n] for n in pair.target)
        )
        for pair in pairs
    ]
    return _is_enough(Agreement(*map(sum, zip(*agreements, strict=True))), least)


def _paired_share(texts: dict[int, str], chosen: Sequence[tuple[tuple[int, ...], float]]) -> float:
    """Return the share of a page's characters that are in pairs, each pair weighted by its score."""
    total = sum(map(len, texts.values()))
    return sum(score * len(texts[n]) for numbers, score in chosen for n in numbers) / total if total else 0.0


def _is_enough(agreement: Agreement, least: _Thresholds) -> bool:
    return (
        agreement.words >= _LEAST_WORDS
        and agreement.translated >= least.words * agreement.words
        and agreement.shared_names + 1 >= least.names * agreement.names
        and (agreement.numbers < _LEAST_NUMBERS or agreement.shared_numbers >= least.numbers * agreement.numbers)
    )
