"""Boosted decision trees, evaluated in plain Python, and the shipped weights of the two models.

A vector is held against all trees at once, as in QuickScorer (Lucchese et al., SIGIR 2015): of each feature, the
thresholds that the value exceeds rule out leaves, which are bits of one large number; what is left lowest in each
tree's lane is the leaf that the vector comes to. Sums are made in the order of the trees, so that every machine
gives the same.
"""

import json
import struct
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from operator import getitem
from typing import Any

from crawler.extraction.model.block_features import FEATURES
from crawler.extraction.model.page_features import PAGE_FEATURES

_LANE = 16  # bits: leaves of a tree, at most


class Forest:
    """Decision trees whose leaves add up to a log-odds.

    A tree is a list of nodes ``[feature, threshold, left, right]``, the root first; left is taken up to the
    threshold. A branch that is not negative is the number of a node, a negative one is leaf ``-branch - 1`` of
    ``leaves``. Raises ValueError for a tree with too many leaves.
    """

    def __init__(self, trees: Sequence[dict[str, Any]], features: int) -> None:
        self._leaves: list[dict[int, float]] = []
        found: list[list[tuple[float, int]]] = [[] for _ in range(features)]
        for lane, tree in enumerate(trees):
            order = _Order(tree["nodes"])
            if len(order.leaves) > _LANE:
                raise ValueError(f"a tree has {len(order.leaves)} leaves, more than {_LANE}")
            self._leaves.append({1 << at: tree["leaves"][leaf] for at, leaf in enumerate(order.leaves)})
            for feature, threshold, mask in order.ruled_out:
                found[feature].append((threshold, mask << lane * _LANE))
        self._all = (1 << len(trees) * _LANE) - 1
        self._ones = sum(1 << lane * _LANE for lane in range(len(trees)))
        self._cuts = [_cuts(sorted(one), self._all) for one in found]
        self._read = struct.Struct(f"<{len(trees)}H").unpack

    def log_odds(self, vector: Sequence[float]) -> float:
        """Return the sum of the leaves that the vector comes to."""
        left = self._all
        values = map(float, vector)  # floats compare fastest with floats
        for (thresholds, masks), value in zip(self._cuts, values, strict=True):
            if exceeded := bisect_left(thresholds, value):
                left &= masks[exceeded]
        lowest = left & ~(left - self._ones)  # of each lane: none is empty, so that none borrows from the next
        lanes = self._read(lowest.to_bytes(2 * len(self._leaves), "little"))
        total = 0.0
        for leaf in map(getitem, self._leaves, lanes):
            total += leaf
        return total


def _cuts(ruled_out: Sequence[tuple[float, int]], everything: int) -> tuple[list[float], list[int]]:
    """Return the thresholds of one feature in order, and the leaves that remain when N of them are exceeded."""
    masks = accumulate((mask for _, mask in ruled_out), lambda left, mask: left & ~mask, initial=everything)
    return [threshold for threshold, _ in ruled_out], list(masks)


class _Order:
    """The leaves of a tree from left to right, and for each node those that its threshold rules out if exceeded."""

    def __init__(self, nodes: Sequence[Sequence[Any]]) -> None:
        self.leaves: list[int] = []
        self.ruled_out: list[tuple[int, float, int]] = []
        if nodes:
            self._walk(nodes, 0)
        else:
            self.leaves.append(0)

    def _walk(self, nodes: Sequence[Sequence[Any]], at: int) -> None:
        if at < 0:
            self.leaves.append(-at - 1)
            return
        feature, threshold, left, right = nodes[at]
        first = len(self.leaves)
        self._walk(nodes, left)
        self.ruled_out.append((feature, threshold, (1 << len(self.leaves)) - (1 << first)))
        self._walk(nodes, right)


FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """The learned weights: ``revision`` names them in documents, ``made_of`` are the sets with commits and
    licences.
    """

    revision: str
    made_of: tuple[dict[str, Any], ...]
    blocks: Forest
    page: Forest


@cache
def weights() -> Weights:
    """Return the weights in ``weights.json``.

    Raises ValueError when they are made for other features than are measured.
    """
    return read_weights(files("crawler.extraction.model").joinpath(FILE).read_text(encoding="utf-8"))


def read_weights(text: str) -> Weights:
    """Return the weights that a JSON text holds. Raises ValueError as ``weights`` does."""
    values = json.loads(text)
    forests = (_forest(values[name], features) for name, features in (("blocks", FEATURES), ("page", PAGE_FEATURES)))
    return Weights(values["revision"], tuple(values["made_of"]), *forests)


def _forest(values: dict[str, Any], features: Mapping[str, str]) -> Forest:
    if values["features"] != list(features):
        raise ValueError(f"{FILE} was made for other features: make it anew with 'make model'")
    return Forest(values["trees"], len(features))
