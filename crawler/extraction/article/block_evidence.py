"""Evidence on each text block of a page, for and against its being part of the article, before that is known."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise

from crawler.extraction.byline.dates_and_clock_times import is_entry_date
from crawler.extraction.text import boilerplate_phrases_and_section_names as phrases
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import (
    calls_reader,
    is_consent,
    is_disclaimer,
    service_reason,
)
from crawler.extraction.text.contact_credit_and_footer_lines import count_contacts, is_footer
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    COMMA,
    SENTENCE_END,
    BlockElement,
    SegmentedPage,
    TextBlock,
    leads_elsewhere,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, class_words, lazy_pattern

_NON_CONTENT = frozenset(
    ("nav", "footer", "aside", "select", "button", "textarea", "menu", "optgroup", "option", "marquee")
)
_NON_CONTENT_ROLES = lazy_pattern(any_of("names", "non content roles"))
_SIDE_WORDS = lazy_pattern(any_of("names", "side words"))
_MODIFIERS = lazy_pattern(any_of("names", "modifiers"))
_COMMENT_WORDS = class_words("comments")
_REPLY = lazy_pattern(rf"^\W*{any_of('page', 'reply')}\W*$", re.IGNORECASE)
_DATE_LAST = lazy_pattern(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d\d(?::\d\d)?\W*$")
_PROSE_LEAST = 25  # units; a Chinese character is two and a half
_MAX_ITEM = 14  # blocks
_MOST_LOOKED_AT = 200  # blocks
_SAME = 3  # siblings that make a list
_EXCERPT = 600  # units of prose in an entry of a list, on average at most
_MOST = 0.85  # share of a page's prose: an element that holds more is not beside the article


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence on each text block of a page, by its number, before the article's body is found.

    ``prose`` is how much continuous text it is, 0 for none, and ``total`` sums that up to each block. ``in_list``
    says that it stands in a list of links or entries, ``non_content`` that it stands in an element that by its
    meaning holds no article (a menu, a footer, comments), ``in_sidebar`` that it stands in one of ``sidebars``:
    elements whose names say that they stand beside the article.
    """

    prose: tuple[float, ...]
    in_sidebar: tuple[bool, ...]
    sidebars: frozenset[BlockElement]
    in_list: tuple[bool, ...]
    non_content: tuple[bool, ...]
    total: tuple[float, ...]

    def within(self, first: int, end: int) -> float:
        """Return the amount of prose in blocks ``first`` to ``end``, the last excluded."""
        return self.total[end] - self.total[first]


def without_prose(evidence: Evidence, blocks: frozenset[int]) -> Evidence:
    """Return the evidence on a page's blocks in which these hold no continuous text."""
    if not blocks:
        return evidence
    prose = tuple(0.0 if n in blocks else size for n, size in enumerate(evidence.prose))
    return replace(evidence, prose=prose, total=(0.0, *accumulate(prose)))


def without(evidence: Evidence, blocks: frozenset[int]) -> Evidence:
    """Return the evidence on a page's blocks in which these are marked as no part of the article."""
    non_content = tuple(known or n in blocks for n, known in enumerate(evidence.non_content))
    return replace(without_prose(evidence, blocks), non_content=non_content)


def weigh_blocks(segmented: SegmentedPage) -> Evidence:
    """Weigh every text block of a page: its evidence for and against being part of the article."""
    blocks = segmented.blocks
    raw = [0.0 if block.link_share > 0.5 or block.heading else _raw_prose(block) for block in blocks]
    whole = (0.0, *accumulate(raw))
    marks = _Marks(len(blocks), whole)
    waiting = [segmented.root]
    while waiting:
        box = waiting.pop()
        if not (box.words or box.children or box.tag in _NON_CONTENT):
            continue
        if (_is_non_content(box) or _is_of_comments(box, blocks)) and not marks.holds_page(box):
            marks.set(marks.non_content, box.first, box.end)
            continue
        if _is_named_sidebar(box) and not marks.holds_page(box) and not marks.holds_text(box):
            marks.set(marks.in_sidebar, box.first, box.end)
            marks.sidebars.append(box)
        for first, end in _entries(box, blocks, whole):
            marks.set(marks.in_list, first, end)
        waiting.extend(box.children)
    non_content = marks.non_content
    if not any(size for n, size in enumerate(raw) if not non_content[n] and not marks.in_list[n]):
        non_content = [False] * len(blocks)
    prose = tuple(0.0 if non_content[n] or marks.in_list[n] else size for n, size in enumerate(raw))
    return Evidence(
        prose, tuple(marks.in_sidebar), frozenset(marks.sidebars), tuple(marks.in_list), tuple(marks.non_content),
        (0.0, *accumulate(prose)),
    )  # fmt: skip


def _raw_prose(block: TextBlock) -> float:
    return 0.0 if "cookie" in block.plain.lower() and is_consent(block) else _prose_of(block)


class _Marks:
    """The marks set on text blocks while the page's elements are gone through for evidence."""

    def __init__(self, count: int, whole: Sequence[float]) -> None:
        self.in_list, self.non_content, self.in_sidebar = [False] * count, [False] * count, [False] * count
        self.sidebars: list[BlockElement] = []
        self._count = count
        self._whole = whole

    def set(self, marks: list[bool], first: int, end: int) -> None:
        marks[first:end] = [True] * (end - first)

    def holds_page(self, box: BlockElement) -> bool:
        """Return whether nearly all of the page is in an element, as in one never closed; then its name says
        nothing.
        """
        inside = self._whole[box.end] - self._whole[box.first]
        return box.end - box.first >= 0.7 * self._count and inside >= 0.5 * self._whole[-1]

    def holds_text(self, box: BlockElement) -> bool:
        """Return whether several paragraphs, and nearly all of the page's text, are in an element."""
        inside = self._whole[box.end] - self._whole[box.first]
        return inside >= max(_MOST * self._whole[-1], _EXCERPT)


def _prose_of(block: TextBlock) -> float:
    """Return how much of a text block is continuous text, in units; 0 for a label, a heading, a menu."""
    share = block.link_share
    if share > 0.5 or block.heading:
        return 0.0
    text = block.plain
    if len(text) < _PROSE_LEAST / 3:
        return 0.0
    size = units(text) * (1 - share)
    ends = SENTENCE_END.search(text)
    if size < _PROSE_LEAST or (not ends and size < 60):
        return 0.0
    if size < 300 and (is_footer(text) or service_reason(text)):
        return 0.0
    if is_disclaimer(text) or calls_reader(block):
        return 0.0
    if not ends and len(COMMA.findall(text)) < 2:
        return 0.0 if size < 120 else size / 2
    if size < 300 and count_contacts(text) >= 2:
        return 0.0
    return size


def _is_named_sidebar(box: BlockElement) -> bool:
    """Return whether an element's class, id or role names a side bar; not one that has, or has no, such thing."""
    return bool(box.words) and _names_side(box.words)


def _is_dated_line(text: str) -> bool:
    """Return whether the text is a short line that ends with a date and time, as the head of a comment does."""
    return len(text) <= 60 and bool(_DATE_LAST.search(text))


@lru_cache(maxsize=4096)  # the pages of a site name their boxes alike
def _names_side(words: str) -> bool:
    return bool(_SIDE_WORDS.search(_MODIFIERS.sub(" ", words)))


@lru_cache(maxsize=4096)
def _names_non_content(words: str) -> bool:
    return bool(_NON_CONTENT_ROLES.search(words))


def _is_non_content(box: BlockElement) -> bool:
    return box.tag in _NON_CONTENT or (bool(box.words) and _names_non_content(box.words))


def _is_of_comments(box: BlockElement, blocks: Sequence[TextBlock]) -> bool:
    """Return whether an element holds readers' comments: it is named for them and there are some, or a form for
    them.
    """
    if not box.words or not _COMMENT_WORDS.search(box.words):
        return False
    inner = blocks[box.first : min(box.end, box.first + _MOST_LOOKED_AT)]
    return any(
        phrases.COMMENTS.search(block.spaced) or _REPLY.match(block.plain) or _is_dated_line(block.plain)
        for block in inner
    )


def _entries(box: BlockElement, blocks: Sequence[TextBlock], whole: Sequence[float]) -> list[tuple[int, int]]:
    """Return the ranges of text blocks of an element's children that are entries of a list."""
    children = [child for child in box.children if child.end > child.first]
    if len(children) < _SAME:
        return []
    alternating = _alternating(children, blocks, whole) if whole[box.end] > whole[box.first] else []
    return _alike_entries(children, blocks, whole) + alternating


def _alike_entries(
    children: list[BlockElement], blocks: Sequence[TextBlock], whole: Sequence[float]
) -> list[tuple[int, int]]:
    """Return the ranges of entries that have an element each, made in the same way."""
    groups: dict[tuple[object, ...], list[BlockElement]] = {}
    for child in children:
        if child.end - child.first <= _MAX_ITEM:
            signature = _signature(child, blocks, whole[child.end] > whole[child.first])
            if signature is not None:
                groups.setdefault(signature, []).append(child)
    lists = [group for group in groups.values() if len(group) >= _SAME and not _are_sections(group, whole)]
    return [(box.first, box.end) for group in lists for box in group]


def _are_sections(boxes: Sequence[BlockElement], whole: Sequence[float]) -> bool:
    """Return whether boxes hold too much text to be entries of a list: they are sections of one article."""
    return sum(whole[box.end] - whole[box.first] for box in boxes) > _EXCERPT * len(boxes)


def _signature(child: BlockElement, blocks: Sequence[TextBlock], has_prose: bool) -> tuple[object, ...] | None:
    """Return the form of a list entry, or None where it has neither a link for itself nor a date above a text."""
    first = blocks[child.first]
    if child.end - child.first == 1 and not has_prose:
        return (child.tag, first.box.tag, True, False, False) if leads_elsewhere(first) else None
    inner = blocks[child.first : child.end]
    links = [leads_elsewhere(block) for block in inner]
    dated = has_prose and any(_is_dated_line(block.plain) for block in inner)
    if not any(links) and not dated:
        return None
    return (child.tag, first.box.tag, links[0], dated, len(inner) > 1)


def _alternating(
    children: list[BlockElement], blocks: Sequence[TextBlock], whole: Sequence[float]
) -> list[tuple[int, int]]:
    """Return the ranges of entries without an element of their own: a link, then its summary, again and again."""
    children = [child for child in children if not (_is_non_content(child) or _is_named_sidebar(child))]
    small = (pair for pair in pairwise(children) if all(box.end - box.first <= _MAX_ITEM for box in pair))
    after = [(before, child) for before, child in small if whole[child.end] > whole[child.first]]
    led = [
        (before, child)
        for before, child in after
        if blocks[before.end - 1].only_link or is_entry_date(blocks[before.end - 1].plain)
    ]
    if len(led) < _SAME or len(led) < 0.7 * len(after) or _are_sections([child for _, child in led], whole):
        return []
    return [(before.first, child.end) for before, child in led]
