"""Looks up the rights statements of the pages that units and documents come from."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from archive.bitext.units import Origin
from archive.index import Index
from archive.layout import Archive
from archive.rights import Stated

_MOST_CACHED = 256


class PageRights:
    """The rights statements of an archive's pages, made by the pages and by their sites."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.of_document = index.site_rights().of
        self._cached = lru_cache(_MOST_CACHED)(self._find)

    @classmethod
    @contextmanager
    def open(cls, archive: Archive) -> Iterator["PageRights"]:
        """The rights statements of an archive, as long as the block runs."""
        with Index(archive) as index:
            yield cls(index)

    def of_origin(self, origin: Origin) -> Stated | None:
        """The statements about the page that one side of a unit comes from; None where the page is unknown."""
        return self._cached(origin.document, origin.version)

    def _find(self, id_: str, version: str) -> Stated | None:
        document = self._index.document(id_, version)
        return self.of_document(document) if document else None
