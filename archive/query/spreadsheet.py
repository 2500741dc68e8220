"""CSV (RFC 4180) that a spreadsheet opens as text and nothing else."""

import csv
import io
from collections.abc import Iterable, Sequence

from archive.query.terminal import clean

_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a cell must not begin with: spreadsheets take it for a formula (OWASP, CSV Injection)."""


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """The rows under their header, lines ended by CRLF; None is an empty cell.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> to_csv(["title"], [["=1+1"]])
    "title\\r\\n'=1+1\\r\\n"
    """
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([_safe(cell) for cell in row] for row in rows)
    return stream.getvalue()


def _safe(cell: str | None) -> str:
    text = clean(cell or "")
    return f"'{text}" if text.startswith(_FORMULA) else text
