"""Probabilities of beads in an alignment: priors by shape, and calibration of the probabilities from the search.

There is a model of priors for sentences and one for the blocks of a page. The search treats words as independent and
so gives probabilities that are too extreme; logistic curves, which were fitted to translated prose in which every
bead was known and to pages made of that prose, turn them into the probabilities that beads are right.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import exp, log


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
_CURVES = {
    ("sentences", True): (0.56, 0.15),
    ("sentences", False): (0.42, 0.0),
    ("blocks", True): (0.7, 0.0),
    ("blocks", False): (0.57, 0.8),
}
"""Slope and offset in log odds, by what is aligned and whether a dictionary helped."""

_WITHIN_BLOCKS = (1.5, -0.75)


def sentence_score(probability: float, by_dictionary: bool) -> float:
    """Calibrate the probability of a bead of sentences from the search to the probability that it is right."""
    return _on_curve(probability, *_CURVES["sentences", by_dictionary])


def block_score(probability: float, by_dictionary: bool) -> float:
    """Calibrate the probability of a pair of blocks from the search to the probability that it is right."""
    return _on_curve(probability, *_CURVES["blocks", by_dictionary])


def unit_score(pair: float, bead: float) -> float:
    """Return the probability that a translation unit is right, from the scores of its pair of blocks and its bead.

    Within a pair of blocks fewer beads are possible than in a whole text, so a likely bead is likelier there.

    >>> unit_score(0.9, 0.95), unit_score(0.9, 0.5)
    (0.8776, 0.2887)
    """
    return round(pair * _on_curve(bead, *_WITHIN_BLOCKS), 4)


def _on_curve(probability: float, slope: float, offset: float) -> float:
    """The probability along a logistic curve, to four places, never quite 0 or 1.

    >>> _on_curve(0.5, 1.0, 0.0), _on_curve(1.0, 1.0, 0.0)
    (0.5, 0.9999)
    """
    kept = min(1 - _SURE, max(_SURE, probability))
    odds = slope * log(kept / (1 - kept)) + offset
    return min(0.9999, max(0.0001, round(1 / (1 + exp(-odds)), 4)))
