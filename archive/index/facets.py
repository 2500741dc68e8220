"""How many hits a question has by site, kind, language, speaker and time."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from archive.index.matching import Matching

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
    rows = _counted(matching, "profile")
    profiles = _profiles(matching, {profile for profile, _, _ in rows})
    tallies = [_Tally() for _ in range(5)]
    for profile, group, number in rows:
        site, kind, year, languages, speaker = profiles[profile]
        for tally, names in zip(tallies, ((site,), (kind,), languages.split(), (speaker,), (year,)), strict=True):
            tally.add(names, group, number)
    sites, kinds, languages_, speakers, years = (tally.values() for tally in tallies)
    return Facets(sites, kinds, languages_, speakers, tuple(sorted(years)), sum(number for _, _, number in rows))


def read_timeline(matching: Matching, unit: Literal["month", "year"]) -> Values:
    """The hits by the month (``2015-04``) or year of publication, in order; what has no date is left out."""
    tally = _Tally()
    for day, group, number in _counted(matching, f"substr(moment, 1, {len('YYYY-MM') if unit == 'month' else 4})"):
        tally.add((day,), group, number)
    return tuple(sorted(tally.values()))


class _Tally:
    """Counts hits by name: documents by themselves, and each group once."""

    def __init__(self) -> None:
        self._single: Counter[str] = Counter()
        self._groups: defaultdict[str, set[int]] = defaultdict(set)

    def add(self, names: Iterable[str], group: int | None, number: int) -> None:
        for name in names:
            if not name:
                continue
            if group is None:
                self._single[name] += number
            else:
                self._groups[name].add(group)

    def values(self) -> Values:
        for name, groups in self._groups.items():
            self._single[name] += len(groups)
        self._groups.clear()
        return tuple(sorted(self._single.items(), key=lambda pair: (-pair[1], pair[0])))


def _counted(matching: Matching, column: str) -> list[tuple[str, int | None, int]]:
    """The documents by a column and by group, None for those in none."""
    group, join = ("cluster", "LEFT JOIN members USING (number)") if matching.folded else ("NULL", "")
    rows = matching.connection.execute(
        f"SELECT {column}, {group}, count(*) FROM "  # noqa: S608 - our own names and condition
        f"(SELECT rowid AS number FROM search WHERE {matching.where()} ORDER BY rowid LIMIT {COUNTED}) "
        f"JOIN current USING (number) {join} GROUP BY 1, 2",
        matching.values,
    )
    return rows.fetchall()


def _profiles(matching: Matching, wanted: set[str]) -> dict[str, tuple[str, str, str, str, str]]:
    rows = matching.connection.execute("SELECT profile, site, kind, year, languages, speaker FROM profiles")
    return {row[0]: row[1:] for row in rows if row[0] in wanted}
