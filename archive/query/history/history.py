"""The history of a page: its versions, when each was captured, and when the page was missing.

Absences follow from the answers of the site at the page's address.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import pairwise
from posixpath import splitext
from urllib.parse import urljoin, urlsplit

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentTooLarge
from archive.index import Index
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.times import parse_time
from archive.query.history.version_and_text_comparison import Comparison, compare_versions
from archive.query.lookup_of_documents_pages_and_attachments import check_withdrawn
from archive.warc.captures_and_pages import read_page

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
    """A period in which an archived page was missing from its site: the first and last failure, and their number.

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


def _find_absences(
    captures: Iterable[CatalogueEntry], had_version: frozenset[str], leads_home: LeadsHome
) -> Iterator[Absence]:
    """Find the absences of a page from its site by the captures of its address, both earliest first.

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


def _redirects_home(archive: Archive, entry: CatalogueEntry) -> bool:
    """Return whether the redirect leads to the home page of a site; False if its record is unreadable."""
    try:
        location = read_page(archive, entry).header("Location")
        parts = urlsplit(urljoin(entry.capture.uri, location or ""))
    except (ArchiveMissing, ArchiveDamaged, ContentTooLarge, ValueError):
        return False
    return location is not None and not parts.query and splitext(parts.path.strip("/").lower())[0] in _HOME


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a document and the captures that had its payload, earliest first.

    ``captures`` is empty where the WARC file that the version came from is not in the catalogue.
    """

    version: str
    captures: tuple[CatalogueEntry, ...] = ()

    @property
    def first_seen(self) -> str:
        return min((entry.capture.date for entry in self.captures), default=self.version)

    @property
    def last_seen(self) -> str:
        return max((entry.capture.date for entry in self.captures), default=self.version)

    @property
    def payload_digest(self) -> str | None:
        return self.captures[0].capture.payload_digest if self.captures else None


@dataclass(frozen=True, slots=True)
class History:
    """The history of a page: its versions and absences, earliest first; ``document`` is its newest version.

    ``others`` are captures of the address without any version: errors, redirects, pages that are no article.
    ``absences`` are the periods when the page was missing; the last may be going on.
    """

    document: Document
    versions: tuple[Version, ...]
    others: tuple[CatalogueEntry, ...]
    absences: tuple[Absence, ...]

    @property
    def absence(self) -> Absence | None:
        """Return the absence of the page that is going on, None if the page is there."""
        return self.absences[-1] if self.absences and self.absences[-1].back is None else None

    @property
    def missing_since(self) -> str | None:
        """Return the time at which the page was first not found, if it is missing now."""
        return self.absence.since if self.absence else None

    @property
    def first_seen(self) -> str:
        return min(version.first_seen for version in self.versions)

    @property
    def last_seen(self) -> str:
        return max(version.last_seen for version in self.versions)


ComparedVersion = tuple[Version, Comparison | None]
"""A version and what changed in it since the one before; the first has none before it."""


def find_history(archive: Archive, id_or_url: str) -> tuple[History, list[ComparedVersion]]:
    """Find the history of a document by id or address, and what changed with each version.

    Raises ArchiveMissing when there is none.
    """
    with Index(archive) as index, index.snapshot():
        history = read_history(archive, index, id_or_url)
        return history, list(_compared_versions(index, history))


def _compared_versions(index: Index, history: History) -> Iterator[ComparedVersion]:
    """Compare each version of a document with the one before, earliest first; two are in memory at a time."""
    yield history.versions[0], None
    for old, new in pairwise(history.versions):
        yield new, compare_versions(index, history.document.id, old.version, new.version)


def read_history(archive: Archive, index: Index, id_or_url: str) -> History:
    """Read the history of the document with this id or address from the open index.

    Raises ArchiveMissing when there is none.
    """
    with index.snapshot():
        document = index.document(id_or_url)
        if document is None:
            check_withdrawn(index, id_or_url)
            raise ArchiveMissing(f"{id_or_url}: no document with this id or address; find it with 'archive query'")
        versions, captures = index.versions(document.id), index.captures(document.url)
        return build_history(document, versions, captures, partial(_redirects_home, archive))


def build_history(
    document: Document, versions: Sequence[str], captures: Sequence[CatalogueEntry], leads_home: LeadsHome
) -> History:
    """Build the history of a page from its versions and the captures of its address, both earliest first."""
    seen: dict[str, list[CatalogueEntry]] = {version: [] for version in versions}
    by_digest: dict[str, str] = {}
    others: list[CatalogueEntry] = []
    for entry in captures:
        version = _version_of(entry, seen, by_digest)
        if version is None:
            others.append(entry)
            continue
        seen[version].append(entry)
        if entry.capture.payload_digest:
            by_digest.setdefault(entry.capture.payload_digest, version)
    versions_seen = tuple(Version(version, tuple(entries)) for version, entries in seen.items())
    there = frozenset([*versions, *(entry.capture.date for entries in seen.values() for entry in entries)])
    return History(document, versions_seen, tuple(others), tuple(_find_absences(captures, there, leads_home)))


def _version_of(
    entry: CatalogueEntry, seen: dict[str, list[CatalogueEntry]], by_digest: dict[str, str]
) -> str | None:
    """Return the version that a capture shows: its own, that of the capture it refers to, or one with the same
    payload.
    """
    for date in (entry.capture.date, entry.refers_to_date):
        if date in seen:
            return date
    digest = entry.capture.payload_digest
    return by_digest.get(digest) if digest and entry.capture.status not in MISSING else None
