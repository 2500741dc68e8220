"""Turns what the search thinks of a bead into the chance that it is right.

The search takes words for independent and so is too sure. The logistic curves here were fitted to translated prose in
which every bead was known; those of blocks are drawn a little lower, since pages are less tidy than prose.
"""

from math import exp, log

_SURE = 1e-9
_CURVES = {
    ("sentences", True): (0.56, 0.15),
    ("sentences", False): (0.42, 0.0),
    ("blocks", True): (0.9, 0.5),
    ("blocks", False): (0.57, 0.8),
}
"""Slope and offset in log odds, by what is aligned and whether a dictionary helped."""


def sentence_score(probability: float, by_dictionary: bool) -> float:
    """The chance that a bead of sentences is right, from 0 to 1, given its probability in the search."""
    return _curved(probability, *_CURVES["sentences", by_dictionary])


def block_score(probability: float, by_dictionary: bool) -> float:
    """The chance that a pair of blocks is right, from 0 to 1, given its probability in the search."""
    return _curved(probability, *_CURVES["blocks", by_dictionary])


def _curved(probability: float, slope: float, offset: float) -> float:
    """The probability along a logistic curve, to four places, never quite 0 or 1.

    >>> _curved(0.5, 1.0, 0.0), _curved(1.0, 1.0, 0.0)
    (0.5, 0.9999)
    """
    kept = min(1 - _SURE, max(_SURE, probability))
    odds = slope * log(kept / (1 - kept)) + offset
    return min(0.9999, max(0.0001, round(1 / (1 + exp(-odds)), 4)))
