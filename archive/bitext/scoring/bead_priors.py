"""Prior probabilities of beads by their shape: one model for sentences, and one for the blocks of a page."""

from collections.abc import Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class BeadPriors:
    """The log prior of each shape (source and target segments of a bead), and how the search weighs beads.

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
