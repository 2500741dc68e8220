"""When a page was missing, from the answers of the site at its address."""

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
"""Number of failures and the time over which a page is called gone; a daily crawl may be an hour early."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HOME = frozenset({"", "index", "default", "home"})
_PAGES = frozenset({None, "text/html", "application/xhtml+xml"})

LeadsHome = Callable[[CatalogueEntry], bool]
"""Returns whether a redirect leads to a home page."""


@dataclass(frozen=True, slots=True)
class Absence:
    """A period in which a page was missing: the first and last failure, and their number.

    ``gone`` is the time of the third or later failure at least two days after the first: from then on the page counts
    as gone, since repairs of a site are shorter. ``back`` is when the page was there again. Both may be None.
    """

    since: str
    last: str
    times: int
    gone: str | None = None
    back: str | None = None

    @property
    def is_gone(self) -> bool:
        return self.gone is not None


def find_absences(
    captures: Iterable[CatalogueEntry], had_version: frozenset[str], leads_home: LeadsHome
) -> Iterator[Absence]:
    """The absences of a page by the captures of its address, both earliest first.

    ``had_version`` are the dates of captures that had a version of the document. A page is missing if the status says
    so, if a redirect leads home, and if the page is no longer an article. Refusals, server errors and other redirects
    are no evidence, and neither are captures before the first version.
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
    """Whether the redirect leads to the home page of a site; False if its record is unreadable."""
    try:
        location = read_page(archive, entry).header("Location")
        parts = urlsplit(urljoin(entry.capture.uri, location or ""))
    except (ArchiveMissing, ArchiveDamaged, ContentTooLarge, ValueError):
        return False
    return location is not None and not parts.query and splitext(parts.path.strip("/").lower())[0] in _HOME
