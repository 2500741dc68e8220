"""Export of translation units and terms as workbooks for spreadsheet programs (XLSX, Office Open XML, ECMA-376).

The module is imported only where it is needed, since openpyxl takes long to load. Texts are strings, whatever they
begin with: no cell is a formula.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from archive.bitext.translation_units import TranslationUnit, unit_id
from archive.export.provenance import FactsOfOrigin, no_facts
from archive.export.tmx_xliff_tbx import xml_text
from archive.model.url import is_web_url
from archive.query.terminal_output_columns_json_and_csv import clean

if TYPE_CHECKING:
    from archive.terms.term_extraction import Term

ROWS_IN_SHEET = 1_000_000
"""A sheet has 1,048,576 rows at most."""
LINKS_IN_SHEET = 65_000
"""Spreadsheet programs open no sheet with more than 65,530; addresses beyond are text."""
_MOST_CHARACTERS = 32_767
_MOST_IN_LINK = 2_000

Value = str | float | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an exported workbook: its heading and its width in characters. ``wraps``: long texts have several
    lines.
    """

    heading: str
    width: int
    wraps: bool = False
    is_link: bool = False


_UNIT_COLUMNS = (
    Column("source", 50, wraps=True), Column("target", 70, wraps=True), Column("source_lang", 11),
    Column("target_lang", 11), Column("score", 8), Column("flags", 18), Column("site", 14), Column("kind", 10),
    Column("published", 12), Column("title", 40), Column("speaker", 18), Column("url", 50, is_link=True),
    Column("target_url", 50, is_link=True), Column("id", 18),
)  # fmt: skip
_TERM_COLUMNS = (
    Column("chinese", 24), Column("english", 32), Column("units", 8), Column("chinese_units", 14),
    Column("english_units", 14), Column("score", 10), Column("chinese_example", 50, wraps=True),
    Column("english_example", 70, wraps=True), Column("url", 50, is_link=True),
    Column("type", 12), Column("variants", 40), Column("documents", 10), Column("first_seen", 12),
    Column("last_seen", 12),
)  # fmt: skip


def xlsx_of_units(units: Iterable[TranslationUnit], facts: FactsOfOrigin = no_facts) -> Iterator[bytes]:
    """Write translation units as a workbook (XLSX), a row each; ``target_url`` is empty where both sides are on one
    page.
    """
    return _workbook("units", _UNIT_COLUMNS, (_unit_values(unit, facts) for unit in units))


def xlsx_of_terms(terms: "Iterable[Term]") -> Iterator[bytes]:
    """Write bilingual terms as a workbook (XLSX), a row for each term and its first example."""
    return _workbook("terms", _TERM_COLUMNS, map(_term_values, terms))


def _unit_values(unit: TranslationUnit, facts: FactsOfOrigin) -> Sequence[Value]:
    page = facts(unit.source.origin)
    known = page.values() if page else {}
    return (
        unit.source.text, unit.target.text, unit.source.lang, unit.target.lang, unit.score, " ".join(unit.flags),
        *map(known.get, ("site", "kind", "published", "title", "speaker")), unit.url,
        unit.target.origin.url if unit.is_cross_page else None, unit_id(unit),
    )  # fmt: skip


def _term_values(term: "Term") -> Sequence[Value]:
    chinese, english = term.examples[0]
    counts = term.count, term.chinese_count, term.english_count, term.score
    return (
        term.chinese, term.english, *counts, chinese.text, english.text, chinese.origin.url, term.type,
        "; ".join(term.variants), term.documents, term.first_seen, term.last_seen,
    )  # fmt: skip


def _workbook(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    """Write a workbook in as many sheets as the rows need."""
    book = Workbook(write_only=True)
    rows = iter(rows)
    _fill(book.create_sheet(title), columns, islice(rows, ROWS_IN_SHEET))
    for number, first in enumerate(rows, 2):
        _fill(book.create_sheet(f"{title} {number}"), columns, chain([first], islice(rows, ROWS_IN_SHEET - 1)))
    stream = BytesIO()
    book.save(stream)
    yield stream.getvalue()


def _fill(sheet: WriteOnlyWorksheet, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
    for number, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.freeze_panes = "A2"
    writer = _RowWriter(sheet, columns)
    writer.write_headings()
    for row in rows:
        writer.write(row)


class _RowWriter:
    """Writes the rows of a workbook's sheet one by one."""

    def __init__(self, sheet: WriteOnlyWorksheet, columns: Sequence[Column]) -> None:
        self._sheet, self._columns = sheet, columns
        self._links = 0
        self._wrapped = Alignment(wrap_text=True, vertical="top")

    def write_headings(self) -> None:
        cells = [WriteOnlyCell(self._sheet, column.heading) for column in self._columns]
        for cell in cells:
            cell.font = Font(bold=True)
        self._sheet.append(cells)

    def write(self, row: Sequence[Value]) -> None:
        self._sheet.append([self._cell(*each) for each in zip(self._columns, row, strict=True)])

    def _cell(self, column: Column, value: Value) -> "Value | Cell":
        if not isinstance(value, str):
            return value
        cell = WriteOnlyCell(self._sheet, clean(value)[:_MOST_CHARACTERS])
        cell.data_type = "s"  # what begins with an equals sign is no formula
        if column.wraps:
            cell.alignment = self._wrapped
        if column.is_link and self._links < LINKS_IN_SHEET and len(value) <= _MOST_IN_LINK and is_web_url(value):
            cell.hyperlink = xml_text(value)
            self._links += 1
        return cell
