"""Calibration: turns the probability that the search gives a bead into the probability that the bead is right.

The search treats words as independent and so gives probabilities that are too extreme. These logistic curves were
fitted to translated prose in which every bead was known, and to pages made of that prose.
"""

from math import exp, log

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
    """The probability that a bead of sentences is right, given its probability in the search."""
    return _on_curve(probability, *_CURVES["sentences", by_dictionary])


def block_score(probability: float, by_dictionary: bool) -> float:
    """The probability that a pair of blocks is right, given its probability in the search."""
    return _on_curve(probability, *_CURVES["blocks", by_dictionary])


def unit_score(pair: float, bead: float) -> float:
    """The probability that a unit is right, given the scores of its pair of blocks and of its bead of sentences.

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
