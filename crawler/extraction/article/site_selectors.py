"""Apply a site's selectors to a page: find the blocks of the body, the blocks to leave out, and the fields."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from crawler.extraction.byline.byline_line import Byline
from crawler.extraction.byline.date_forms import Order
from crawler.extraction.byline.dates import moment_span
from crawler.extraction.byline.labels import split_at_labels
from crawler.extraction.fields.title import TitleCandidate
from crawler.extraction.text.normalise_and_measure import narrow, normalise
from crawler.extraction.text.text_block import Fact, Span, TextBlock, block_numbers
from crawler.sites.profile import Selectors, expression

_MARKS = " :,;|/·•-–—()[]【】"


@dataclass(frozen=True, slots=True)
class Selection:
    """The blocks and fields that selectors found; what they did not find (None, no blocks) is left to the
    heuristics.
    """

    body: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    title: Fact | None = None
    subtitle: Fact | None = None
    published: Fact | None = None
    source: Fact | None = None
    author: Fact | None = None

    def candidate(self) -> TitleCandidate | None:
        """Return the title, where the page shows it."""
        if self.title is None or not self.title.spans:
            return None
        return TitleCandidate(self.title, self.title.spans[0].n, self.title.spans[-1].n, 0.0)

    def byline(self) -> Byline:
        """Return the facts that make a byline."""
        facts = (self.source, self.author, self.published)
        return Byline(*facts, blocks=frozenset(block_numbers(facts)), labelled=self.published is not None)


def select(root: etree._Element, blocks: Sequence[TextBlock], selectors: Selectors, order: Order | None) -> Selection:
    """Return what the selectors find in the page with this root. Raises UsageError for a faulty selector.

    ``order`` is what the page is known to write first in dates in figures.
    """
    page = _Page(root, blocks)
    removed = frozenset(n for selector in selectors.remove for n in page.within(selector, "remove"))

    def fact(field: str, value_of: Callable[[str], tuple[str, int, int] | None]) -> Fact | None:
        selector = getattr(selectors, field)
        return page.fact(selector, field, value_of) if selector else None

    return Selection(
        body=frozenset(page.within(selectors.body, "body")) - removed if selectors.body else frozenset(),
        removed=removed,
        title=fact("title", _whole),
        subtitle=fact("subtitle", _whole),
        published=fact("published", lambda text: moment_span(text, order)),
        source=fact("source", lambda text: _named(text, "source")),
        author=fact("author", lambda text: _named(text, "author")),
    )


class _Page:
    """A page's tree and the text blocks that were read in it."""

    def __init__(self, root: etree._Element, blocks: Sequence[TextBlock]) -> None:
        self._root = root
        self._blocks = blocks

    def within(self, selector: str, field: str) -> Iterator[int]:
        """Yield the blocks that begin in an element that the selector finds."""
        elements = (found for found in self._found(selector, field) if isinstance(found, etree._Element))
        inside = {each for element in elements for each in element.iter()}
        yield from (block.n for block in self._blocks if block.runs[0].element in inside)

    def fact(self, selector: str, field: str, value_of: Callable[[str], tuple[str, int, int] | None]) -> Fact | None:
        """Return the value of the first element found that has one, with its place where the page shows it."""
        for found in self._found(selector, field):
            spans = tuple(self._spans(found))
            shown = " ".join(self._blocks[span.n].text[span.start : span.end] for span in spans)
            text = shown or normalise(_text(found))
            value = value_of(narrow(text))
            if value is None:
                continue
            said, start, end = value
            written = text[start:end]
            if len(spans) == 1:
                spans = (Span(spans[0].n, spans[0].start + start, spans[0].start + end),)
            return Fact(written if narrow(written) == said else said, spans)
        return None

    def _spans(self, found: object) -> Iterator[Span]:
        """Yield where the page shows an element, or the element whose text or attribute was found."""
        if isinstance(found, etree._Element):
            inside = set(found.iter())
        else:
            is_text = isinstance(found, etree._ElementUnicodeResult) and found.is_text
            parent = found.getparent() if is_text else None  # type: ignore[attr-defined] # known by is_text
            if parent is None:
                return
            inside = {parent}
        for block in self._blocks:
            runs = [run for run in block.runs if run.element in inside]
            if runs:
                yield _trimmed(block, runs[0].start, runs[-1].end)

    def _found(self, selector: str, field: str) -> list[object]:
        found = expression(selector, field)(self._root)
        return list(found) if isinstance(found, list) else [found]


def _trimmed(block: TextBlock, start: int, end: int) -> Span:
    """Return the characters of a block from ``start`` to ``end``, without the spaces at either end."""
    text = block.text[start:end]
    return Span(block.n, start + len(text) - len(text.lstrip()), start + len(text.rstrip()))


def _text(found: object) -> str:
    """Return the text of a result that has no place on the page: an attribute, or an element that is not shown."""
    if isinstance(found, etree._Element):
        return found.get("content") or "".join(map(str, found.itertext()))
    return found if isinstance(found, str) else ""


def _whole(text: str) -> tuple[str, int, int] | None:
    return (text, 0, len(text)) if text else None


def _named(text: str, field: str) -> tuple[str, int, int] | None:
    """Return the name behind its label, or all of the text where it has none."""
    part = next((part for part in split_at_labels(text) if part.kind == field), None)
    start, end = (part.start, part.end) if part else (0, len(text))
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return (text[start:end], start, end) if end > start else None
