"""The features by which the learned block model judges each text block, and what surrounds the block on its page.

The features are plain numbers, made by counting and division alone, so that every machine computes the same ones.
``FEATURES`` has them in the order of the vectors; weights are good for one order only.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.text.text_blocks_normalisation_and_links import BlockElement, SegmentedPage, TextBlock
from crawler.extraction.text.word_lists_and_patterns import read_rows

_INNER = frozenset(
    ("p", "li", "blockquote", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "ul", "ol", "dl", "tr", "tbody",
     "table")
)  # fmt: skip
_LINES = frozenset(("p", "h1", "h2", "h3", "h4", "blockquote", "hr"))
_NOWHERE = 99
"""The distance to a densest box that the page does not have."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What surrounds an element, for block features: how many articles, sections and lists, whether a main or figure
    element.

    ``alike`` is how many boxes stand beside the innermost repeated one (same tag and names), and ``entry`` that box.
    ``aside`` is how many boxes lie between it and those around the densest one, ``above`` how far up these begin.
    """

    articles: int
    sections: int
    lists: int
    main: bool
    figure: bool
    alike: int
    entry: BlockElement | None
    aside: int
    above: int


_OUTSIDE = _Around(0, 0, 0, False, False, 0, None, -1, _NOWHERE)


class _Surroundings:
    """The totals of a page and the measures of its elements, for block features.

    ``densest`` is the home with the most continuous text.
    """

    def __init__(self, segmented: SegmentedPage, evidence: Evidence) -> None:
        blocks = segmented.blocks
        self.blocks = blocks
        self.evidence = evidence
        self.sizes = [len(block.text) for block in blocks]
        self.chars = [0, *accumulate(self.sizes)]
        self.linked = [0, *accumulate([block.linked for block in blocks])]
        self.prosy = [0, *accumulate([size > 0 for size in evidence.prose])]
        self.headings = [0, *accumulate(["heading" in block.box.nearest for block in blocks])]
        self.copies = Counter([block.text for block in blocks])
        self.pictured = frozenset(n for n, _ in segmented.images)
        self.images = _counted([n for n, _ in segmented.images], len(blocks))
        self._homes: dict[BlockElement, BlockElement] = {}
        self._around: dict[BlockElement, _Around] = {}
        self._alike: dict[BlockElement, dict[tuple[str, str], int]] = {}
        self.densest, self.density = self._densest()
        path = enumerate(self.densest.ancestors()) if self.densest else ()
        self._path = {box: up for up, box in path}

    def home(self, box: BlockElement) -> BlockElement:
        """Return the element that holds the paragraph or line ``box`` beside others of its kind."""
        climbed = []
        while box not in self._homes and _is_inner(box) and box.parent is not None:
            climbed.append(box)
            box = box.parent
        home = self._homes.get(box, box)
        for inner in climbed:
            self._homes[inner] = home
        return home

    def siblings(self, box: BlockElement) -> int:
        """Count the elements with text beside one with its tag and names, itself included."""
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

    def around(self, box: BlockElement) -> _Around:
        """Return what surrounds an element, for block features."""
        chain = []
        at: BlockElement | None = box
        while at is not None and at not in self._around:
            chain.append(at)
            at = at.parent
        above = self._around[at] if at is not None else _OUTSIDE
        for inner in reversed(chain):
            above = self._around[inner] = self._inside(inner, above)
        return above

    def _inside(self, box: BlockElement, above: _Around) -> _Around:
        tag, up = box.tag, self._path.get(box)
        alike, entry = above.alike, above.entry
        if box.end - box.first > 1 and tag not in _LINES and (beside := self.siblings(box)) > 1:
            alike, entry = beside, box
        return _Around(
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

    def _densest(self) -> tuple[BlockElement | None, float]:
        """Return the element that holds most continuous text, the first of equals, and how much that is."""
        weights: dict[BlockElement, float] = {}
        for block, size in zip(self.blocks, self.evidence.prose, strict=True):
            if size:
                home = self.home(block.box)
                weights[home] = weights.get(home, 0.0) + size
        best = max(weights, key=weights.__getitem__, default=None)
        return best, weights[best] if best else 0.0


def _is_inner(box: BlockElement) -> bool:
    if box.tag in ("td", "body"):
        return False
    return box.tag in _INNER or not box.children or box.end - box.first <= 1


def _counted(numbers: Sequence[int], end: int) -> list[int]:
    """Return how many of the numbers are below each number up to ``end``, which is included."""
    counts = [0] * (end + 2)
    for n in numbers:
        counts[n + 1] += 1
    return list(accumulate(counts))


FEATURES = {name: meaning for of, name, meaning in read_rows("features.tsv", "model") if of == "block"}
"""Each feature's meaning by its name, in order."""

_STOPS = frozenset(".。!?!?…")
_CLOSERS = frozenset("\"”’'」』))")
_FAR = 99
_LOOKED_AT = 40  # words held against the title
_IMAGES = 5  # blocks
_REACHES = (5, 15)  # blocks

Vector = tuple[float, ...]


def vectors(
    segmented: SegmentedPage, evidence: Evidence, taken: frozenset[int], title: int | None
) -> dict[int, Vector]:
    """Compute the feature vectors of the text blocks that the learned model judges, by block number.

    Blocks that are only a link, stand in no content or are taken for a field (``taken``) are not judged; ``title`` is
    the title's last block.
    """
    return _Measure(segmented, evidence, title).all(taken)


class _Measure:
    """One page whose text blocks are measured for the learned model."""

    def __init__(self, segmented: SegmentedPage, evidence: Evidence, title: int | None) -> None:
        self._around = _Surroundings(segmented, evidence)
        self._blocks = segmented.blocks
        self._evidence = evidence
        self._title = title
        self._prose = evidence.total[-1] or 1.0
        self._title_words = frozenset(self._blocks[title].plain.lower().split()) if title is not None else frozenset()
        self._since, self._until = _distances(evidence.prose)
        self._of_boxes: dict[BlockElement, Vector] = {}
        self._of_homes: dict[BlockElement, Vector] = {}

    def all(self, taken: frozenset[int]) -> dict[int, Vector]:
        """Return the feature vectors of all text blocks that are judged."""
        apart = self._evidence.non_content
        return {
            block.n: self._vector(block)
            for block in self._blocks
            if not block.only_link and not apart[block.n] and block.n not in taken
        }

    def _vector(self, block: TextBlock) -> Vector:
        home = self._around.home(block.box)
        return (
            *self._text(block),
            *self._marks(block),
            *self._box(block.box),
            *self._place(block.n),
            *self._home(home),
            *self._near_densest(block.n),
            *self._near(block.n, home),
            *self._window(block.n),
        )

    def _text(self, block: TextBlock) -> Vector:
        text = block.plain
        size, first, last = len(text), text[0], text[-1]
        words = text.split()
        known = self._title_words
        looked = words[:_LOOKED_AT]
        return (
            size,
            len(words),
            size / len(words),
            text.count(",") + text.count("、"),
            last in _STOPS or (last in _CLOSERS and text[-2:-1] in _STOPS),
            last == ":",
            first.islower(),
            not first.isalnum(),
            sum(map(text.count, "0123456789")) / size,
            sum(word[0].isupper() for word in words) / len(words),
            block.linked / size,
            block.linked,
            block.bold,
            block.heading,
            sum(word.lower() in known for word in looked) / len(looked) if known else 0,
        )

    def _marks(self, block: TextBlock) -> Vector:
        n, around, evidence = block.n, self._around, self._evidence
        images = around.images[min(n + _IMAGES + 1, len(self._blocks))] - around.images[max(0, n - _IMAGES)]
        return (
            around.copies[block.text],
            evidence.prose[n],
            evidence.in_list[n],
            evidence.in_sidebar[n],
            n in around.pictured,
            images,
        )

    def _box(self, box: BlockElement) -> Vector:
        if box not in self._of_boxes:
            self._of_boxes[box] = self._measured(box, self._around.around(box))
        return self._of_boxes[box]

    def _measured(self, box: BlockElement, around: _Around) -> Vector:
        near, tag = box.nearest, box.tag
        return (
            tag == "p",
            tag == "div",
            "li" in near,
            "tr" in near,
            "blockquote" in near,
            around.figure or "figcaption" in near,
            "form" in near,
            around.main,
            around.articles,
            around.sections,
            around.lists,
            box.depth,
            box.end - box.first,
            bool(box.words),
            self._around.siblings(box),
            around.alike,
            *self._entry(around.entry),
        )

    def _entry(self, entry: BlockElement | None) -> Vector:
        if entry is None:
            return 0, 0, 0
        first, end = entry.first, entry.end
        return end - first, self._link_share(first, end), self._around.headings[end] - self._around.headings[first]

    def _place(self, n: int) -> Vector:
        title, total, count = self._title, self._evidence.total, len(self._blocks)
        since = (total[n] - total[title + (title < n)]) / self._prose if title is not None else -2
        return (
            n / count,
            self._around.chars[n] / self._around.chars[-1],
            count - n,
            n - title if title is not None else -_FAR,
            since,
            total[n] / self._prose,
            (total[-1] - total[n + 1]) / self._prose,
            total[-1],
        )

    def _home(self, home: BlockElement) -> Vector:
        if home not in self._of_homes:
            parent = home.parent or home
            boxes = (home, parent, parent.parent or parent)
            around = self._around.around(home)
            self._of_homes[home] = (
                *(value for box in boxes for value in self._contents(box)),
                len(home.children),
                around.aside,
                around.above,
            )
        return self._of_homes[home]

    def _contents(self, box: BlockElement) -> Iterator[float]:
        first, end, around = box.first, box.end, self._around
        yield self._link_share(first, end)
        yield end - first
        yield self._evidence.within(first, end) / self._prose
        yield around.prosy[end] - around.prosy[first]
        yield (around.chars[end] - around.chars[first]) / (end - first)

    def _near_densest(self, n: int) -> Vector:
        densest = self._around.densest
        if densest is None:
            return 0, 0, False
        return self._around.density / self._prose, n - densest.end, densest.first <= n < densest.end

    def _near(self, n: int, home: BlockElement) -> Vector:
        return (
            *self._neighbour(n - 1, home),
            *self._neighbour(n - 2, home)[0:3:2],
            *self._neighbour(n + 1, home),
            *self._neighbour(n + 2, home)[0:3:2],
            self._since[n],
            self._until[n],
        )

    def _neighbour(self, n: int, home: BlockElement) -> tuple[float, float, float, float]:
        if not 0 <= n < len(self._blocks):
            return -1, -1, -1, -1
        block = self._blocks[n]
        return self._around.sizes[n], block.heading, self._around.home(block.box) is home, block.only_link

    def _window(self, n: int) -> Iterator[float]:
        chars, total, count = self._around.chars, self._evidence.total, len(self._blocks)
        for reach in _REACHES:
            for first, end in ((max(0, n - reach), n), (n + 1, min(count, n + reach + 1))):
                yield chars[end] - chars[first]
                yield self._link_share(first, end)
                yield total[end] - total[first]

    def _link_share(self, first: int, end: int) -> float:
        size = self._around.chars[end] - self._around.chars[first]
        return (self._around.linked[end] - self._around.linked[first]) / size if size else 0


def _distances(prose: tuple[float, ...]) -> tuple[list[int], list[int]]:
    """Return for each block how far back and how far on the nearest other block of prose is."""
    since, until, far = [], [], _FAR
    for size in prose:
        since.append(far)
        far = 1 if size else far + 1
    far = _FAR
    for size in reversed(prose):
        until.append(far)
        far = 1 if size else far + 1
    return since, until[::-1]
