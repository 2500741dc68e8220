"""How a word or phrase is translated: what stands in the other language where it stands, and seldom elsewhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from archive.bitext.units import TranslationUnit
from archive.terms.association import Meetings, chance_bound
from archive.terms.candidates import Candidates, Language, Texts, find_sequences, fit_candidates
from archive.terms.corpus import CHINESE, ENGLISH, Bilingual, unlike
from archive.terms.forms import commonest_form
from archive.terms.gloss import explained

MOST_UNITS = 400
"""Units that hold the query, and units that do not, which are looked at; more are left out."""
LIMIT = 10
_UNITS_A_COUNT = 100
_MOST_FORMS = 50
"""Units in which the commonest form is looked for."""
_UNEXPLAINED = 0.5
_LONGER, _LONGER_ONCE = 0.3, 0.02
"""What each word of a translation adds; and of one that stands in one unit alone, where any sentence would."""


@dataclass(frozen=True, slots=True)
class Translation:
    """A phrase that probably translates the query, in its commonest form.

    ``count`` is in how many of the units with the query it stands; ``score`` ranks and has no unit.
    """

    text: str
    count: int
    score: float


@dataclass(frozen=True, slots=True)
class Translations:
    """The translations of a query into one language (``zh`` or ``en``), best first, found in so many units."""

    lang: Literal["zh", "en"]
    units: int
    phrases: tuple[Translation, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked about: its phrases, and whether a text holds one of them."""

    phrases: tuple[str, ...]
    holds: Callable[[str], bool]


def translations(units: Iterable[TranslationUnit], wanted: Wanted, limit: int = LIMIT) -> Translations:
    """The probable translations of a query, from units some of which hold it.

    The units without it show what is common anyway. Only units between Chinese and English count, those with the same
    two texts once; a query that stands in more Chinese texts than English ones gives English phrases, any other
    Chinese ones. A phrase is chosen that tells the units with the query best from the others, the more so where
    CC-CEDICT explains it; then one for the units that it leaves over, and so on. One unit is enough only for what the
    dictionary explains.
    """
    sides: tuple[list[Bilingual], list[Bilingual], list[Bilingual]] = [], [], []
    for unit in unlike(units):
        side = sides[_holder(unit, wanted.holds)]
        if len(side) < MOST_UNITS:
            side.append(unit)
    chinese, english, neither = sides
    if len(chinese) >= len(english):
        return _found("en", chinese, english + neither, wanted, limit)
    return _found("zh", english, chinese + neither, wanted, limit)


def _holder(unit: Bilingual, holds: Callable[[str], bool]) -> int:
    """Which side holds the query: 0 the Chinese, 1 the English, 2 neither."""
    return next((side for side in (0, 1) if holds(unit[side].text)), 2)


def _found(
    lang: Literal["zh", "en"], holding: Sequence[Bilingual], others: Sequence[Bilingual], wanted: Wanted, limit: int
) -> Translations:
    side = ("zh", "en").index(lang)
    texts = Texts((CHINESE, ENGLISH)[side])
    for unit in holding:
        texts.add(unit[side].text)
    least = 1 + len(holding) // _UNITS_A_COUNT
    candidates = fit_candidates(find_sequences(texts, least), least)
    inside = [candidates.inside(row) for row in texts.rows]
    elsewhere = Counter(one for unit in others for one in candidates.inside(texts.known(unit[side].text)))
    contrast = _Contrast(candidates, elsewhere, len(others), _asked(wanted, (ENGLISH, CHINESE)[side]), lang)
    chosen = islice(_chosen(contrast, inside), limit)
    phrases = tuple(_translation(contrast, number, score, inside, holding) for number, score in chosen)
    return Translations(lang, len(holding), phrases)


def _asked(wanted: Wanted, language: Language) -> list[tuple[str, ...]]:
    """The words of each phrase that is asked about."""
    return [tuple(token.key for run in language.runs(phrase) for token in run) for phrase in wanted.phrases]


@dataclass(frozen=True, slots=True)
class _Contrast:
    """The phrases of units with the query, and how often they stand in ``others`` without it."""

    candidates: Candidates
    elsewhere: Counter[int]
    others: int
    asked: list[tuple[str, ...]]
    lang: Literal["zh", "en"]

    def words(self, number: int) -> tuple[str, ...]:
        return self.candidates.sequences.words(number)

    def weight(self, number: int, both: int, units: int) -> float:
        """What speaks for a phrase that stands in ``both`` of ``units`` with the query; 0 where too little does.

        As many units again as hold the query are taken to stand elsewhere without the phrase.
        """
        total = 2 * units + self.others
        likelihood = Meetings(both, units, both + self.elsewhere[number], total).log_likelihood
        agreed = self._explained(self.words(number))
        if not agreed and (both < 2 or likelihood <= chance_bound(total)):
            return 0.0
        longer = _LONGER if both > 1 else _LONGER_ONCE
        return likelihood * (_UNEXPLAINED + agreed) * (1 + longer * len(self.words(number)))

    def _explained(self, words: tuple[str, ...]) -> float:
        if self.lang == "en":
            return max((explained(asked, words) for asked in self.asked), default=0.0)
        return max((explained(words, asked) for asked in self.asked), default=0.0)


def _chosen(contrast: _Contrast, inside: list[set[int]]) -> Iterator[tuple[int, float]]:
    """Phrases that tell units with the query, each the best for the units that those before it leave over."""
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
    contrast: _Contrast, number: int, score: float, inside: list[set[int]], holding: Sequence[Bilingual]
) -> Translation:
    side = ("zh", "en").index(contrast.lang)
    texts = [unit[side].text for unit, phrases in zip(holding, inside, strict=True) if number in phrases]
    form = commonest_form((CHINESE, ENGLISH)[side], contrast.words(number), texts[:_MOST_FORMS])
    return Translation(form, len(texts), round(score, 2))
