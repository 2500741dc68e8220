"""How likely a word is answered by the other side of a translation, chance aside.

The numbers are rates counted in translated prose: of the words with an answer anywhere in the document, the share
that has one in its own translation, less what chance gives.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.bitext.lexicon.english_words import WEAK
from archive.bitext.scoring.word_links import NAME

Trust = Callable[[str], float]

_MARKS: Mapping[str, float] = {"?": 0.75, "!": 0.45, "…": 0.45, "“": 0.75, "”": 0.75, ":": 0.35}
_CHINESE_BY_LENGTH = (0.0, 0.25, 0.45)
_LONG_CHINESE = 0.55
_NAME = 0.7
_ENGLISH = 0.45
_WEAK_ENGLISH = 0.1
_OTHER = 0.7

MOST = 0.95
_PRIOR_COUNT = 4


def of_chinese(word: str) -> float:
    """For a Chinese word, a figure, a name or a mark."""
    if word in _MARKS:
        return _MARKS[word]
    if word[0] == NAME:
        return _NAME
    return _CHINESE_BY_LENGTH[len(word)] if len(word) < len(_CHINESE_BY_LENGTH) else _LONG_CHINESE


def of_english(word: str) -> float:
    """For an English stem, a figure or a mark."""
    return _MARKS.get(word) or (_WEAK_ENGLISH if word in WEAK else _ENGLISH)


def of_other(word: str) -> float:
    """For names, figures and marks of any language."""
    return _MARKS.get(word, _OTHER)


@dataclass(frozen=True, slots=True)
class Seen:
    """How often a word stood in a pair of a first alignment, and how often it was answered there."""

    pairs: Mapping[str, int]
    answered: Mapping[str, int]

    def corrected(self, before: Trust) -> Trust:
        """The trust that the document itself teaches, drawn towards what holds everywhere."""

        def trust(word: str) -> float:
            answered = _PRIOR_COUNT * before(word) + self.answered.get(word, 0)
            return min(MOST, answered / (_PRIOR_COUNT + self.pairs.get(word, 0)))

        return trust
