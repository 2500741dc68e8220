"""How many hits a question has by site, kind, language, speaker and time."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.index.matching import Matching

COUNTED = 200_000
"""So many documents are counted, those that were published last."""

_NO_END = 2**62

Values = tuple[tuple[str, int], ...]
"""Names and how many hits each has."""

_Rows = list[tuple[Any, ...]]
_Names = Mapping[int, Iterable[str]]


@dataclass(frozen=True, slots=True)
class Facets:
    """The hits of a question by their facts, most first, years in order; a text posted more than once counts once.

    A document in several languages counts for each. ``counted`` documents were looked at.
    """

    sites: Values = ()
    kinds: Values = ()
    languages: Values = ()
    speakers: Values = ()
    years: Values = ()
    counted: int = 0


def read_facets(matching: Matching) -> Facets:
    """The facets of what matches."""
    columns = "profile, speaker"
    documents = _counted(matching, columns)
    counted = _total(documents)
    grouped = _in_groups(matching, columns, counted)
    profiles = _Tally(
        ((profile, number) for profile, _, number in documents), [(p, group) for p, _, group in grouped]
    )
    speakers = _Tally(
        ((speaker, number) for _, speaker, number in documents), [(s, group) for _, s, group in grouped]
    )
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


def read_timeline(matching: Matching, unit: Literal["month", "year"]) -> Values:
    """The hits by the month (``2015-04``) or year of publication, in order; what has no date is left out."""
    time = f"substr(moment, 1, {len('YYYY-MM') if unit == 'month' else len('YYYY')})"
    documents = _counted(matching, time)
    grouped = _in_groups(matching, time, _total(documents))
    return tuple(sorted(_hits(documents, grouped)))


class _Tally:
    """Documents by a number, 0 or None for nothing, and the groups that some of them are in."""

    def __init__(self, documents: Iterable[tuple[int | None, int]], grouped: list[tuple[int | None, int]]) -> None:
        self._documents: defaultdict[int, int] = defaultdict(int)
        for key, number in documents:
            self._documents[key or 0] += number
        self._grouped = [(key or 0, group) for key, group in grouped]

    def __contains__(self, key: int) -> bool:
        return key in self._documents

    def hits(self, names: _Names) -> Values:
        """The hits by what the numbers stand for; what stands for nothing is left out."""
        return _hits(_named(self._documents.items(), names), list(_named(self._grouped, names)))


def _hits(documents: Iterable[tuple[Any, ...]], grouped: list[tuple[Any, ...]]) -> Values:
    """By name the documents, less the copies among them, from pairs of name and number and of name and group."""
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


def _counted(matching: Matching, columns: str) -> _Rows:
    """The columns and how many documents have them."""
    return matching.connection.execute(
        f"SELECT {columns}, count(*) FROM "  # noqa: S608 - our own names and condition
        f"(SELECT rowid AS number FROM search WHERE {matching.where()} ORDER BY rowid LIMIT {COUNTED}) "
        f"JOIN current USING (number) GROUP BY {columns}",
        matching.values,
    ).fetchall()


def _in_groups(matching: Matching, columns: str, counted: int) -> _Rows:
    """The columns and group of each document counted that is in one."""
    if not matching.folded:
        return []
    return matching.connection.execute(
        f"SELECT {columns}, cluster FROM {matching.in_groups()} JOIN current USING (number) WHERE number <= ?",  # noqa: S608
        (*matching.values, _last(matching, counted)),
    ).fetchall()


def _last(matching: Matching, counted: int) -> int:
    """The row where counting ended."""
    if counted < COUNTED:
        return _NO_END
    statement = f"SELECT rowid FROM search WHERE {matching.where()} ORDER BY rowid LIMIT 1 OFFSET ?"  # noqa: S608
    return int(matching.connection.execute(statement, (*matching.values, COUNTED - 1)).fetchone()[0])


def _total(documents: _Rows) -> int:
    return sum(row[-1] for row in documents)


def _rows(matching: Matching, statement: str, wanted: _Tally) -> _Rows:
    """The rows that begin with a number which is counted."""
    return [row for row in matching.connection.execute(statement) if row[0] in wanted]
