"""Chooses the translation units that are exported."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from unicodedata import normalize

from archive.bitext.languages import primary
from archive.bitext.units import TranslationUnit
from archive.index import Filters, Index
from archive.layout import Archive


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which units: of documents that pass the filters, with at least this score, in these languages.

    ``source`` and ``target`` are BCP 47 ranges: ``zh`` takes ``zh-Hans`` too; None is any. ``unflagged``: only those
    without a flag. ``dedupe``: each pair of texts once, whatever their spaces and the width of their characters.
    """

    filters: Filters
    min_score: float = 0.0
    source: str | None = None
    target: str | None = None
    unflagged: bool = False
    dedupe: bool = False

    def among(self, given: Iterable[TranslationUnit]) -> Iterator[TranslationUnit]:
        """The units among those given that count, in their order; of several alike the first."""
        seen: set[bytes] = set()
        for unit in filter(self._takes, given):
            if self.dedupe:
                key = _key(unit)
                if key in seen:
                    continue
                seen.add(key)
            yield unit

    def _takes(self, unit: TranslationUnit) -> bool:
        return (
            unit.score >= self.min_score
            and not (self.unflagged and unit.flags)
            and _in_range(unit.source.lang, self.source)
            and _in_range(unit.target.lang, self.target)
        )


@dataclass(frozen=True, slots=True)
class ChosenUnits:
    """The chosen units of an archive's documents in their current versions, document after document by id.

    Whenever they are gone through they are read anew, and no more than one document's are held.
    """

    archive: Archive
    chosen: Chosen

    def __iter__(self) -> Iterator[TranslationUnit]:
        with Index(self.archive) as index:
            yield from self.chosen.among(index.units(self.chosen.filters))


def _in_range(tag: str, wanted: str | None) -> bool:
    """Whether a language is in a range (RFC 4647, 3.3.1).

    >>> _in_range("zh-Hans", "zh"), _in_range("zh-Hans", "ZH-hans"), _in_range("zh", "z")
    (True, True, False)
    """
    return wanted is None or f"{tag}-".lower().startswith(f"{wanted}-".lower())


def _key(unit: TranslationUnit) -> bytes:
    """Stands for languages and texts, in few bytes; a page posted again has the same."""
    texts = ["".join(normalize("NFKC", side.text).split()) for side in (unit.source, unit.target)]
    sides = (primary(unit.source.lang), texts[0], primary(unit.target.lang), texts[1])
    return blake2b(repr(sides).encode(), digest_size=16).digest()
