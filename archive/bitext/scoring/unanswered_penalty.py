"""What words say that nothing in the whole other text answers.

They do not tell one place in the other text from another, but whether a text has a translation there at all: most
words of a translated text are answered. The weights were fitted to paragraphs beside their translations and beside
others of the same length, and held back a little, since a page may translate a paragraph in part.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate

from archive.bitext.lexicon.chinese_words import PASSED_OVER
from archive.bitext.lexicon.english_words import COMMON
from archive.bitext.lexicon.english_words import WEAK as WEAK_ENGLISH
from archive.bitext.lexicon.punctuation import MARKS
from archive.bitext.scoring.em_step import backwards
from archive.bitext.scoring.word_links import Links, Reading
from archive.bitext.scoring.word_votes import Silences

_HAN = -0.42
"""A Chinese character within words without an answer."""

_FIGURE = -0.95
_COMMON_ENGLISH = -0.6
_ENGLISH = -0.17


def silences(reading: Reading, links: Links) -> Silences:
    """What the unanswered words before each segment weigh, and those of all, for source and target.

    The source is Chinese, the target English.
    """
    return (
        _sums(reading.source, links, _weight_of_chinese),
        _sums(reading.target, backwards(links), _weight_of_english),
    )


def _sums(rows: Iterable[Iterable[str]], links: Mapping[str, object], weight: Callable[[str], float]) -> list[float]:
    return list(
        accumulate((sum(weight(word) for word in set(row) if word not in links) for row in rows), initial=0.0)
    )


def _weight_of_chinese(word: str) -> float:
    if word[0] > "\u3000":
        return 0.0 if word in PASSED_OVER else _HAN * len(word)
    return _weight_of_figure(word)


def _weight_of_english(word: str) -> float:
    if word in WEAK_ENGLISH or word in MARKS:
        return 0.0
    if word[0].isdigit():
        return _weight_of_figure(word)
    return _COMMON_ENGLISH if word in COMMON else _ENGLISH


def _weight_of_figure(word: str) -> float:
    return _FIGURE if word[0].isdigit() and len(word) > 1 else 0.0
