"""Selects the translation units and documents to export, and looks up the rights statements of their pages."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from archive.bitext.languages import primary_language
from archive.bitext.units import Origin, TranslationUnit, digest_of_texts
from archive.index import Filters, Index
from archive.layout import Archive
from archive.model.document import Document
from archive.rights import StatedRights


@dataclass(frozen=True, slots=True)
class UnitSelection:
    """A selection of units: of documents that pass the filters, with at least this score, in these languages.

    ``source`` and ``target`` are BCP 47 ranges: ``zh`` includes ``zh-Hans``; None includes all. ``unflagged``: only
    units without a flag. ``dedupe``: each pair of texts once, whatever their spaces and the width of their
    characters.
    """

    filters: Filters
    min_score: float = 0.0
    source: str | None = None
    target: str | None = None
    unflagged: bool = False
    dedupe: bool = False

    def select(self, units: Iterable[TranslationUnit]) -> Iterator[TranslationUnit]:
        """The selected units, in their order; of several with the same texts the first."""
        seen: set[bytes] = set()
        for unit in filter(self._includes, units):
            if self.dedupe:
                key = _texts_digest(unit)
                if key in seen:
                    continue
                seen.add(key)
            yield unit

    def _includes(self, unit: TranslationUnit) -> bool:
        return (
            unit.score >= self.min_score
            and not (self.unflagged and unit.flags)
            and _in_range(unit.source.lang, self.source)
            and _in_range(unit.target.lang, self.target)
        )


@dataclass(frozen=True, slots=True)
class SelectedUnits:
    """The selected units of the current versions of an archive's documents, by the documents' ids.

    Each iteration reads them again and holds the units of one document at a time.
    """

    archive: Archive
    selection: UnitSelection

    def __iter__(self) -> Iterator[TranslationUnit]:
        with Index(self.archive) as index:
            yield from self.selection.select(index.units(self.selection.filters))


def require_documents(archive: Archive) -> None:
    """Raise ArchiveMissing when the archive holds no document."""
    with Index(archive) as index:
        if not index.counts().documents:
            raise archive.no_documents()


def selected_documents(archive: Archive, filters: Filters) -> Iterator[Document]:
    """The current versions of the documents that pass the filters, by id."""
    with Index(archive) as index:
        yield from index.documents(filters)


def _in_range(tag: str, wanted: str | None) -> bool:
    """Return whether a language tag is in a language range (RFC 4647, 3.3.1).

    >>> _in_range("zh-Hans", "zh"), _in_range("zh-Hans", "ZH-hans"), _in_range("zh", "z")
    (True, True, False)
    """
    return wanted is None or f"{tag}-".lower().startswith(f"{wanted}-".lower())


def _texts_digest(unit: TranslationUnit) -> bytes:
    """A digest of a unit's languages and texts; a page that was posted again gives the same."""
    sides = ((primary_language(side.lang), side.text) for side in (unit.source, unit.target))
    return digest_of_texts(text for side in sides for text in side)


_MOST_CACHED = 256


class PageRights:
    """The rights statements of an archive's pages, made by the pages and by their sites."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.of_document = index.site_rights().of_document
        self._cached = lru_cache(_MOST_CACHED)(self._find)

    @classmethod
    @contextmanager
    def open(cls, archive: Archive) -> Iterator["PageRights"]:
        """The rights statements of an archive, as long as the block runs."""
        with Index(archive) as index:
            yield cls(index)

    def of_origin(self, origin: Origin) -> StatedRights | None:
        """The statements about the page that one side of a unit comes from; None where the page is unknown."""
        return self._cached(origin.document, origin.version)

    def _find(self, id_: str, version: str) -> StatedRights | None:
        document = self._index.document(id_, version)
        return self.of_document(document) if document else None
