"""Counts: the facets and the timeline of a query's hits, and the totals, sites and speakers of the whole index."""

import json
import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.index.search.matching_rows_and_their_number import MatchingRows
from archive.index.tokenizer_and_fact_tokens import lang_token, site_token

COUNTED = 100_000
"""Documents that are counted at most, those that were published last."""

EARLY = 4000
"""Documents published last among which those to rank are mostly found."""

_BEGINNING = re.compile(r'[^\s"]{2}" \*')

Values = tuple[tuple[str, int], ...]
"""Names and how many hits each has."""


@dataclass(frozen=True, slots=True)
class Facets:
    """The hits of a query counted by site, kind, language, speaker and year, most first, years in order; a text
    posted more than once counts once.

    A document in several languages counts for each. ``counted`` is the number of documents that were counted.
    """

    sites: Values = ()
    kinds: Values = ()
    languages: Values = ()
    speakers: Values = ()
    years: Values = ()
    counted: int = 0


def read_facets(matching: MatchingRows) -> Facets:
    """Count the matching documents of a query by facets; their number is then known to ``matching``."""
    counted, last, *counts = _count_profiles_and_speakers(matching)
    of_profile, of_speaker, groups = _in_groups(matching, "counted", ("profile", "speaker"), last)
    if counted < COUNTED:
        matching.counts = counted, len(groups) - len(set(groups))
    else:
        matching.count_after(last, counted)
    profiles, speakers = _KeyCounts(counts[0], of_profile, groups), _KeyCounts(counts[1], of_speaker, groups)
    rows = _rows(matching, "SELECT profile, site, kind, year, languages FROM profiles", profiles)
    return Facets(
        sites=profiles.hits({profile: site for profile, site, _, _, _ in rows}),
        kinds=profiles.hits({profile: kind for profile, _, kind, _, _ in rows}),
        languages=profiles.hits_of_words({profile: languages for profile, _, _, _, languages in rows}),
        speakers=speakers.hits(dict(_rows(matching, "SELECT speaker, name FROM speakers", speakers))),
        years=tuple(sorted(profiles.hits({profile: year for profile, _, _, year, _ in rows}))),
        counted=counted,
    )


def read_timeline(matching: MatchingRows, unit: Literal["month", "year"]) -> Values:
    """Count the hits of a query by month (``2015-04``) or year of publication, in order; undated ones are left
    out.
    """
    time = f"substr(moment, 1, {len('YYYY-MM') if unit == 'month' else len('YYYY')})"
    documents = _counted(matching, "current", f"{time}, count(*), max(number)", "GROUP BY 1").fetchall()
    times, groups = _in_groups(matching, "current", (time,), max((last for _, _, last in documents), default=0))
    return tuple(sorted(_hits(((name, number) for name, number, _ in documents), zip(times, groups, strict=True))))


class _KeyCounts:
    """Counts of matching documents by profile or speaker number, and the group of duplicates of each that has one."""

    def __init__(self, documents: Mapping[int, int], keys: list[int | None], groups: list[int]) -> None:
        self._documents, self._keys, self._groups = documents, keys, groups

    def __contains__(self, key: int) -> bool:
        return key in self._documents

    def hits(self, names: Mapping[int | None, str]) -> Values:
        """Return the hits by the names behind the numbers, for facets; numbers without a name are left out."""
        documents = [(names.get(key, ""), number) for key, number in self._documents.items()]
        return _hits(documents, zip(map(names.get, self._keys), self._groups, strict=True))

    def hits_of_words(self, names: Mapping[int | None, str]) -> Values:
        """Return the hits by each word of the names, as the languages of a document."""
        words = {key: name.split() for key, name in names.items()}
        documents = [(word, number) for key, number in self._documents.items() for word in words.get(key, ())]
        grouped = zip(self._keys, self._groups, strict=True)
        return _hits(documents, ((word, group) for key, group in grouped for word in words.get(key, ())))


def _hits(documents: Iterable[tuple[str, int]], grouped: Iterable[tuple[str | None, int]]) -> Values:
    """Count the hits by name, each text once, from pairs of name and number and of name and duplicate group."""
    hits: defaultdict[str | None, int] = defaultdict(int)
    for name, number in documents:
        hits[name] += number
    for (found, _), number in Counter(grouped).items():
        if number > 1:
            hits[found] -= number - 1
    return tuple(sorted(((name, n) for name, n in hits.items() if name and n), key=lambda pair: (-pair[1], pair[0])))


def _counted(matching: MatchingRows, table: str, columns: str, then: str = "") -> sqlite3.Cursor:
    """The result of SQL over the rows of a table for the counted documents: its columns, and what follows FROM."""
    rows, values = matching.first(COUNTED)
    return matching.connection.execute(
        f"SELECT {columns} FROM ({rows}) CROSS JOIN {table} USING (number) {then}",  # noqa: S608 - our own
        values,
    )


def _count_profiles_and_speakers(matching: MatchingRows) -> tuple[int, int, dict[int, int], dict[int, int]]:
    """The number of counted documents, the row number of the last, and the number of each profile and each speaker.

    SQLite concatenates the numbers and they are counted here, in two thirds of the time of its GROUP BY.
    """
    early = (
        f"group_concat(CASE WHEN number <= {_early_row(matching)} THEN number END)"
        if _merges_lists(matching)
        else "''"
    )
    columns = f"count(*), max(number), {early}, group_concat(profile), group_concat(speaker)"
    counted, last, first, *strung = _counted(matching, "counted", columns).fetchone()
    matching.known_rows = tuple(sorted(map(int, first.split(",")))) if first else ()
    profiles, speakers = (Counter(numbers.split(",") if numbers else ()) for numbers in strung)
    return counted, last or 0, _by_number(profiles), _by_number(speakers)


def _merges_lists(matching: MatchingRows) -> bool:
    """Return whether FTS5 must merge the lists of all tokens with a beginning before it finds anything.

    The lists of tokens that begin with one character are in the index.
    """
    return matching.engine != "beginnings" and _BEGINNING.search(matching.query.expression) is not None


def _early_row(matching: MatchingRows) -> int:
    """Return the row up to which row numbers are read beside the facets, so that FTS5 need not merge again."""
    statement = f"SELECT max(number) FROM (SELECT number FROM current ORDER BY number LIMIT {EARLY})"  # noqa: S608 - ours
    return matching.connection.execute(statement).fetchone()[0] or 0


def _by_number(counts: Counter[str]) -> dict[int, int]:
    return {int(key): number for key, number in counts.items()}


def _in_groups(matching: MatchingRows, table: str, columns: tuple[str, ...], last: int) -> list[list[Any]]:
    """Read the duplicate group of each matching document, up to a row, that is in one, behind columns of a table."""
    if not matching.folded:
        return [[] for _ in (*columns, "cluster")]
    listed = ", ".join(f"json_group_array({column})" for column in (*columns, "cluster"))
    row = matching.connection.execute(
        f"SELECT {listed} FROM {matching.in_groups('AND grouped.rowid <= ?')} JOIN {table} USING (number)",  # noqa: S608 - our own conditions
        (*matching.whole_values, last),
    ).fetchone()
    return list(map(json.loads, row))


def _rows(matching: MatchingRows, statement: str, wanted: _KeyCounts) -> list[tuple[Any, ...]]:
    """Read the rows of a statement whose first column is a counted number."""
    return [row for row in matching.connection.execute(statement) if row[0] in wanted]


@dataclass(frozen=True, slots=True)
class Counts:
    """The totals of the whole index, for statistics. ``versions`` counts all versions of documents, the others their
    current ones.

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
class Summary:
    """A site or speaker in the index: its number of documents, and their first and last day of publication."""

    name: str
    documents: int
    earliest: str | None
    latest: str | None


def read_counts(connection: sqlite3.Connection) -> Counts:
    """Count captures, documents and versions in the index tables, by site, kind, language, year and month."""
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


def read_summaries(connection: sqlite3.Connection, what: Literal["site", "speaker"]) -> tuple[Summary, ...]:
    """List all sites or speakers of current documents in the index, those with most documents first."""
    name, table = ("site", "profiles USING (profile)") if what == "site" else ("name", "speakers USING (speaker)")
    rows = connection.execute(
        f"SELECT {name}, count(*), min(substr(moment, 1, 10)), max(substr(moment, 1, 10)) "  # noqa: S608 - our own
        f"FROM current JOIN counted USING (number) JOIN {table} GROUP BY 1 ORDER BY 2 DESC, 1"
    )
    return tuple(Summary(*row) for row in rows)


def read_names(connection: sqlite3.Connection, what: Literal["site", "language"]) -> tuple[str, ...]:
    """List the sites or languages of current documents, those found under most sets of facts first.

    They are read from the profiles, which removed documents have left some of: each is looked up in the search.
    """
    column, token = ("site", site_token) if what == "site" else ("languages", lang_token)
    names = Counter[str]()
    for (value,) in connection.execute(f"SELECT {column} FROM profiles"):  # noqa: S608 - our own name
        names.update((value,) if what == "site" else value.split())
    ordered = sorted(names, key=lambda name: (-names[name], name))
    return tuple(name for name in ordered if name and _is_found(connection, token(name)))


def _is_found(connection: sqlite3.Connection, token: str) -> bool:
    statement = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
    return connection.execute(statement, (f'"{token}"',)).fetchone() is not None


def _by_profile(connection: sqlite3.Connection) -> tuple[Counter[str], ...]:
    """The documents by site, kind, language and year."""
    counts = tuple(Counter[str]() for _ in range(4))
    rows: Iterable[tuple[str, str, str, str, int]] = connection.execute(
        "SELECT site, kind, languages, year, documents FROM profiles JOIN "
        "(SELECT profile, count(*) AS documents FROM counted GROUP BY profile) USING (profile)"
    )
    for site, kind, languages, year, documents in rows:
        for counter, names in zip(counts, ((site,), (kind,), languages.split(), (year,)), strict=True):
            counter.update({name: documents for name in names if name})
    return counts


def _most_first(counts: Counter[str]) -> Values:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _number(connection: sqlite3.Connection, statement: str) -> int:
    return int(connection.execute(statement).fetchone()[0])
