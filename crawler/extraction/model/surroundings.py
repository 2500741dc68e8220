"""What surrounds the pieces of a page: running totals over them, and the boxes that they stand in.

Everything is counted once for a page and once for a box, so that the time is linear in both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.extraction.evidence import Evidence
from crawler.extraction.piece import Box, Segmented

_INNER = frozenset(
    ("p", "li", "blockquote", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "dl", "tr", "tbody",
     "table")
)  # fmt: skip
_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "blockquote", "hr"))
_NOWHERE = 99
"""The distance to a densest box that the page does not have."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is around a box, itself included: how many articles, sections and lists, whether a main or figure element.

    ``alike`` is how many boxes stand beside the innermost repeated one (same tag and names), and ``entry`` that box.
    ``aside`` is how many boxes lie between it and those around the densest one, ``above`` how far up these begin.
    """

    articles: int
    sections: int
    lists: int
    main: bool
    figure: bool
    alike: int
    entry: Box | None
    aside: int
    above: int


_OUTSIDE = Around(0, 0, 0, False, False, 0, None, -1, _NOWHERE)


class Surroundings:
    """The totals of a page and the memory of its boxes. ``densest`` is the home with the most continuous text."""

    def __init__(self, segmented: Segmented, evidence: Evidence) -> None:
        pieces = segmented.pieces
        self.pieces = pieces
        self.evidence = evidence
        self.sizes = [len(piece.text) for piece in pieces]
        self.chars = [0, *accumulate(self.sizes)]
        self.linked = [0, *accumulate(piece.linked for piece in pieces)]
        self.prosy = [0, *accumulate(size > 0 for size in evidence.prose)]
        self.headings = [0, *accumulate("heading" in piece.box.nearest for piece in pieces)]
        self.copies: dict[str, int] = {}
        for piece in pieces:
            self.copies[piece.text] = self.copies.get(piece.text, 0) + 1
        self.pictured = frozenset(n for n, _ in segmented.images)
        self.images = _counted([n for n, _ in segmented.images], len(pieces))
        self._homes: dict[Box, Box] = {}
        self._around: dict[Box, Around] = {}
        self._alike: dict[Box, dict[tuple[str, str], int]] = {}
        self.densest, self.density = self._densest()
        path = enumerate(self.densest.ancestors()) if self.densest else ()
        self._path = {box: up for up, box in path}

    def home(self, box: Box) -> Box:
        """The box in which the paragraph or line that ``box`` is stands beside its like."""
        climbed = []
        while box not in self._homes and _is_inner(box) and box.parent is not None:
            climbed.append(box)
            box = box.parent
        home = self._homes.get(box, box)
        for inner in climbed:
            self._homes[inner] = home
        return home

    def siblings(self, box: Box) -> int:
        """How many boxes with text stand beside it with its tag and names, itself included."""
        parent = box.parent
        if parent is None:
            return 1
        if parent not in self._alike:
            counts: dict[tuple[str, str], int] = {}
            for child in parent.children:
                if child.end > child.first:
                    counts[child.tag, child.words] = counts.get((child.tag, child.words), 0) + 1
            self._alike[parent] = counts
        return self._alike[parent].get((box.tag, box.words), 1)

    def around(self, box: Box) -> Around:
        """What is around the box."""
        chain = []
        at: Box | None = box
        while at is not None and at not in self._around:
            chain.append(at)
            at = at.parent
        above = self._around[at] if at is not None else _OUTSIDE
        for inner in reversed(chain):
            above = self._around[inner] = self._inside(inner, above)
        return above

    def _inside(self, box: Box, above: Around) -> Around:
        tag, up = box.tag, self._path.get(box)
        alike, entry = above.alike, above.entry
        if box.end - box.first > 1 and tag not in _LINES and (beside := self.siblings(box)) > 1:
            alike, entry = beside, box
        return Around(
            above.articles + (tag == "article"),
            above.sections + (tag == "section"),
            above.lists + (tag in ("ul", "ol")),
            above.main or tag == "main",
            above.figure or tag == "figure",
            alike,
            entry,
            0 if up is not None else above.aside + 1,
            up if up is not None else above.above,
        )

    def _densest(self) -> tuple[Box | None, float]:
        """The home with the most continuous text, the first of equals, and how much that is."""
        weights: dict[Box, float] = {}
        for piece, size in zip(self.pieces, self.evidence.prose, strict=True):
            if size:
                home = self.home(piece.box)
                weights[home] = weights.get(home, 0.0) + size
        best = max(weights, key=weights.__getitem__, default=None)
        return best, weights[best] if best else 0.0


def _is_inner(box: Box) -> bool:
    if box.tag in ("td", "body"):
        return False
    return box.tag in _INNER or not box.children or box.end - box.first <= 1


def _counted(numbers: Sequence[int], end: int) -> list[int]:
    """How many of the numbers are below each number up to ``end``, which is included."""
    counts = [0] * (end + 2)
    for n in numbers:
        counts[n + 1] += 1
    return list(accumulate(counts))
