"""A table as CSV, which a spreadsheet opens."""

from collections.abc import Iterator

from archive.bitext.units import Place
from archive.export.provenance import places_text
from archive.export.tables import Cell, Table
from archive.query.spreadsheet import csv_lines


def csv_table(table: Table) -> Iterator[str]:
    """The lines in UTF-8, the columns' names first.

    Flags stand in one cell with a space between, places as ``BLOCK:START-END``. No cell is a formula, and what
    turns text around or controls a terminal is left out: who needs the very characters takes JSON or Parquet.
    """
    return csv_lines(table.columns, ([_text(cell) for cell in row] for row in table.rows))


def _text(cell: Cell) -> str | None:
    if isinstance(cell, tuple):
        return places_text(cell) if cell and isinstance(cell[0], Place) else " ".join(map(str, cell))
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell if cell is None or isinstance(cell, str) else str(cell)
