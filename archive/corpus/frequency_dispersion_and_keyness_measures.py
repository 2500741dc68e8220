"""Measures of corpus linguistics: frequency per million, dispersion, association of two words, keyness.

Every function takes counts and returns a number; logarithms of association measures are to the base 2, those of
log-likelihoods are natural.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log, log2, sqrt

_MILLION = 1_000_000
_NORMAL_95 = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5 % above it."""
_HALF_A_WORD = 0.5
"""The count that stands for 0 where a logarithm needs one (Hardie 2014)."""


def per_million(count: int, tokens: int) -> float:
    """Return the frequency of a word per million words; 0.0 in an empty corpus.

    >>> per_million(3, 1500)
    2000.0
    """
    return count * _MILLION / tokens if tokens else 0.0


def interval_per_million(count: int, tokens: int) -> tuple[float, float]:
    """Return the 95 % confidence interval of a frequency per million words, by Wilson's score (Wilson 1927).

    It takes every word for an independent draw; words cluster in documents, so the true interval is wider.
    Raises ValueError for an empty corpus.

    >>> [round(bound) for bound in interval_per_million(3, 1500)]
    [680, 5864]
    """
    if tokens <= 0:
        raise ValueError("an empty corpus has no frequencies")
    square, share = _NORMAL_95**2, count / tokens
    centre = share + square / (2 * tokens)
    margin = _NORMAL_95 * sqrt(share * (1 - share) / tokens + square / (4 * tokens**2))
    scale = _MILLION / (1 + square / tokens)
    return max(0.0, (centre - margin) * scale), min(float(_MILLION), (centre + margin) * scale)


def dispersion(counts: Iterable[tuple[int, int]], tokens: int) -> float:
    """Return Gries's DP (Gries 2008), the dispersion of a word over documents: 0 is even, 1 is all in one small part.

    ``counts`` has the word's count and the document's size for each document with the word; others may be left out.
    Shares above expectation and those below differ from it equally, so that half the sum of all differences is the
    sum of those above.

    >>> round(dispersion([(1, 100), (3, 100)], 400), 3)
    0.5
    """
    pairs = list(counts)
    total = sum(count for count, _ in pairs)
    return sum((max(0.0, count / total - size / tokens) for count, size in pairs), 0.0)


@dataclass(frozen=True, slots=True)
class Frequency:
    """The frequency of a word: count, documents that have it, count per million words, and dispersion (DP)."""

    count: int
    documents: int
    per_million: float
    dispersion: float

    @classmethod
    def of_counts(cls, counts: Iterable[tuple[int, int]], tokens: int) -> "Frequency":
        """Compute a word's frequency from its count in each document and the document's size."""
        pairs = list(counts)
        total = sum(count for count, _ in pairs)
        return cls(total, len(pairs), per_million(total, tokens), dispersion(pairs, tokens))


def log_dice(joint: int, first: int, second: int) -> float:
    """Return logDice (Rychlý 2008) of two words' association, at most 14 for words that only occur together; -1
    halves it.

    >>> log_dice(100, 100, 100)
    14.0
    """
    return 14 + log2(2 * joint / (first + second))


def mi3(joint: int, first: int, second: int, total: int) -> float:
    """Return the cubic mutual information MI³ of two words' association (Daille 1994; Oakes 1998), in bits.

    >>> mi3(8, 16, 64, 1024)
    9.0
    """
    return log2(joint**3 * total / (first * second))


def keyness_log_likelihood(count: int, tokens: int, other: int, other_tokens: int) -> float:
    """Return the log-likelihood of a word's frequencies in two corpora (Rayson and Garside 2000), without sign."""
    both, size = count + other, tokens + other_tokens
    cells = ((count, tokens * both / size), (other, other_tokens * both / size))
    return 2 * sum(number * log(number / expected) for number, expected in cells if number)


def log_ratio(count: int, tokens: int, other: int, other_tokens: int) -> float:
    """Return the Log Ratio of a word in two corpora (Hardie 2014): 1 is twice as frequent; a count of 0 counts as
    0.5.

    >>> log_ratio(40, 1000, 10, 1000), log_ratio(10, 1000, 40, 1000)
    (2.0, -2.0)
    """
    here, there = (number or _HALF_A_WORD for number in (count, other))
    return log2(here / tokens * other_tokens / there)
