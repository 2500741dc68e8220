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

Values = tuple[tuple[str, int], ...]
"""Names and how many hits each has."""


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
    for (profile, speaker), group, number in counted:
        profiles.add(profile, group, number)
        if speaker is not None:
            speakers.add(speaker, group, number)
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
        counted=sum(number for _, _, number in counted),
    )


def read_timeline(matching: Matching, unit: Literal["month", "year"]) -> Values:
    """The hits by the month (``2015-04``) or year of publication, in order; what has no date is left out."""
    tally = _Tally[str]()
    length = len("YYYY-MM") if unit == "month" else len("YYYY")
    for (moment,), group, number in _counted(matching, f"substr(moment, 1, {length})"):
        if moment:
            tally.add(moment, group, number)
    return tuple(sorted(tally.values()))


class _Tally(Generic[Key]):
    """Counts hits by a key: documents by themselves, and each group once."""

    def __init__(self) -> None:
        self._single: Counter[Key] = Counter()
        self._groups: defaultdict[Key, set[int]] = defaultdict(set)

    def add(self, key: Key, group: int | None, number: int) -> None:
        if group is None:
            self._single[key] += number
        else:
            self._groups[key].add(group)

    def take(self, key: Key, other: "_Tally[Other]", part: Other) -> None:
        """Counts under a key what another tally has under one of its own."""
        if key and part in other._single:
            self._single[key] += other._single[part]
        if key and part in other._groups:
            self._groups[key] |= other._groups[part]

    def values(self) -> tuple[tuple[Key, int], ...]:
        """The keys and their hits, most first."""
        hits = self._single + Counter({key: len(groups) for key, groups in self._groups.items()})
        return tuple(sorted(hits.items(), key=lambda pair: (-pair[1], pair[0])))


def _counted(matching: Matching, columns: str) -> list[tuple[tuple[Any, ...], int | None, int]]:
    """The documents by columns and by group, None for those in none."""
    group, join = ("cluster", "LEFT JOIN members USING (number)") if matching.folded else ("NULL", "")
    rows = matching.connection.execute(
        f"SELECT {columns}, {group} FROM "  # noqa: S608 - our own names and condition
        f"(SELECT rowid AS number FROM search WHERE {matching.where()} ORDER BY rowid LIMIT {COUNTED}) "
        f"JOIN current USING (number) {join}",
        matching.values,
    )
    return [(key[:-1], key[-1], number) for key, number in Counter(rows).items()]


def _named(matching: Matching, columns: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Numbers of profiles or speakers, and what they stand for."""
    return ((row[0], row[1:]) for row in matching.connection.execute(f"SELECT {columns}"))
