"""What the model is told of each piece of a page.

The features are plain numbers, made by counting and division alone, so that every machine computes the same ones.
``FEATURES`` has them in the order of the vectors; weights are good for one order only.
"""

from collections.abc import Iterator

from crawler.extraction.evidence import Evidence
from crawler.extraction.model.surroundings import Around, Surroundings
from crawler.extraction.piece import Box, Piece, Segmented
from crawler.extraction.table import read_rows

FEATURES = {name: meaning for of, name, meaning in read_rows("model/features.tsv") if of == "block"}
"""Each feature's meaning by its name, in order."""

_STOPS = frozenset(".。!?!?…")
_CLOSERS = frozenset("\"”’'」』))")
_FAR = 99
_LOOKED_AT = 40  # words held against the title
_IMAGES = 5  # pieces
_REACHES = (5, 15)  # pieces

Vector = tuple[float, ...]


def vectors(segmented: Segmented, evidence: Evidence, taken: frozenset[int], title: int | None) -> dict[int, Vector]:
    """The features of the pieces that the model judges, by number: of those that may be text.

    Pieces that are only a link, stand apart or are taken for a field (``taken``) are not; ``title`` is the title's
    last piece.
    """
    return _Measure(segmented, evidence, title).all(taken)


class _Measure:
    """One page under measure."""

    def __init__(self, segmented: Segmented, evidence: Evidence, title: int | None) -> None:
        self._around = Surroundings(segmented, evidence)
        self._pieces = segmented.pieces
        self._evidence = evidence
        self._title = title
        self._prose = evidence.total[-1] or 1.0
        self._title_words = frozenset(self._pieces[title].plain.lower().split()) if title is not None else frozenset()
        self._since, self._until = _distances(evidence.prose)
        self._of_boxes: dict[Box, Vector] = {}
        self._of_homes: dict[Box, Vector] = {}

    def all(self, taken: frozenset[int]) -> dict[int, Vector]:
        """The vectors of all pieces that are judged."""
        apart = self._evidence.apart
        return {
            piece.n: self._vector(piece)
            for piece in self._pieces
            if not piece.only_link and not apart[piece.n] and piece.n not in taken
        }

    def _vector(self, piece: Piece) -> Vector:
        home = self._around.home(piece.box)
        return (
            *self._text(piece),
            *self._marks(piece),
            *self._box(piece.box),
            *self._place(piece.n),
            *self._home(home),
            *self._near_densest(piece.n),
            *self._near(piece.n, home),
            *self._window(piece.n),
        )

    def _text(self, piece: Piece) -> Vector:
        text = piece.plain
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
            piece.linked / size,
            piece.linked,
            piece.bold,
            piece.heading,
            sum(word.lower() in known for word in looked) / len(looked) if known else 0,
        )

    def _marks(self, piece: Piece) -> Vector:
        n, around, evidence = piece.n, self._around, self._evidence
        images = around.images[min(n + _IMAGES + 1, len(self._pieces))] - around.images[max(0, n - _IMAGES)]
        return (
            around.copies[piece.text],
            evidence.prose[n],
            evidence.listed[n],
            evidence.side[n],
            n in around.pictured,
            images,
        )

    def _box(self, box: Box) -> Vector:
        if box not in self._of_boxes:
            self._of_boxes[box] = self._measured(box, self._around.around(box))
        return self._of_boxes[box]

    def _measured(self, box: Box, around: Around) -> Vector:
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

    def _entry(self, entry: Box | None) -> Vector:
        if entry is None:
            return 0, 0, 0
        first, end = entry.first, entry.end
        return end - first, self._link_share(first, end), self._around.headings[end] - self._around.headings[first]

    def _place(self, n: int) -> Vector:
        title, total, count = self._title, self._evidence.total, len(self._pieces)
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

    def _home(self, home: Box) -> Vector:
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

    def _contents(self, box: Box) -> Iterator[float]:
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

    def _near(self, n: int, home: Box) -> Vector:
        return (
            *self._neighbour(n - 1, home),
            *self._neighbour(n - 2, home)[0:3:2],
            *self._neighbour(n + 1, home),
            *self._neighbour(n + 2, home)[0:3:2],
            self._since[n],
            self._until[n],
        )

    def _neighbour(self, n: int, home: Box) -> tuple[float, float, float, float]:
        if not 0 <= n < len(self._pieces):
            return -1, -1, -1, -1
        piece = self._pieces[n]
        return self._around.sizes[n], piece.heading, self._around.home(piece.box) is home, piece.only_link

    def _window(self, n: int) -> Iterator[float]:
        chars, total, count = self._around.chars, self._evidence.total, len(self._pieces)
        for reach in _REACHES:
            for first, end in ((max(0, n - reach), n), (n + 1, min(count, n + reach + 1))):
                yield chars[end] - chars[first]
                yield self._link_share(first, end)
                yield total[end] - total[first]

    def _link_share(self, first: int, end: int) -> float:
        size = self._around.chars[end] - self._around.chars[first]
        return (self._around.linked[end] - self._around.linked[first]) / size if size else 0


def _distances(prose: tuple[float, ...]) -> tuple[list[int], list[int]]:
    """For each piece how far back and how far on the nearest other piece of prose is."""
    since, until, far = [], [], _FAR
    for size in prose:
        since.append(far)
        far = 1 if size else far + 1
    far = _FAR
    for size in reversed(prose):
        until.append(far)
        far = 1 if size else far + 1
    return since, until[::-1]
