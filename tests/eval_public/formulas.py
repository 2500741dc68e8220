"""The formulas of the two sets' own scorers.

``shingles`` and ``shingle_means`` are those of article-extraction-benchmark's ``evaluate.py``, ``words`` and
``snippets`` those of WCXB's, each at the commit that ``sets`` names.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from statistics import fmean
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words


class Overlap(NamedTuple):
    """Precision, recall and F1, each from 0 to 1."""

    precision: float
    recall: float
    f1: float


class Shingles(NamedTuple):
    """The shares of a page's shingles that both texts have, that only the found one has, and only the gold one."""

    both: float
    found: float
    gold: float


def shingles(found: str, gold: str) -> Shingles:
    """How the runs of four words of two texts agree; a text of fewer words is one run.

    >>> shingles("a b c d e", "a b c d f")
    Shingles(both=0.3333333333333333, found=0.3333333333333333, gold=0.3333333333333333)
    """
    ours, theirs = _runs(found), _runs(gold)
    counts = (ours & theirs).total(), (ours - theirs).total(), (theirs - ours).total()
    total = sum(counts) or 1
    return Shingles(*(count / total for count in counts))


def shingle_means(pages: Sequence[Shingles]) -> Overlap:
    """Mean precision over pages with a found text, mean recall over those with a gold one, and the F1 of the two."""
    precision = _mean([_precision(page) for page in pages if page.both + page.found > 0])
    recall = _mean([_recall(page) for page in pages if page.both + page.gold > 0])
    return Overlap(precision, recall, _f1(precision, recall))


def shingle_f1(page: Shingles) -> float:
    """The F1 of one page, which the set's scorer does not print; 1.0 when both texts are empty."""
    total = 2 * page.both + page.found + page.gold
    return 2 * page.both / total if total else 1.0


def same_words(found: str, gold: str) -> bool:
    """Whether two texts have the same words in the same order: the set's accuracy."""
    return _WORD.findall(found) == _WORD.findall(gold)


def words(found: str, gold: str) -> Overlap:
    """How the words of two texts agree, whatever their order and case.

    >>> words("One two", "two three")
    Overlap(precision=0.5, recall=0.5, f1=0.5)
    """
    ours, theirs = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(gold.lower()))
    if not ours or not theirs:
        return Overlap(1.0, 1.0, 1.0) if not ours and not theirs else Overlap(0.0, 0.0, 0.0)
    both = (ours & theirs).total()
    precision, recall = both / ours.total(), both / theirs.total()
    return Overlap(precision, recall, _f1(precision, recall))


def snippets(text: str, wanted: Sequence[str]) -> float:
    """The share of the snippets that stand in the text, whatever their case; there is at least one."""
    lowered = text.lower()
    return fmean(snippet.lower() in lowered for snippet in wanted)


def same_title(found: str | None, gold: str) -> bool:
    """Whether two titles have the same letters and digits; our own formula, neither set has one."""
    return _letters(found or "") == _letters(gold)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).lower())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    found = _WORD.findall(text)
    runs = (tuple(found[at : at + _SHINGLE]) for at in range(max(1, len(found) - _SHINGLE + 1)))
    return Counter(run for run in runs if run)


def _precision(page: Shingles) -> float:
    return page.both / (page.both + page.found)


def _recall(page: Shingles) -> float:
    return page.both / (page.both + page.gold)


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else 0.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
