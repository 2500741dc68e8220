"""The number of hits of a query by site, kind, language, speaker and time."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.index.search.matching import MatchingRows

COUNTED = 200_000
"""Documents that are counted at most, those that were published last."""

_NO_END = 2**62

Values = tuple[tuple[str, int], ...]
"""Names and how many hits each has."""

_Rows = list[tuple[Any, ...]]
_Names = Mapping[int, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Facets:
    """The hits of a query by their facts, most first, years in order; a text posted more than once counts once.

    A document in several languages counts for each. ``counted`` is the number of documents that were counted.
    """

    sites: Values = ()
    kinds: Values = ()
    languages: Values = ()
    speakers: Values = ()
    years: Values = ()
    counted: int = 0


def read_facets(matching: MatchingRows) -> Facets:
    """The facets of the matching documents; if all were counted, their number is cached in ``matching``."""
    counted, *tallies = _tallied(matching)
    grouped = _in_groups(matching, "profile, speaker", counted)
    if counted < COUNTED:
        matching.counts = counted, len(grouped) - len({group for _, _, group in grouped})
    profiles = _Tally(tallies[0], [(profile, group) for profile, _, group in grouped])
    speakers = _Tally(tallies[1], [(speaker, group) for _, speaker, group in grouped])
    rows = _rows(matching, "SELECT profile, site, kind, year, languages FROM profiles", profiles)
    names = _rows(matching, "SELECT speaker, name FROM speakers", speakers)
    return Facets(
        sites=profiles.hits({profile: (site,) for profile, site, _, _, _ in rows}),
        kinds=profiles.hits({profile: (kind,) for profile, _, kind, _, _ in rows}),
        languages=profiles.hits({profile: languages.split() for profile, _, _, _, languages in rows}),
        speakers=speakers.hits({speaker: (name,) for speaker, name in names}),
        years=tuple(sorted(profiles.hits({profile: (year,) for profile, _, _, year, _ in rows if year}))),
        counted=counted,
    )


def read_timeline(matching: MatchingRows, unit: Literal["month", "year"]) -> Values:
    """The hits by the month (``2015-04``) or year of publication, in order; what has no date is left out."""
    time = f"substr(moment, 1, {len('YYYY-MM') if unit == 'month' else len('YYYY')})"
    documents = _counted(matching, f"{time}, count(*)", "GROUP BY 1").fetchall()
    grouped = _in_groups(matching, time, _total(documents))
    return tuple(sorted(_hits(documents, grouped)))


class _Tally:
    """Documents by a number, and the groups that some of them are in, each with that number or None for nothing."""

    def __init__(self, documents: Mapping[int, int], grouped: list[tuple[int | None, int]]) -> None:
        self._documents = documents
        self._grouped = [(key or 0, group) for key, group in grouped]

    def __contains__(self, key: int) -> bool:
        return key in self._documents

    def hits(self, names: _Names) -> Values:
        """The hits by the names of the numbers; numbers without a name are left out."""
        return _hits(_named(self._documents.items(), names), list(_named(self._grouped, names)))


def _hits(documents: Iterable[tuple[Any, ...]], grouped: list[tuple[Any, ...]]) -> Values:
    """The documents by name, without copies, from pairs of name and number and of name and group."""
    hits: defaultdict[str, int] = defaultdict(int)
    for name, number in documents:
        hits[name] += number
    for name, _ in grouped:
        hits[name] -= 1
    for name, _ in set(grouped):
        hits[name] += 1
    return tuple(sorted(((name, n) for name, n in hits.items() if name), key=lambda pair: (-pair[1], pair[0])))


def _named(pairs: Iterable[tuple[int, int]], names: _Names) -> Iterator[tuple[str, int]]:
    return ((name, number) for key, number in pairs for name in names.get(key, ()))


def _counted(matching: MatchingRows, columns: str, then: str) -> sqlite3.Cursor:
    """The result of SQL over the counted documents: its columns, and what follows FROM."""
    return matching.connection.execute(
        f"SELECT {columns} FROM "  # noqa: S608 - our own names and condition
        f"(SELECT rowid AS number FROM search WHERE {matching.where()} ORDER BY rowid LIMIT {COUNTED}) "
        f"CROSS JOIN current USING (number) {then}",
        matching.values,
    )


def _tallied(matching: MatchingRows) -> tuple[int, dict[int, int], dict[int, int]]:
    """The number of counted documents, and of those of each profile and each speaker.

    SQLite concatenates the numbers and they are counted here, in two thirds of the time of its GROUP BY.
    """
    counted, *strung = _counted(matching, "count(*), group_concat(profile), group_concat(speaker)", "").fetchone()
    profiles, speakers = (Counter(numbers.split(",") if numbers else ()) for numbers in strung)
    return counted, _by_number(profiles), _by_number(speakers)


def _by_number(tally: Counter[str]) -> dict[int, int]:
    return {int(key): number for key, number in tally.items()}


def _in_groups(matching: MatchingRows, columns: str, counted: int) -> _Rows:
    """The columns and group of each counted document that is in a group."""
    if not matching.folded:
        return []
    return matching.connection.execute(
        f"SELECT {columns}, cluster FROM {matching.in_groups()} JOIN current USING (number) WHERE number <= ?",  # noqa: S608
        (*matching.values, _last(matching, counted)),
    ).fetchall()


def _last(matching: MatchingRows, counted: int) -> int:
    """The row where counting ended."""
    if counted < COUNTED:
        return _NO_END
    statement = f"SELECT rowid FROM search WHERE {matching.where()} ORDER BY rowid LIMIT 1 OFFSET ?"  # noqa: S608
    return int(matching.connection.execute(statement, (*matching.values, COUNTED - 1)).fetchone()[0])


def _total(documents: _Rows) -> int:
    return sum(row[-1] for row in documents)


def _rows(matching: MatchingRows, statement: str, wanted: _Tally) -> _Rows:
    """The rows whose first column is a counted number."""
    return [row for row in matching.connection.execute(statement) if row[0] in wanted]
