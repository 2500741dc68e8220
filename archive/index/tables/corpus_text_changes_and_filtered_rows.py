"""Index rows for the corpus: the recorded changes of documents, the documents that pass filters, and their facts.

Each change of a searchable document is recorded (``text_changes``), so that the tokens file can be brought up to date
without comparing all documents.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.index.query_language.query_terms_conditions_and_filters import Filters
from archive.index.tables.captures_and_change_events import Catalogue, CatalogueWriter

_MOST_VALUES = 500
"""Values of one SQL statement."""


class TextChanges(NamedTuple):
    """The recorded changes of searchable documents: the last one, and the last that was deleted.

    ``identity`` is another one for each index made anew. ``last`` is the number of the last change, ``forgotten``
    that of the last one that is no longer recorded.
    """

    identity: str
    last: int
    forgotten: int


def record_text_change(connection: sqlite3.Connection, number: int) -> None:
    """Record for the tokens file of the corpus that a searchable document's row is added or removed."""
    connection.execute("INSERT INTO text_changes (number) VALUES (?)", (number,))


class TextChangesWriter(CatalogueWriter):
    """The recorded changes of searchable documents, as the index writer deletes them."""

    def forget_text_changes(self, last: int) -> None:
        """Delete the recorded document changes up to a number, which the tokens file of the corpus has."""
        with self.transaction():
            self._connection.execute("DELETE FROM text_changes WHERE change <= ?", (last,))
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES ('forgotten', ?)", (str(last),))


class DocumentFacts(NamedTuple):
    """Facts of a document that words of the corpus are counted by; ``published`` is as exact as the page gives it."""

    id: str
    site: str
    kind: str
    published: str | None


class CorpusRows(Catalogue):
    """The index rows that the corpus reads: recorded changes of searchable documents, their rows in order, and their
    facts.
    """

    def text_changes(self) -> TextChanges:
        """Read the number of the last change of searchable documents, by which the tokens file is updated."""
        with self.snapshot():
            values = dict(self._rows("SELECT key, value FROM meta WHERE key IN ('identity', 'forgotten')"))
            last = self._rows("SELECT seq FROM sqlite_sequence WHERE name = 'text_changes'")
        return TextChanges(values["identity"], last[0][0] if last else 0, int(values.get("forgotten", 0)))

    def changed_rows(self, after: int) -> list[int]:
        """List the rows of searchable documents that were added or removed after a change, for the tokens file."""
        rows = self._rows("SELECT DISTINCT number FROM text_changes WHERE change > ? ORDER BY 1", after)
        return [number for (number,) in rows]

    def rows_after(self, number: int, most: int) -> list[int]:
        """List the next row numbers of searchable documents behind a row, for the tokens file."""
        rows = self._rows("SELECT number FROM current WHERE number > ? ORDER BY 1 LIMIT ?", number, most)
        return [row for (row,) in rows]

    def row_profiles(self) -> Iterator[tuple[int, tuple[str, str, str]]]:
        """Read the row number, site, kind and year of all searchable documents in order, for counts in the corpus.

        The year is empty if there is none.
        """
        with self.snapshot():
            rows = self._rows("SELECT profile, site, kind, year FROM profiles")
            profiles = {profile: (site, kind, year) for profile, site, kind, year in rows}
            for number, profile in self._connection.execute("SELECT number, profile FROM counted ORDER BY number"):
                yield number, profiles[profile]

    def facts_of_rows(self, numbers: Iterable[int]) -> dict[int, DocumentFacts]:
        """Look up id, site, kind and day of the searchable documents in these index rows, by row number."""
        found: dict[int, DocumentFacts] = {}
        with self.snapshot():
            for some in value_batches(numbers):
                rows = self._connection.execute(
                    "SELECT number, id, site, kind, moment FROM current JOIN counted USING (number) "  # noqa: S608 - our own
                    f"JOIN profiles USING (profile) WHERE number IN ({', '.join('?' * len(some))})",
                    some,
                )
                found.update((number, DocumentFacts(*facts)) for number, *facts in rows)
        return found


def value_batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Split numbers into lists of at most so many as one SQL statement takes."""
    wanted = list(numbers)
    return (wanted[at : at + _MOST_VALUES] for at in range(0, len(wanted), _MOST_VALUES))


def passing_rows(connection: sqlite3.Connection, filters: Filters, *, copies: bool) -> list[int]:
    """List the rows of searchable documents that pass the filters, in order, for counts in the corpus.

    Without ``copies``, of the documents with one text only the earliest published that passes.
    """
    if filters == Filters():
        statement, values = "SELECT number FROM current", list[str | int]()
    else:
        where, values = filters.where()
        statement = f"SELECT number FROM documents WHERE number IN (SELECT number FROM current) AND {where}"  # noqa: S608 - our own conditions
    numbers = [number for (number,) in connection.execute(f"{statement} ORDER BY number", values)]
    return numbers if copies else list(_without_copies(connection, numbers))


def _without_copies(connection: sqlite3.Connection, numbers: list[int]) -> Iterator[int]:
    passing = set(numbers)
    first: dict[int, int] = {}
    cluster_of: dict[int, int] = {}
    rows = connection.execute(
        "SELECT number, cluster FROM members CROSS JOIN current USING (number) "
        "ORDER BY moment IS NULL, moment, number"
    )
    for number, cluster in rows:
        if number in passing:
            first.setdefault(cluster, number)
            cluster_of[number] = cluster
    for number in numbers:
        cluster = cluster_of.get(number)
        if cluster is None or first[cluster] == number:
            yield number
