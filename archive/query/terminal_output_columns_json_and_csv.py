"""Output that is safe to print: text cleaned for a terminal, JSON, columns, and CSV (RFC 4180) without formulas."""

import csv
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Self

_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters of ISO 6429, which move the cursor and change the screen
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # those that turn the direction of text around
    "\u2028\u2029"  # line and paragraph separators
    "\ud800-\udfff]"  # lone surrogates, which cannot be written
)


def clean(text: str) -> str:
    """Clean text for a terminal: on one line, without characters that control the terminal or reverse the text.

    >>> clean("news\\x1b[31m\\n of today")
    'news[31m of today'
    """
    if text.isprintable() and "  " not in text and text == text.strip():  # as most texts are, and quickly found out
        return text
    return " ".join(_HARMFUL.sub("", text).split())


class StyledText:
    """A text for a terminal in parts, each with a style in the words of rich ("bold", "dim")."""

    def __init__(self, text: str = "") -> None:
        self.parts: list[tuple[str, str]] = [(text, "")] if text else []

    @property
    def plain(self) -> str:
        """Return the text for a terminal without its styles."""
        return "".join(text for text, _ in self.parts)

    def append(self, text: str, style: str = "") -> Self:
        self.parts.append((text, style))
        return self

    def append_text(self, other: "StyledText") -> Self:
        self.parts += other.parts
        return self


def cell_width(text: str) -> int:
    """Return the number of terminal columns that a text takes; a Chinese character takes two."""
    from rich.cells import cell_len  # slow to import

    return cell_len(text)


def report_line(text: str) -> None:
    """Print a line on standard error, cleaned for a terminal."""
    print(clean(text), file=sys.stderr)


def cleaned_part(text: str) -> str:
    """Clean a part of a line for a terminal as ``clean`` does, with the spaces at its ends kept."""
    return re.sub(r"\s+", " ", _HARMFUL.sub("", text))


def escaped_json(text: str) -> str:
    r"""Escape characters in JSON that control a terminal; the JSON means the same.

    >>> escaped_json('"a\x9b"')
    '"a\\u009b"'
    """
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def printed_json(values: object) -> str:
    """Encode values as indented JSON that is safe to print on a terminal."""
    return escaped_json(json.dumps(values, ensure_ascii=False, indent=2))


def counted(number: int, word: str) -> str:
    """Return a number with its noun in singular or plural, for printed lines.

    >>> counted(1, "hit"), counted(2, "hit")
    ('1 hit', '2 hits')
    """
    return f"{number} {word}{'' if number == 1 else 's'}"


def _padded(text: str, width: int) -> str:
    """Pad text with spaces to a number of terminal columns, of which a Chinese character takes two.

    >>> _padded("中国", 6)
    '中国  '
    """
    return text + " " * max(0, width - cell_width(text))


def first_columns(text: str, width: int) -> str:
    """Shorten text at its end to ``width`` terminal columns; "…" replaces the rest.

    >>> first_columns("中国合作", 6), first_columns("中国", 6)
    ('中国…', '中国')
    """
    if cell_width(text) <= width:
        return text
    return f"{_fitting(text[:width], width - 1)}…" if width > 0 else ""


def last_columns(text: str, width: int) -> str:
    """Shorten text at its beginning to a number of terminal columns, or set it to the right of them.

    >>> last_columns("中国合作", 6), last_columns("中国", 6)
    (' …合作', '  中国')
    """
    if cell_width(text) > width:
        text = "…" + _fitting(text[: -width - 1 : -1], width - 1)[::-1]
    return " " * (width - cell_width(text)) + text


def _fitting(text: str, width: int) -> str:
    """Return the first characters that fit into a number of terminal columns."""
    used = 0
    for at, character in enumerate(text):
        used += cell_width(character)
        if used > width:
            return text[:at]
    return text


def columns(rows: Sequence[Sequence[str]], left: int = -1) -> list[str]:
    """Align rows of cells as columns of a terminal: the cells before the position ``left`` to the left, others right.

    >>> columns([("中国", "7"), ("en", "12")])
    ['中国   7', 'en    12']
    """
    widths = [max(map(cell_width, cells)) for cells in zip(*rows, strict=True)]
    return [_line(list(zip(row, widths, strict=True)), left) for row in rows]


def _line(cells: Sequence[tuple[str, int]], left: int) -> str:
    aligned = [*(_padded(*cell) for cell in cells[:left]), *(last_columns(*cell) for cell in cells[left:])]
    return "  ".join(aligned).rstrip()


_FORMULA = frozenset("=+-@＝＋－＠")
"""Characters with which spreadsheets begin a formula, and no cell may (OWASP, CSV Injection)."""


def to_csv(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Write rows under a header as one CSV text, the lines of ``csv_lines``."""
    return "".join(csv_lines(header, rows))


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Iterator[str]:
    """Write rows under a header as lines of CSV, row by row as ``csv_line`` does.

    >>> list(csv_lines(["title"], [["=1+1"]]))
    ['title\\r\\n', "'=1+1\\r\\n"]
    """
    yield _line_of(header)
    yield from map(csv_line, rows)


def csv_line(row: Sequence[str | float | None]) -> str:
    """Write one row of CSV, ended by CRLF; None is an empty cell.

    A cell that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    return _line_of([_safe(cell) if isinstance(cell, str) else cell for cell in row])


class _Echo:
    """A target for a CSV writer that returns what is written, as then the writer does."""

    def write(self, text: str) -> str:
        return text


_line_of: Callable[[Iterable[str | float | None]], str] = csv.writer(_Echo()).writerow


def _safe(cell: str) -> str:
    text = clean(cell)
    return f"'{text}" if text[:1] in _FORMULA else text
