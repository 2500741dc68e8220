"""How a page lays out its languages, and what that says about which blocks belong together."""

from collections import Counter
from collections.abc import Sequence
from math import log

from archive.bitext.alignment.lattice import Edge
from archive.model.document import Block

_CHANCE = {1: 0.15, 0: 0.7, -1: 0.15}
"""How often blocks that have nothing to do with each other are neighbours, by direction."""

_UNSEEN = 2.0
_SCATTERED = 4.0
"""The log odds against a pair whose one side is not in one piece."""


class Neighbours:
    """Says which edges join neighbouring blocks: 1 where the target follows the source, -1 where it stands before."""

    def __init__(self, sources: Sequence[Block], targets: Sequence[Block]) -> None:
        self._places = places = {n: at for at, n in enumerate(sorted(block.n for block in (*sources, *targets)))}
        self._sources = [places[block.n] for block in sources]
        self._targets = [places[block.n] for block in targets]

    def direction(self, edge: Edge) -> int:
        source, target, (takes, width), _ = edge
        if self._targets[target] == self._sources[source + takes - 1] + 1:
            return 1
        return -1 if self._sources[source] == self._targets[target + width - 1] + 1 else 0

    def expected(self, edges: list[list[Edge]]) -> list[list[Edge]]:
        """The edges weighed by the page's order alone: where languages take turns, neighbours are favoured."""
        sources = set(self._sources)
        switches = sum((at in sources) != (at + 1 in sources) for at in range(len(self._places) - 1))
        counts = Counter({1: switches // 2, -1: switches // 2, 0: len(self._places) - 1 - switches})
        return self._weighed(edges, _gains(counts))

    def favoured(self, edges: list[list[Edge]], path: Sequence[Edge]) -> list[list[Edge]]:
        """The edges weighed anew by how the pairs of a first search lie, so that a page's own order counts.

        Where most targets follow their sources, those that do are favoured; where none do, as in halves, nothing is.
        """
        return self._weighed(edges, _gains(Counter(self.direction(edge) for edge in path if all(edge.takes))))

    def _weighed(self, edges: list[list[Edge]], gains: dict[int, float]) -> list[list[Edge]]:
        return [[self._weighed_edge(edge, gains) if all(edge.takes) else edge for edge in row] for row in edges]

    def _weighed_edge(self, edge: Edge, gains: dict[int, float]) -> Edge:
        gain = gains[self.direction(edge)] - (_SCATTERED if self._is_scattered(edge) else 0.0)
        return Edge(edge.source, edge.target, edge.takes, edge.weight + gain)

    def _is_scattered(self, edge: Edge) -> bool:
        """Whether blocks that would be one side of a pair have others between them."""
        source, target, (takes, width), _ = edge
        sources, targets = self._sources, self._targets
        return sources[source + takes - 1] - sources[source] >= takes or (
            targets[target + width - 1] - targets[target] >= width
        )


def _gains(counts: Counter[int]) -> dict[int, float]:
    """The log odds of each direction for a pair, against chance."""
    total = sum(counts.values()) + _UNSEEN
    return {way: log((counts[way] + _UNSEEN * chance) / total / chance) for way, chance in _CHANCE.items()}
