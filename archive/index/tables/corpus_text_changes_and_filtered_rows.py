"""Index rows for the corpus: the recorded changes of documents, those that pass filters, copies, and facts by row.

Each change of a searchable document is recorded (``text_changes``), so that the tokens file can be brought up to date
without comparing all documents.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.index.query_language.conditions_and_filters import Filters

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


class DocumentFacts(NamedTuple):
    """Facts of a document that words of the corpus are counted by; ``published`` is as exact as the page gives it."""

    id: str
    site: str
    kind: str
    published: str | None


def record_text_change(connection: sqlite3.Connection, number: int) -> None:
    """Record for the tokens file of the corpus that a searchable document's row is added or removed."""
    connection.execute("INSERT INTO text_changes (number) VALUES (?)", (number,))


def forget_text_changes(connection: sqlite3.Connection, last: int) -> None:
    """Delete the recorded document changes up to a number, which the tokens file of the corpus has."""
    connection.execute("DELETE FROM text_changes WHERE change <= ?", (last,))
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('forgotten', ?)", (str(last),))


def read_text_changes(connection: sqlite3.Connection) -> TextChanges:
    """Read the number of the last recorded change of searchable documents, and of the last deleted one."""
    values = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('identity', 'forgotten')"))
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'text_changes'").fetchone()
    return TextChanges(values["identity"], row[0] if row else 0, int(values.get("forgotten", 0)))


def changed_rows(connection: sqlite3.Connection, after: int) -> list[int]:
    """List the rows of searchable documents that were added or removed after a change, in order."""
    rows = connection.execute("SELECT DISTINCT number FROM text_changes WHERE change > ? ORDER BY 1", (after,))
    return [number for (number,) in rows]


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


def copy_rows(connection: sqlite3.Connection) -> set[int]:
    """List the rows of duplicates: searchable documents whose text another one has that was published before."""
    copies, seen = set[int](), set[int]()
    rows = connection.execute(
        "SELECT number, cluster FROM members CROSS JOIN current USING (number) "
        "ORDER BY moment IS NULL, moment, number"
    )
    for number, cluster in rows:
        if cluster in seen:
            copies.add(number)
        seen.add(cluster)
    return copies


def row_profiles(connection: sqlite3.Connection) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Read row, site, kind and year of all searchable documents, in order; the year is empty if there is none."""
    rows = connection.execute("SELECT profile, site, kind, year FROM profiles")
    profiles = {profile: (site, kind, year) for profile, site, kind, year in rows}
    for number, profile in connection.execute("SELECT number, profile FROM counted ORDER BY number"):
        yield number, profiles[profile]


def facts_of_rows(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int, DocumentFacts]]:
    """Read id, site, kind and day of searchable documents by row number; unknown rows are left out."""
    for some in value_batches(numbers):
        rows = connection.execute(
            "SELECT number, id, site, kind, moment FROM current JOIN counted USING (number) "  # noqa: S608 - our own
            "JOIN profiles USING (profile) "
            f"WHERE number IN ({', '.join('?' * len(some))})",
            some,
        )
        for number, *facts in rows:
            yield number, DocumentFacts(*facts)


def value_batches(numbers: Iterable[int]) -> Iterator[list[int]]:
    """Split numbers into lists of at most so many as one SQL statement takes."""
    wanted = list(numbers)
    return (wanted[at : at + _MOST_VALUES] for at in range(0, len(wanted), _MOST_VALUES))
