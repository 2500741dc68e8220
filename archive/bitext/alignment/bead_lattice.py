"""The lattice of possible beads of two aligned texts: its search band, the best path, and the probabilities of beads.

The band says roughly which segments stand beside each other, so that the search stays near them. It follows the path
on which most words are answered, and is found from coarse to fine, first for groups of segments and then within their
band, so that the time grows with the length of the texts and not with its square.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from math import exp, inf, log
from typing import NamedTuple, cast

from archive.bitext.alignment.bead_shapes_lengths_and_sentence_vectors import (
    BeadPriors,
    LengthFit,
    LogOdds,
    SpanSimilarity,
    length_bucket,
)
from archive.bitext.alignment.word_votes_probabilities_and_penalties import Match, Vote, WordVotes

_FACTOR = 4
_CELLS = 40_000
_MARGIN = 3
_LEAST_GAIN = 1.0
_NARROWEST = 8

Band = list[tuple[int, int]]
"""For each number of source segments passed, the least and the greatest number of target segments passed."""


def word_match_band(votes: WordVotes, margin: int) -> Band:
    """Return the search band around the path with most words answered, widened by ``margin`` on both sides."""
    count, other = len(votes.source.types), len(votes.target.types)
    if other <= margin:
        return [(0, other)] * (count + 1)
    size = 1
    while -(-count // size) * -(-other // size) > _CELLS:
        size *= _FACTOR
    band = [(0, -(-other // size))] * (-(-count // size) + 1)
    while True:
        path = _best_path(_group_scores(votes, size, band), -(-other // size), band)
        if size == 1:
            return _widen_band(path, margin, other)
        size //= _FACTOR
        band = _refine_band(path, -(-count // size), -(-other // size))


def diagonal_band(lengths: LengthFit, widest: int) -> Band:
    """Return the search band around the diagonal of two texts to align, for texts without words in common.

    Its margin is an eighth of the longer text, but at most ``widest``.
    """
    count, other = len(lengths.source) - 1, len(lengths.target) - 1
    margin = min(widest, max(_NARROWEST, max(count, other) // 8))
    pace = lengths.target[-1] / lengths.source[-1]
    path = [min(other, bisect_left(lengths.target, pace * passed)) for passed in lengths.source]
    path[0], path[-1] = 0, other
    return _widen_band([*pairwise(path), (other, other)], margin, other)


def _group_scores(word_votes: WordVotes, size: int, band: Band) -> list[dict[int, float]]:
    """Score, for each group of source segments, each group of target segments within the search band."""
    votes = word_votes.source
    length = size * word_votes.target.ends[-1] // max(1, len(word_votes.target.types))
    answered = votes.votes_in(length_bucket(length))
    gains = [answered(word) + unanswered for word, unanswered in enumerate(votes.unanswered)]
    rows = []
    for n, words in enumerate(word_votes.matches_by_group(size)):
        row: dict[int, float] = {}
        first, last = band[n][0], band[n + 1][1]
        for word, *groups in words:
            if gains[word] < _LEAST_GAIN:
                continue
            for group in groups[bisect_left(groups, first) : bisect_right(groups, last)]:
                row[group] = row.get(group, 0.0) + gains[word]
        rows.append(row)
    return rows


def _best_path(weights: Sequence[dict[int, float]], other: int, band: Band) -> Band:
    """Find the monotone path with the greatest sum; segments of both texts may be skipped at no cost."""
    start, end = band[0]
    sums = [0.0] * (end - start + 1)
    steps: list[tuple[int, bytearray]] = []
    for n, row in enumerate(weights):
        first, last = band[n + 1]
        sums, came = _next_sums(sums, band[n], row, (first, last))
        steps.append((first, came))
    return _trace_band_path(steps, other)


_SKIP_SOURCE, _SKIP_TARGET, _BOTH = 0, 1, 2


def _next_sums(
    before: list[float], was: tuple[int, int], row: dict[int, float], now: tuple[int, int]
) -> tuple[list[float], bytearray]:
    """Return the best sum after one more source group for each number of target groups, and the step that leads to
    it.
    """
    sums: list[float] = []
    came = bytearray()
    left = -1.0
    for at in range(now[0], now[1] + 1):
        best, step = left, _SKIP_TARGET
        if was[0] <= at <= was[1] and before[at - was[0]] >= best:
            best, step = before[at - was[0]], _SKIP_SOURCE
        if was[0] < at <= was[1] + 1 and at - 1 in row and before[at - 1 - was[0]] + row[at - 1] > best:
            best, step = before[at - 1 - was[0]] + row[at - 1], _BOTH
        sums.append(best)
        came.append(step)
        left = best
    return sums, came


def _trace_band_path(steps: Sequence[tuple[int, bytearray]], other: int) -> Band:
    path, at = [(other, other)], other
    for first, came in reversed(steps):
        while at > first and came[at - first] == _SKIP_TARGET:
            at -= 1
        path[-1] = (at, path[-1][1])
        at -= came[at - first] == _BOTH
        path.append((at, at))
    path[-1] = (0, path[-1][1])
    return path[::-1]


def _refine_band(path: Band, count: int, other: int) -> Band:
    """Return the search band for groups a quarter as large."""
    fine = []
    for n in range(count + 1):
        first, last = path[n // _FACTOR][0] - _MARGIN, path[-(-n // _FACTOR)][1] + _MARGIN
        fine.append((max(0, first * _FACTOR), min(other, last * _FACTOR)))
    fine[-1] = (fine[-1][0], other)
    return fine


def _widen_band(path: Band, margin: int, other: int) -> Band:
    return [(max(0, first - margin), min(other, last + margin)) for first, last in path]


class Bead(NamedTuple):
    """A bead of an alignment: segments, counted from 0, that translate each other; one side may be empty."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    score: float


class Edge(NamedTuple):
    """An edge of the alignment lattice: a possible bead, where it starts, how many segments of each text it takes,
    its log odds.
    """

    source: int
    target: int
    takes: tuple[int, int]
    weight: float

    def span(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Return the segments of each text that a possible bead takes."""
        takes, width = self.takes
        return tuple(range(self.source, self.source + takes)), tuple(range(self.target, self.target + width))


_edge = cast(Callable[[tuple[int, int, tuple[int, int], float]], Edge], partial(tuple.__new__, Edge))
"""An edge of its values: faster than the class, of which a page has thousands."""

_FARTHEST = 7.0
"""The most log odds by which the fit of lengths may be below the best fit."""


_Matches = dict[int, Match]
_NO_MATCH: Match = (frozenset(), frozenset())


class Lattice:
    """The lattice of possible beads within the search band, with their weights; hopeless paths are left out."""

    def __init__(
        self,
        votes: WordVotes,
        lengths: LengthFit,
        priors: BeadPriors,
        band: Band,
        similarity: SpanSimilarity | None = None,
    ) -> None:
        self.band = band
        self._similarity = similarity
        self.source_count = len(votes.source.types)
        self.target_count = len(votes.target.types)
        self._votes = votes
        self._lengths = lengths
        self._priors = priors
        self._matches: dict[int, dict[int, Match | None]] = {}
        self._widest = max(shape[0] for shape in priors.shapes)
        self._farthest = max(shape[1] for shape in priors.shapes)
        self._targets: list[dict[int, tuple[int, Vote, float]]] = [{} for _ in range(self._farthest + 1)]
        self._by_takes = [
            [(shape, shape[1], prior) for shape, prior in priors.shapes.items() if shape[0] == takes and shape[1]]
            for takes in range(self._widest + 1)
        ]

    def search(self) -> tuple[list[list[Edge]], list[Edge]]:
        """Search the lattice of beads: all edges examined, by source segment, and the path with the greatest weight
        (Viterbi).
        """
        sums = [dict[int, float]() for _ in range(self.source_count + 1)]
        came = [dict[int, Edge]() for _ in range(self.source_count + 1)]
        sums[0][0] = 0.0
        examined: list[list[Edge]] = []
        skip = self._priors.shapes[0, 1]
        for source, here in enumerate(sums):
            last = self.band[source][1]
            for target in sorted(here):
                total = here[target]
                while target < last and total + skip > here.get(target + 1, -inf):
                    came[source][target + 1] = Edge(source, target, (0, 1), skip)
                    total += skip
                    target += 1
                    here[target] = total
            least = self._least_weight(source, here)
            starts = sorted(target for target, total in here.items() if total >= least)
            found = [Edge(source, target, (0, 1), skip) for target in sorted(here) if target < last]
            if source < self.source_count:
                more = self._edges(source, starts)
                for edge in more:
                    _, target, (takes, width), weight = edge
                    total, after = here[target] + weight, sums[source + takes]
                    if total > after.get(target + width, -inf):
                        after[target + width], came[source + takes][target + width] = total, edge
                found += more
            examined.append(found)
        return examined, _trace_path(came, self.source_count, self.target_count)

    def _least_weight(self, source: int, here: dict[int, float]) -> float:
        """The least sum to continue from: a beam below the best sum that stays in the band at the next segment."""
        first, last = self.band[min(source + 1, self.source_count)]
        inside = (total for target, total in here.items() if first <= target <= last)
        return max(inside, default=-inf) - self._priors.beam

    def _edges(self, source: int, starts: list[int]) -> list[Edge]:
        """The edges from a source segment and each of the target segments."""
        skip = self._priors.shapes[1, 0]
        first, last = self.band[source + 1]
        found = [Edge(source, target, (1, 0), skip) for target in starts if first <= target <= last]
        if not starts:
            return found
        merged: _Matches = {}
        reach = range(starts[0], min(self.target_count, starts[-1] + self._farthest))
        for takes in range(1, min(self._widest, self.source_count - source) + 1):
            merged = self._merged(merged, source + takes - 1, reach)
            spans = self._spans(source, takes, merged, starts)
            found.extend(_add_similarity(spans, self._similarity, takes, starts) if self._similarity else spans)
        return found

    def _merged(self, before: _Matches, source: int, reach: range) -> _Matches:
        """The matches of a source span with each target segment in reach: those ``before`` and those of one more."""
        merged: _Matches = {}
        for target in reach:
            cell, added = before.get(target), self._match(source, target)
            if cell and added:
                merged[target] = cell[0] | added[0], cell[1] | added[1]
            elif only := cell or added:
                merged[target] = only
        return merged

    def _match(self, source: int, target: int) -> Match | None:
        row = self._matches.get(source)
        if row is None:
            row = self._matches[source] = {}
            self._matches.pop(source - self._widest, None)
        if target not in row:
            row[target] = self._votes.match(source, target)
        return row[target]

    def _spans(self, source: int, takes: int, matches: _Matches, starts: list[int]) -> Iterator[Edge]:
        """The edges that take this number of source segments and some target segments."""
        votes, share = self._votes, self._priors.votes
        shapes = self._by_takes[takes]
        characters = self._lengths.source[source + takes] - self._lengths.source[source]
        back = votes.target.votes_in(length_bucket(votes.source.ends[source + takes] - votes.source.ends[source]))
        unanswered = votes.source.unanswered_score(source, source + takes)
        first, last = self.band[source + takes]
        density = self._lengths.log_density(characters)
        limit = density(self._lengths.expected_length(characters)) - _FARTHEST
        for target in starts:
            for shape, width, prior in shapes:
                if first <= target + width <= last:
                    known = self._targets[width]
                    length, forward, target_unanswered = known.get(target) or self._target(target, width)
                    fit = density(length)
                    if fit > limit:
                        translated, answers = _joined_match(matches, target, width)
                        vote = unanswered + target_unanswered
                        if answers:
                            vote = vote + sum(map(forward, translated)) + sum(map(back, answers))
                        yield _edge((source, target, shape, prior + fit + share * vote))

    def _target(self, target: int, width: int) -> tuple[int, Vote, float]:
        """A target span's characters, the votes of words that it answers, and its score if nothing is answered."""
        votes, end = self._votes, target + width
        row = votes.source.votes_in(length_bucket(votes.target.ends[end] - votes.target.ends[target]))
        unanswered = votes.target.unanswered_score(target, end)
        found = self._lengths.target[end] - self._lengths.target[target], row, unanswered
        self._targets[width][target] = found
        return found


def _add_similarity(
    edges: Iterable[Edge], similarity: SpanSimilarity, takes: int, starts: list[int]
) -> Iterator[Edge]:
    """The edges from one source span, with the similarity of their spans added to their weights."""
    log_odds: LogOdds | None = None
    for source, target, (_, width), weight in edges:
        if log_odds is None:
            log_odds = similarity.log_odds(source, takes, range(starts[0], starts[-1] + 1))
        yield Edge(source, target, (takes, width), weight + log_odds[width - 1][target - starts[0]])


def _joined_match(matches: _Matches, target: int, width: int) -> Match:
    """The words that a target span answers, with its answers."""
    if width == 1:
        return matches.get(target, _NO_MATCH)
    cells = [matches[n] for n in range(target, target + width) if n in matches]
    if len(cells) < 2:
        return cells[0] if cells else _NO_MATCH
    translated, answers = zip(*cells, strict=True)
    return translated[0].union(*translated[1:]), answers[0].union(*answers[1:])


def _trace_path(came: list[dict[int, Edge]], source: int, target: int) -> list[Edge]:
    path = []
    while source or target:
        edge = came[source][target]
        path.append(edge)
        source, target = edge.source, edge.target
    return path[::-1]


def best_path(lattice: Lattice, edges: list[list[Edge]]) -> list[Edge]:
    """Find the path with the greatest weight among the lattice's edges (Viterbi)."""
    sums = [dict[int, float]() for _ in range(lattice.source_count + 1)]
    came = [dict[int, Edge]() for _ in range(lattice.source_count + 1)]
    sums[0][0] = 0.0
    for source, starting in enumerate(edges):
        here = sums[source]
        for edge in starting:
            _, target, (takes, width), weight = edge
            total, after = here.get(target, -inf) + weight, sums[source + takes]
            if total > after.get(target + width, -inf):
                after[target + width], came[source + takes][target + width] = total, edge
    return _trace_path(came, lattice.source_count, lattice.target_count)


def bead_probabilities(lattice: Lattice, edges: list[list[Edge]], path: list[Edge]) -> list[float]:
    """Compute the probability of each bead of the path among all paths (forward-backward)."""
    ahead = _forward(lattice, edges)
    behind = _backward(lattice, edges)
    total = ahead[lattice.source_count][lattice.target_count]
    return [
        exp(ahead[source][target] + weight + behind[source + takes][target + width] - total)
        for source, target, (takes, width), weight in path
    ]


def _forward(lattice: Lattice, edges: list[list[Edge]]) -> list[dict[int, float]]:
    sums = [dict[int, float]() for _ in range(lattice.source_count + 1)]
    sums[0][0] = 0.0
    for source, starting in enumerate(edges):
        here = sums[source]
        for _, target, (takes, width), weight in starting:
            if target in here:
                _add_log(sums[source + takes], target + width, here[target] + weight)
    return sums


def _backward(lattice: Lattice, edges: list[list[Edge]]) -> list[dict[int, float]]:
    sums = [dict[int, float]() for _ in range(lattice.source_count + 1)]
    sums[lattice.source_count][lattice.target_count] = 0.0
    for source in range(lattice.source_count, -1, -1):
        here = sums[source]
        for _, target, (takes, width), weight in reversed(edges[source]):
            there = sums[source + takes].get(target + width)
            if there is not None:
                _add_log(here, target, there + weight)
    return sums


_NEGLIGIBLE = 40.0
"""Log odds: 1 + exp(-40) is 1.0."""


def _add_log(sums: dict[int, float], at: int, weight: float) -> None:
    """Add a weight to a path sum that is kept as a logarithm."""
    old = sums.get(at)
    if old is None:
        sums[at] = weight
    elif weight > old:
        sums[at] = weight + log(1 + exp(old - weight)) if weight - old < _NEGLIGIBLE else weight
    elif old - weight < _NEGLIGIBLE:
        sums[at] = old + log(1 + exp(weight - old))
