"""How well the lengths of two spans fit each other: the logarithm of their ratio is nearly normally distributed.

The model is that of Gale and Church (1993), with a variance that was counted in translated prose: a constant 0.04,
and 1.6 divided by the characters of the side that is written shorter, for the variation of single words.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import exp, log
from statistics import pvariance

_CONSTANT_VARIANCE = 0.04
_CONSTANT_VARIANCE_WITH_GAPS = 0.12
"""Where blocks are left untranslated, so are sentences within a block."""

_VARIANCE_PER_CHARACTER = 1.6
_FARTHEST_RATIO = 0.25
"""How far, in logarithms, a text's ratio of lengths may be from the usual one."""


class LengthFit:
    """The lengths of two texts' segments in characters, as running sums, and how well the lengths of spans fit."""

    def __init__(self, source: Sequence[str], target: Sequence[str], expected: float | None = None) -> None:
        """``expected``, for texts with gaps, is the usual number of target characters for one source character.

        The texts' own ratio is then kept near it, and a fit is compared with that of two random segments.
        """
        self.source = list(accumulate((len(text) or 1 for text in source), initial=0))
        self.target = list(accumulate((len(text) or 1 for text in target), initial=0))
        self.log_ratio = log((self.target[-1] or 1) / (self.source[-1] or 1))
        self._constant_variance = _CONSTANT_VARIANCE if expected is None else _CONSTANT_VARIANCE_WITH_GAPS
        self._spread: float | None = None
        if expected is not None:
            usual = log(expected)
            self.log_ratio = min(usual + _FARTHEST_RATIO, max(usual - _FARTHEST_RATIO, self.log_ratio))
            self._spread = _variance_of_logs(source) + _variance_of_logs(target)

    def log_density(self, source: int, target: int) -> float:
        """The log density, up to a constant, of a pair of spans with these numbers of characters."""
        variance = self._constant_variance + _VARIANCE_PER_CHARACTER / source
        off = log(target / source) - self.log_ratio
        fitting = -off * off / (2 * variance) - log(variance) / 2
        if self._spread is None:
            return fitting
        by_chance = self._spread + variance
        return fitting + off * off / (2 * by_chance) + log(by_chance) / 2

    def best_log_density(self, source: int) -> float:
        """The log density where the target span is as long as expected."""
        return self.log_density(source, max(1, round(source * exp(self.log_ratio))))


def _variance_of_logs(texts: Sequence[str]) -> float:
    return pvariance([log(len(text) or 1) for text in texts])
