"""The search band: roughly which segments of two texts stand beside each other, so that the search stays near them.

The band follows the path on which most words are answered. It is found from coarse to fine, first for groups of
segments and then within their band, so that the time grows with the length of the texts and not with its square.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from archive.bitext.scoring.span_similarity import LengthFit
from archive.bitext.scoring.word_votes import WordVotes, length_bucket

_FACTOR = 4
_CELLS = 40_000
_MARGIN = 3
_LEAST_GAIN = 1.0
_NARROWEST = 8

Band = list[tuple[int, int]]
"""For each number of source segments passed, the least and the greatest number of target segments passed."""


def word_match_band(votes: WordVotes, margin: int) -> Band:
    """The band around the path with most words answered, widened by ``margin`` on both sides, from end to end."""
    count, other = len(votes.source.types), len(votes.target.types)
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
    """The band around the diagonal, for texts without words in common.

    Its margin is an eighth of the longer text, but at most ``widest``.
    """
    count, other = len(lengths.source) - 1, len(lengths.target) - 1
    margin = min(widest, max(_NARROWEST, max(count, other) // 8))
    pace = lengths.target[-1] / lengths.source[-1]
    path = [min(other, bisect_left(lengths.target, pace * passed)) for passed in lengths.source]
    path[0], path[-1] = 0, other
    return _widen_band([*pairwise(path), (other, other)], margin, other)


def _group_scores(word_votes: WordVotes, size: int, band: Band) -> list[dict[int, float]]:
    """For each group of source segments the score of each group of target segments within the band."""
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
    """The monotone path with the greatest sum; segments of both texts may be skipped at no cost."""
    start, end = band[0]
    sums = [0.0] * (end - start + 1)
    steps: list[tuple[int, bytearray]] = []
    for n, row in enumerate(weights):
        first, last = band[n + 1]
        sums, came = _next_sums(sums, band[n], row, (first, last))
        steps.append((first, came))
    return _trace_path(steps, other)


_SKIP_SOURCE, _SKIP_TARGET, _BOTH = 0, 1, 2


def _next_sums(
    before: list[float], was: tuple[int, int], row: dict[int, float], now: tuple[int, int]
) -> tuple[list[float], bytearray]:
    """The best sum after one more source group for each number of target groups, and the step that leads to it."""
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


def _trace_path(steps: Sequence[tuple[int, bytearray]], other: int) -> Band:
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
    """The band for groups a quarter as large."""
    fine = []
    for n in range(count + 1):
        first, last = path[n // _FACTOR][0] - _MARGIN, path[-(-n // _FACTOR)][1] + _MARGIN
        fine.append((max(0, first * _FACTOR), min(other, last * _FACTOR)))
    fine[-1] = (fine[-1][0], other)
    return fine


def _widen_band(path: Band, margin: int, other: int) -> Band:
    return [(max(0, first - margin), min(other, last + margin)) for first, last in path]
