"""The template of a site (lines that stand on many of its pages) and the selectors of its profile, applied to one
page.

The template is an input of extraction: lines that stand on many of the site's pages under different titles, and
sections without articles. A line is known by its words and by its place, the boxes around it. It is no part of the
template where it stands among an article's own text: 'Thank you!' closes many speeches, and stands among their
paragraphs.

Selectors find the blocks of the body, the blocks to leave out, and the fields.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import blake2b

from lxml import etree

from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.article.site_sections_page_places_and_user_choices import (
    NO_CHOICES,
    NOWHERE,
    LeftOut,
    PagePlace,
    SectionChoices,
    is_left_out,
)
from crawler.extraction.byline.byline_line import Byline
from crawler.extraction.byline.dates_and_clock_times import Order, moment_span
from crawler.extraction.byline.labels_and_labelled_parts import split_at_labels
from crawler.extraction.fields.title_lines_and_subtitle import TitleCandidate
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    BlockElement,
    Fact,
    Span,
    TextBlock,
    block_numbers,
    narrow,
    normalise,
)
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern
from crawler.sites import Profile
from crawler.sites.profile_and_site_files import Selectors, expression

SCHEMA_VERSION = 2

LEAST = 4
"""Titles of pages on which a line of the template stands, at least."""

MOST_PAGES = 20_000
"""Pages that lines are counted on; of more, an even part that follows from their titles."""

_FIGURES = lazy_pattern(r"\d+")
_UNNAMED = frozenset(("html", "body"))
_PARAGRAPHS = frozenset(
    ("p", "li", "ul", "ol", "dl", "dt", "dd", "td", "tr", "tbody", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)

Lines = Mapping[int, int]
"""The digests of a page's lines by the numbers of their blocks."""


@dataclass(frozen=True, slots=True)
class Template:
    """The template of a site as it applies to the pages of one crawl: digests of lines that stand on many of its
    pages.

    ``name`` is ``SITE/JOB``. Documents bear it. ``left_out`` are the sections of the site that hold no articles,
    ``choices`` is what somebody said of them. ``profile`` is what is known of the site besides; it is no part of the
    stored template.
    """

    name: str
    lines: frozenset[int] = frozenset()
    left_out: tuple[LeftOut, ...] = ()
    choices: SectionChoices = NO_CHOICES
    profile: Profile | None = field(default=None, compare=False)

    def leaves_out(self, place: PagePlace) -> bool:
        """Return whether a page stands in a section of the site of which no documents are made."""
        return is_left_out(place, self.left_out, self.choices)

    def encode(self, jobs: Sequence[str] = ()) -> str:
        """Encode a site's template as JSON, with the ``jobs`` that it was learned from; the same gives the same
        text.
        """
        lines = [f"{line:016x}" for line in sorted(self.lines)]
        left_out = [asdict(section) for section in self.left_out]
        values = {"schema": SCHEMA_VERSION, "name": self.name, "jobs": list(jobs), "choices": self.choices.names}
        values |= {"left_out": left_out, "lines": lines}
        return json.dumps(values, ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def decode(cls, text: str) -> "Template":
        """Decode a site's template from JSON text.

        Raises ValueError, KeyError or TypeError for other text, or for another schema version.
        """
        values = json.loads(text)
        if values["schema"] not in (1, SCHEMA_VERSION):
            raise ValueError(f"not a template of schema {SCHEMA_VERSION} or of 1, which knew no sections")
        left_out = tuple(LeftOut(**section) for section in values.get("left_out", ()))
        choices = SectionChoices.of_names(values.get("choices", ()))
        return cls(values["name"], frozenset(int(line, 16) for line in values["lines"]), left_out, choices)


@dataclass(frozen=True, slots=True)
class Sketch:
    """The sketch of a page for its site's template: a digest of its titles, its lines, and its place on the site.

    ``telling`` are those of the lines without which the page might be read otherwise.
    """

    name: int
    lines: frozenset[int]
    telling: frozenset[int]
    place: PagePlace = NOWHERE

    @classmethod
    def of_page(
        cls,
        title_parts: Iterable[str],
        blocks: Iterable[TextBlock],
        lines: Iterable[int],
        telling: Iterable[int],
        place: PagePlace,
    ) -> "Sketch":
        """Sketch a page. Its ``name`` is a digest of its titles: the parts of its title element, and its headings of
        the first two ranks.
        """
        headings = (block.text for block in blocks if 0 < block.heading < 3)
        name = _digest("\n".join([*title_parts, "", *headings]))
        return cls(name, frozenset(lines), frozenset(telling), place)


def lines_of(blocks: Sequence[TextBlock], evidence: Evidence) -> dict[int, int]:
    """Return the lines of a page for its site's template: those that may be taken for text, no links, no entries of
    lists.
    """
    places: dict[BlockElement, int] = {}
    taken = (
        block
        for block in blocks
        if evidence.prose[block.n]
        or not (evidence.in_list[block.n] or evidence.non_content[block.n] or block.only_link)
    )
    return {block.n: _digest(f"{_place_of(block.box, places)} {block.plain.casefold()}") for block in taken}


def find_template(
    blocks: Sequence[TextBlock], lines: Lines, prose: Sequence[float], template: Template
) -> frozenset[int]:
    """Find the text blocks of a page that belong to its site's template and stand in no element with text of the
    page's own.
    """
    known = frozenset(n for n, line in lines.items() if line in template.lines)
    if not known:
        return known
    rooms: dict[BlockElement, BlockElement] = {}
    own = {_room_of(block.box, rooms) for block in blocks if prose[block.n] and block.n not in known}
    return frozenset(n for n in known if _room_of(blocks[n].box, rooms) not in own)


def learn(pages: Iterable[Sketch], total: int) -> frozenset[int]:
    """Learn a site's template: the lines that stand under at least four titles on these pages, of which there are
    ``total``.

    >>> page = [Sketch(name, frozenset({7, name}), frozenset()) for name in (1, 2, 3, 4, 4, 5)]
    >>> learn(page, 6), learn(page[:3], 3)
    (frozenset({7}), frozenset())
    """
    step = -(-total // MOST_PAGES) or 1
    found: set[int] = set()
    names: dict[int, tuple[int, ...]] = {}
    for page in pages:
        if page.name % step:
            continue
        for line in page.lines - found:
            seen = names.get(line, ())
            if page.name in seen:
                continue
            if len(seen) + 1 < LEAST:
                names[line] = (*seen, page.name)
            else:
                found.add(line)
                del names[line]
    return frozenset(found)


def _place_of(box: BlockElement, places: dict[BlockElement, int]) -> int:
    """Return a digest of the elements around a block: their tags and names, without figures."""
    way: list[BlockElement] = []
    around: BlockElement | None = box
    while around is not None and around not in places:
        way.append(around)
        around = around.parent
    place = places[around] if around else 0
    for each in reversed(way):
        words = "" if each.tag in _UNNAMED else _FIGURES.sub("", each.words)
        place = places[each] = _digest(f"{place} {each.tag} {' '.join(words.split())}")
    return place


def _room_of(box: BlockElement, rooms: dict[BlockElement, BlockElement]) -> BlockElement:
    """Return the element in which a block stands among blocks of its kind: the one around its paragraph."""
    way = []
    while box not in rooms and box.parent is not None and _is_paragraph(box):
        way.append(box)
        box = box.parent
    room = rooms.setdefault(box, box)
    rooms.update(dict.fromkeys(way, room))
    return room


def _is_paragraph(box: BlockElement) -> bool:
    return box.tag in _PARAGRAPHS or (box.end - box.first <= 1 and not box.words)


def _digest(text: str) -> int:
    """Return 64 bits of the BLAKE2b digest of a template's line."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


_MARKS = " :,;|/·•-–—()[]【】"


@dataclass(frozen=True, slots=True)
class Selection:
    """What a site's selectors found on a page, blocks and fields; the rest (None, no blocks) is left to the
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
        """Return the title that a site's selector found, where the page shows it."""
        if self.title is None or not self.title.spans:
            return None
        return TitleCandidate(self.title, self.title.spans[0].n, self.title.spans[-1].n, 0.0)

    def byline(self) -> Byline:
        """Return the byline of the facts that a site's selectors found."""
        facts = (self.source, self.author, self.published)
        return Byline(*facts, blocks=frozenset(block_numbers(facts)), labelled=self.published is not None)


def select(root: etree._Element, blocks: Sequence[TextBlock], selectors: Selectors, order: Order | None) -> Selection:
    """Apply a site's selectors to the page with this root. Raises UsageError for a faulty selector.

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
    """A page's tree and its text blocks, in which a site's selectors are looked up."""

    def __init__(self, root: etree._Element, blocks: Sequence[TextBlock]) -> None:
        self._root = root
        self._blocks = blocks

    def within(self, selector: str, field: str) -> Iterator[int]:
        """Yield the text blocks that begin in an element that the selector finds."""
        elements = (found for found in self._found(selector, field) if isinstance(found, etree._Element))
        inside = {each for element in elements for each in element.iter()}
        yield from (block.n for block in self._blocks if block.runs[0].element in inside)

    def fact(self, selector: str, field: str, value_of: Callable[[str], tuple[str, int, int] | None]) -> Fact | None:
        """Return the value of the first element that a selector finds, with its place where the page shows it."""
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
    """Return a span of a block from ``start`` to ``end``, without the spaces at either end."""
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
