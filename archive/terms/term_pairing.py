"""Pairing of Chinese and English term candidates that translate each other, by co-occurrence and by the dictionary.

First each Chinese candidate gets the English candidates that it meets more often than by chance. Then the candidates
of each unit are linked, the strongest pair first, and a word is linked only once (competitive linking, Melamed 2000).
Then all are counted again without those inside a longer linked term, and linked again: so 产能 counts apart from
产能合作, and that from 国际产能合作.
"""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from heapq import nlargest
from itertools import chain
from typing import NamedTuple

from archive.bitext.chinese_words import LONGEST_WORD, english_meanings, is_chinese_word
from archive.bitext.english_words import FUNCTION_WORDS, stem_english
from archive.bitext.log_likelihood import positive_log_likelihood
from archive.terms.bilingual_units_and_term_candidates import (
    BilingualCandidates,
    CandidatePair,
    NumberRow,
    Occurrence,
)
from archive.terms.general_words_and_names import is_transliteration


@dataclass(frozen=True, slots=True)
class CoOccurrence:
    """How often two term candidates meet: the numbers of units, of ``total``, that have both, the first, and the
    second.
    """

    both: float
    first: float
    second: float
    total: float

    @property
    def log_likelihood(self) -> float:
        """Return Dunning's log-likelihood ratio of two term candidates."""
        return positive_log_likelihood(self.both, self.first, self.second, self.total)

    @property
    def dice(self) -> float:
        """Return Dice's coefficient of two term candidates: 1 where both are in the same units and no others."""
        return 2 * self.both / (self.first + self.second)

    @property
    def exceeds_chance(self) -> bool:
        """Return whether two term candidates meet in more units than some do by chance.

        Two terms that occur once, in the same unit, must not pass (Moore 2004): the bound is twice their ratio.
        """
        return self.log_likelihood > chance_bound(self.total)


def chance_bound(total: float) -> float:
    """Return the log-likelihood ratio that term candidates must exceed: that of two that occur once, in one of
    ``total`` units.
    """
    return 2 * (math.log(total) + 1) if total > 1 else 0.0


class Explained(NamedTuple):
    """How many Chinese and English words of a pair of terms the other language explains, and how many there are."""

    chinese: int
    english: int
    all_chinese: int
    all_english: int

    @property
    def share(self) -> float:
        """Return the share of the words of both terms that are explained."""
        return (self.chinese + self.english) / (self.all_chinese + self.all_english)


@lru_cache(maxsize=1 << 15)
def explained_words(chinese: tuple[str, ...], english: tuple[str, ...], names: frozenset[str]) -> Explained:
    """Count the words of two terms that CC-CEDICT translates by a word of the other, or that sound like a name in the
    other.

    ``names`` are the English words that may be names.
    """
    content = [word for word in english if word not in FUNCTION_WORDS]
    stems = [stem_english(word) for word in content]
    meanings = [_meanings_with_parts(word) for word in chinese]
    all_meanings = frozenset().union(*meanings)
    left = [
        [word for word, meaning in zip(chinese, meanings, strict=True) if meaning.isdisjoint(stems)],
        [word for word, stem in zip(content, stems, strict=True) if stem not in all_meanings],
    ]
    left_names = [word for word in left[1] if word in names]
    for name in (" ".join(left_names), *left_names) if left_names else ():
        if left[0] and (same := _same_name(chinese, name)):
            left = [[word for word in left[0] if word not in same], [word for word in left[1] if word not in name]]
    return Explained(len(chinese) - len(left[0]), len(content) - len(left[1]), len(chinese), max(1, len(content)))


def _same_name(chinese: tuple[str, ...], name: str) -> tuple[str, ...]:
    """Return the Chinese words in a row that are an English name by letter or by sound."""
    if len(name) < _LEAST_NAME:
        return ()
    parts = (chinese[first:end] for first in range(len(chinese)) for end in range(len(chinese), first, -1))
    return next(
        (part for part in parts if "".join(part) == name.lower() or is_transliteration("".join(part), name)), ()
    )


def dictionary_agreement(
    chinese: tuple[str, ...], english: tuple[str, ...], names: frozenset[str] = frozenset()
) -> float:
    """Return the share of the words of two terms that CC-CEDICT translates by a word of the other, from 0 to 1.

    Names that sound alike count as translated.

    >>> dictionary_agreement(("产能", "合作"), ("capacity", "cooperation"))
    1.0
    >>> dictionary_agreement(("产能",), ("bird",))
    0.0
    """
    return explained_words(chinese, english, names).share


@lru_cache(maxsize=1 << 16)
def _meanings_with_parts(word: str) -> frozenset[str]:
    """Return the English meanings of a Chinese word, with those of its two-character parts where it is long."""
    parts = [word[at : at + 2] for at in range(len(word) - 1)] if 2 < len(word) <= LONGEST_WORD else []
    return english_meanings(word).union(*(english_meanings(part) for part in parts if is_chinese_word(part)))


MOST_UNITS = 1_000
"""Units of a candidate that are counted; of more, an even sample."""
_PARTNERS = 12
"""Partners of a candidate that are kept."""
_LEAST_SHARE = 0.03
"""The share of each candidate's units that must have both."""
_MOST_OCCURRENCES = 5
"""Occurrences of a candidate that are linked in one unit."""
_NOT_IN_DICTIONARY = 0.5
"""The weight of a pair without any agreement of the dictionary; with full agreement it is 1.5."""
_LEAST_NAME = 2
_NOT_EXPLAINED = 0.9
"""The length of a word that is not explained beside others that are."""
_FURTHER_UNITS = 4
_DISTANCE = 0.2
"""How much weaker a link from the beginning of a unit to its end is."""


@dataclass(slots=True)
class CandidateUnits:
    """The translation units of each Chinese term candidate, and the English candidates of each unit."""

    units_of: defaultdict[int, NumberRow] = field(default_factory=lambda: defaultdict(lambda: array("I")))
    english_in: list[NumberRow] = field(default_factory=list)
    english: Counter[int] = field(default_factory=Counter)

    def add(self, chinese: Iterable[int], english: set[int]) -> None:
        """Add the term candidates of the next translation unit."""
        for candidate in chinese:
            self.units_of[candidate].append(len(self.english_in))
        self.english_in.append(array("I", english))
        self.english.update(english)

    def co_occurrence(self, pair: CandidatePair, both: float) -> CoOccurrence:
        """Return how often a pair of term candidates meets, given the number of units that have both."""
        chinese, english = len(self.units_of[pair.chinese]), self.english[pair.english]
        return CoOccurrence(both, max(both, chinese), max(both, english), len(self.english_in))


@dataclass(slots=True)
class LinkedPairs:
    """The term pairs linked in units, the units of all candidates, and those of candidates outside a longer linked
    one.
    """

    links: dict[CandidatePair, NumberRow]
    """The units in which each pair is linked."""
    everywhere: CandidateUnits
    outside: CandidateUnits


def pair_candidates(candidates: BilingualCandidates) -> LinkedPairs:
    """Pair the term candidates that translate each other in any translation unit."""
    everywhere = CandidateUnits()
    for chinese, english in candidates.rows():
        everywhere.add(candidates.chinese.numbers_in(chinese), candidates.english.numbers_in(english))
    first = _link_all_units(candidates, everywhere, _strengths(candidates, everywhere))
    strengths = _strengths(candidates, first.outside)
    with_partner = candidates.only(set(strengths), {other for others in strengths.values() for other in others})
    return _link_all_units(with_partner, everywhere, strengths)


Strengths = dict[int, dict[int, float]]
"""For each Chinese candidate the English ones that it may be linked with, and the strength of the link."""


def _strengths(candidates: BilingualCandidates, everywhere: CandidateUnits) -> Strengths:
    found: Strengths = {}
    for candidate, units in everywhere.units_of.items():
        partners = _partners(everywhere, candidate, units, max(2, candidates.least))
        if partners:
            found[candidate] = {
                other: _strength(candidates, together, CandidatePair(candidate, other))
                for other, together in partners
            }
    return found


def _partners(
    everywhere: CandidateUnits, candidate: int, units: NumberRow, least_units: int
) -> list[tuple[int, CoOccurrence]]:
    """Find the English candidates that a Chinese one meets more often than by chance, each with their
    co-occurrence.
    """
    sample = units[:: -(-len(units) // MOST_UNITS)]
    scale = len(units) / len(sample)
    bound = chance_bound(len(everywhere.english_in))
    least = max(least_units / scale, _LEAST_SHARE * len(sample))
    met = Counter(chain.from_iterable([everywhere.english_in[unit] for unit in sample]))
    strong = []
    for other, number in [one for one in met.items() if one[1] >= least]:
        if number * scale >= _LEAST_SHARE * everywhere.english[other]:
            together = everywhere.co_occurrence(CandidatePair(candidate, other), number * scale)
            if (likelihood := together.log_likelihood) > bound:
                strong.append((likelihood, other, together))
    return [(other, together) for _, other, together in nlargest(_PARTNERS, strong, key=lambda one: one[:2])]


def _strength(candidates: BilingualCandidates, together: CoOccurrence, pair: CandidatePair) -> float:
    """Return the strength of a pair of term candidates: its Dice coefficient, its agreement in the dictionary, and
    its length.

    The Dice coefficient counts some more units on each side, so that few units are weaker evidence than many.
    """
    weight = candidates.weights.get(pair)
    if weight is None:
        weight = candidates.weights[pair] = _weight(*candidates.explainable(pair))
    return weight * 2 * together.both / (together.first + together.second + _FURTHER_UNITS)


def _weight(chinese: tuple[str, ...], english: tuple[str, ...], names: frozenset[str]) -> float:
    """Weigh a pair of term candidates by length; words that are not explained lengthen it less than those that
    are.
    """
    explained = explained_words(chinese, english, names)
    known, words = explained.chinese + explained.english, len(chinese) + len(english)
    length = known + _NOT_EXPLAINED * (words - known) if known else words
    return (_NOT_IN_DICTIONARY + explained.share) * length


def _link_all_units(candidates: BilingualCandidates, everywhere: CandidateUnits, strengths: Strengths) -> LinkedPairs:
    links: defaultdict[CandidatePair, NumberRow] = defaultdict(lambda: array("I"))
    outside = CandidateUnits()
    for unit, (chinese, english) in enumerate(candidates.occurrences()):
        pairs = list(_link_unit(chinese, english, strengths))
        for pair in {CandidatePair(first.candidate, second.candidate) for first, second in pairs}:
            links[pair].append(unit)
        outside.add(
            _candidate_numbers(_outside_linked(chinese, [first for first, _ in pairs])),
            _candidate_numbers(_outside_linked(english, [second for _, second in pairs])),
        )
    return LinkedPairs(dict(links), everywhere, outside)


def _link_unit(
    chinese: list[Occurrence], english: list[Occurrence], strengths: Strengths
) -> Iterator[tuple[Occurrence, Occurrence]]:
    """Link the occurrences in one unit that translate each other, the strongest first; none share words."""
    first_chinese = [one for several in _first_occurrences(chinese).values() for one in several]
    first_english = _first_occurrences(english)
    size, other_size = (max((one.end for one in side), default=1) for side in (chinese, english))
    possible = [
        (-strength * (1 - _DISTANCE * abs(first.first / size - second.first / other_size)), first, second)
        for first in first_chinese
        for other, strength in strengths.get(first.candidate, {}).items()
        if other in first_english
        for second in first_english[other]
    ]
    taken: tuple[set[int], set[int]] = set(), set()
    for _, first, second in sorted(possible):
        words = range(first.first, first.end), range(second.first, second.end)
        if taken[0].isdisjoint(words[0]) and taken[1].isdisjoint(words[1]):
            taken[0].update(words[0])
            taken[1].update(words[1])
            yield first, second


def _first_occurrences(found: list[Occurrence]) -> dict[int, list[Occurrence]]:
    """Return the first few occurrences of each term candidate."""
    places: defaultdict[int, list[Occurrence]] = defaultdict(list)
    for one in found:
        if len(places[one.candidate]) < _MOST_OCCURRENCES:
            places[one.candidate].append(one)
    return places


def _outside_linked(found: list[Occurrence], linked: list[Occurrence]) -> Iterator[Occurrence]:
    """Yield the occurrences of term candidates that are not inside a longer linked candidate."""
    owners = {place: one for one in linked for place in range(one.first, one.end)}
    for one in found:
        owner = owners.get(one.first)
        if owner is None or one.end > owner.end or one.end - one.first == owner.end - owner.first:
            yield one


def _candidate_numbers(found: Iterable[Occurrence]) -> set[int]:
    return {one.candidate for one in found}
