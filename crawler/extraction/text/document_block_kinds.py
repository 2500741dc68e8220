"""The document's blocks, made of the body's text blocks: the kind of each (heading, caption, …), and rows of tables
joined.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from archive.model.document import BlockKind
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.speech.occasion_place_and_day import is_byline_date
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    BlockElement,
    TextBlock,
    cached_on_block,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_CAPTION_WORDS = lazy_pattern(any_of("page", "caption classes"))
_CAPTION_START = lazy_pattern(any_of("page", "caption begins"), re.IGNORECASE)
_CLOSING = lazy_pattern(r"[。.!?!?,,;;::]$")
_PUNCTUATED = lazy_pattern(r"[。.!?!?,,;;]")
_NUMBERED = lazy_pattern(any_of("page", "numbered heading"))
_HEADING = 60  # units
_CELL_PROSE = 400


@dataclass(frozen=True, slots=True)
class BlockDraft:
    """A block of the document before its language is known; ``holder`` is the element that holds the text."""

    kind: BlockKind
    text: str
    holder: etree._Element


def draft_blocks(
    kept: Sequence[TextBlock], blocks: Sequence[TextBlock], pictured: frozenset[int]
) -> list[BlockDraft]:
    """Make the document's blocks of the body's text blocks, in order; ``pictured`` are those right after an image."""
    forms = _Forms(kept, blocks, pictured)
    drafts: list[BlockDraft] = []
    for row, members in groupby(kept, key=forms.row_of):
        group = list(members)
        if row is None:
            drafts += [BlockDraft(forms.kind(block), block.text, block.holder) for block in group]
        else:
            drafts.append(BlockDraft("table-row", " ".join(block.text for block in group), row.element))
    return drafts


@cached_on_block
def is_caption(block: TextBlock) -> bool:
    """Return whether a text block is a caption by its element, by the name of its box or by how it begins."""
    box = block.box
    if box.within("figcaption") or box.within("caption") or (box.words and _CAPTION_WORDS.search(box.words)):
        return True
    return bool(_CAPTION_START.match(block.plain))


class _Forms:
    """The containers of the body's text blocks: tables of figures, lists, quotations."""

    def __init__(self, kept: Sequence[TextBlock], blocks: Sequence[TextBlock], pictured: frozenset[int]) -> None:
        self._blocks = blocks
        self._pictured = pictured
        self._outlined = _outline(kept)
        self._count = len(kept)
        self._numbers = [block.n for block in kept]
        self._dates = sum(is_byline_date(block.text) for block in kept)
        self._tables: dict[int, bool] = {}

    def row_of(self, block: TextBlock) -> BlockElement | None:
        """Return the table row that a text block is a cell of, in a table that is read row by row."""
        row = block.box.within("tr")
        if row is None:
            return None
        table = row.within("table")
        if table is None:
            return None
        if id(table) not in self._tables:
            self._tables[id(table)] = self._has_cells(table) and _is_grid(table, self._blocks)
        return row if self._tables[id(table)] else None

    def _has_cells(self, table: BlockElement) -> bool:
        """Return whether the body is in several cells of the table; one cell alone is a frame around it."""
        inside = (self._blocks[n].box for n in self._numbers if table.first <= n < table.end)
        cells = [next((box for box in inner.ancestors() if box.tag in ("td", "th")), inner) for inner in inside]
        return len(cells) < 2 or any(cell is not cells[0] for cell in cells)

    def kind(self, block: TextBlock) -> BlockKind:
        """Return the kind of a document's block that is one text block: heading, caption, list item, quotation,
        paragraph.
        """
        box = block.box
        if (block.heading and not self._is_line_of_speech(block)) or box.tag == "th":
            return "heading"
        if self._is_caption(block):
            return "caption"
        if is_byline_date(block.text):
            return "date"
        if is_salutation(block.text):
            return "salutation"
        if self._is_part(box.within("li")):
            return "list-item"
        if self._is_part(box.within("blockquote")):
            return "quote"
        return "heading" if block.n in self._outlined or _is_bold_heading(block) else "paragraph"

    def _is_line_of_speech(self, block: TextBlock) -> bool:
        """Return whether it is a line of address or the only line of a day, in whatever element."""
        return is_salutation(block.text) or (self._dates == 1 and is_byline_date(block.text))

    def _is_caption(self, block: TextBlock) -> bool:
        if is_caption(block):
            return True
        return block.n in self._pictured and units(block.text) <= 2 * _HEADING and not _CLOSING.search(block.plain)

    def _is_part(self, box: BlockElement | None) -> bool:
        """Return whether an element holds part of the body and not nearly all."""
        if box is None:
            return False
        inside = sum(box.first <= n < box.end for n in self._numbers) if box.end - box.first > 3 else 1
        return inside <= max(1, 0.6 * self._count)


def _outline(kept: Sequence[TextBlock]) -> frozenset[int]:
    """Return the short lines without a stop that head the paragraphs after them, where there are several of a
    kind.
    """
    found = []
    for before, block, after in zip((None, *kept), kept, kept[1:], strict=False):
        alone = _is_line(block) and _is_text(after) and (before is None or _is_text(before))
        if alone and block.box.tag not in ("li", "td", "th", "dt", "dd"):
            found.append(block)
    return frozenset(block.n for block in found if len(found) > 1 or _NUMBERED.match(block.plain))


def _is_line(block: TextBlock) -> bool:
    text = block.plain
    return 6 <= units(text) <= _HEADING and not _PUNCTUATED.search(text) and not block.linked and not block.heading


def _is_text(block: TextBlock) -> bool:
    return units(block.text) >= _HEADING and bool(_CLOSING.search(block.plain))


def _is_bold_heading(block: TextBlock) -> bool:
    text = block.plain
    return block.bold and units(text) <= 150 and not _CLOSING.search(text) and not block.linked


def _is_grid(table: BlockElement, blocks: Sequence[TextBlock]) -> bool:
    """Return whether a table is one of figures or short entries, to be read row by row."""
    rows = [
        cells for row in _rows(table) if len(cells := [cell for cell in row.children if cell.end > cell.first]) > 1
    ]
    if len(rows) < 2:
        return False
    texts = [[" ".join(block.text for block in blocks[cell.first : cell.end]) for cell in cells] for cells in rows]
    if any(cell.end - cell.first > 3 for cells in rows for cell in cells):
        return False
    if any(units(text) > _CELL_PROSE for row in texts for text in row):
        return False
    return not _is_bilingual(texts)


def _rows(table: BlockElement) -> Iterator[BlockElement]:
    for child in table.children:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.children if row.tag == "tr")


def _is_bilingual(rows: list[list[str]]) -> bool:
    """Return whether most rows say the same in Chinese on one side and in other letters on the other."""
    both = 0
    for row in rows:
        wide = any(is_wide(text) for text in row if re.search(r"[^\W\d_]", text))
        other = any(len(re.findall(r"[^\W\d_]{2,}", text)) >= 2 for text in row if not is_wide(text))
        both += wide and other
    return both >= 0.6 * len(rows)
