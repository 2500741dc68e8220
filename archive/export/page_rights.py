"""What is said of the pages that units and documents come from, for exports."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache

from archive.bitext.units import Origin
from archive.index import Index
from archive.layout import Archive
from archive.rights import Stated

StateUnits = Callable[[Origin], Stated | None]
"""Gives what is said of the page that one side of a unit comes from; None where nothing is known of the page."""

_MOST_KEPT = 256


def silent(_origin: Origin) -> None:
    """Says nothing of any page."""


class PageRights:
    """What is said of pages of an archive, by themselves and by their sites."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.of_document = index.site_rights().of
        self._kept = lru_cache(_MOST_KEPT)(self._find)

    @classmethod
    @contextmanager
    def opened(cls, archive: Archive) -> Iterator["PageRights"]:
        """Those of an archive, until the block ends."""
        with Index(archive) as index:
            yield cls(index)

    def of_origin(self, origin: Origin) -> Stated | None:
        """What is said of the page that one side of a unit comes from."""
        return self._kept(origin.document, origin.version)

    def _find(self, id_: str, version: str) -> Stated | None:
        document = self._index.document(id_, version)
        return self.of_document(document) if document else None
