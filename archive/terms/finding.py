"""Bilingual terms of translation units, ranked."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from archive.bitext.units import TranslationUnit
from archive.terms.candidates import Candidates, Language, Texts, choose_candidates, find_sequences
from archive.terms.corpus import CHINESE, ENGLISH, Bilingual, Corpus
from archive.terms.forms import commonest_form
from archive.terms.gloss import explained
from archive.terms.pairing import Halves, Linking, Pair, pair_candidates

LIMIT = 100
_UNITS_A_COUNT = 20_000
_EXAMPLES = 3
_UNEXPLAINED = 3
"""Units in which a pair must be linked about which the dictionary says nothing."""
_LEAST_LIKENESS = 0.2


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese and an English term that probably translate each other.

    ``chinese`` and ``english`` are in their commonest form. ``count`` is in how many units they are linked,
    ``chinese_count`` and ``english_count`` in how many each stands at all; units with the same two texts count once.
    ``score`` is the log-likelihood ratio (G²) of the links, up to doubled where CC-CEDICT agrees; it has no unit and
    is for ranking. ``examples``, at least one, are the first units in which they are linked.
    """

    chinese: str
    english: str
    count: int
    chinese_count: int
    english_count: int
    score: float
    examples: tuple[Bilingual, ...]


def find_terms(units: Iterable[TranslationUnit], min_count: int | None = None, limit: int = LIMIT) -> list[Term]:
    """The terms of the units between Chinese and English, best first, at most ``limit``.

    A term must be linked in at least ``min_count`` units: unless told 2, and one more for every 20,000 units. The
    same units in the same order give the same terms. The units are kept in memory while terms are looked for.
    """
    corpus = Corpus.read(units)
    least = min_count or 2 + len(corpus.units) // _UNITS_A_COUNT
    halves = Halves(corpus, *(_candidates(texts, least) for texts in (corpus.chinese, corpus.english)))
    linking = pair_candidates(halves)
    ranked = sorted(_ranked(halves, linking, least))[:limit]
    languages = _remembering(CHINESE), _remembering(ENGLISH)
    return [_term(halves, linking, languages, pair, -score) for score, pair in ranked]


def _remembering(language: Language) -> Language:
    """The language, which cuts each text into words once: many terms stand in the same units."""
    return replace(language, runs=cache(lambda text: list(language.runs(text))))


def _candidates(texts: Texts, least: int) -> Candidates:
    return choose_candidates(find_sequences(texts, least), least)


def _ranked(halves: Halves, linking: Linking, least: int) -> Iterator[tuple[float, Pair]]:
    """The pairs that count as terms, with what they are sorted by: best first, then as they were met."""
    for pair, linked in linking.links.items():
        agreed = explained(*halves.words(pair))
        meetings = linking.alone.meetings(pair, linked.number)
        enough = least if agreed else max(least, _UNEXPLAINED)
        if linked.number >= enough and meetings.likeness >= _LEAST_LIKENESS and meetings.beyond_chance:
            yield -meetings.log_likelihood * (1 + agreed) * math.log2(1 + sum(map(len, halves.words(pair)))), pair


def _term(halves: Halves, linking: Linking, languages: tuple[Language, Language], pair: Pair, score: float) -> Term:
    links = linking.links[pair]
    units = [halves.corpus.units[number] for number in links.units]
    chinese, english = halves.words(pair)
    return Term(
        commonest_form(languages[0], chinese, [unit.chinese.text for unit in units]),
        commonest_form(languages[1], english, [unit.english.text for unit in units]),
        links.number,
        len(linking.standing.units_of[pair.chinese]),
        linking.standing.english[pair.english],
        round(score, 2),
        tuple(units[:_EXAMPLES]),
    )
