"""Weighs possible pairs of blocks by how the page lays out its languages, and by how many blocks it leaves unpaired.

On a page with its languages paragraph by paragraph, neighbouring blocks are likely to belong together. On a page with
every paragraph in both languages a block hardly ever stands alone; on a page in one language, with a slogan or a name
in the other, hardly anything is a translation.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

from archive.bitext.alignment.bead_lattice import Edge, Lattice, bead_probabilities, best_path
from archive.model.document import Block

_CHANCE = {1: 0.15, 0: 0.7, -1: 0.15}
"""How often unrelated blocks are neighbours, by direction."""

_UNSEEN = 2.0
_SPLIT_SIDE = 4.0
"""The log odds against a pair with other blocks between the blocks of one side."""

_ROUNDS = 2
_PRIOR_PAIRED = 2.0
_PRIOR_UNPAIRED = 1.0
"""Paired and unpaired blocks that count as seen before the page is."""

_UNPAIRED_STRENGTH = 0.85
"""How much the estimated share of unpaired blocks counts; the estimate exaggerates it."""

Edges = list[list[Edge]]
"""The edges of a lattice, by source segment."""

WeighedPath = list[tuple[Edge, float]]
"""A path and the probability of each of its beads."""


class BlockOrder:
    """The places of a page's blocks, by which edges that join neighbouring blocks are favoured.

    A direction is 1 where the target follows the source, -1 where it stands before it, and 0 elsewhere.
    """

    def __init__(self, sources: Sequence[Block], targets: Sequence[Block]) -> None:
        self._places = places = {n: at for at, n in enumerate(sorted(block.n for block in (*sources, *targets)))}
        self._sources = [places[block.n] for block in sources]
        self._targets = [places[block.n] for block in targets]

    def favour_neighbours(self, edges: Edges) -> Edges:
        """The edges weighed by the page's order alone: where languages alternate, neighbours are favoured."""
        sources = set(self._sources)
        switches = sum((at in sources) != (at + 1 in sources) for at in range(len(self._places) - 1))
        counts = Counter({1: switches // 2, -1: switches // 2, 0: len(self._places) - 1 - switches})
        return self._weigh(edges, _direction_log_odds(counts))

    def favour_order_of(self, path: Sequence[Edge], edges: Edges) -> Edges:
        """The edges weighed by the order of the pairs on a path.

        Where most targets follow their sources, such pairs are favoured; where none do, as in halves, no pair is.
        """
        return self._weigh(
            edges, _direction_log_odds(Counter(self._direction(edge) for edge in path if all(edge.takes)))
        )

    def _direction(self, edge: Edge) -> int:
        source, target, (takes, width), _ = edge
        if self._targets[target] == self._sources[source + takes - 1] + 1:
            return 1
        return -1 if self._sources[source] == self._targets[target + width - 1] + 1 else 0

    def _weigh(self, edges: Edges, gains: dict[int, float]) -> Edges:
        return [[self._weigh_edge(edge, gains) if all(edge.takes) else edge for edge in row] for row in edges]

    def _weigh_edge(self, edge: Edge, gains: dict[int, float]) -> Edge:
        gain = gains[self._direction(edge)] - (_SPLIT_SIDE if self._has_split_side(edge) else 0.0)
        return Edge(edge.source, edge.target, edge.takes, edge.weight + gain)

    def _has_split_side(self, edge: Edge) -> bool:
        """Whether other blocks stand between the blocks of one side."""
        source, target, (takes, width), _ = edge
        sources, targets = self._sources, self._targets
        return sources[source + takes - 1] - sources[source] >= takes or (
            targets[target + width - 1] - targets[target] >= width
        )


def search_with_unpaired_share(lattice: Lattice, edges: Edges) -> WeighedPath:
    """The best path and its probabilities, with unpaired blocks weighed by the share that the page has of them.

    A search estimates how many blocks of the language with fewer blocks are paired; the next search uses that.
    """
    found = _search(lattice, edges)
    for _ in range(_ROUNDS):
        odds = _unpaired_log_odds(found, min(lattice.source_count, lattice.target_count))
        found = _search(lattice, _weigh_unpaired(edges, odds))
    return found


def _direction_log_odds(counts: Counter[int]) -> dict[int, float]:
    """The log odds of each direction for a pair, against chance."""
    total = sum(counts.values()) + _UNSEEN
    return {
        direction: log((counts[direction] + _UNSEEN * chance) / total / chance)
        for direction, chance in _CHANCE.items()
    }


def _search(lattice: Lattice, edges: Edges) -> WeighedPath:
    path = best_path(lattice, edges)
    return list(zip(path, bead_probabilities(lattice, edges, path), strict=True))


def _unpaired_log_odds(found: WeighedPath, blocks: int) -> float:
    """The log odds that a block of the language with this number of blocks stands alone, drawn towards even."""
    paired = sum(probability * min(edge.takes) for edge, probability in found)
    unpaired = max(0.0, blocks - paired)
    return _UNPAIRED_STRENGTH * log((unpaired + _PRIOR_UNPAIRED) / (paired + _PRIOR_PAIRED))


def _weigh_unpaired(edges: Edges, odds: float) -> Edges:
    return [[edge if all(edge.takes) else edge._replace(weight=edge.weight + odds) for edge in row] for row in edges]
