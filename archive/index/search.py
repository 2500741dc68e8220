"""Asks the engine."""

import sqlite3
from dataclasses import dataclass

from archive.index.filters import Filters
from archive.index.folding import fold
from archive.index.query_language import Query
from archive.index.snippets import Snippet, cut_snippets
from archive.index.stored import searched_texts, unpack
from archive.model.document import Document

_JOINED = "search JOIN documents ON documents.number = search.rowid"
_BEST = f"""
    SELECT json FROM contents JOIN (
        SELECT number, bm25(search, 10.0, 5.0, 1.0) AS score, published, id
        FROM {_JOINED} {{where}}
        ORDER BY score, published DESC, id LIMIT ?
    ) USING (number) ORDER BY score, published DESC, id"""  # noqa: S608 - no input
"""The best hits; a word in the title says ten times, one in the subtitle five times what one in the blocks does."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a query, and the places in it that do."""

    document: Document
    snippets: tuple[Snippet, ...]


@dataclass(frozen=True, slots=True)
class SearchResult:
    """How many documents answer a query, and the best of them, best first."""

    total: int
    hits: tuple[Hit, ...]


def search(connection: sqlite3.Connection, query: Query, filters: Filters, limit: int) -> SearchResult:
    """The documents whose current version answers the query: their number, and the ``limit`` most relevant.

    Relevance is BM25; of documents as relevant the newer comes first, then the one with the lower id.
    """
    conditions, values = _conditions(connection, query, filters)
    where = f"WHERE {' AND '.join(conditions)}"
    counted = _JOINED if len(conditions) > 1 else "search"
    (total,) = connection.execute(f"SELECT count(*) FROM {counted} {where}", values).fetchone()  # noqa: S608 - no input
    rows = connection.execute(_BEST.format(where=where), (*values, limit)).fetchall()
    return SearchResult(total, tuple(_hit(unpack(content), query) for (content,) in rows))


def _conditions(
    connection: sqlite3.Connection, query: Query, filters: Filters
) -> tuple[list[str], tuple[str | int, ...]]:
    """The conditions of a search, the engine's first, and the values in them."""
    conditions = ["search MATCH ?"]
    values: list[str | int] = [query.expression]
    for condition, given in filters.conditions():
        conditions.append(condition)
        values.extend(given)
    if not query.exact:
        connection.create_function("answers", 1, lambda content: _answers(content, query), deterministic=True)
        conditions.append("answers((SELECT json FROM contents WHERE contents.number = search.rowid))")
    return conditions, tuple(values)


def _answers(content: bytes, query: Query) -> bool:
    return query.matches([fold(text) for texts in searched_texts(unpack(content)) for text in texts])


def _hit(document: Document, query: Query) -> Hit:
    title, subtitle, blocks = searched_texts(document)
    return Hit(document, cut_snippets(blocks, query.wanted) or cut_snippets(title + subtitle, query.wanted))
