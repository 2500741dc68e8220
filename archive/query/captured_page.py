"""``archive replay --raw``: the capture of an address, and its page."""

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.page import Page
from archive.warc import read_page


def find_capture(index: Index, url: str, at: str | None) -> CatalogueEntry:
    """The capture of an address, the newest or the one nearest in time to ``at``.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    entry = index.capture(url, at)
    if entry is None:
        index.check_withdrawn(url)
        raise ArchiveMissing(f"{url}: never captured; what is there, 'archive query' and 'archive stats' tell")
    return entry


def find_page(archive: Archive, url: str, at: str | None) -> Page:
    """The page captured at an address, the newest or the one nearest in time to ``at``, revisits resolved.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    with Index(archive) as index:
        entry = find_capture(index, url, at)
        original = index.original(entry) if entry.record_type == "revisit" else None
    return read_page(archive, entry, original)
