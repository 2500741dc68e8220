"""The removed texts of a page, each with the reason for leaving it out.

Left out is all that is neither block nor field. The reason is given by the place of a block and by its own words.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from archive.model.document import Reason, Removed
from crawler.extraction.byline.labels_and_labelled_parts import is_index_label, title_label
from crawler.extraction.decoding.html_tree_xpath_and_script_json import Locator
from crawler.extraction.fields.trail_and_pager import is_pager
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.page_reading import PageReading
from crawler.extraction.text import boilerplate_phrases_and_section_names as phrases
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import (
    TAGS,
    advertised,
    call_reason,
    heads_poll,
    is_advertisement,
    is_consent,
    service_reason,
    short_line_reason,
)
from crawler.extraction.text.boilerplate_phrases_and_section_names import heads_related, is_standalone_phrase
from crawler.extraction.text.contact_credit_and_footer_lines import (
    CONTACT,
    footer_reason,
    is_address_itself,
    is_contact_line,
    is_credit,
    may_be_footer,
    names_contact,
    split_footer,
)
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SENTENCE_END,
    BlockElement,
    Span,
    TextBlock,
    cached_if_short,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, class_words, lazy_pattern

_PLACES: tuple[tuple[re.Pattern[str], Reason], ...] = tuple(
    (class_words(name), name) for name in ("comments", "share", "advertisement", "related", "notice", "breadcrumb")
)
_SHORT, _LONG = 60, 240
_FEW = 60  # units
_FIGURES = lazy_pattern(r"[\d@]")
_MENUS = ("nav", "menu", "select", "header", "form", "button")


class Reasons:
    """Finds why a text block is left out of the document. Ask in page order, since a heading applies to the blocks
    below it.

    ``pager`` are the blocks that lead to the other parts of the article.
    """

    def __init__(self, reading: PageReading, pager: frozenset[int] = frozenset()) -> None:
        self._blocks = reading.segmented.blocks
        self._evidence = reading.evidence
        self._trail, self._byline, self._pager = reading.trail_blocks, reading.byline.blocks, pager
        self._body = reading.body_numbers
        self._under: tuple[Reason, int] | None = None
        self._names: dict[BlockElement, Reason | None] = {}
        self._start = min(self._body | self._byline, default=0)
        self._end = max(self._body, default=0)
        self._advertised = advertised(self._blocks, self._evidence.prose)

    def reason(self, n: int) -> Reason:
        """Return the reason why text block ``n`` is removed."""
        if n in self._trail:
            return "breadcrumb"
        if n in self._byline:
            return "byline"
        if n in self._pager:
            return "pagination"
        block = self._blocks[n]
        said = None if self._is_entry(block) else _reason_by_words(block)
        if not block.linked and heads_poll(block.plain):
            self._under = ("other", self._reach(block))
        if said and _heads(block, said):
            self._under = (said, self._reach(block))
        return said or ("advertisement" if n in self._advertised else self._placed(block))

    def _placed(self, block: TextBlock) -> Reason:
        """Return the reason for removal that the block's place gives."""
        told = self._told(block)
        if told:
            return told
        named = self._named(block.box)
        if named:
            return named
        if self._under and block.n < self._under[1]:
            return self._under[0]
        if block.only_link and block.link_share >= 0.9:
            return "navigation"
        if block.link_share < 0.9 and names_contact(block.plain):
            return "contact"
        if self._is_beside_byline(block):
            return "byline"
        return "navigation" if self._is_menu(block) or self._is_heading_of_page(block) else "other"

    def _told(self, block: TextBlock) -> Reason | None:
        """Return the reason for removal that a line's words give where they are no part of an article."""
        label = title_label(block.plain) if block.box.tag in ("td", "th", "dt") else None
        if label and label.end() == len(block.plain):
            return "byline"
        if block.n and is_index_label(self._blocks[block.n - 1].plain):
            return "byline"
        unlinked = block.link_share < 0.9 and (_is_contact(block.plain) or self._is_above_contact(block))
        if unlinked or is_address_itself(block.plain):
            return "contact"
        if "marquee" in block.box.nearest:
            return "notice"
        return None if block.only_link else short_line_reason(block.plain)

    def _is_entry(self, block: TextBlock) -> bool:
        """Return whether a link above the article stands among links: an entry of a menu, whatever it says."""
        if not block.only_link or block.n >= self._start:
            return False
        if not 0 < block.n < len(self._blocks) - 1:
            return False
        return self._blocks[block.n - 1].only_link and self._blocks[block.n + 1].only_link

    def _is_above_contact(self, block: TextBlock) -> bool:
        """Return whether a few words below the article stand right above an address: whose address it is."""
        if block.n < self._end or block.linked or len(block.text) > _SHORT or SENTENCE_END.search(block.plain):
            return False
        after = self._blocks[block.n + 1 : block.n + 2]
        return any(other.box.parent is block.box.parent and _is_contact(other.plain) for other in after)

    def _is_heading_of_page(self, block: TextBlock) -> bool:
        """Return whether a few words stand above everything that belongs to the article, as menus without links
        do.
        """
        text = block.plain
        return (
            block.n < self._start and units(text) <= _FEW and not (SENTENCE_END.search(text) or _FIGURES.search(text))
        )

    def _named(self, box: BlockElement) -> Reason | None:
        """Return the reason that the nearest box with a telling name gives."""
        if box in self._names:
            return self._names[box]
        unknown = []
        around: BlockElement | None = box
        while around is not None and around not in self._names:
            unknown.append(around)
            around = around.parent
        reason = self._names[around] if around else None
        for each in reversed(unknown):
            reason = self._names[each] = _reason_named(each) or reason
        return reason

    def _is_menu(self, block: TextBlock) -> bool:
        if self._evidence.in_list[block.n] or block.only_link or block.link_share > 0.4:
            return True
        if TAGS.match(block.plain) or any(map(block.box.within, _MENUS)) or _is_menu_row(block.plain):
            return True
        if block.runs[0].element.tag == "a" and units(block.text) <= _FEW:
            return True
        if len(block.text) > _SHORT:
            return False
        return bool(block.heading) or self._evidence.in_sidebar[block.n] or self._heads_links(block)

    def _heads_links(self, block: TextBlock) -> bool:
        """Return whether links follow right after the block: it is what they are called."""
        after = self._blocks[block.n + 1 : block.n + 3]
        return len(after) > 0 and all(block.only_link for block in after)

    def _is_beside_byline(self, block: TextBlock) -> bool:
        """Return whether a few words stand in one box with a block of the byline."""
        if len(block.text) > 30 or block.heading or block.only_link:
            return False
        beside = [self._blocks[n] for n in (block.n - 1, block.n + 1) if n in self._byline]
        return any(other.box.parent is block.box.parent or other.box is block.box for other in beside)

    def _reach(self, block: TextBlock) -> int:
        """Return up to which block a heading applies: the end of the smallest box that holds it and more, before the
        body.
        """
        for box in block.box.ancestors():
            if box.tag in ("body", "html"):
                break
            if box.end > block.n + 1 and box.first >= block.n - 3:
                bounds = [n for n in self._body if block.n < n < box.end] if box.end - block.n < 400 else []
                return min([box.end, *bounds])
        end = block.n + 1
        while end < len(self._blocks) and self._blocks[end].only_link:
            end += 1
        return end


def _heads(block: TextBlock, said: Reason) -> bool:
    """Return whether a block's reason for removal holds for what stands below it too."""
    if said == "related":
        return not is_standalone_phrase(block.plain)
    return (
        said == "notice"
        or (said == "comments" and not block.only_link)
        or (said == "contact" and not _FIGURES.search(block.text))
    )


def _is_contact(text: str) -> bool:
    return len(text) <= _LONG and _reaches(text)


@lru_cache(maxsize=1024)  # asked of a line and of what stands above it
def _reaches(text: str) -> bool:
    return bool(CONTACT.match(text) or is_contact_line(text))


def _reason_named(box: BlockElement) -> Reason | None:
    return None if not box.words or box.tag in ("body", "html") else _reason_of_words(box.words)


@lru_cache(maxsize=4096)  # the pages of a site name their boxes alike
def _reason_of_words(words: str) -> Reason | None:
    return next((reason for pattern, reason in _PLACES if pattern.search(words)), None)


def removed_texts(reading: PageReading, pager: frozenset[int], locator: Locator) -> Iterator[Removed]:
    """Yield every removed text of a page with its reason, in page order: text that is neither block nor field."""
    reasons, kept = Reasons(reading, pager), reading.body_numbers
    fields = _field_spans(reading)
    for block in reading.segmented.blocks:
        if block.n in kept:
            continue
        reason = reasons.reason(block.n)
        if reason == "other" and block.n in reading.template:
            reason = "template"
        xpath = locator.xpath(block.holder)
        if len(block.runs) == 1 and block.n not in fields and not may_be_footer(block.plain):
            yield Removed(reason, block.text, xpath)
            continue
        for start, end in _rests(block, fields.get(block.n, ())):
            for own, first, stop in split_footer(block.plain[start:end]):
                text = block.text[start + first : start + stop].strip()
                if text:
                    plain = block.plain[start + first : start + stop].strip()
                    said = own or (reason if plain == block.plain else _rest_reason(plain, reason))
                    yield Removed(said, text, xpath)


def _field_spans(reading: PageReading) -> dict[int, list[Span]]:
    """Return the spans that fields take, by block."""
    byline = reading.byline
    facts = [reading.title, reading.subtitle, byline.source, byline.author, byline.published]
    spans = [span for fact in facts if fact for span in fact.spans]
    spans += [span for _, span in reading.steps]
    by_block: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.n, span.start)):
        by_block.setdefault(span.n, []).append(span)
    return by_block


def _rests(block: TextBlock, spans: Sequence[Span]) -> Iterator[tuple[int, int]]:
    """Yield the parts of a block between the spans of fields; between two links that touch, a part is split."""
    if not spans and len(block.runs) == 1:
        yield 0, len(block.text)
        return
    at = 0
    for span in spans:
        if span.start > at:
            yield from _links_apart(block, at, span.start)
        at = max(at, span.end)
    if at < len(block.text):
        yield from _links_apart(block, at, len(block.text))


def _links_apart(block: TextBlock, start: int, end: int) -> Iterator[tuple[int, int]]:
    for before, after in zip(block.runs, block.runs[1:], strict=False):
        touching = before.link is not None and after.link is not None and before.link is not after.link
        if touching and start < after.start < end:
            yield start, after.start
            start = after.start
    yield start, end


_CAPITALS = lazy_pattern(r"(?<=[^\x00-\x7f])\s*[A-Z][A-Z ]+$")  # the heading again in English, for show

_ENTRY = 24  # units
_ARROWED = lazy_pattern(r"^\s*[←«‹]\s*\w.{4}|^(?!.*(?:评论|更多|more)).{6,}[→»›]\s*$", re.IGNORECASE)
_RESERVED = lazy_pattern(any_of("page", "rights reserved"))
_MADE_BY = lazy_pattern(rf"\W*{any_of('page', 'made by')}\s+by\s", re.IGNORECASE)
_RIGHTS = lazy_pattern(r"版权|版權|侵权|转载|copyright|©", re.IGNORECASE)

_NOTICE_HINT = lazy_pattern(any_of("page", "hints of a notice"))


def _is_menu_row(text: str) -> bool:
    """Return whether a line is a row of menu entries, a few words each: 'Impressum | AGB', 'HOME NEWS CONTACT'."""
    if len(text) > _LONG or SENTENCE_END.search(text) or _FIGURES.search(text) or ":" in text:
        return False
    if "|" in text:
        return all(3 < units(part) <= _ENTRY for part in text.strip("| (").split("|"))
    parts = text.split()
    return len(parts) > 2 and (text.isupper() or is_wide(text)) and all(units(part) <= _ENTRY for part in parts)


def _reason_by_words(block: TextBlock) -> Reason | None:
    """Return the reason for leaving out a text block that its own words give."""
    text = block.plain
    long = len(text) > _LONG
    found = None if long else footer_reason(text)
    if not found and len(block.spaced) <= _SHORT:
        found = _said_shortly(block)
    if found:
        return found
    if block.linked and is_advertisement(block):
        return "advertisement"
    if is_consent(block):
        return "notice"
    return (_line_says if long else _short_line_says)(text, block.linked > 0)


def _line_says(text: str, linked: bool) -> Reason | None:
    """Return the reason for leaving out a line by how it begins, or by the notice that it is."""
    served = service_reason(text)
    if served:
        return "copyright" if served == "notice" and _RIGHTS.search(text) else served
    if (
        len(text) <= _SHORT * 2
        and phrases.TRAIL_LABEL.match(text)
        and (">" in text or phrases.TRAIL_LABEL.fullmatch(text))
    ):
        return "breadcrumb"
    if (phrases.NEIGHBOUR.match(text) and (linked or len(text) < _SHORT)) or (
        len(text) < _SHORT and _ARROWED.search(text)
    ):
        return "related"
    if _NOTICE_HINT.search(text) and phrases.SITE_NOTICE.search(text):
        return "notice"
    if phrases.CREDIT_NOTICE.match(text):
        return "copyright" if _RIGHTS.search(text) else "notice"
    if len(text) <= _LONG and _RESERVED.search(text):
        return "copyright"
    if len(text) <= _LONG and (is_credit(text) or _MADE_BY.match(text)):
        return "byline"
    return call_reason(text)


_short_line_says = lru_cache(maxsize=8192)(_line_says)


def _said_shortly(block: TextBlock) -> Reason | None:
    found = _words_say(block.spaced)
    if found != "script-notice" and is_pager(block):
        return "pagination"
    if not found and len(block.runs) > 1 and phrases.RELATED.match(_first_words(block)):
        return "related"
    return found or ("advertisement" if not block.linked and is_advertisement(block) else None)


@cached_if_short(_LONG, 8192)
def _words_say(text: str) -> Reason | None:
    """Return the reason for leaving out a few words, whatever block they are."""
    if phrases.SCRIPT_NOTICE.search(text):
        return "script-notice"
    if phrases.SHARE.match(text):
        if "加微信" in text or "加好友" in text:
            return "contact"
        return "share" if phrases.SHARING.search(text) else "navigation"
    if phrases.RELATED.match(_CAPITALS.sub("", text)) or heads_related(text):
        return "related"
    return "comments" if phrases.COMMENTS.match(text) else None


def _rest_reason(text: str, reason: Reason) -> Reason:
    """Return the reason for leaving out a part of a line whose other parts are something else.

    >>> _rest_reason("分享到微信", "byline"), _rest_reason("电话:020-555 0123", "icp")
    ('share', 'contact')
    """
    if len(text) > _LONG:
        return reason
    found = (_words_say(text) if len(text) <= _SHORT else None) or _short_line_says(text, False)
    if found:
        return found
    if _FIGURES.search(text) and names_contact(text):
        return "contact"
    return "navigation" if _is_menu_row(text) else reason


def _first_words(block: TextBlock) -> str:
    """Return the text of the block's first element."""
    run = block.runs[0]
    return block.plain[run.start : run.end].strip()
