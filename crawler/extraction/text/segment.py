"""The segmentation of a page into text blocks as a reader sees them: lines and paragraphs, in the order of the
source.

A line of credits, rights or links that is glued to the end of a paragraph becomes a block of its own.
"""

import re
import unicodedata
from collections.abc import Mapping

from lxml import etree

from archive.model.document import Reason
from crawler.extraction.byline.dates_and_clock_times import ENTRY_DATE
from crawler.extraction.decoding.html_tree_xpath_and_script_json import MAX_BLOCKS, MAX_TEXT, TooMuchText
from crawler.extraction.text.boilerplate_phrases_and_section_names import heads_related, phrase_reason
from crawler.extraction.text.contact_credit_and_footer_lines import is_credit
from crawler.extraction.text.element_visibility_and_style import HEADINGS, UNSEEN, display, display_of_tag, is_hidden
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    TELLING,
    BlockElement,
    Run,
    SegmentedPage,
    TextBlock,
    narrow,
    squeeze,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_SENTENCE_END = lazy_pattern(r"""[。!?…][”’"」』)】]*\s*|\.[”’"')]*(?:\s+|(?=[©(\[]))""")
_BRACKETED = lazy_pattern(r"[(\[【]([^()\[\]【】]+)[)\]】]\W*")
_EDITED = lazy_pattern(any_of("page", "edited by"))
_SIGN = lazy_pattern("[。!?….编編责責校]")  # what a sentence ends with, and what credits are called
_OF_PICTURE = lazy_pattern(rf"^\W*{any_of('page', 'picture credits')}|[摄攝影]\W*$", re.IGNORECASE)
_LONGEST = 120  # characters of the glued line
_PARAGRAPH = 20  # units before it, at least
_LEAST = 10  # units of the glued line, where it stands in no brackets
_GLUED: frozenset[Reason] = frozenset(
    ("byline", "copyright", "related", "share", "navigation", "advertisement", "contact")
)


def _tail_start(text: str) -> int | None:
    """Return where a line of credits, rights or links begins that is glued to the end of a paragraph, or None; the
    text is as ``narrow`` gives it.

    >>> line = "The line opens in May. (Editing by John Smith)"
    >>> line[_tail_start(line) :], _tail_start("The line opens in May. Editing follows.")
    ('(Editing by John Smith)', None)
    """
    start = max(0, len(text) - _LONGEST)
    if not _SIGN.search(text, start):
        return None
    edited = _EDITED.search(text, start)
    if edited and units(text[: edited.start()]) >= _PARAGRAPH:
        return edited.start()
    for end in _SENTENCE_END.finditer(text, start):
        if end.end() < len(text) and _is_tail(text[end.end() :]) and units(text[: end.start()]) >= _PARAGRAPH:
            return end.end()
    return None


def _is_tail(rest: str) -> bool:
    """Return whether what follows the end of a sentence is such a line."""
    if _OF_PICTURE.search(rest):
        return False
    bracketed = _BRACKETED.fullmatch(rest)
    if bracketed:
        return phrase_reason(rest) == "byline" or is_credit(bracketed[1])
    if units(rest) < _LEAST or (heads_related(rest) and ":" not in rest):
        return False
    return phrase_reason(rest) in _GLUED or is_credit(rest)


_MAX_WORDS = 200  # characters of class, id and so on that are looked at
_NOTHING: Mapping[str, str] = {}
_UNSEEN = UNSEEN | {"dialog"}  # tags of elements that may be hidden without attributes
_NAMING = ("class", "id", "role", "aria-label", "data-hook")
_TAILED = 16  # characters of a paragraph with a line glued to its end, at least
_LETTER = lazy_pattern(r"\w")
_MARKS = "·•>»-[]()【】 "
_LINE_BREAK = lazy_pattern(r"\r\n|\r|\n")
_PARAGRAPH_BREAK = lazy_pattern(r"\n[^\S\n]*\n|\n(?=[\u3000\t]| {2})")


_Gathered = tuple[str, etree._Element, etree._Element | None, bool]
"""A text with its element, the link that it is in, and whether it is in bold."""


def segment(root: etree._Element, stored: etree._Element | None = None) -> SegmentedPage:
    """Cut the page whose tree has this root into text blocks, in one walk; then a text that a script stores.

    Raises TooMuchText where there is more than is read.
    """
    walker = _Walker(root)
    walker.walk(root)
    if stored is not None:
        walker.walk(stored)
    for box in walker.open_boxes:
        box.end = len(walker.blocks)
    return SegmentedPage(walker.open_boxes[0], tuple(walker.blocks), tuple(walker.images))


class _Walker:
    """The walk through a page's elements, with the open ones, and the text gathered for the next block."""

    def __init__(self, root: etree._Element) -> None:
        self.blocks: list[TextBlock] = []
        self.images: list[tuple[int, etree._Element]] = []
        self.open_boxes = [BlockElement(root, "html", None, 0, "", 0)]
        self._root = root
        self._links: list[etree._Element] = []
        self._hrefs: dict[etree._Element, str] = {}
        self._bold: list[etree._Element] = []
        self._lined: list[etree._Element] = []
        self._opened: list[tuple[etree._Element, list[etree._Element]]] = []
        self._length = 0
        self._text: list[_Gathered] = []

    def walk(self, top: etree._Element) -> None:
        """Gather the text blocks of an element and all in it."""
        entered = [(top, iter(top) if self.enter(top) else iter(()))]
        while entered:
            element, children = entered[-1]
            for child in children:
                if self.enter(child) and len(child):
                    entered.append((child, iter(child)))
                    break
                self.leave(child)
            else:
                entered.pop()
                self.leave(element)
        self.flush()

    def enter(self, element: etree._Element) -> bool:
        """Enter an element in the walk through a page; return False if it is hidden, so that the walk leaves it
        out.
        """
        tag = element.tag
        if element is self._root or not isinstance(tag, str):
            return element is self._root and self._begin(element)
        items = element.items()
        given: Mapping[str, str] = dict(items) if items else _NOTHING  # type: ignore[arg-type] # lxml gives text
        if (items or tag in _UNSEEN) and is_hidden(tag, given):
            return False
        style = given.get("style") if items else None
        shown = display(style, tag) if style else display_of_tag(tag)
        if tag == "br":
            self.flush()
        elif tag in ("img", "image"):
            self.images.append((len(self.blocks), element))
        elif shown.block:
            self.flush()
            self._open_box(element, tag, given)
        if tag == "a" and "href" in given:
            self._hrefs[element] = given["href"]
            self._open(element, self._links)
        if shown.bold:
            self._open(element, self._bold)
        if shown.lined:
            self._open(element, self._lined)
        return self._begin(element)

    def _open(self, element: etree._Element, within: list[etree._Element]) -> None:
        within.append(element)
        self._opened.append((element, within))

    def _begin(self, element: etree._Element) -> bool:
        text = element.text
        if text and not (text.isspace() and self._is_between()):
            self._add(text, element)
        return True

    def _is_between(self) -> bool:
        """Return whether the space at this point is that between two blocks."""
        return not self._text and not self._lined

    def leave(self, element: etree._Element) -> None:
        """Close what an element opened, and take the text after it."""
        while self._opened and self._opened[-1][0] is element:
            self._opened.pop()[1].pop()
        if self.open_boxes[-1].element is element and element is not self._root:
            self.flush()
            self.open_boxes.pop().end = len(self.blocks)
        tail = element.tail
        if not tail or element is self._root or (tail.isspace() and self._is_between()):
            return
        parent = element.getparent()
        if parent is not None:
            self._add(tail, parent)

    def _open_box(self, element: etree._Element, tag: str, given: Mapping[str, str]) -> None:
        parent = self.open_boxes[-1]
        words = " ".join(filter(None, map(given.get, _NAMING))).lower() if given else ""
        box = BlockElement(
            element, tag, parent, parent.depth + 1, words[:_MAX_WORDS], len(self.blocks), nearest=parent.nearest
        )
        if tag in TELLING or tag in HEADINGS:
            box.nearest = {**parent.nearest, ("heading" if tag in HEADINGS else tag): box}
        parent.children.append(box)
        self.open_boxes.append(box)

    def _add(self, text: str, element: etree._Element) -> None:
        if self._lined and "\n" in text:
            if len(text) > MAX_TEXT:
                raise TooMuchText
            first, *rest = _lines(text)
            self._add_line(first, element)
            for line in rest:
                self.flush()
                self._add_line(line, element)
        else:
            self._add_line(text, element)

    def _add_line(self, text: str, element: etree._Element) -> None:
        squeezed = squeeze(text)
        if squeezed and (squeezed != " " or self._text):
            link = self._links[-1] if self._links else None
            self._text.append((squeezed, element, link, bool(self._bold)))
            self._length += len(squeezed)

    def flush(self) -> None:
        """End the current text block, if there is text for one."""
        if not self._text:
            return
        gathered, self._text = self._text, []
        if len(self.blocks) >= MAX_BLOCKS or self._length > MAX_TEXT:
            raise TooMuchText
        self._end_block(_text_block(len(self.blocks), *_join(gathered), self.open_boxes[-1], self._hrefs))

    def _end_block(self, block: TextBlock) -> None:
        """Add a text block; a line that is glued to the end of its paragraph as a block of its own."""
        start = _tail_start(block.plain) if len(block.text) >= _TAILED else None
        if start is None:
            self.blocks.append(block)
            return
        text, box = block.text, block.box
        first, last = text[:start].rstrip(), text[start:]
        before = tuple(run._replace(end=min(run.end, len(first))) for run in block.runs if run.start < len(first))
        after = tuple(
            run._replace(start=max(0, run.start - start), end=run.end - start)
            for run in block.runs
            if run.end > start
        )
        parts = ((block.n, first, before), (block.n + 1, last, after))
        self.blocks += [_text_block(*part, box, self._hrefs) for part in parts]


def _lines(text: str) -> list[str]:
    """Split preformatted text into paragraphs: at blank lines and indents where it has them, else at every line
    end.
    """
    text = _LINE_BREAK.sub("\n", text)
    parts = _PARAGRAPH_BREAK.split(text)
    return parts if len(parts) > 1 else text.split("\n")


def _text_block(
    n: int, text: str, runs: tuple[Run, ...], box: BlockElement, hrefs: Mapping[etree._Element, str]
) -> TextBlock:
    plain = narrow(text)
    heading = HEADINGS[box.nearest["heading"].tag] if "heading" in box.nearest else 0
    if len(runs) == 1:
        link = runs[0].link
        if link is None:
            return TextBlock(n, text, runs, box, plain, plain, 0, 0.0, False, None, heading)
        return TextBlock(n, text, runs, box, plain, plain, len(text), 1.0, True, hrefs[link], heading)
    linked = sum(run.end - run.start for run in runs if run.link is not None)
    rest = "".join(plain[run.start : run.end] for run in runs if run.link is None) if linked else ""
    only_link = linked > 0 and (not _LETTER.search(rest) or bool(ENTRY_DATE.match(rest.strip(_MARKS))))
    spaced = " ".join(filter(None, (plain[run.start : run.end].strip() for run in runs)))
    href = next((hrefs[run.link] for run in runs if run.link is not None), None)
    return TextBlock(n, text, runs, box, plain, spaced, linked, linked / len(text), only_link, href, heading)


def _join(gathered: list[_Gathered]) -> tuple[str, tuple[Run, ...]]:
    """Join gathered texts to the text of a block and its runs."""
    if len(gathered) == 1:
        text, element, link, bold = gathered[0]
        text = text.strip(" ")
        return text, (Run(0, len(text), element, link, bold),)
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
    whole = "".join(parts)
    if spaced:
        whole = whole[:-1]
        last = runs.pop()
        runs += [last._replace(end=last.end - 1)] if last.end - last.start > 1 else []
    if not whole.isascii() and not unicodedata.is_normalized("NFC", whole):
        whole = unicodedata.normalize("NFC", whole)
        return whole, (runs[0]._replace(start=0, end=len(whole)),)
    return whole, tuple(runs)
