"""Extracts bilingual terms from translation units and ranks them."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from archive.bitext.units import TranslationUnit
from archive.terms.term_candidates import (
    BilingualUnit,
    NumberedTexts,
    TermCandidates,
    find_frequent_sequences,
    independent_candidates,
    read_corpus,
)
from archive.terms.term_pairing import (
    BilingualCandidates,
    CandidatePair,
    LinkedPairs,
    dictionary_agreement,
    pair_candidates,
)
from archive.terms.tokens import CHINESE, ENGLISH, TermLanguage, commonest_form

LIMIT = 100
_UNITS_A_COUNT = 20_000
_EXAMPLES = 3
_NOT_IN_DICTIONARY = 3
"""Units in which a pair must be linked if the dictionary does not agree at all."""
_LEAST_DICE = 0.2


@dataclass(frozen=True, slots=True)
class Term:
    """A Chinese and an English term that probably translate each other.

    ``chinese`` and ``english`` are in their commonest form. ``count`` is the number of units in which they are
    linked, ``chinese_count`` and ``english_count`` the numbers of units that have each at all; units with the same
    two texts count once. ``score`` is the log-likelihood ratio (G²) of the links, up to doubled where CC-CEDICT
    agrees; it has no unit and serves for ranking. ``examples``, at least one, are the first units in which they are
    linked.
    """

    chinese: str
    english: str
    count: int
    chinese_count: int
    english_count: int
    score: float
    examples: tuple[BilingualUnit, ...]


def find_terms(units: Iterable[TranslationUnit], min_count: int | None = None, limit: int = LIMIT) -> list[Term]:
    """The terms of the units between Chinese and English, best first, at most ``limit``.

    A term must be linked in at least ``min_count`` units; by default 2, and one more for every 20,000 units. The same
    units in the same order give the same terms. The units are in memory while terms are extracted.
    """
    corpus = read_corpus(units)
    least = min_count or 2 + len(corpus.units) // _UNITS_A_COUNT
    candidates = BilingualCandidates(
        corpus, *(_candidates(texts, least) for texts in (corpus.chinese, corpus.english))
    )
    linked = pair_candidates(candidates)
    ranked = sorted(_scored_pairs(candidates, linked, least))[:limit]
    languages = _with_cached_runs(CHINESE), _with_cached_runs(ENGLISH)
    return [_term(candidates, linked, languages, pair, -score) for score, pair in ranked]


def _with_cached_runs(language: TermLanguage) -> TermLanguage:
    """The language with each text cut into words only once, since many terms are in the same units."""
    return replace(language, runs=cache(lambda text: list(language.runs(text))))


def _candidates(texts: NumberedTexts, least: int) -> TermCandidates:
    return independent_candidates(find_frequent_sequences(texts, least), least)


def _scored_pairs(
    candidates: BilingualCandidates, linked: LinkedPairs, least: int
) -> Iterator[tuple[float, CandidatePair]]:
    """The pairs that count as terms, each with its negative score, so that sorting puts the best first."""
    for pair, links in linked.links.items():
        agreement = dictionary_agreement(*candidates.words(pair))
        together = linked.outside.co_occurrence(pair, links.number)
        enough = least if agreement else max(least, _NOT_IN_DICTIONARY)
        if links.number >= enough and together.dice >= _LEAST_DICE and together.exceeds_chance:
            words = sum(map(len, candidates.words(pair)))
            yield -together.log_likelihood * (1 + agreement) * math.log2(1 + words), pair


def _term(
    candidates: BilingualCandidates,
    linked: LinkedPairs,
    languages: tuple[TermLanguage, TermLanguage],
    pair: CandidatePair,
    score: float,
) -> Term:
    links = linked.links[pair]
    units = [candidates.corpus.units[number] for number in links.units]
    chinese, english = candidates.words(pair)
    return Term(
        commonest_form(languages[0], chinese, [unit.chinese.text for unit in units]),
        commonest_form(languages[1], english, [unit.english.text for unit in units]),
        links.number,
        len(linked.everywhere.units_of[pair.chinese]),
        linked.everywhere.english[pair.english],
        round(score, 2),
        tuple(units[:_EXAMPLES]),
    )
