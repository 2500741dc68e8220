"""What a text says, as far as a text in the other language can be held against it: words, names, numbers, days.

Of two texts that say the same, most Chinese words that the dictionary has are answered by an English word, the names
of places and people among them, and the numbers and days are the same.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from archive.bitext.lexicon import english_words
from archive.bitext.lexicon.cedict import LONGEST, is_name, is_word, meanings
from archive.bitext.lexicon.chinese_words import RUN
from archive.bitext.lexicon.simplified_chinese import simplified
from archive.bitext.unit_flags import Numbers

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
class Gist:
    """What a text says. ``words`` are Chinese words that the dictionary explains, or English stems; ``latin`` words
    in Latin letters, in lower case; ``days`` pairs of month and day; ``subjects`` the names in a Chinese text that
    stand there more than once.
    """

    words: frozenset[str]
    latin: frozenset[str]
    numbers: Numbers
    days: frozenset[Day]
    subjects: frozenset[str] = frozenset()

    @classmethod
    def of_chinese(cls, texts: Iterable[str]) -> "Gist":
        text = "\n".join(texts)
        runs = RUN.findall(simplified(text))
        words = Counter(word for run in runs if run[0] > "\u3000" for word in _words(run) if meanings(word))
        latin = {run.lower() for run in runs if run[0].isalpha() and run[0] < "\u3000" and len(run) >= _LEAST_LATIN}
        subjects = {word for word, count in words.items() if count > 1 and is_name(word)}
        return cls(
            frozenset(words), frozenset(latin), Numbers.of(text), frozenset(_chinese_days(text)), frozenset(subjects)
        )

    @classmethod
    def of_english(cls, texts: Iterable[str]) -> "Gist":
        text = "\n".join(texts)
        written = english_words.words(text)
        latin = {word.lower() for word in written if word[0].isalpha() and len(word) >= _LEAST_LATIN}
        stems = frozenset(map(english_words.stem, written))
        return cls(stems, frozenset(latin), Numbers.of(text), frozenset(_english_days(text)))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far English texts answer Chinese ones, in counts that add up over texts.

    ``asked`` are the Chinese words, ``answered`` those that an English one may translate. ``names`` and ``named`` are
    the same of names in either lettering, ``numbers`` and ``shared`` of the numbers on both sides.
    """

    asked: int = 0
    answered: int = 0
    names: int = 0
    named: int = 0
    numbers: int = 0
    shared: int = 0

    @classmethod
    def of(cls, chinese: Gist, english: Gist) -> "Agreement":
        answered = {word for word in chinese.words if not meanings(word).isdisjoint(english.words)}
        names = {word for word in chinese.words if is_name(word)}
        source, target = chinese.numbers, english.numbers
        return cls(
            len(chinese.words),
            len(answered),
            len(names) + len(chinese.latin),
            len(names & answered) + len(chinese.latin & english.latin),
            len(source.told) + len(target.told),
            len(source.told & target.known) + len(target.told & source.known),
        )

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            self.asked + other.asked,
            self.answered + other.answered,
            self.names + other.names,
            self.named + other.named,
            self.numbers + other.numbers,
            self.shared + other.shared,
        )


def dates_agree(chinese: Gist, english: Gist) -> bool:
    """Whether the texts have most days in common, and most years, of those that both could name."""
    years = [{number for number in gist.numbers.told if number in _YEARS} for gist in (chinese, english)]
    return _mostly_shared(chinese.days, english.days) and _mostly_shared(*years)


def _mostly_shared(one: AbstractSet[object], other: AbstractSet[object]) -> bool:
    return 2 * len(one & other) >= min(len(one), len(other))


def subjects_agree(chinese: Gist, english: Gist) -> bool:
    """Whether most of the names that a Chinese text names again and again stand in the English one too."""
    answered = [not meanings(name).isdisjoint(english.words) for name in chinese.subjects]
    return 3 * sum(answered) >= 2 * len(answered)


def _words(run: str) -> Iterator[str]:
    """The words of two characters and more in a run of Chinese characters, longest first from the left."""
    at, end = 0, len(run)
    while at < end:
        size = min(LONGEST, end - at)
        while size > 1 and not is_word(run[at : at + size]):
            size -= 1
        if size > 1:
            yield run[at : at + size]
        at += size


def _chinese_days(text: str) -> Iterator[Day]:
    """The days that a Chinese text names, of a span of days the first and the last.

    >>> list(_chinese_days("２０１５年4月28日，5月1日至3日"))
    [(4, 28), (5, 1), (5, 3)]
    """
    for month, *days in _CHINESE_DAY.findall(unicodedata.normalize("NFKC", text)):
        yield from ((int(month), int(day)) for day in days if day)


def _english_days(text: str) -> Iterator[Day]:
    """The days that an English text names, of a span of days the first and the last.

    >>> list(_english_days("On 28 April, from 1 to 3 May and June 2nd, 2015; in July 2015"))
    [(4, 28), (5, 1), (5, 3), (6, 2)]
    """
    for before, first, second, after in _ENGLISH_DAY.findall(text):
        month = _MONTHS.index((before or after)[:3].lower()) + 1
        yield from ((month, int(day)) for day in _NUMBER.findall(first or second))
