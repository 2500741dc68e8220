"""Rows of the full-text tables: a document's tokens in ``search``, and in ``grouped`` if it is in a group; the first
letters of its words in ``beginnings``.

The tables store no text: to delete a row, its tokens must be given again.
"""

import sqlite3
from collections.abc import Sequence
from typing import Literal

from archive.index.folding import fold
from archive.index.tokenizer_and_fact_tokens import SPELLED, TITLED, column_tokens, fact_tokens, is_word_character
from archive.model.document import Document

Table = Literal["search", "grouped", "beginnings"]
Texts = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]
TokenRow = tuple[str, ...]
"""The tokens of each of the engine's columns."""

BEGINNINGS = (2, 3)
"""Numbers of letters at the beginning of a word by which documents are found without merging the lists of words."""

_MOST_HELD = 16_000_000
"""Characters of pending rows at which they are written."""
_COLUMNS = {
    "search": "body, title, subtitle, facts",
    "grouped": "body, title, subtitle, facts",
    "beginnings": "tokens",
}


def searched_texts(document: Document) -> Texts:
    """Return the texts of a document that a query without a field searches: title, subtitle, blocks."""
    return (
        (document.title,) if document.title else (),
        (document.subtitle,) if document.subtitle else (),
        tuple(block.text for block in document.blocks),
    )


def folded_texts(document: Document) -> Texts:
    """Return the folded title, subtitle and blocks of a document, which a query without a field searches."""
    title, subtitle, blocks = searched_texts(document)
    return tuple(map(fold, title)), tuple(map(fold, subtitle)), tuple(map(fold, blocks))


def token_row(document: Document, folded: Texts) -> TokenRow:
    """Return a document's row of the full-text tables: the tokens of blocks, title and subtitle, and its facts."""
    title, subtitle, body = (" ".join(column_tokens(column)) for column in folded)
    return body, title, subtitle, " ".join(fact_tokens(document))


def _beginnings(tokens: Sequence[str]) -> set[str]:
    """Return the first two and the first three letters of the words among a column's tokens, spelled ones too.

    >>> sorted(_beginnings(["go", "global", SPELLED, *(SPELLED + two for two in ("20", "02", "25", "5")), "年"]))
    ['20', '202', 'gl', 'glo', 'go']
    """
    words = {token for token in tokens if is_word_character(token[0])}
    starts = [at for at, token in enumerate(tokens, 1) if token == SPELLED]
    words.update(tokens[at][1:] + tokens[at + 1][2:] for at in starts if len(tokens[at]) > len(SPELLED) + 1)
    return {word[:letters] for word in words for letters in BEGINNINGS if len(word) >= letters}


def _beginnings_row(row: TokenRow) -> TokenRow:
    """Return the row of ``beginnings`` that belongs to a row of ``search``."""
    body, title, subtitle, facts = row
    titled = _beginnings(f"{title} {subtitle}".split())
    return (" ".join((*(titled | _beginnings(body.split())), *(TITLED + each for each in titled), facts)),)


class TokenRows:
    """Changes of rows of the full-text tables, in the transaction of their writer; ``flush`` writes them in row
    order.

    The engine starts a new segment of its index for each row that precedes the one written before it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._changes: list[tuple[Table, int, bool, TokenRow]] = []
        self._present: dict[tuple[Table, int], bool] = {}
        self._held = 0

    def add(self, table: Table, number: int, row: TokenRow) -> None:
        """Add a document's row of tokens to a full-text table under a number."""
        self._change(table, number, True, row)

    def remove(self, table: Table, number: int, row: TokenRow) -> None:
        """Remove a document's row from a full-text table, which must be the same as when it was added."""
        self._change(table, number, False, row)

    def has(self, table: Table, number: int) -> bool:
        """Return whether a full-text table has a row with this number, pending changes included."""
        if (table, number) in self._present:
            return self._present[table, number]
        statement = f"SELECT 1 FROM {table} WHERE rowid = ?"  # noqa: S608 - our own names
        return self._connection.execute(statement, (number,)).fetchone() is not None

    def flush(self) -> None:
        """Write all pending changes of full-text rows."""
        for table, number, added, row in sorted(self._changes, key=lambda change: change[:2]):
            self._write(table, number, added, row)
            if table == "search":
                self._write("beginnings", number, added, _beginnings_row(row))
        self._changes.clear()
        self._present.clear()
        self._held = 0

    def _write(self, table: Table, number: int, added: bool, row: TokenRow) -> None:
        command, value = ("", "") if added else (f"{table}, ", "'delete', ")
        self._connection.execute(
            f"INSERT INTO {table} ({command}rowid, {_COLUMNS[table]}) VALUES ({value}?{', ?' * len(row)})",  # noqa: S608 - our own
            (number, *row),
        )

    def _change(self, table: Table, number: int, added: bool, row: TokenRow) -> None:
        self._changes.append((table, number, added, row))
        self._present[table, number] = added
        self._held += sum(map(len, row))
        if self._held >= _MOST_HELD:
            self.flush()
