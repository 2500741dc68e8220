"""Which candidates of the two languages translate each other.

First each Chinese candidate gets the English ones that it meets beyond chance. Then, in each unit, they are linked,
the surest pair first, and words that are linked are taken (competitive linking, Melamed 2000). Then all is counted
anew without what stands inside a longer linked term, and linked again: so 产能 counts apart from 产能合作, and that
from 国际产能合作.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from archive.terms.association import Meetings, chance_bound
from archive.terms.candidates import Candidates, Found, Row
from archive.terms.corpus import Corpus
from archive.terms.gloss import explained

MOST_UNITS = 1_000
"""Of a candidate that stands in more units so many are counted, evenly taken."""
_PARTNERS = 12
"""Partners of a candidate that are kept."""
_LEAST_MEETINGS = 2
_LEAST_SHARE = 0.03
"""Share of each one's units in which both must stand to be weighed at all."""
_EXAMPLES = 20
_MOST_PLACES = 5
"""Times that a candidate is linked in one unit."""
_UNEXPLAINED = 0.5
"""What a pair is worth of which the dictionary explains nothing, where 1.5 is one that it explains wholly."""
_ROUNDS = 2


class Pair(NamedTuple):
    """A Chinese and an English candidate, by number."""

    chinese: int
    english: int


@dataclass(slots=True)
class Links:
    """In how many units a pair is linked, and which are the first of them."""

    number: int = 0
    units: Row = field(default_factory=lambda: array("I"))

    def add(self, unit: int) -> None:
        self.number += 1
        if len(self.units) < _EXAMPLES:
            self.units.append(unit)


@dataclass(slots=True)
class Standing:
    """In which units candidates stand: those of the Chinese ones, and by unit the English ones, each once."""

    units_of: defaultdict[int, Row] = field(default_factory=lambda: defaultdict(lambda: array("I")))
    english_in: list[Row] = field(default_factory=list)
    english: Counter[int] = field(default_factory=Counter)

    def add(self, chinese: Iterable[int], english: set[int]) -> None:
        """Takes in the next unit."""
        for candidate in chinese:
            self.units_of[candidate].append(len(self.english_in))
        self.english_in.append(array("I", english))
        self.english.update(english)

    def meetings(self, pair: Pair, both: float) -> Meetings:
        """How often a pair meets, given how often both stand in one unit."""
        chinese, english = len(self.units_of[pair.chinese]), self.english[pair.english]
        return Meetings(both, max(both, chinese), max(both, english), len(self.english_in))


@dataclass(slots=True)
class Linking:
    """Which pairs are linked; where candidates stand at all; and where without being inside a longer linked one."""

    links: dict[Pair, Links]
    standing: Standing
    alone: Standing


@dataclass(slots=True)
class Halves:
    """The candidates of both sides of a corpus."""

    corpus: Corpus
    chinese: Candidates
    english: Candidates

    def found(self) -> Iterator[tuple[list[Found], list[Found]]]:
        """The candidates in each unit and where they stand, Chinese and English."""
        for chinese, english in self.rows():
            yield list(self.chinese.found_in(chinese)), list(self.english.found_in(english))

    def rows(self) -> Iterator[tuple[Row, Row]]:
        """The words of each unit, Chinese and English."""
        return zip(self.corpus.chinese.rows, self.corpus.english.rows, strict=True)

    def words(self, pair: Pair) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of a pair."""
        return self.chinese.sequences.words(pair.chinese), self.english.sequences.words(pair.english)


def pair_candidates(halves: Halves) -> Linking:
    """The pairs that are linked in any unit."""
    standing = Standing()
    for chinese, english in halves.rows():
        standing.add(halves.chinese.inside(chinese), halves.english.inside(english))
    linking = Linking({}, standing, standing)
    for _ in range(_ROUNDS):
        linking = _link(halves, standing, _strengths(halves, linking.alone))
    return linking


Strengths = dict[int, dict[int, float]]
"""For each Chinese candidate the English ones that it may be linked with, and how much speaks for it."""


def _strengths(halves: Halves, standing: Standing) -> Strengths:
    found: Strengths = {}
    for candidate, units in standing.units_of.items():
        partners = _partners(standing, candidate, units)
        if partners:
            found[candidate] = {
                other: _strength(meetings, *halves.words(Pair(candidate, other))) for other, meetings in partners
            }
    return found


def _partners(standing: Standing, candidate: int, units: Row) -> list[tuple[int, Meetings]]:
    """The English candidates that a Chinese one meets beyond chance, and how often."""
    sample = units[:: -(-len(units) // MOST_UNITS)]
    scale = len(units) / len(sample)
    bound = chance_bound(len(standing.english_in))
    least = max(_LEAST_MEETINGS, _LEAST_SHARE * len(sample))
    met = Counter(chain.from_iterable([standing.english_in[unit] for unit in sample]))
    strong = []
    for other, number in [one for one in met.items() if one[1] >= least]:
        if number * scale >= _LEAST_SHARE * standing.english[other]:
            meetings = standing.meetings(Pair(candidate, other), number * scale)
            if (likelihood := meetings.log_likelihood) > bound:
                strong.append((likelihood, other, meetings))
    return [(other, meetings) for _, other, meetings in nlargest(_PARTNERS, strong, key=lambda one: one[:2])]


def _strength(meetings: Meetings, chinese: tuple[str, ...], english: tuple[str, ...]) -> float:
    """What decides which pair is linked first: likeness, words explained by the dictionary, and length.

    Likeness is Dice's coefficient with one more unit on each side, so that few meetings tell less than many.
    """
    likeness = 2 * meetings.both / (meetings.first + meetings.second + 2)
    return likeness * (_UNEXPLAINED + explained(chinese, english)) * (len(chinese) + len(english))


def _link(halves: Halves, standing: Standing, strengths: Strengths) -> Linking:
    links: defaultdict[Pair, Links] = defaultdict(Links)
    alone = Standing()
    for unit, (chinese, english) in enumerate(halves.found()):
        linked = list(_linked(chinese, english, strengths))
        for pair in {Pair(first.candidate, second.candidate) for first, second in linked}:
            links[pair].add(unit)
        alone.add(
            _numbers(_outside(chinese, [first for first, _ in linked])),
            _numbers(_outside(english, [second for _, second in linked])),
        )
    return Linking(dict(links), standing, alone)


def _linked(chinese: list[Found], english: list[Found], strengths: Strengths) -> Iterator[tuple[Found, Found]]:
    """The candidates of one unit that translate each other, surest first, each on words of its own."""
    chinese = [place for each in _places(chinese).values() for place in each]
    places = _places(english)
    possible = [
        (-strength, first, second)
        for first in chinese
        for other, strength in strengths.get(first.candidate, {}).items()
        if other in places
        for second in places[other]
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    for _, first, second in sorted(possible):
        words = range(first.first, first.end), range(second.first, second.end)
        if taken[0].isdisjoint(words[0]) and taken[1].isdisjoint(words[1]):
            taken[0].update(words[0])
            taken[1].update(words[1])
            yield first, second


def _places(found: list[Found]) -> dict[int, list[Found]]:
    """Where each candidate stands, the first few times."""
    places: defaultdict[int, list[Found]] = defaultdict(list)
    for one in found:
        if len(places[one.candidate]) < _MOST_PLACES:
            places[one.candidate].append(one)
    return places


def _outside(found: list[Found], linked: list[Found]) -> Iterator[Found]:
    """What does not stand inside a longer candidate that is linked."""
    owners = {place: one for one in linked for place in range(one.first, one.end)}
    for one in found:
        owner = owners.get(one.first)
        if owner is None or one.end > owner.end or one.end - one.first == owner.end - owner.first:
            yield one


def _numbers(found: Iterable[Found]) -> set[int]:
    return {one.candidate for one in found}
