"""Whether a page is missing, from what a site answered at its address."""

from collections.abc import Callable, Iterable, Iterator, Sequence
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
GONE_OVER = timedelta(days=2) - timedelta(hours=1)
"""How often, and for how long, a page must be missing to be called gone; a daily crawl may be an hour early."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOME = frozenset({"", "index", "default", "home"})
_PAGES = frozenset({None, "text/html", "application/xhtml+xml"})

LeadsHome = Callable[[CatalogueEntry], bool]
"""Tells of a redirect whether it leads to a home page."""


@dataclass(frozen=True, slots=True)
class Absence:
    """That a page was not there: first and last time that it was found so, and how often.

    ``gone`` is when it was found so for the third time or later over two days, from when on it is called gone: a
    site that is being mended is not. ``back`` is when it was there again. Both are None where that did not happen.
    """

    since: str
    last: str
    times: int
    gone: str | None = None
    back: str | None = None

    @property
    def is_gone(self) -> bool:
        return self.gone is not None


def absences(
    captures: Iterable[CatalogueEntry], had_version: frozenset[str], leads_home: LeadsHome
) -> Iterator[Absence]:
    """What the captures of an address, given earliest first, say of the page being missing, earliest first.

    ``had_version`` are the dates of captures that had a version of the document. A page is missing where the status
    says so, where a redirect leads home, and where a page comes that is no article any more. Refusals, faults and
    other redirects say nothing, and nothing before the first version does.
    """
    found: list[str] = []
    first = min(had_version, default="")
    for entry in captures:
        date = entry.capture.date
        if date in had_version:
            if found:
                yield _absence(found, date)
            found = []
        elif date > first and _is_missing(entry, leads_home):
            found.append(date)
    if found:
        yield _absence(found, None)


def _absence(found: Sequence[str], back: str | None) -> Absence:
    gone = (date for date in found[GONE_AFTER - 1 :] if parse_time(date) - parse_time(found[0]) >= GONE_OVER)
    return Absence(found[0], found[-1], len(found), next(gone, None), back)


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
