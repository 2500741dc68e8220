"""Translation units between Chinese and English, read for terms."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple
from unicodedata import normalize

from archive.bitext.languages import primary
from archive.bitext.units import Side, TranslationUnit
from archive.terms import words_en, words_zh
from archive.terms.candidates import Language, Texts

CHINESE = Language(
    words_zh.runs,
    words_zh.LONGEST,
    words_zh.may_begin,
    words_zh.may_end,
    words_zh.may_stand_inside,
    words_zh.is_term,
)
ENGLISH = Language(
    words_en.runs,
    words_en.LONGEST,
    words_en.may_stand_at_edge,
    words_en.may_stand_at_edge,
    words_en.may_stand_inside,
    words_en.is_term,
)


class Bilingual(NamedTuple):
    """The two sides of a translation unit, by language; each says where it stands."""

    chinese: Side
    english: Side

    @classmethod
    def of(cls, unit: TranslationUnit) -> "Bilingual | None":
        """The sides of a unit, None where they are not one Chinese and one English."""
        by_language = {primary(side.lang): side for side in (unit.source, unit.target)}
        return cls(by_language["zh"], by_language["en"]) if by_language.keys() == {"zh", "en"} else None


@dataclass(slots=True)
class Corpus:
    """Units, each pair of texts once, with the words of both sides by the units' order."""

    units: list[Bilingual] = field(default_factory=list)
    chinese: Texts = field(default_factory=lambda: Texts(CHINESE))
    english: Texts = field(default_factory=lambda: Texts(ENGLISH))

    @classmethod
    def read(cls, units: Iterable[TranslationUnit]) -> "Corpus":
        """The units that have a Chinese and an English side; the same two texts again count no more."""
        corpus = cls()
        for unit in unlike(units):
            corpus.units.append(unit)
            corpus.chinese.add(unit.chinese.text)
            corpus.english.add(unit.english.text)
        return corpus


def unlike(units: Iterable[TranslationUnit]) -> Iterator[Bilingual]:
    """The units between Chinese and English, of those with the same two texts the first.

    Spaces and the width of characters make no difference.
    """
    seen: set[bytes] = set()
    for unit in units:
        both = Bilingual.of(unit)
        if both is None:
            continue
        texts = ["".join(normalize("NFKC", side.text).split()) for side in both]
        key = blake2b(repr(texts).encode(), digest_size=16).digest()
        if key not in seen:
            seen.add(key)
            yield both
