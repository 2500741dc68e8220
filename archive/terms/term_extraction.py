"""Extraction of bilingual terms from translation units, their ranking, and the form in which each is shown."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from archive.bitext.translation_units import TranslationUnit
from archive.terms.bilingual_units_and_term_candidates import (
    BilingualCandidates,
    BilingualCorpus,
    BilingualUnit,
    CandidatePair,
    NumberedTexts,
    NumberRow,
    TermCandidates,
    distinct_units,
    find_frequent_sequences,
    suitable_candidates,
)
from archive.terms.general_words_and_names import RARE, NameType, is_general, name_type, rarities, rarity
from archive.terms.term_pairing import LinkedPairs, dictionary_agreement, pair_candidates
from archive.terms.word_segmentation import CHINESE, ENGLISH, MOST_CHARACTERS, SMALL_WORDS, TermLanguage

LIMIT = 100
_UNITS_A_COUNT = 20_000
_EXAMPLES = 3
_EXAMPLE_LENGTHS = range(8, 81)
"""Chinese characters of an example that is preferred: neither a heading nor a sentence that is long to read."""
_MOST_FORMS = 20
"""Units among which the commonest form is searched."""
_LEAST_DICE = 0.2
_LEAST_DICE_UNEXPLAINED = (0.8, 0.4)
"""The least Dice coefficient of a pair that is not explained, linked in two units, and in more."""
_LEAST_OF_VARIANT = 0.1
"""The share of a concept's links that a variant has at least."""
_AGREEMENT = 0.75

TermType = Literal["term", "general"] | NameType

_NAMES_AND_NUMBERS = re.compile(r"[A-Z0-9][^\W_]*[^a-z]*")

_POSSESSIVE = re.compile(r"['’][sS]\Z")


@dataclass(frozen=True, slots=True)
class Term:
    """A bilingual term: a Chinese and an English term that probably translate each other.

    ``chinese`` and ``english`` are in their commonest form; ``variants`` are further terms of either. ``count`` is
    the number of units in which they are linked, ``chinese_count`` and ``english_count`` the numbers of units that
    have each at all; units with the same two texts count once. ``documents`` is the number of documents with such
    units, ``first_seen`` and ``last_seen`` are the days when the first and the last of these were captured.
    ``type`` is that of a name, or ``term``, or ``general`` for words of any subject. ``score`` serves for ranking
    and has no unit. ``examples``, at least one, are units in which they are linked, the best first.
    """

    chinese: str
    english: str
    count: int
    chinese_count: int
    english_count: int
    score: float
    examples: tuple[BilingualUnit, ...]
    type: TermType = "term"
    variants: tuple[str, ...] = ()
    documents: int = 1
    first_seen: str = ""
    last_seen: str = ""


@dataclass(slots=True)
class _Concept:
    """The pairs of terms for one thing, the best first."""

    pairs: list[CandidatePair]
    score: float
    is_name: bool
    is_general: bool


def find_terms(
    units: Iterable[TranslationUnit], min_count: int | None = None, limit: int = LIMIT, with_general: bool = False
) -> list[Term]:
    """Extract the bilingual terms from Chinese and English translation units, best first, at most ``limit``.

    A term must be linked in at least ``min_count`` units; by default 2, and one more for every 20,000 units. General
    words are left out unless ``with_general``. The same units in the same order give the same terms. The units are in
    memory while terms are extracted.
    """
    corpus = read_corpus(units)
    least = min_count or 2 + len(corpus.units) // _UNITS_A_COUNT
    candidates = BilingualCandidates(
        corpus, _candidates(corpus.chinese, least), _candidates(corpus.english, least), least
    )
    linked = pair_candidates(candidates)
    concepts = [
        concept
        for concept in _concepts(candidates, linked, sorted(_scored_pairs(candidates, linked, least)))
        if with_general or not concept.is_general
    ]
    languages = _with_cached_runs(CHINESE), _with_cached_runs(ENGLISH)
    return [_term(candidates, linked, languages, concept) for concept in concepts[:limit]]


def _with_cached_runs(language: TermLanguage) -> TermLanguage:
    """Return the language with each text cut into words only once, since many terms are in the same units."""
    return replace(language, runs=cache(lambda text: list(language.runs(text))))


def _candidates(texts: NumberedTexts, least: int) -> TermCandidates:
    return suitable_candidates(find_frequent_sequences(texts, least), least)


def _scored_pairs(
    candidates: BilingualCandidates, linked: LinkedPairs, least: int
) -> Iterator[tuple[float, CandidatePair]]:
    """The pairs that count as terms, each with its negative score, so that sorting puts the best first.

    A sentence of a template counts once in the score.
    """
    templates = candidates.corpus.templates
    for pair, units in linked.links.items():
        together = linked.outside.co_occurrence(pair, len(units))
        if len(units) < least or together.dice < _LEAST_DICE or not together.exceeds_chance:
            continue
        words = candidates.words(pair)
        agreement = dictionary_agreement(*candidates.explainable(pair))
        if not agreement and together.dice < _LEAST_DICE_UNEXPLAINED[len(units) > 2]:
            continue
        frequency = math.log2(1 + len({templates[unit] for unit in units}))
        quality = together.dice * (1 - _AGREEMENT + _AGREEMENT * agreement)
        yield -quality * frequency * _specificity(candidates, *words), pair


def _specificity(candidates: BilingualCandidates, chinese: tuple[str, ...], english: tuple[str, ...]) -> float:
    """Return how special the words of a pair of terms are; names are, whatever their words."""
    rare = (
        RARE
        if _is_name(candidates, chinese, english)
        else (rarity("chinese", chinese) + rarity("english", english)) / 2
    )
    return min(rare, RARE + 2) / RARE


def _is_name(candidates: BilingualCandidates, chinese: tuple[str, ...], english: tuple[str, ...]) -> bool:
    """Return whether a pair is a name: its English words but small ones usually have a capital, its Chinese is no
    common word.
    """
    is_word = len(chinese) == 1 and chinese[0] in rarities("chinese")
    return not is_word and all(
        candidates.corpus.english.has_capital(word) for word in english if word not in SMALL_WORDS
    )


def _concepts(
    candidates: BilingualCandidates, linked: LinkedPairs, scored: list[tuple[float, CandidatePair]]
) -> list[_Concept]:
    """Group the pairs into concepts, best first. Pairs with the same Chinese, or the same English and similar
    Chinese, are one.
    """
    by_chinese: dict[int, _Concept] = {}
    by_english: dict[int, list[_Concept]] = {}
    concepts = []
    for score, pair in scored:
        concept = by_chinese.get(pair.chinese) or next(
            (one for one in by_english.get(pair.english, ()) if _are_similar(candidates, one.pairs[0], pair)), None
        )
        if concept is None:
            words = candidates.words(pair)
            is_name = _is_name(candidates, *words)
            concept = _Concept([pair], -score, is_name, not is_name and is_general(*words))
            concepts.append(concept)
        elif len(linked.links[pair]) >= _LEAST_OF_VARIANT * len(linked.links[concept.pairs[0]]):
            concept.pairs.append(pair)
        by_chinese.setdefault(pair.chinese, concept)
        by_english.setdefault(pair.english, []).append(concept)
    return concepts


def _are_similar(candidates: BilingualCandidates, first: CandidatePair, second: CandidatePair) -> bool:
    """Return whether one Chinese term has the characters of the other in order: 香港特区, 香港特别行政区."""
    shorter, longer = sorted(("".join(candidates.words(pair)[0]) for pair in (first, second)), key=len)
    left = iter(longer)
    return all(character in left for character in shorter)


def _term(
    candidates: BilingualCandidates,
    linked: LinkedPairs,
    languages: tuple[TermLanguage, TermLanguage],
    concept: _Concept,
) -> Term:
    units, (pair, *others) = candidates.corpus.units, sorted(concept.pairs, key=lambda one: -len(linked.links[one]))
    numbers = linked.links[pair]
    chinese, english = _forms(candidates, languages, pair, numbers)
    variants = [_forms(candidates, languages, one, linked.links[one]) for one in others]
    sides = [side for one in concept.pairs for number in linked.links[one] for side in units[number]]
    days = [side.origin.capture.date[:10] for side in sides]
    return Term(
        chinese,
        english,
        len(numbers),
        len(linked.everywhere.units_of[pair.chinese]),
        linked.everywhere.english[pair.english],
        round(concept.score, 2),
        tuple(_best_examples([units[number] for number in numbers])),
        _type(concept, chinese, english),
        tuple(dict.fromkeys(form for forms in variants for form in forms if form not in (chinese, english))),
        len({side.origin.document for side in sides}),
        min(days),
        max(days),
    )


def _type(concept: _Concept, chinese: str, english: str) -> TermType:
    if concept.is_general:
        return "general"
    found = name_type(chinese, english)
    has_capitals = all(word[0].isupper() or word in SMALL_WORDS for word in english.split())
    return found if concept.is_name or (has_capitals and " " in english and found != "other") else "term"


def _forms(
    candidates: BilingualCandidates,
    languages: tuple[TermLanguage, TermLanguage],
    pair: CandidatePair,
    numbers: NumberRow,
) -> tuple[str, str]:
    """Return the commonest spellings of a pair of terms in the units in which it is linked."""
    units = [candidates.corpus.units[number] for number in numbers[:_MOST_FORMS]]
    chinese, english = candidates.words(pair)
    return (
        commonest_form(languages[0], chinese, [unit.chinese.text for unit in units]),
        commonest_form(languages[1], english, [unit.english.text for unit in units]),
    )


def _best_examples(units: list[BilingualUnit]) -> list[BilingualUnit]:
    """Choose example units of a term, those of a good length first."""
    return sorted(units, key=lambda unit: len(unit.chinese.text) not in _EXAMPLE_LENGTHS)[:_EXAMPLES]


def read_corpus(units: Iterable[TranslationUnit]) -> BilingualCorpus:
    """Read the Chinese and English translation units to find terms in; units with the same two texts count once."""
    corpus = BilingualCorpus()
    templates: dict[int, int] = {}
    for unit in distinct_units(units):
        corpus.units.append(unit)
        template = hash(_NAMES_AND_NUMBERS.sub("", unit.english.text))
        corpus.templates.append(templates.setdefault(template, len(templates)))
        corpus.chinese.add(unit.chinese.text)
        corpus.english.add(unit.english.text)
    return corpus


def commonest_form(language: TermLanguage, words: tuple[str, ...], texts: Iterable[str]) -> str:
    """Return the commonest spelling of a term in the texts, except at their beginning, where all forms have a
    capital.

    Of equally common forms the one with fewer capitals.
    """
    forms = [form for text in texts for form in _spellings(language, words, text)]
    inside = Counter(form for at, form in forms if at)
    everywhere = Counter(form for _, form in forms)

    def rank(form: str) -> tuple[int, int, int, str]:
        return -inside[form], -everywhere[form], sum(map(str.isupper, form)), form

    return min(everywhere, key=rank)


def _spellings(language: TermLanguage, words: tuple[str, ...], text: str) -> Iterator[tuple[int, str]]:
    """Yield the spellings of a term in a text, each with its place."""
    for run in language.runs(text[:MOST_CHARACTERS]):
        keys = [token.key for token in run]
        for at in range(len(keys) - len(words) + 1):
            if tuple(keys[at : at + len(words)]) == words:
                start = run[at].start
                form = " ".join(text[start : run[at + len(words) - 1].end].split())
                yield start, _POSSESSIVE.sub("", form)
