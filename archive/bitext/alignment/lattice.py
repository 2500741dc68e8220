"""Beads: segments of two texts that translate each other, and the search for the best row of them."""

from collections.abc import Iterable, Iterator
from math import exp, inf, log
from typing import NamedTuple

from archive.bitext.alignment.search_band import Band
from archive.bitext.scoring.bead_priors import Model
from archive.bitext.scoring.length_fit import Lengths
from archive.bitext.scoring.span_similarity import Affinity, Weights
from archive.bitext.scoring.word_votes import Evidence, Hit, Weigh, bucket


class Bead(NamedTuple):
    """Segments that translate each other, counted from 0; an empty side means that nothing translates the other."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


class Edge(NamedTuple):
    """A bead that may be: from where it starts, how many segments of each text it takes, and its weight."""

    source: int
    target: int
    takes: tuple[int, int]
    weight: float

    def span(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The segments of each text that the bead takes."""
        takes, width = self.takes
        return tuple(range(self.source, self.source + takes)), tuple(range(self.target, self.target + width))


_FARTHEST = 7.0
"""The worst fit of lengths, in log odds below the best, that is still looked at."""


Hits = dict[int, Hit]
_NO_HIT: Hit = (frozenset(), frozenset())


class Lattice:
    """Weighs beads, and finds those worth a look: within a band, and on the way of a row that is not hopeless."""

    def __init__(
        self, evidence: Evidence, lengths: Lengths, model: Model, band: Band, affinity: Affinity | None = None
    ) -> None:
        self.band = band
        self._affinity = affinity
        self.count = len(evidence.source_types)
        self.other = len(evidence.target_types)
        self._evidence = evidence
        self._lengths = lengths
        self._model = model
        self._hits: dict[int, dict[int, Hit | None]] = {}
        self._targets: dict[tuple[int, int], tuple[int, Weigh, float]] = {}
        self._widest = max(shape[0] for shape in model.shapes)
        self._farthest = max(shape[1] for shape in model.shapes)
        self._by_takes = [
            [(b, prior) for (a, b), prior in model.shapes.items() if a == takes and b]
            for takes in range(self._widest + 1)
        ]

    def search(self) -> tuple[list[list[Edge]], list[Edge]]:
        """All edges looked at, by their source segment, and the row of beads with the greatest weight (Viterbi)."""
        sums = [dict[int, float]() for _ in range(self.count + 1)]
        came = [dict[int, Edge]() for _ in range(self.count + 1)]
        sums[0][0] = 0.0
        looked_at: list[list[Edge]] = []
        skip = self._model.shapes[0, 1]
        for source, here in enumerate(sums):
            last = self.band[source][1]
            found = []
            for target in sorted(here):
                total = here[target]
                while target < last and total + skip > here.get(target + 1, -inf):
                    edge = Edge(source, target, (0, 1), skip)
                    total += skip
                    target += 1
                    here[target] = total
                    came[source][target] = edge
            floor = self._floor(source, here)
            starts = sorted(target for target, total in here.items() if total >= floor)
            found = [Edge(source, target, (0, 1), skip) for target in sorted(here) if target < last]
            if source < self.count:
                more = self._edges(source, starts)
                for edge in more:
                    _, target, (takes, width), weight = edge
                    total = here[target] + weight
                    if total > sums[source + takes].get(target + width, -inf):
                        sums[source + takes][target + width] = total
                        came[source + takes][target + width] = edge
                found += more
            looked_at.append(found)
        return looked_at, _traced(came, self.count, self.other)

    def _floor(self, source: int, here: dict[int, float]) -> float:
        """The least sum worth going on from, below the best that stays within the band with the next segment."""
        first, last = self.band[min(source + 1, self.count)]
        return (
            max((total for target, total in here.items() if first <= target <= last), default=-inf) - self._model.beam
        )

    def _edges(self, source: int, starts: list[int]) -> list[Edge]:
        """The edges from a source segment and each of the target segments."""
        skip = self._model.shapes[1, 0]
        first, last = self.band[source + 1]
        found = [Edge(source, target, (1, 0), skip) for target in starts if first <= target <= last]
        if not starts:
            return found
        merged: Hits = {}
        reach = range(starts[0], min(self.other, starts[-1] + self._farthest))
        for takes in range(1, min(self._widest, self.count - source) + 1):
            merged = self._merged(merged, source + takes - 1, reach)
            spans = self._spans(source, takes, merged, starts)
            found.extend(_likened(spans, self._affinity, takes, starts) if self._affinity else spans)
        return found

    def _merged(self, before: Hits, source: int, reach: range) -> Hits:
        """What answers a source span, for each target segment within reach: those before and one more."""
        merged: Hits = {}
        for target in reach:
            cell, added = before.get(target), self._hit(source, target)
            if cell and added:
                merged[target] = cell[0] | added[0], cell[1] | added[1]
            elif only := cell or added:
                merged[target] = only
        return merged

    def _hit(self, source: int, target: int) -> Hit | None:
        row = self._hits.get(source)
        if row is None:
            row = self._hits[source] = {}
            self._hits.pop(source - self._widest, None)
        if target not in row:
            row[target] = self._evidence.hit(source, target)
        return row[target]

    def _spans(self, source: int, takes: int, hits: Hits, starts: list[int]) -> Iterator[Edge]:
        """The edges that take so many source segments and some target segments."""
        evidence, fit, share = self._evidence, self._lengths.fit, self._model.votes
        shapes = self._by_takes[takes]
        characters = self._lengths.source[source + takes] - self._lengths.source[source]
        back = evidence.target_votes.row(bucket(evidence.source_ends[source + takes] - evidence.source_ends[source]))
        quiet = evidence.source_quiet(source, source + takes)
        first, last = self.band[source + takes]
        limit = self._lengths.best_fit(characters) - _FARTHEST
        for target in starts:
            for width, prior in shapes:
                if first <= target + width <= last:
                    length, forward, silence = self._target(target, width)
                    fitting = fit(characters, length)
                    if fitting > limit:
                        asked, answers = _together(hits, target, width)
                        votes = quiet + silence + sum(map(forward, asked)) + sum(map(back, answers))
                        yield Edge(source, target, (takes, width), prior + fitting + share * votes)

    def _target(self, target: int, width: int) -> tuple[int, Weigh, float]:
        """The characters of a target span, how it weighs the words it answers, and what its silence weighs."""
        known = self._targets.get((target, width))
        if known is None:
            evidence, end = self._evidence, target + width
            votes = evidence.source_votes.row(bucket(evidence.target_ends[end] - evidence.target_ends[target]))
            silence = evidence.target_quiet(target, end)
            known = self._lengths.target[end] - self._lengths.target[target], votes, silence
            self._targets[target, width] = known
        return known


def _likened(edges: Iterable[Edge], affinity: Affinity, takes: int, starts: list[int]) -> Iterator[Edge]:
    """The edges from one source span, weighed by how alike their spans are too."""
    weights: Weights | None = None
    for source, target, (_, width), weight in edges:
        if weights is None:
            weights = affinity.weights(source, takes, range(starts[0], starts[-1] + 1))
        yield Edge(source, target, (takes, width), weight + weights[width - 1][target - starts[0]])


def _together(hits: Hits, target: int, width: int) -> Hit:
    """The words that a target span answers, and its answers."""
    if width == 1:
        return hits.get(target, _NO_HIT)
    cells = [hits[n] for n in range(target, target + width) if n in hits]
    if len(cells) < 2:
        return cells[0] if cells else _NO_HIT
    asked, answers = zip(*cells, strict=True)
    return asked[0].union(*asked[1:]), answers[0].union(*answers[1:])


def _traced(came: list[dict[int, Edge]], source: int, target: int) -> list[Edge]:
    path = []
    while source or target:
        edge = came[source][target]
        path.append(edge)
        source, target = edge.source, edge.target
    return path[::-1]


def best_path(lattice: Lattice, edges: list[list[Edge]]) -> list[Edge]:
    """The row of beads with the greatest weight among the edges (Viterbi)."""
    sums = [dict[int, float]() for _ in range(lattice.count + 1)]
    came = [dict[int, Edge]() for _ in range(lattice.count + 1)]
    sums[0][0] = 0.0
    for source, starting in enumerate(edges):
        here = sums[source]
        for edge in starting:
            _, target, (takes, width), weight = edge
            total = here.get(target, -inf) + weight
            if total > sums[source + takes].get(target + width, -inf):
                sums[source + takes][target + width] = total
                came[source + takes][target + width] = edge
    return _traced(came, lattice.count, lattice.other)


def probabilities(lattice: Lattice, edges: list[list[Edge]], path: list[Edge]) -> list[float]:
    """The probability of each bead of the path among all rows of beads (forward-backward)."""
    ahead = _forward(lattice, edges)
    behind = _backward(lattice, edges)
    total = ahead[lattice.count][lattice.other]
    return [
        exp(
            ahead[edge.source][edge.target]
            + edge.weight
            + behind[edge.source + edge.takes[0]][edge.target + edge.takes[1]]
            - total
        )
        for edge in path
    ]


def _forward(lattice: Lattice, edges: list[list[Edge]]) -> list[dict[int, float]]:
    sums = [dict[int, float]() for _ in range(lattice.count + 1)]
    sums[0][0] = 0.0
    for source, starting in enumerate(edges):
        here = sums[source]
        for _, target, (takes, width), weight in starting:
            if target in here:
                _add(sums[source + takes], target + width, here[target] + weight)
    return sums


def _backward(lattice: Lattice, edges: list[list[Edge]]) -> list[dict[int, float]]:
    sums = [dict[int, float]() for _ in range(lattice.count + 1)]
    sums[lattice.count][lattice.other] = 0.0
    for source in range(lattice.count, -1, -1):
        here = sums[source]
        for _, target, (takes, width), weight in reversed(edges[source]):
            there = sums[source + takes].get(target + width)
            if there is not None:
                _add(here, target, there + weight)
    return sums


def _add(sums: dict[int, float], at: int, weight: float) -> None:
    """Adds a weight in the space of logarithms."""
    old = sums.get(at)
    if old is None:
        sums[at] = weight
    elif weight > old:
        sums[at] = weight + log(1 + exp(old - weight))
    else:
        sums[at] = old + log(1 + exp(weight - old))
