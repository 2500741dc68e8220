"""Translations of a search query: phrases that are common in translation units with the query and rare in other
units.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from archive.bitext.translation_units import TranslationUnit
from archive.terms.bilingual_units_and_term_candidates import (
    BilingualUnit,
    NumberedTexts,
    TermCandidates,
    distinct_units,
    find_frequent_sequences,
    suitable_candidates,
)
from archive.terms.term_extraction import commonest_form
from archive.terms.term_pairing import CoOccurrence, chance_bound, dictionary_agreement
from archive.terms.word_segmentation import CHINESE, ENGLISH, TermLanguage

MOST_UNITS = 400
"""Units with the query, and units without it, that are read; more are left out."""
LIMIT = 10
_UNITS_A_COUNT = 100
_MOST_FORMS = 50
"""Units among which the commonest form is searched."""
_NOT_IN_DICTIONARY = 0.5
_LONGER, _LONGER_ONCE = 0.3, 0.02
"""The bonus for each word of a translation; and for one found in a single unit, where a whole sentence would fit."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A phrase that probably translates a search query, in its commonest form.

    ``count`` is the number of units with the query that have it. ``score`` serves for ranking and has no unit.
    """

    text: str
    count: int
    score: float


@dataclass(frozen=True, slots=True)
class Translations:
    """The translations of a search query into one language (``zh`` or ``en``), best first, found in ``units``
    units.
    """

    lang: Literal["zh", "en"]
    units: int
    phrases: tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class TranslationQuery:
    """A search query to translate: its phrases, and a function that says whether a text has one of them."""

    phrases: tuple[str, ...]
    is_in: Callable[[str], bool]


def find_translations(units: Iterable[TranslationUnit], query: TranslationQuery, limit: int = LIMIT) -> Translations:
    """Find the probable translations of a search query, by translation units with it and units without it.

    Only units between Chinese and English count, and those with the same two texts once. A query that more Chinese
    than English texts have gives English phrases, any other query Chinese phrases. The first translation is the
    phrase that distinguishes the units with the query best, with a bonus where CC-CEDICT agrees; the next is the best
    phrase for the remaining units, and so on. A phrase found in one unit only needs the dictionary's agreement.
    """
    sides: tuple[list[BilingualUnit], list[BilingualUnit], list[BilingualUnit]] = [], [], []
    for unit in distinct_units(units):
        side = sides[_side_with_query(unit, query.is_in)]
        if len(side) < MOST_UNITS:
            side.append(unit)
    chinese, english, neither = sides
    if len(chinese) >= len(english):
        return _translations("en", chinese, english + neither, query, limit)
    return _translations("zh", english, chinese + neither, query, limit)


def _side_with_query(unit: BilingualUnit, is_in: Callable[[str], bool]) -> int:
    """Return the side of a unit that has the query: 0 the Chinese, 1 the English, 2 neither."""
    return next((side for side in (0, 1) if is_in(unit[side].text)), 2)


def _translations(
    lang: Literal["zh", "en"],
    holding: Sequence[BilingualUnit],
    others: Sequence[BilingualUnit],
    query: TranslationQuery,
    limit: int,
) -> Translations:
    """The translations into a language, from units with the query (``holding``) and without it."""
    side = ("zh", "en").index(lang)
    texts = NumberedTexts((CHINESE, ENGLISH)[side])
    for unit in holding:
        texts.add(unit[side].text)
    least = 1 + len(holding) // _UNITS_A_COUNT
    candidates = suitable_candidates(find_frequent_sequences(texts, least), least)
    inside = [candidates.numbers_in(row) for row in texts.rows]
    elsewhere = Counter(one for unit in others for one in candidates.numbers_in(texts.row_of(unit[side].text)))
    contrast = _PhraseContrast(
        candidates, elsewhere, len(others), _query_words(query, (ENGLISH, CHINESE)[side]), lang
    )
    chosen = islice(_best_phrases(contrast, inside), limit)
    phrases = tuple(_translation(contrast, number, score, inside, holding) for number, score in chosen)
    return Translations(lang, len(holding), phrases)


def _query_words(query: TranslationQuery, language: TermLanguage) -> list[tuple[str, ...]]:
    """The words of each phrase of the query."""
    return [tuple(token.key for run in language.runs(phrase) for token in run) for phrase in query.phrases]


@dataclass(frozen=True, slots=True)
class _PhraseContrast:
    """The phrases of units with the query, and how often they occur in the ``others`` without it."""

    candidates: TermCandidates
    elsewhere: Counter[int]
    others: int
    query: list[tuple[str, ...]]
    lang: Literal["zh", "en"]

    def words(self, number: int) -> tuple[str, ...]:
        return self.candidates.sequences.words(number)

    def weight(self, number: int, both: int, units: int) -> float:
        """Weigh a phrase that ``both`` of ``units`` with the query have; 0 where the evidence is too weak.

        As many units again as have the query count as units without it and without the phrase.
        """
        total = 2 * units + self.others
        likelihood = CoOccurrence(both, units, both + self.elsewhere[number], total).log_likelihood
        agreement = self._agreement(self.words(number))
        if not agreement and (both < 2 or likelihood <= chance_bound(total)):
            return 0.0
        longer = _LONGER if both > 1 else _LONGER_ONCE
        return likelihood * (_NOT_IN_DICTIONARY + agreement) * (1 + longer * len(self.words(number)))

    def _agreement(self, words: tuple[str, ...]) -> float:
        if self.lang == "en":
            return max((dictionary_agreement(phrase, words) for phrase in self.query), default=0.0)
        return max((dictionary_agreement(words, phrase) for phrase in self.query), default=0.0)


def _best_phrases(contrast: _PhraseContrast, inside: list[set[int]]) -> Iterator[tuple[int, float]]:
    """Choose the phrases that distinguish units with the query, each the best for the units without earlier
    phrases.
    """
    left = inside
    while left:
        weights = {
            number: contrast.weight(number, both, len(left))
            for number, both in Counter(number for unit in left for number in unit).items()
        }
        best = max(weights, key=lambda number: (weights[number], -number), default=0)
        if not weights.get(best):
            return
        yield best, weights[best]
        left = [unit for unit in left if best not in unit]


def _translation(
    contrast: _PhraseContrast, number: int, score: float, inside: list[set[int]], holding: Sequence[BilingualUnit]
) -> Translation:
    side = ("zh", "en").index(contrast.lang)
    texts = [unit[side].text for unit, phrases in zip(holding, inside, strict=True) if number in phrases]
    form = commonest_form((CHINESE, ENGLISH)[side], contrast.words(number), texts[:_MOST_FORMS])
    return Translation(form, len(texts), round(score, 2))
