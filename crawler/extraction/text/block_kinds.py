"""The blocks of an article: what kind each piece of the body is, rows of tables put together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from archive.model.document import BlockKind
from crawler.extraction.speech.facts import is_byline_date
from crawler.extraction.speech.salutation import is_salutation
from crawler.extraction.text.caching import asked_once
from crawler.extraction.text.normalise_and_measure import is_wide, units
from crawler.extraction.text.text_block import Box, Piece

_CAPTION_WORDS = re.compile(
    r"(?:^|[\s_-])(?:wp-caption-text|caption|(?:img|pic|picture|photo|image)[_-]?(?:desc\w*|note|title|intro|text))"
    r"(?:[\s_-]|$)"
)
_CAPTION_START = re.compile(
    r"^(?:图\s*[\d一二三四五六七八九十]*\s*[::]|图为|▲|△|\(?(?:photo|picture|figure|image)\b\s*\d*\s*[::.])",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"[。.!?!?,,;;::]$")
_PUNCTUATED = re.compile(r"[。.!?!?,,;;]")
_NUMBERED = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.章节条]|\(?\d{1,2}[.、)]|\w{1,4}[一二三四五六七八九十]:)"
)
_HEADING = 60  # units
_CELL_PROSE = 400


@dataclass(frozen=True, slots=True)
class Draft:
    """A block before its language is known; ``holder`` is the element that holds the text."""

    kind: BlockKind
    text: str
    holder: etree._Element


def draft_blocks(kept: Sequence[Piece], pieces: Sequence[Piece], pictured: frozenset[int]) -> list[Draft]:
    """The blocks that the body's pieces make, in order; ``pictured`` are the pieces right after an image."""
    forms = _Forms(kept, pieces, pictured)
    drafts: list[Draft] = []
    for row, members in groupby(kept, key=forms.row_of):
        group = list(members)
        if row is None:
            drafts += [Draft(forms.kind(piece), piece.text, piece.holder) for piece in group]
        else:
            drafts.append(Draft("table-row", " ".join(piece.text for piece in group), row.element))
    return drafts


@asked_once
def is_caption(piece: Piece) -> bool:
    """Whether the piece is a caption by its element, by the name of its box or by how it begins."""
    box = piece.box
    if box.within("figcaption") or box.within("caption") or (box.words and _CAPTION_WORDS.search(box.words)):
        return True
    return bool(_CAPTION_START.match(piece.plain))


class _Forms:
    """What the containers of the body's pieces are: tables of figures, lists, quotations."""

    def __init__(self, kept: Sequence[Piece], pieces: Sequence[Piece], pictured: frozenset[int]) -> None:
        self._pieces = pieces
        self._pictured = pictured
        self._outlined = _outline(kept)
        self._count = len(kept)
        self._numbers = [piece.n for piece in kept]
        self._dates = sum(is_byline_date(piece.text) for piece in kept)
        self._tables: dict[int, bool] = {}

    def row_of(self, piece: Piece) -> Box | None:
        """The row that the piece is a cell of, in a table that is read row by row."""
        row = piece.box.within("tr")
        if row is None:
            return None
        table = row.within("table")
        if table is None:
            return None
        if id(table) not in self._tables:
            self._tables[id(table)] = self._has_cells(table) and _is_grid(table, self._pieces)
        return row if self._tables[id(table)] else None

    def _has_cells(self, table: Box) -> bool:
        """Whether the body is in several cells of the table; one cell alone is a frame around it."""
        inside = (self._pieces[n].box for n in self._numbers if table.first <= n < table.end)
        cells = [next((box for box in inner.ancestors() if box.tag in ("td", "th")), inner) for inner in inside]
        return len(cells) < 2 or any(cell is not cells[0] for cell in cells)

    def kind(self, piece: Piece) -> BlockKind:
        """The kind of a block that is one piece."""
        box = piece.box
        if (piece.heading and not self._is_line_of_speech(piece)) or box.tag == "th":
            return "heading"
        if self._is_caption(piece):
            return "caption"
        if is_byline_date(piece.text):
            return "date"
        if is_salutation(piece.text):
            return "salutation"
        if self._is_part(box.within("li")):
            return "list-item"
        if self._is_part(box.within("blockquote")):
            return "quote"
        return "heading" if piece.n in self._outlined or _is_bold_heading(piece) else "paragraph"

    def _is_line_of_speech(self, piece: Piece) -> bool:
        """Whether it is a line of address or the only line of a day, in whatever element."""
        return is_salutation(piece.text) or (self._dates == 1 and is_byline_date(piece.text))

    def _is_caption(self, piece: Piece) -> bool:
        if is_caption(piece):
            return True
        return piece.n in self._pictured and units(piece.text) <= 2 * _HEADING and not _CLOSING.search(piece.plain)

    def _is_part(self, box: Box | None) -> bool:
        """Whether the box holds part of the body and not nearly all."""
        if box is None:
            return False
        inside = sum(box.first <= n < box.end for n in self._numbers) if box.end - box.first > 3 else 1
        return inside <= max(1, 0.6 * self._count)


def _outline(kept: Sequence[Piece]) -> frozenset[int]:
    """The short lines without a stop that head the paragraphs after them, where there are several of a kind."""
    found = []
    for before, piece, after in zip((None, *kept), kept, kept[1:], strict=False):
        alone = _is_line(piece) and _is_text(after) and (before is None or _is_text(before))
        if alone and piece.box.tag not in ("li", "td", "th", "dt", "dd"):
            found.append(piece)
    return frozenset(piece.n for piece in found if len(found) > 1 or _NUMBERED.match(piece.plain))


def _is_line(piece: Piece) -> bool:
    text = piece.plain
    return 6 <= units(text) <= _HEADING and not _PUNCTUATED.search(text) and not piece.linked and not piece.heading


def _is_text(piece: Piece) -> bool:
    return units(piece.text) >= _HEADING and bool(_CLOSING.search(piece.plain))


def _is_bold_heading(piece: Piece) -> bool:
    text = piece.plain
    return piece.bold and units(text) <= 150 and not _CLOSING.search(text) and not piece.linked


def _is_grid(table: Box, pieces: Sequence[Piece]) -> bool:
    """Whether a table is one of figures or short entries, to be read row by row."""
    rows = [
        cells for row in _rows(table) if len(cells := [cell for cell in row.children if cell.end > cell.first]) > 1
    ]
    if len(rows) < 2:
        return False
    texts = [[" ".join(piece.text for piece in pieces[cell.first : cell.end]) for cell in cells] for cells in rows]
    if any(cell.end - cell.first > 3 for cells in rows for cell in cells):
        return False
    if any(units(text) > _CELL_PROSE for row in texts for text in row):
        return False
    return not _is_bilingual(texts)


def _rows(table: Box) -> Iterator[Box]:
    for child in table.children:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child.children if row.tag == "tr")


def _is_bilingual(rows: list[list[str]]) -> bool:
    """Whether most rows say the same in Chinese on one side and in other letters on the other."""
    both = 0
    for row in rows:
        wide = any(is_wide(text) for text in row if re.search(r"[^\W\d_]", text))
        other = any(len(re.findall(r"[^\W\d_]{2,}", text)) >= 2 for text in row if not is_wide(text))
        both += wide and other
    return both >= 0.6 * len(rows)
