"""A page as a reader sees it: pieces of text, each a line or paragraph of its own, in the order of the source."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from crawler.extraction.markup import HEADINGS, is_block, is_bold, is_hidden, keeps_lines
from crawler.extraction.wording import ENTRY_DATE, narrow

_UNSEEN_CHARACTERS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u200b\ufeff]+")
TELLING = frozenset(
    ("tr", "table", "li", "blockquote", "figcaption", "caption", "nav", "menu", "select", "header", "form", "button")
)
"""The tags whose nearest box every box knows."""

_MAX_WORDS = 200  # characters of class, id and so on that are looked at
_NAMING = ("class", "id", "role", "aria-label", "data-hook")
_LETTER = re.compile(r"\w")
_MARKS = "·•>»-[]()【】 "
_WHITE = re.compile(r"\s+")
_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n|\n(?=[\u3000\t]| {2})")


@dataclass(slots=True, eq=False)
class Box:
    """A block-level element: its place among the others, and the range of pieces that lie in it.

    ``words`` are its class, id, role and label in lower case. ``first`` and ``end`` bound the pieces, ``end``
    excluded. ``nearest`` has the innermost box of each telling tag around it, itself included.
    """

    element: etree._Element
    tag: str
    parent: "Box | None"
    depth: int
    words: str
    first: int
    end: int = 0
    children: list["Box"] = field(default_factory=list)
    nearest: dict[str, "Box"] = field(default_factory=dict)

    def ancestors(self) -> Iterable["Box"]:
        """The box itself and those around it, outwards."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.parent

    def within(self, tag: str) -> "Box | None":
        """The nearest box of that tag around it, itself included; for the tags in ``TELLING``."""
        return self.nearest.get(tag)


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a piece's text that stands in one element: from ``start`` to ``end``, in a link, in bold."""

    start: int
    end: int
    element: etree._Element
    link: etree._Element | None
    bold: bool


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A line or paragraph as a reader sees it: NFC, runs of white space as one space, none at the ends.

    ``plain`` is the text as patterns read it, character for character: full-width forms of ASCII as ASCII.
    ``linked`` is how many characters are in links; ``only_link`` says that but for marks and a date nothing else is.
    """

    n: int
    text: str
    runs: tuple[Run, ...]
    box: Box
    plain: str
    linked: int
    only_link: bool

    @property
    def bold(self) -> bool:
        """Whether all of it is in bold."""
        return all(run.bold for run in self.runs if self.text[run.start : run.end].strip())

    @property
    def spaced(self) -> str:
        """As ``plain``, with a space where one element ends and another begins."""
        if len(self.runs) == 1:
            return self.plain
        return " ".join(part for part in (self.plain[run.start : run.end].strip() for run in self.runs) if part)

    @property
    def link_share(self) -> float:
        return self.linked / len(self.text)

    @property
    def heading(self) -> int:
        """1 to 6 in a heading element, else 0."""
        found = self.box.nearest.get("heading")
        return HEADINGS[found.tag] if found else 0

    @property
    def holder(self) -> etree._Element:
        """The innermost element that holds all of it."""
        first = self.runs[0].element
        if all(run.element is first for run in self.runs):
            return first
        return _common(self.runs, self.box.element)

    def links(self) -> list[tuple[str, etree._Element]]:
        """The links in it with their texts, in order; a link of several runs once."""
        found: list[tuple[str, etree._Element]] = []
        for run in self.runs:
            if run.link is None:
                continue
            text = self.text[run.start : run.end]
            if found and found[-1][1] is run.link:
                found[-1] = (found[-1][0] + text, run.link)
            else:
                found.append((text, run.link))
        return [(text.strip(), link) for text, link in found if text.strip()]


@dataclass(frozen=True, slots=True)
class Segmented:
    """The pieces of a page, its outermost box, and the images that are seen: each with the next piece's number."""

    root: Box
    pieces: tuple[Piece, ...]
    images: tuple[tuple[int, etree._Element], ...]


def normalise(text: str) -> str:
    """NFC, runs of white space (the ideographic one too) as one space, none at the ends, no unseen characters.

    >>> normalise(" \u3000Thank\xa0\\n you! ")
    'Thank you!'
    """
    return _squeeze(text).strip()


def _squeeze(text: str) -> str:
    text = _WHITE.sub(" ", _UNSEEN_CHARACTERS.sub("", text))
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def segment(root: etree._Element) -> Segmented:
    """The pieces of the page whose tree has this root, in one walk."""
    walker = _Walker(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            walker.leave(element)
        elif not walker.enter(element):
            walk.skip_subtree()
    walker.flush()
    for box in walker.open_boxes:
        box.end = len(walker.pieces)
    return Segmented(walker.open_boxes[0], tuple(walker.pieces), tuple(walker.images))


class _Walker:
    """What is open at one point of the walk, and the text gathered for the next piece."""

    def __init__(self, root: etree._Element) -> None:
        self.pieces: list[Piece] = []
        self.images: list[tuple[int, etree._Element]] = []
        self.open_boxes = [Box(root, "html", None, 0, "", 0)]
        self._root = root
        self._links: list[etree._Element] = []
        self._bold: list[etree._Element] = []
        self._lined: list[etree._Element] = []
        self._skipped: etree._Element | None = None
        self._text: list[tuple[str, etree._Element, etree._Element | None, bool]] = []

    def enter(self, element: etree._Element) -> bool:
        """Whether the walk should go on into the element."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if element is self._root:
            return self._begin(element)
        if not tag or is_hidden(element, tag):
            self._skipped = element
            return False
        if tag == "br":
            self.flush()
        elif tag in ("img", "image"):
            self.images.append((len(self.pieces), element))
        elif is_block(element, tag):
            self.flush()
            self._open_box(element, tag)
        if tag == "a" and element.get("href") is not None:
            self._links.append(element)
        if is_bold(element, tag) or tag in HEADINGS:
            self._bold.append(element)
        if keeps_lines(element, tag):
            self._lined.append(element)
        return self._begin(element)

    def _begin(self, element: etree._Element) -> bool:
        if element.text:
            self._add(element.text, element)
        return True

    def leave(self, element: etree._Element) -> None:
        """Closes what the element opened and takes the text after it."""
        if element is self._skipped:
            self._skipped = None
        else:
            for open_elements in (self._links, self._bold, self._lined):
                if open_elements and open_elements[-1] is element:
                    open_elements.pop()
            if len(self.open_boxes) > 1 and self.open_boxes[-1].element is element:
                self.flush()
                self.open_boxes.pop().end = len(self.pieces)
        parent = element.getparent()
        if element.tail and parent is not None and element is not self._root:
            self._add(element.tail, parent)

    def _open_box(self, element: etree._Element, tag: str) -> None:
        parent = self.open_boxes[-1]
        words = " ".join(filter(None, map(element.get, _NAMING))).lower()
        box = Box(
            element, tag, parent, parent.depth + 1, words[:_MAX_WORDS], len(self.pieces), nearest=parent.nearest
        )
        if tag in TELLING or tag in HEADINGS:
            box.nearest = {**parent.nearest, ("heading" if tag in HEADINGS else tag): box}
        parent.children.append(box)
        self.open_boxes.append(box)

    def _add(self, text: str, element: etree._Element) -> None:
        if self._lined and "\n" in text:
            first, *rest = _lines(text)
            self._add_line(first, element)
            for line in rest:
                self.flush()
                self._add_line(line, element)
        else:
            self._add_line(text, element)

    def _add_line(self, text: str, element: etree._Element) -> None:
        squeezed = _squeeze(text)
        if squeezed and (squeezed != " " or self._text):
            link = self._links[-1] if self._links else None
            self._text.append((squeezed, element, link, bool(self._bold)))

    def flush(self) -> None:
        """Ends the piece, if there is text for one."""
        if not self._text:
            return
        gathered, self._text = self._text, []
        if any(text != " " for text, *_ in gathered):
            self.pieces.append(_piece(len(self.pieces), *_join(gathered), self.open_boxes[-1]))


def _lines(text: str) -> list[str]:
    """Preformatted text in paragraphs: at blank lines and indents where it has them, else at every line end."""
    text = _LINE_BREAK.sub("\n", text)
    parts = _PARAGRAPH_BREAK.split(text)
    return parts if len(parts) > 1 else text.split("\n")


def _piece(n: int, text: str, runs: tuple[Run, ...], box: Box) -> Piece:
    plain = narrow(text)
    linked = sum(run.end - run.start for run in runs if run.link is not None)
    rest = "".join(plain[run.start : run.end] for run in runs if run.link is None) if linked else ""
    only_link = linked > 0 and (not _LETTER.search(rest) or bool(ENTRY_DATE.match(rest.strip(_MARKS))))
    return Piece(n, text, runs, box, plain, linked, only_link)


def _join(gathered: list[tuple[str, etree._Element, etree._Element | None, bool]]) -> tuple[str, tuple[Run, ...]]:
    parts: list[str] = []
    runs: list[Run] = []
    at, spaced = 0, True
    for text, element, link, bold in gathered:
        if spaced:
            text = text.removeprefix(" ")
        if not text:
            continue
        parts.append(text)
        runs.append(Run(at, at + len(text), element, link, bold))
        at, spaced = at + len(text), text.endswith(" ")
    joined = "".join(parts)
    whole = joined.rstrip(" ")
    if not joined.isascii() and not unicodedata.is_normalized("NFC", whole):
        whole = unicodedata.normalize("NFC", whole)
        only = runs[0]
        return whole, (Run(0, len(whole), only.element, only.link, only.bold),)
    return whole, tuple(_cut(run, len(whole)) for run in runs if run.start < len(whole))


def _cut(run: Run, end: int) -> Run:
    return run if run.end <= end else Run(run.start, end, run.element, run.link, run.bold)


def _common(runs: tuple[Run, ...], outermost: etree._Element) -> etree._Element:
    """The innermost element around all runs; no further out than the box."""
    chain = _path(runs[0].element, outermost)
    reached = {element: place for place, element in enumerate(chain)}
    furthest = 0
    for run in runs[1:]:
        climbed = []
        element: etree._Element | None = run.element
        while element is not None and element not in reached:
            climbed.append(element)
            element = element.getparent()
        place = reached[element] if element is not None else len(chain) - 1
        reached.update(dict.fromkeys(climbed, place))
        furthest = max(furthest, place)
    return chain[furthest]


def _path(element: etree._Element, outermost: etree._Element) -> list[etree._Element]:
    """The element and those around it, up to the outermost."""
    path = [element]
    while path[-1] is not outermost and (parent := path[-1].getparent()) is not None:
        path.append(parent)
    return path
