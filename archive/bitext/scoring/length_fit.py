"""How well the lengths of two spans fit each other: the logarithm of their ratio is nearly normal.

After Gale and Church (1993), but with a variance that was counted in translated prose: 0.04 that stays and 1.6 over
the characters of the shorter-written side, which is what single words give and take.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import exp, log
from statistics import pvariance

_VARIANCE_KEPT = 0.04
_VARIANCE_KEPT_WITH_GAPS = 0.12
"""Where something is left out, sentences within a block are too."""

_VARIANCE_PER_CHARACTER = 1.6
_FARTHEST_RATIO = 0.25
"""How far, in logarithms, a text's ratio of lengths may be from what is usual."""


class Lengths:
    """The lengths of two texts' segments in characters, as sums and logarithms of spans."""

    def __init__(self, source: Sequence[str], target: Sequence[str], expected: float | None = None) -> None:
        """``expected``, for texts with gaps, is how many characters the target usually has for one of the source.

        The texts' own ratio is then held near it, and a fit is weighed against that of two segments at random.
        """
        self.source = list(accumulate((len(text) or 1 for text in source), initial=0))
        self.target = list(accumulate((len(text) or 1 for text in target), initial=0))
        self.log_ratio = log((self.target[-1] or 1) / (self.source[-1] or 1))
        self._kept = _VARIANCE_KEPT if expected is None else _VARIANCE_KEPT_WITH_GAPS
        self._spread: float | None = None
        if expected is not None:
            usual = log(expected)
            self.log_ratio = min(usual + _FARTHEST_RATIO, max(usual - _FARTHEST_RATIO, self.log_ratio))
            self._spread = _variance_of_logs(source) + _variance_of_logs(target)

    def fit(self, source: int, target: int) -> float:
        """The log density of spans of so many characters belonging together, up to a constant."""
        variance = self._kept + _VARIANCE_PER_CHARACTER / source
        off = log(target / source) - self.log_ratio
        fitting = -off * off / (2 * variance) - log(variance) / 2
        if self._spread is None:
            return fitting
        by_chance = self._spread + variance
        return fitting + off * off / (2 * by_chance) + log(by_chance) / 2

    def best_fit(self, source: int) -> float:
        """The fit of a target that is as long as it should be."""
        return self.fit(source, max(1, round(source * exp(self.log_ratio))))


def _variance_of_logs(texts: Sequence[str]) -> float:
    return pvariance([log(len(text) or 1) for text in texts])
