"""Turns what the search thinks of a bead into the chance that it is right."""


def sentence_score(probability: float, by_dictionary: bool) -> float:
    """The chance that a bead of sentences is right, from 0 to 1."""
    return round(min(1.0, probability), 4)


def block_score(probability: float, by_dictionary: bool) -> float:
    """The chance that a pair of blocks is right, from 0 to 1."""
    return round(min(1.0, probability), 4)
