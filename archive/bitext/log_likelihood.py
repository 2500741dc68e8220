"""Dunning's log-likelihood G² of two words or terms: how far they meet more or less often than by chance.

The counts are those of places (texts, translation units, words), of ``total``, that have both, the first, and the
second (Dunning 1993, Accurate Methods for the Statistics of Surprise and Coincidence). Logarithms are natural.
"""

from math import log


def log_likelihood(both: float, first: float, second: float, total: float) -> float:
    """Return the log-likelihood G² of two words in a two-by-two table, without sign: 0 where they meet by chance.

    >>> round(log_likelihood(20, 40, 50, 200), 2)
    15.06
    """
    alone, other, rest = first - both, second - both, total - first
    return 2 * (
        _part(both, first * second / total)
        + _part(alone, first * (total - second) / total)
        + _part(other, rest * second / total)
        + _part(rest - other, rest * (total - second) / total)
    )


def positive_log_likelihood(both: float, first: float, second: float, total: float) -> float:
    """Return the log-likelihood G² of two words that meet more often than by chance, and 0 for all others.

    >>> round(positive_log_likelihood(5, 5, 5, 100), 1), positive_log_likelihood(1, 10, 10, 100)
    (39.7, 0.0)
    """
    return log_likelihood(both, first, second, total) if both * total > first * second else 0.0


def _part(found: float, expected: float) -> float:
    return found * log(found / expected) if found > 0 and expected > 0 else 0.0
