"""The search for an article's body among the text blocks of a page.

The body is looked for where continuous text is dense, near the title and in one container; then it grows to the
short lines at its edges ('Excellencies,', 'Thank you!') and loses what stands in between and is no text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extraction.article.block_evidence import Evidence, without_prose
from crawler.extraction.byline.dates_and_clock_times import is_ago
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.speech.occasion_place_and_day import is_byline_date
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import (
    TAGS,
    advertised,
    call_reason,
    is_clutter,
    is_consent,
    is_interruption,
    is_marker,
    is_notice_heading,
    language_switches,
)
from crawler.extraction.text.boilerplate_phrases_and_section_names import ABOUT, COMMENTS, CREDIT_NOTICE, NEIGHBOUR
from crawler.extraction.text.contact_credit_and_footer_lines import names_contact
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SENTENCE_END,
    BlockElement,
    SegmentedPage,
    TextBlock,
    cached_on_block,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_ATTACHMENT = lazy_pattern(r"附\s*件|attach|\.(?:docx?|pdf|xlsx?|pptx?|zip|rar)\b", re.IGNORECASE)
_LETTER = lazy_pattern(r"[^\W\d_]|\d{4}")
_RIGHTS = lazy_pattern(r"版权|版權|侵权|侵權|免责|免責|声明|聲明|copyright|disclaimer", re.IGNORECASE)
_TAGGED = lazy_pattern(r"[^|。!?]{1,24}(?:\|[^|。!?]{1,24}){2,}")
_PARAGRAPHS = ("p", "li", "blockquote", "dd", "h1", "h2", "h3", "h4", "pre")
_MAJORITY = 0.8
_BEFORE_TITLE = 0.15
_SIDE = 0.15
_LEAD = 2  # paragraphs
_LINE = 60  # units
_LAST_LINE = 480  # characters of a line below the text
_MUCH_MORE = 8  # how many times the text of a box must follow it, for the box to be only the lead
_EVEN = 0.35  # how long one language's half is, as a share of the other's, at least


@dataclass(frozen=True, slots=True)
class Body:
    """The text blocks of the article's body in order, and the element that holds them all."""

    blocks: tuple[int, ...]
    box: BlockElement


@dataclass(frozen=True, slots=True)
class _BodySearch:
    """A page whose article body is looked for: its blocks, the evidence on them, blocks taken for fields, and the
    title.
    """

    blocks: Sequence[TextBlock]
    evidence: Evidence
    taken: frozenset[int]
    title: int | None

    def worth(self, box: BlockElement) -> float:
        """Return how much prose an element of the page holds; text before the title or beside the article counts
        less.
        """
        prose = self.evidence.within(box.first, box.end)
        if self.title is not None and box.first < self.title:
            before = self.evidence.within(box.first, min(self.title, box.end))
            prose -= before * (1 - _BEFORE_TITLE)
        return prose * _SIDE if box in self.evidence.sidebars else prose


def find_core(segmented: SegmentedPage, evidence: Evidence, title: int | None = None) -> BlockElement:
    """Find the innermost element in which most of the page's continuous text lies, where its article is."""
    area = _BodySearch(segmented.blocks, evidence, frozenset(), title)
    return _descend(segmented.root, area)


def find_body(segmented: SegmentedPage, evidence: Evidence, taken: frozenset[int], title: int | None) -> Body | None:
    """Find the text blocks of the article's body, given the blocks of fields and of the title; None when there is
    none.
    """
    area = _BodySearch(segmented.blocks, without_prose(evidence, taken), taken, title)
    scope = _scope(segmented, area)
    core = _descend(scope, area)
    if core.tag in ("tbody", "thead", "tr"):
        core = core.within("table") or core
    seeds = _seeds(core, area, _arms(core, area)) or _seeds(core, area, [])
    seeds = _before_notice(seeds, area)
    if not seeds:
        return _short_body(scope, area)
    first, last = _edges(seeds, core, area)
    kept = [n for n in range(first, last + 1) if n not in taken]
    kept = _without_clutter(kept, seeds, area)
    return Body(tuple(kept), core) if kept else None


def _scope(segmented: SegmentedPage, area: _BodySearch) -> BlockElement:
    """Return the smallest box around the title that has continuous text after it, or a larger one that goes on from
    it.
    """
    root = segmented.root
    if area.title is None:
        return root
    found: BlockElement | None = None
    for box in area.blocks[area.title].box.ancestors():
        prose = area.evidence.within(area.title + 1, max(box.end, area.title + 1))
        if not prose:
            continue
        if found is None or _goes_on(found, box, area):
            found = box
    return found or root


def _goes_on(inner: BlockElement, outer: BlockElement, area: _BodySearch) -> bool:
    """Return whether the text in ``inner`` is only the lead, or half, of what follows in ``outer``."""
    if _has_other_half(inner, outer, area):
        return True
    inside = area.evidence.within(area.title or 0, inner.end)
    more = 0.0
    for box in (child for child in outer.children if child.first >= inner.end):
        if _ends_text(box, area, inside):
            break
        more += area.worth(box)
    if not outer.children:
        more = area.evidence.within(inner.end, outer.end)
    seeds = sum(1 for n in range(area.title or 0, inner.end) if area.evidence.prose[n])
    return more > (3 if seeds <= _LEAD else _MUCH_MORE) * inside


def _ends_text(box: BlockElement, area: _BodySearch, inside: float) -> bool:
    """Return whether an element ends the article above it, whose prose so far is ``inside``, since it holds text
    beside the article.

    A box that holds far more text than there is above it does not end it: that was only the lead.
    """
    prose = area.evidence.within(box.first, box.end)
    if box in area.evidence.sidebars:
        return prose > 0
    head = next(iter(area.blocks[box.first : box.end]), None)
    if head is None or prose > _MUCH_MORE * inside:
        return False
    return is_marker(head) or bool(ABOUT.match(head.plain)) or (prose > _LINE and _is_box(box, area))


def _has_other_half(inner: BlockElement, outer: BlockElement, area: _BodySearch) -> bool:
    """Return whether as much text in the other script stands after ``inner`` in one box: the same in another
    language.
    """
    here = _in_scripts(area.title or 0, inner.end, area)
    wide = here[1] > here[0]
    if here[wide] < _MAJORITY * sum(here):
        return False
    for box in (child for child in outer.children if child.first >= inner.end):
        if box in area.evidence.sidebars or _is_box(box, area):
            continue
        there = _in_scripts(box.first, box.end, area)
        if there[not wide] >= _MAJORITY * sum(there) and _EVEN * here[wide] <= there[not wide] <= here[wide] / _EVEN:
            return True
    return False


def _in_scripts(first: int, end: int, area: _BodySearch) -> tuple[float, float]:
    """Return how much continuous text is in other letters, and how much is in Chinese."""
    sizes = [0.0, 0.0]
    for n in range(first, end):
        if area.evidence.prose[n]:
            sizes[is_wide(area.blocks[n].plain)] += area.evidence.prose[n]
    return sizes[0], sizes[1]


def _is_box(box: BlockElement, area: _BodySearch) -> bool:
    """Return whether an element is a box with a heading of its own, as side bars are made of, or a list."""
    inner = area.blocks[box.first : box.end]
    head = next(iter(inner), None)
    if head is None:
        return False
    if is_marker(head) or ABOUT.match(head.plain):
        return True
    links = sum(block.linked for block in inner)
    return links > 0.4 * sum(len(block.text) for block in inner)


def _descend(box: BlockElement, area: _BodySearch) -> BlockElement:
    while True:
        whole = area.worth(box)
        if not whole:
            return box
        best = max(box.children, key=area.worth, default=None)
        total = sum(area.worth(child) for child in box.children) + _own(box, area)
        if best is None or area.worth(best) < _MAJORITY * total or best.end - best.first < 1:
            return box
        if best.tag in _PARAGRAPHS or (best.end - best.first == 1 and not best.children):
            return box
        box = best


def _is_paragraph(box: BlockElement) -> bool:
    return box.tag in _PARAGRAPHS or not box.children


def _own(box: BlockElement, area: _BodySearch) -> float:
    """Return the prose that stands directly in an element."""
    inside = area.evidence.within(box.first, box.end)
    return inside - sum(area.evidence.within(child.first, child.end) for child in box.children)


def _seeds(core: BlockElement, area: _BodySearch, arms: list[tuple[int, int]]) -> list[int]:
    """Return the blocks of continuous text from which the body grows, without those in ``arms``, which are no
    article.
    """
    out = {n for first, end in arms for n in range(first, end)}
    start = core.first if area.title is None or not core.first <= area.title < core.end else area.title + 1
    return [n for n in range(start, core.end) if area.evidence.prose[n] and n not in area.taken and n not in out]


def _before_notice(seeds: list[int], area: _BodySearch) -> list[int]:
    """Return the seeds without what ends the article, and without a site's notice on rights that stands under
    them.
    """
    cut = _notice(seeds, area)
    if cut is not None and area.evidence.within(cut, seeds[-1] + 1) < area.evidence.within(seeds[0], cut):
        seeds = [n for n in seeds if n < cut]
    while len(seeds) > 1 and ends_article(area.blocks[seeds[-1]]):
        seeds.pop()
    return seeds


def _notice(seeds: list[int], area: _BodySearch) -> int | None:
    """Return the line in the body that heads the site's notice on rights and is no heading of the article's own."""
    if len(seeds) < 2 or (area.title is not None and _RIGHTS.search(area.blocks[area.title].plain)):
        return None
    lines = (area.blocks[n] for n in range(seeds[0] + 1, seeds[-1]))
    return next(
        (block.n for block in lines if not block.heading and is_notice_heading(block.plain)),
        None,
    )


def _arms(core: BlockElement, area: _BodySearch) -> list[tuple[int, int]]:
    """Return the parts of the core that the body leaves out: elements beside the article."""
    out: list[tuple[int, int]] = []
    waiting = list(core.children)
    best = max((area.worth(child) for child in core.children), default=0.0)
    while waiting:
        box = waiting.pop()
        if not area.evidence.within(box.first, box.end):
            continue
        many = box.end - box.first > 1
        if box in area.evidence.sidebars or (many and area.worth(box) < best and _is_box(box, area)):
            out.append((box.first, box.end))
        else:
            waiting.extend(box.children)
    return out


def _edges(seeds: list[int], core: BlockElement, area: _BodySearch) -> tuple[int, int]:
    """Return the first and last block of the body: its continuous text, and the lines at either end that belong to
    it.
    """
    first, last = seeds[0], seeds[-1]
    lowest = core.first if area.title is None else min(core.first, area.title + 1)
    if area.title is not None and area.title >= core.first:
        lowest = area.title + 1
    lowest = max([lowest, *(n + 1 for n in area.taken if n < first)])
    home = _container(area.blocks[first].box)
    while first > lowest and not _bars(first - 1, core, home, area):
        first -= 1
    highest = _roomy(core).end
    home = _container(area.blocks[last].box)
    while last + 1 < highest and last + 1 not in area.taken and not _bars(last + 1, core, home, area, after=True):
        last += 1
    return first, last


def _container(box: BlockElement) -> BlockElement:
    """Return the element that holds a paragraph beside others of its kind."""
    while box.parent is not None and box.tag not in ("td", "body") and (_is_inner(box) or box.end - box.first <= 1):
        box = box.parent
    return box


def _is_inner(box: BlockElement) -> bool:
    return _is_paragraph(box) or box.tag in ("ul", "ol", "dl", "tr", "tbody", "table")


def _roomy(core: BlockElement) -> BlockElement:
    """Return the core of the article, or the element around it while that adds but a few lines."""
    roomy = core
    for box in core.ancestors():
        if box.end - core.end > 3 or box.tag in ("body", "html"):
            break
        roomy = box
    return roomy


def _bars(n: int, core: BlockElement, home: BlockElement, area: _BodySearch, after: bool = False) -> bool:
    """Return whether the body cannot reach over the block; ``home`` is where the paragraphs nearest to it stand."""
    block = area.blocks[n]
    if area.evidence.non_content[n] or area.evidence.in_list[n]:
        return True
    if is_clutter(block) or is_consent(block) or (after and ends_article(block)) or is_marker(block):
        return True
    if block.only_link and not _ATTACHMENT.search(block.plain):
        return True
    if area.evidence.prose[n]:
        return area.evidence.in_sidebar[n]
    if not _LETTER.search(block.plain) and block.box.tag not in ("td", "th") and (after or n - 1 in area.taken):
        return True
    if after and (_TAGGED.fullmatch(block.plain) or is_notice_heading(block.plain)):
        return True
    if not after and is_ago(block.plain):
        return True
    if home.first <= n < home.end or (core.first <= n and not after):
        return area.evidence.in_sidebar[n]
    sentence = bool(SENTENCE_END.search(block.plain)) or is_salutation(block.text) or is_byline_date(block.text)
    return not sentence or names_contact(block.plain)


@cached_on_block
def ends_article(block: TextBlock) -> bool:
    """Return whether a text block after the last paragraph says that the article is over."""
    text = block.plain
    if len(text) < _LAST_LINE and (NEIGHBOUR.match(text) or TAGS.match(text) or CREDIT_NOTICE.match(text)):
        return True
    return call_reason(text) is not None


def _without_clutter(kept: list[int], seeds: list[int], area: _BodySearch) -> list[int]:
    """Return the body without what stands between its paragraphs and is no text: links to other pages,
    advertisements.
    """
    chosen = set(seeds)
    out: list[int] = []
    marked = -2
    switches = language_switches([area.blocks[n] for n in kept])
    paid = advertised([area.blocks[n] for n in kept], area.evidence.prose)
    for n in kept:
        block = area.blocks[n]
        if n in chosen:
            out.append(n)
        elif n in paid or n in switches:
            continue
        elif n + 1 in chosen and _is_heading_label(block):
            out.append(n)
        elif is_marker(block) or (marked == n - 1 and block.only_link):
            marked = n
        elif not _is_between(n, seeds, area):
            out.append(n)
    return out


def _is_heading_label(block: TextBlock) -> bool:
    """Return whether the block heads the paragraph after it, as '点评:' does: no list of comments stands right
    below.
    """
    return not block.linked and block.plain.endswith(":") and bool(COMMENTS.match(block.plain))


def _is_between(n: int, seeds: list[int], area: _BodySearch) -> bool:
    """Return whether a block in the body only stands between paragraphs, and is no text of the article."""
    block = area.blocks[n]
    inside = seeds[0] < n < seeds[-1]
    if area.evidence.non_content[n] or (area.evidence.in_list[n] and block.only_link):
        return True
    if inside and area.evidence.prose[n]:
        return True
    return is_interruption(block) if inside else is_clutter(block)


def _short_body(scope: BlockElement, area: _BodySearch) -> Body | None:
    """Return the lines right after the title of a page that has no continuous text."""
    if area.title is None:
        return None
    box = next(
        (box for box in area.blocks[area.title].box.ancestors() if box.end > area.title + 1 and _lines(box, area)),
        None,
    )
    if box is None:
        return None
    lines = _lines(box, area)
    return Body(tuple(lines), box)


def _lines(box: BlockElement, area: _BodySearch) -> list[int]:
    start = max(n for n in (area.title or 0, *area.taken) if n < box.end) + 1 if box.end else 0
    lines: list[int] = []
    for n in range(start, box.end):
        if _bars(n, box, box, area, after=True):
            break
        lines.append(n)
    if not any(units(area.blocks[n].text) >= 15 for n in lines):
        return []
    return lines
