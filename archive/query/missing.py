"""Whether a page is missing, from what a site answered at its address."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from posixpath import splitext
from urllib.parse import urljoin, urlsplit

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentTooLarge
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.times import parse_time
from archive.warc import read_page

MISSING = frozenset({404, 410})
"""The statuses by which a server says that there is no such page."""

GONE_AFTER = 3
GONE_OVER = timedelta(days=2)
"""How often, and over how long, a page must be found missing to be called gone."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOME = frozenset({"", "index", "default", "home"})
_PAGES = frozenset({None, "text/html", "application/xhtml+xml"})

LeadsHome = Callable[[CatalogueEntry], bool]
"""Tells of a redirect whether it leads to a home page."""


@dataclass(frozen=True, slots=True)
class Absence:
    """That a page is not there any more: first and last time that it was found so, and how often.

    It is called gone after three times over two days: a site that is being mended is not gone.
    """

    since: str
    last: str
    times: int

    @property
    def is_gone(self) -> bool:
        return self.times >= GONE_AFTER and parse_time(self.last) - parse_time(self.since) >= GONE_OVER


def absence(captures: Iterable[CatalogueEntry], had_version: frozenset[str], leads_home: LeadsHome) -> Absence | None:
    """What the last captures of an address, given earliest first, say of the page being missing; None if it is not.

    ``had_version`` are the dates of captures that had a version of the document. A page is missing where the status
    says so, where a redirect leads home, and where a page comes that is no article any more. Refusals, faults and
    other redirects say nothing.
    """
    found: list[str] = []
    for entry in reversed(list(captures)):
        if entry.capture.date in had_version:
            break
        if _is_missing(entry, leads_home):
            found.append(entry.capture.date)
    return Absence(found[-1], found[0], len(found)) if found else None


def _is_missing(entry: CatalogueEntry, leads_home: LeadsHome) -> bool:
    status = entry.capture.status
    if status in _REDIRECTS:
        return leads_home(entry)
    return status in MISSING or (status == 200 and entry.mime in _PAGES)


def redirects_home(archive: Archive, entry: CatalogueEntry) -> bool:
    """Whether the redirect leads to the home page of a site; not where its record cannot be read."""
    try:
        location = read_page(archive, entry).header("Location")
        parts = urlsplit(urljoin(entry.capture.uri, location or ""))
    except (ArchiveMissing, ArchiveDamaged, ContentTooLarge, ValueError):
        return False
    return location is not None and not parts.query and splitext(parts.path.strip("/").lower())[0] in _HOME
