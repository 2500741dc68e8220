"""The documents that answer a question, as SQL to be put into larger questions."""

import sqlite3
from dataclasses import dataclass

from archive.index.engine import Table
from archive.index.filters import Filters
from archive.index.groups import Copy, copies
from archive.index.query_language import Query
from archive.index.stored import unpack


@dataclass(frozen=True, slots=True)
class Manner:
    """How a question is meant. ``tolerant``: as if ``~`` stood behind each word. ``apart``: each copy of a text that
    was posted more than once is a hit of its own.
    """

    tolerant: bool = False
    apart: bool = False


class Matching:
    """The documents whose current version answers a query and passes filters; an empty query is answered by all.

    ``counts`` is what ``count`` gives, None until they were counted.
    """

    def __init__(self, connection: sqlite3.Connection, query: str, filters: Filters, manner: Manner) -> None:
        """Raises UsageError when the query is none."""
        self.connection = connection
        self.query = _read(connection, query, manner).and_also(filters.facts(lambda: speaker_names(connection)))
        self.folded = not manner.apart and connection.execute("SELECT 1 FROM members LIMIT 1").fetchone() is not None
        self._rights, values = filters.rights_condition()
        self.values: tuple[str, ...] = (self.query.expression, *values)
        self.counts: tuple[int, int] | None = None
        self._seen: dict[int, bool] = {}
        if not self.query.exact:
            connection.create_function("answers", 2, self._answers)

    def where(self, table: str = "search", engine: Table = "search") -> str:
        """The condition on rows of the engine's, by the name they have, with a place for each of ``values``."""
        conditions = [f"{table}.{engine} MATCH ?"]
        if self._rights:
            row = f"SELECT 1 FROM documents WHERE documents.number = {table}.rowid"  # noqa: S608 - our own name
            conditions.append(f"EXISTS ({row} AND {self._rights})")
        if not self.query.exact:
            content = f"(SELECT json FROM contents WHERE contents.number = {table}.rowid)"  # noqa: S608 - our own
            conditions.append(f"answers({table}.rowid, {content})")
        return " AND ".join(conditions)

    def count(self) -> tuple[int, int]:
        """How many documents there are, and how many of them are copies of another of them."""
        if self.counts is None:
            statement = f"SELECT count(*) FROM search WHERE {self.where()}"  # noqa: S608 - our own condition
            (documents,) = self.connection.execute(statement, self.values).fetchone()
            self.counts = documents, self._copied() if self.folded else 0
        return self.counts

    def in_groups(self) -> str:
        """SQL for the rows of ``members`` that match, with a place for each of ``values``."""
        return (
            "(SELECT number, cluster FROM grouped CROSS JOIN members ON members.number = grouped.rowid "  # noqa: S608
            f"WHERE {self.where('grouped', 'grouped')})"
        )

    def copies(self, number: int) -> tuple[Copy, ...]:
        """The other documents with the text of this one that match too, the earliest published first."""
        if not self.folded:
            return ()
        answers = f"EXISTS (SELECT 1 FROM search WHERE {self.where()} AND search.rowid = documents.number)"  # noqa: S608
        return copies(self.connection, number, answers, self.values)

    def _copied(self) -> int:
        statement = f"SELECT count(*) - count(DISTINCT cluster) FROM {self.in_groups()}"  # noqa: S608 - our own
        return int(self.connection.execute(statement, self.values).fetchone()[0])

    def _answers(self, number: int, content: bytes) -> bool:
        """Looks at the text itself, once for each document."""
        if number not in self._seen:
            self._seen[number] = self.query.matches(unpack(content))
        return self._seen[number]


def speaker_names(connection: sqlite3.Connection) -> list[str]:
    """The names of all speakers that there are or were, as pages have them."""
    return [name for (name,) in connection.execute("SELECT name FROM speakers")]


def _read(connection: sqlite3.Connection, query: str, manner: Manner) -> Query:
    def accented(plain: str) -> list[str]:
        rows = connection.execute("SELECT word FROM accents WHERE bare = ? ORDER BY word", (plain,))
        return [word for (word,) in rows]

    return Query.parse(query, tolerant=manner.tolerant, accented=accented) if query.strip() else Query.everything()
