"""Chooses the translation units that are exported."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b

from archive.bitext.units import TranslationUnit
from archive.errors import ArchiveMissing
from archive.index import Filters, Index
from archive.layout import Archive


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which units: of documents that pass the filters, with at least this score; each pair of texts once or not."""

    filters: Filters
    min_score: float = 0.0
    dedupe: bool = False

    def among(self, given: Iterator[TranslationUnit]) -> Iterator[TranslationUnit]:
        """The units among those given that count, in their order; of several alike the first."""
        seen: set[bytes] = set()
        for unit in given:
            if unit.score < self.min_score:
                continue
            if self.dedupe:
                key = _key(unit)
                if key in seen:
                    continue
                seen.add(key)
            yield unit


def export_units(archive: Archive, chosen: Chosen) -> Iterator[TranslationUnit]:
    """The units of the archive's documents in their current versions, document after document by id.

    Raises ArchiveMissing, before the first is asked for, when the archive holds no document.
    """
    with Index(archive) as index:
        if not index.counts().documents:
            raise ArchiveMissing(f"the archive at {archive.root} holds no documents yet; crawl into it first")
    return chosen.among(_units(archive, chosen.filters))


def _units(archive: Archive, filters: Filters) -> Iterator[TranslationUnit]:
    with Index(archive) as index:
        yield from index.units(filters)


def _key(unit: TranslationUnit) -> bytes:
    """Stands for languages and texts, in few bytes."""
    sides = (unit.source.lang, unit.source.text, unit.target.lang, unit.target.text)
    return blake2b(repr(sides).encode(), digest_size=16).digest()
