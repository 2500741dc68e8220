"""The engine's rows: the tokens of a document in ``search``, and in ``grouped`` if it is in a group.

Both tables keep no text and must be told the tokens that go.
"""

import sqlite3
from typing import Literal

from archive.index.facts import fact_tokens
from archive.index.folding import fold
from archive.index.tokens import folded_tokens
from archive.model.document import Document

Table = Literal["search", "grouped"]
Texts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
Row = tuple[str, ...]
"""The tokens of each of the engine's columns."""

_MOST_HELD = 16_000_000
"""Characters of rows that are held before they are written."""
_COLUMNS = "rowid, title, subtitle, body, facts"


def searched_texts(document: Document) -> Texts:
    """The texts that a query without a field searches: title, subtitle, and the blocks."""
    return (
        (document.title,) if document.title else (),
        (document.subtitle,) if document.subtitle else (),
        tuple(block.text for block in document.blocks),
    )


def folded_texts(document: Document) -> Texts:
    """The same texts, folded."""
    title, subtitle, blocks = searched_texts(document)
    return tuple(map(fold, title)), tuple(map(fold, subtitle)), tuple(map(fold, blocks))


def row_of(document: Document, folded: Texts) -> Row:
    """The columns of a document, of which ``folded`` are the texts."""
    return (*(" ".join(folded_tokens(column)) for column in folded), " ".join(fact_tokens(document)))


class Rows:
    """The engine's rows, in the transaction of their writer; what changes is written by ``flush``, in their order.

    The engine starts a new piece of its index each time that a row comes before the one written last.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changes: list[tuple[Table, int, bool, Row]] = []
        self._present: dict[tuple[Table, int], bool] = {}
        self._held = 0

    def add(self, table: Table, number: int, row: Row) -> None:
        """Lets a document be found under a number."""
        self._change(table, number, True, row)

    def remove(self, table: Table, number: int, row: Row) -> None:
        """Takes a document out, whose row must be as it was when it was added."""
        self._change(table, number, False, row)

    def has(self, table: Table, number: int) -> bool:
        """Whether there is a document under a number, what is not written yet included."""
        if (table, number) in self._present:
            return self._present[table, number]
        statement = f"SELECT 1 FROM {table} WHERE rowid = ?"  # noqa: S608 - our own names
        return self._connection.execute(statement, (number,)).fetchone() is not None

    def flush(self) -> None:
        """Writes what changed."""
        for table, number, added, row in sorted(self._changes, key=lambda change: change[:2]):
            command, value = ("", "") if added else (f"{table}, ", "'delete', ")
            self._connection.execute(
                f"INSERT INTO {table} ({command}{_COLUMNS}) VALUES ({value}?, ?, ?, ?, ?)",  # noqa: S608 - our own
                (number, *row),
            )
        self._changes.clear()
        self._present.clear()
        self._held = 0

    def _change(self, table: Table, number: int, added: bool, row: Row) -> None:
        self._changes.append((table, number, added, row))
        self._present[table, number] = added
        self._held += sum(map(len, row))
        if self._held >= _MOST_HELD:
            self.flush()
