"""What the index holds, counted."""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from archive.index.search.facets import Values


@dataclass(frozen=True, slots=True)
class Counts:
    """What the index holds. ``versions`` counts all versions of documents, the others their current ones.

    ``by_...`` are pairs of a name and how many documents it has, most first, years and months (``2015-04``) in
    order; a document with several languages counts for each. ``earliest`` and ``latest`` are days of publication.
    """

    captures: int
    documents: int
    versions: int
    by_site: Values = ()
    by_kind: Values = ()
    by_language: Values = ()
    by_year: Values = ()
    earliest: str | None = None
    latest: str | None = None
    by_month: Values = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """How many documents there are, and between which days of publication they lie."""

    documents: int
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Summary:
    """A site or speaker, how many documents it has, and between which days of publication they lie."""

    name: str
    documents: int
    earliest: str | None
    latest: str | None


def read_counts(connection: sqlite3.Connection) -> Counts:
    """What the index holds."""
    first, last = connection.execute(
        "SELECT min(substr(moment, 1, 10)), max(substr(moment, 1, 10)) FROM current"
    ).fetchone()
    sites, kinds, languages, years = _by_profile(connection)
    months = connection.execute(
        "SELECT substr(moment, 1, 7), count(*) FROM current WHERE moment IS NOT NULL GROUP BY 1 ORDER BY 1"
    )
    return Counts(
        captures=_number(connection, "SELECT count(*) FROM captures"),
        documents=_number(connection, "SELECT count(*) FROM current"),
        versions=_number(connection, "SELECT count(*) FROM documents"),
        by_site=_most_first(sites),
        by_kind=_most_first(kinds),
        by_language=_most_first(languages),
        by_year=tuple(sorted(years.items())),
        earliest=first,
        latest=last,
        by_month=tuple(months),
    )


def read_extent(connection: sqlite3.Connection) -> Extent:
    """The extent of the current documents; it is read in an eighth of the time that all counts take."""
    documents, first, last = connection.execute("SELECT count(*), min(moment), max(moment) FROM current").fetchone()
    return Extent(documents, first and first[:10], last and last[:10])


def read_summaries(connection: sqlite3.Connection, what: Literal["site", "speaker"]) -> tuple[Summary, ...]:
    """All sites or speakers of current documents, those with most documents first."""
    name, table = ("site", "profiles USING (profile)") if what == "site" else ("name", "speakers USING (speaker)")
    rows = connection.execute(
        f"SELECT {name}, count(*), min(substr(moment, 1, 10)), max(substr(moment, 1, 10)) "  # noqa: S608 - our own
        f"FROM current JOIN {table} GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return tuple(Summary(*row) for row in rows)


def _by_profile(connection: sqlite3.Connection) -> tuple[Counter[str], ...]:
    """The documents by site, kind, language and year."""
    tallies = tuple(Counter[str]() for _ in range(4))
    rows: Iterable[tuple[str, str, str, str, int]] = connection.execute(
        "SELECT site, kind, languages, year, documents FROM profiles JOIN "
        "(SELECT profile, count(*) AS documents FROM current GROUP BY profile) USING (profile)"
    )
    for site, kind, languages, year, documents in rows:
        for tally, names in zip(tallies, ((site,), (kind,), languages.split(), (year,)), strict=True):
            tally.update({name: documents for name in names if name})
    return tallies


def _most_first(tally: Counter[str]) -> Values:
    return tuple(sorted(tally.items(), key=lambda pair: (-pair[1], pair[0])))


def _number(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
