"""CSV (RFC 4180) that a spreadsheet opens as text and nothing else."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from archive.query.terminal import clean

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell must not begin with: spreadsheets take it for a formula (OWASP, CSV Injection)."""


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """The lines of ``csv_lines`` as one text."""
    return "".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Iterator[str]:
    """The rows under their header, row by row, each ended by CRLF; None is an empty cell.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> list(csv_lines(["title"], [["=1+1"]]))
    ['title\\r\\n', "'=1+1\\r\\n"]
    """
    line = csv.writer(_Echo()).writerow
    yield line(header)
    for row in rows:
        yield line([_safe(cell) for cell in row])


class _Echo:
    """A target for a CSV writer that returns what is written, as then the writer does."""

    def write(self, text: str) -> str:
        return text


def _safe(cell: str | None) -> str:
    text = clean(cell or "")
    return f"'{text}" if text.startswith(_FORMULA) else text
