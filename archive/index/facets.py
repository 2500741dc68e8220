"""How many hits a question has by site, kind, language, speaker and time."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from archive.index.matching import Matching

Key = TypeVar("Key", int, str)
Other = TypeVar("Other", int, str)

COUNTED = 200_000
"""So many documents are counted, those that were published last."""

_NO_END = 2**62

Values = tuple[tuple[str, int], ...]
"""Names and how many hits each has."""

_Counted = list[tuple[tuple[Any, ...], int]]


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
    counted = _counted(matching, "profile, speaker")
    profiles, speakers = _Tally[int](), _Tally[int]()
    for (profile, speaker), number in counted:
        profiles.add(profile, number)
        speakers.add(speaker, number)
    for (profile, speaker), group in _in_groups(matching, "profile, speaker", counted):
        profiles.add_to_group(profile, group)
        speakers.add_to_group(speaker, group)
    sites, kinds, years, languages = (_Tally[str]() for _ in range(4))
    for profile, (site, kind, year, spoken) in _named(matching, "profile, site, kind, year, languages FROM profiles"):
        for tally, names in ((sites, [site]), (kinds, [kind]), (years, [year]), (languages, spoken.split())):
            for name in names:
                tally.take(name, profiles, profile)
    named = _Tally[str]()
    for speaker, (name,) in _named(matching, "speaker, name FROM speakers"):
        named.take(name, speakers, speaker)
    return Facets(
        sites=sites.values(),
        kinds=kinds.values(),
        languages=languages.values(),
        speakers=named.values(),
        years=tuple(sorted(years.values())),
        counted=_total(counted),
    )


def read_timeline(matching: Matching, unit: Literal["month", "year"]) -> Values:
    """The hits by the month (``2015-04``) or year of publication, in order; what has no date is left out."""
    tally = _Tally[str]()
    time = f"substr(moment, 1, {len('YYYY-MM') if unit == 'month' else len('YYYY')})"
    counted = _counted(matching, time)
    for (moment,), number in counted:
        tally.add(moment, number)
    for (moment,), group in _in_groups(matching, time, counted):
        tally.add_to_group(moment, group)
    return tuple(sorted(tally.values()))


class _Tally(Generic[Key]):
    """Counts hits by a key: documents, less the copies among them; nothing by a key that is none or empty."""

    def __init__(self) -> None:
        self._documents: Counter[Key] = Counter()
        self._groups: defaultdict[Key, list[int]] = defaultdict(list)

    def add(self, key: Key | None, number: int) -> None:
        """Counts so many documents."""
        if key:
            self._documents[key] += number

    def add_to_group(self, key: Key | None, group: int) -> None:
        """Notes that one of the documents counted is in a group."""
        if key:
            self._groups[key].append(group)

    def take(self, key: Key, other: "_Tally[Other]", part: Other) -> None:
        """Counts under a key what another tally has under one of its own."""
        self.add(key, other._documents[part])
        if key and part in other._groups:
            self._groups[key] += other._groups[part]

    def values(self) -> tuple[tuple[Key, int], ...]:
        """The keys and their hits, most first."""
        copies = Counter({key: len(groups) - len(set(groups)) for key, groups in self._groups.items()})
        return tuple(sorted((self._documents - copies).items(), key=lambda pair: (-pair[1], pair[0])))


def _counted(matching: Matching, columns: str) -> _Counted:
    """How many documents there are with the same columns."""
    rows = matching.connection.execute(
        f"SELECT {columns}, count(*) FROM "  # noqa: S608 - our own names and condition
        f"(SELECT rowid AS number FROM search WHERE {matching.where()} ORDER BY rowid LIMIT {COUNTED}) "
        f"JOIN current USING (number) GROUP BY {columns}",
        matching.values,
    )
    return [(row[:-1], row[-1]) for row in rows]


def _in_groups(matching: Matching, columns: str, counted: _Counted) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The columns and group of each document counted that is in one."""
    if not matching.folded:
        return iter(())
    rows = matching.connection.execute(
        f"SELECT {columns}, cluster FROM {matching.in_groups()} JOIN current USING (number) WHERE number <= ?",  # noqa: S608
        (*matching.values, _last(matching, _total(counted))),
    )
    return ((row[:-1], row[-1]) for row in rows)


def _last(matching: Matching, counted: int) -> int:
    """The row where counting ended."""
    if counted < COUNTED:
        return _NO_END
    statement = f"SELECT rowid FROM search WHERE {matching.where()} ORDER BY rowid LIMIT 1 OFFSET ?"  # noqa: S608
    return int(matching.connection.execute(statement, (*matching.values, COUNTED - 1)).fetchone()[0])


def _total(counted: _Counted) -> int:
    return sum(number for _, number in counted)


def _named(matching: Matching, columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbers of profiles or speakers, and what they stand for."""
    return ((row[0], row[1:]) for row in matching.connection.execute(f"SELECT {columns}"))
