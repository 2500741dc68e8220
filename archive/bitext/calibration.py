"""Turns what the search thinks of a bead into the chance that it is right."""

from archive.bitext.beads import Edge


def sentence_score(probability: float, edge: Edge, by_dictionary: bool) -> float:
    """The chance that a bead of sentences is right, from 0 to 1."""
    return round(min(1.0, probability), 4)
