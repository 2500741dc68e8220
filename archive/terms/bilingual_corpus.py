"""The translation units between Chinese and English, as texts that terms are found in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.bitext.languages import primary_language
from archive.bitext.units import Side, TranslationUnit, digest_of_texts
from archive.terms.chinese_tokens import CHINESE
from archive.terms.english_tokens import ENGLISH
from archive.terms.term_candidates import NumberedTexts


class BilingualUnit(NamedTuple):
    """The two sides of a translation unit by language."""

    chinese: Side
    english: Side


@dataclass(slots=True)
class BilingualCorpus:
    """Units with different texts, and the words of both sides, in the order of the units."""

    units: list[BilingualUnit] = field(default_factory=list)
    chinese: NumberedTexts = field(default_factory=lambda: NumberedTexts(CHINESE))
    english: NumberedTexts = field(default_factory=lambda: NumberedTexts(ENGLISH))


def read_corpus(units: Iterable[TranslationUnit]) -> BilingualCorpus:
    """The corpus of the units that have a Chinese and an English side; units with the same two texts count once."""
    corpus = BilingualCorpus()
    for unit in distinct_units(units):
        corpus.units.append(unit)
        corpus.chinese.add(unit.chinese.text)
        corpus.english.add(unit.english.text)
    return corpus


def distinct_units(units: Iterable[TranslationUnit]) -> Iterator[BilingualUnit]:
    """The units between Chinese and English; of those with the same two texts the first.

    Spaces and the width of characters make no difference.
    """
    seen: set[bytes] = set()
    for unit in units:
        sides = bilingual_unit(unit)
        if sides is None:
            continue
        digest = digest_of_texts(side.text for side in sides)
        if digest not in seen:
            seen.add(digest)
            yield sides


def bilingual_unit(unit: TranslationUnit) -> BilingualUnit | None:
    """The sides of a unit by language, None where they are not Chinese and English."""
    sides = {primary_language(side.lang): side for side in (unit.source, unit.target)}
    return BilingualUnit(sides["zh"], sides["en"]) if sides.keys() == {"zh", "en"} else None
