"""The data types of a page's visible text: text blocks, the elements that hold them, and the values found in them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from lxml import etree

_OF_ADDRESS = ("/", ".", "h")
"""What most addresses begin with, and no other link."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of a text block: characters ``start`` to ``end`` of block ``n`` that stand in a field."""

    n: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of a page: a field's value and where the page shows it; nowhere when it was only in the head."""

    value: str
    spans: tuple[Span, ...] = ()


def block_numbers(facts: Iterable[Fact | None]) -> set[int]:
    """Return the numbers of the text blocks in which any of the facts stands."""
    return {span.n for fact in facts if fact for span in fact.spans}


TELLING = frozenset(
    ("tr", "table", "li", "blockquote", "figcaption", "caption", "nav", "menu", "select", "header", "form",
     "button", "marquee")
)  # fmt: skip
"""The tags whose nearest box every box knows."""


@dataclass(slots=True, eq=False)
class BlockElement:
    """A block element (``box`` in the code): an element that text blocks stand in, and the range of those.

    ``words`` are its class, id, role and label in lower case. ``first`` and ``end`` bound the blocks, ``end``
    excluded. ``nearest`` has the innermost box of each telling tag around it, itself included.
    """

    element: etree._Element
    tag: str
    parent: "BlockElement | None"
    depth: int
    words: str
    first: int
    end: int = 0
    children: list["BlockElement"] = field(default_factory=list)
    nearest: dict[str, "BlockElement"] = field(default_factory=dict)

    def ancestors(self) -> Iterable["BlockElement"]:
        """Yield a block element and those around it, outwards."""
        box: BlockElement | None = self
        while box is not None:
            yield box
            box = box.parent

    def within(self, tag: str) -> "BlockElement | None":
        """Return the nearest block element of that tag around this one, itself included; for the tags in
        ``TELLING``.
        """
        return self.nearest.get(tag)


class Run(NamedTuple):
    """A run of a text block that stands in one element: from ``start`` to ``end``, in a link, in bold."""

    start: int
    end: int
    element: etree._Element
    link: etree._Element | None
    bold: bool


_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
_UNASKED: Any = object()


def cached_on_block(
    question: Callable[Concatenate["TextBlock", _Given], _Answer],
) -> Callable[Concatenate["TextBlock", _Given], _Answer]:
    """Decorate a question about a text block: keep its answers in the block, since several steps of reading ask
    it.
    """

    @wraps(question)
    def ask(block: "TextBlock", /, *given: _Given.args, **named: _Given.kwargs) -> _Answer:
        key = (question, given, *named.items()) if given or named else question
        answer: _Answer = block.answers.get(key, _UNASKED)
        if answer is _UNASKED:
            answer = block.answers[key] = question(block, *given, **named)
        return answer

    return ask


@dataclass(slots=True, eq=False)
class TextBlock:
    """A text block: a line or paragraph of a page as a reader sees it, in NFC, white space collapsed.

    ``plain`` is the text as patterns read it, character for character: full-width forms of ASCII as ASCII; ``spaced``
    is that with a space where one element ends and another begins. ``linked`` is how many characters are in links,
    ``link_share`` their share; ``only_link`` says that but for marks and a date nothing else is. ``href`` is where
    the first of the links leads, as written. ``heading`` is 1 to 6 in a heading element, else 0.
    """

    n: int
    text: str
    runs: tuple[Run, ...]
    box: BlockElement
    plain: str
    spaced: str
    linked: int
    link_share: float
    only_link: bool
    href: str | None
    heading: int
    answers: dict[object, Any] = field(default_factory=dict, repr=False)

    @property
    def bold(self) -> bool:
        """Return whether all of a text block is in bold."""
        return all(run.bold for run in self.runs if self.text[run.start : run.end].strip())

    @property
    def holder(self) -> etree._Element:
        """Return the innermost element that holds all of a text block."""
        return self.runs[0].element if len(self.runs) == 1 else self._common_holder()

    @cached_on_block
    def _common_holder(self) -> etree._Element:
        first = self.runs[0].element
        if all(run.element is first for run in self.runs):
            return first
        return _common(self.runs, self.box.element)

    def links(self) -> Sequence[tuple[str, etree._Element]]:
        """Return the links in a text block with their texts, in order; a link of several runs once."""
        if not self.linked:
            return ()
        first = self.runs[0].link
        return ((self.text, first),) if first is not None and len(self.runs) == 1 else self._links()

    @cached_on_block
    def _links(self) -> list[tuple[str, etree._Element]]:
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


def leads_elsewhere(block: TextBlock) -> bool:
    """Return whether a text block is only a link, to another page."""
    return block.only_link and block.href is not None and _leads_away(block.href)


def _leads_away(href: str) -> bool:
    """Return whether a link leads to an address on the web, and not within the page or to a program."""
    return href[:1] in _OF_ADDRESS or not href.strip().lower().startswith(("#", "javascript:", "mailto:", "tel:"))


@dataclass(frozen=True, slots=True)
class SegmentedPage:
    """A segmented page: its text blocks, outermost element, and visible images, each with the next block's number."""

    root: BlockElement
    blocks: tuple[TextBlock, ...]
    images: tuple[tuple[int, etree._Element], ...]

    def free(self) -> None:
        """Take the elements apart, which hold each other, so that the page's memory is free without a collection."""
        waiting = [self.root]
        while waiting:
            box = waiting.pop()
            waiting += box.children
            box.children, box.nearest = [], {}


def _common(runs: tuple[Run, ...], outermost: etree._Element) -> etree._Element:
    """Return the innermost element around all runs of a text block; no further out than its block element."""
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
    """Return an element and those around it, up to the outermost."""
    path = [element]
    while path[-1] is not outermost and (parent := path[-1].getparent()) is not None:
        path.append(parent)
    return path
