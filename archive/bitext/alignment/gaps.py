"""How many blocks of a page stand alone, as the page itself tells.

On a page with every paragraph in both languages a paragraph hardly stands alone; on a page in one language, with a
slogan or a name in the other, hardly anything is a translation. A search says how many blocks of the language with
fewer are in pairs; the next weighs blocks that stand alone by that.
"""

from collections.abc import Sequence
from math import log

from archive.bitext.alignment.lattice import Edge, Lattice, best_path, probabilities

_ROUNDS = 2
_PAIRED_BEFORE = 2.0
_ALONE_BEFORE = 1.0
"""Blocks in pairs, and alone, that are taken as seen before the page is."""

_STRENGTH = 0.85
"""How much of that counts: what a page has seldom or often, it does not have quite so seldom or often again."""

Found = list[tuple[Edge, float]]


def settled(lattice: Lattice, edges: list[list[Edge]]) -> Found:
    """The best row of beads and the probability of each, blocks that stand alone weighed as the page has them."""
    found = _searched(lattice, edges)
    for _ in range(_ROUNDS):
        found = _searched(lattice, _weighed(edges, _loneliness(found, min(lattice.count, lattice.other))))
    return found


def _searched(lattice: Lattice, edges: list[list[Edge]]) -> Found:
    path = best_path(lattice, edges)
    return list(zip(path, probabilities(lattice, edges, path), strict=True))


def _loneliness(found: Found, blocks: int) -> float:
    """The log odds that a block of the language with so many blocks stands alone, drawn towards even."""
    paired = sum(chance * min(edge.takes) for edge, chance in found)
    alone = max(0.0, blocks - paired)
    return _STRENGTH * log((alone + _ALONE_BEFORE) / (paired + _PAIRED_BEFORE))


def _weighed(edges: Sequence[Sequence[Edge]], loneliness: float) -> list[list[Edge]]:
    return [
        [edge if all(edge.takes) else edge._replace(weight=edge.weight + loneliness) for edge in row] for row in edges
    ]
