"""The index as the corpus reads it: which documents changed, which pass filters, and their facts.

Each change of a searchable document is recorded (``text_changes``), so that the tokens file can be brought up to date
without comparing all documents.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from archive.index.filters import Filters

_MOST_VALUES = 500
"""Values of one SQL statement."""


class TextChanges(NamedTuple):
    """How far the changes of an index go.

    ``identity`` is another one for each index made anew. ``last`` is the number of the last change, ``forgotten``
    that of the last one that is no longer recorded.
    """

    identity: str
    last: int
    forgotten: int


class DocumentFacts(NamedTuple):
    """What a document is counted by; ``published`` is as exact as the page gives it."""

    id: str
    site: str
    kind: str
    published: str | None


def record_text_change(connection: sqlite3.Connection, number: int) -> None:
    """Record that a row of ``current`` comes or goes."""
    connection.execute("INSERT INTO text_changes (number) VALUES (?)", (number,))


def forget_text_changes(connection: sqlite3.Connection, last: int) -> None:
    """Delete the changes up to a number, which the tokens file has."""
    connection.execute("DELETE FROM text_changes WHERE change <= ?", (last,))
    connection.execute("INSERT OR REPLACE INTO meta VALUES ('forgotten', ?)", (str(last),))


def read_text_changes(connection: sqlite3.Connection) -> TextChanges:
    """How far the changes go."""
    values = dict(connection.execute("SELECT key, value FROM meta WHERE key IN ('identity', 'forgotten')"))
    row = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'text_changes'").fetchone()
    return TextChanges(values["identity"], row[0] if row else 0, int(values.get("forgotten", 0)))


def changed_rows(connection: sqlite3.Connection, after: int) -> list[int]:
    """The rows that changed after a change, in order."""
    rows = connection.execute("SELECT DISTINCT number FROM text_changes WHERE change > ? ORDER BY 1", (after,))
    return [number for (number,) in rows]


def rows_after(connection: sqlite3.Connection, number: int, most: int) -> list[int]:
    """The next rows of searchable documents behind a row."""
    rows = connection.execute("SELECT number FROM current WHERE number > ? ORDER BY 1 LIMIT ?", (number, most))
    return [row for (row,) in rows]


def is_searchable(connection: sqlite3.Connection, number: int) -> bool:
    """Return whether a row is a document's searchable version."""
    return connection.execute("SELECT 1 FROM current WHERE number = ?", (number,)).fetchone() is not None


def passing_rows(connection: sqlite3.Connection, filters: Filters, *, copies: bool) -> list[int]:
    """The rows of the searchable documents that pass filters, in order.

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
    """The rows of searchable documents whose text another one has that was published before."""
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
    """Row, and site, kind and year, of all searchable documents, in order; the year is empty if there is none."""
    rows = connection.execute("SELECT profile, site, kind, year FROM profiles")
    profiles = {profile: (site, kind, year) for profile, site, kind, year in rows}
    for number, profile in connection.execute("SELECT number, profile FROM current ORDER BY number"):
        yield number, profiles[profile]


def facts_of_rows(connection: sqlite3.Connection, numbers: Iterable[int]) -> Iterator[tuple[int, DocumentFacts]]:
    """The facts of searchable documents, by row number; unknown rows are left out."""
    wanted = list(numbers)
    for at in range(0, len(wanted), _MOST_VALUES):
        some = wanted[at : at + _MOST_VALUES]
        rows = connection.execute(
            "SELECT number, id, site, kind, moment FROM current JOIN profiles USING (profile) "  # noqa: S608 - our own
            f"WHERE number IN ({', '.join('?' * len(some))})",
            some,
        )
        for number, *facts in rows:
            yield number, DocumentFacts(*facts)
