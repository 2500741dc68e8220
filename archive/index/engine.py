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


def add_row(connection: sqlite3.Connection, table: Table, number: int, document: Document) -> None:
    """Lets a document be found under a number, in the caller's transaction."""
    connection.execute(
        f"INSERT INTO {table} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        (number, *_tokens(document)),
    )


def remove_row(connection: sqlite3.Connection, table: Table, number: int, document: Document) -> None:
    """Takes a document out, which must be as it was when it was added."""
    connection.execute(
        f"INSERT INTO {table} ({table}, {_COLUMNS}) VALUES ('delete', ?, ?, ?, ?, ?)",  # noqa: S608 - our own names
        (number, *_tokens(document)),
    )


def has_row(connection: sqlite3.Connection, table: Table, number: int) -> bool:
    """Whether there is a document under a number."""
    statement = f"SELECT 1 FROM {table} WHERE rowid = ?"  # noqa: S608 - our own names
    return connection.execute(statement, (number,)).fetchone() is not None


def _tokens(document: Document) -> tuple[str, ...]:
    texts = (" ".join(folded_tokens(column)) for column in folded_texts(document))
    return (*texts, " ".join(fact_tokens(document)))
