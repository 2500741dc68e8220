"""The history of a page: its versions, when each was captured, and when the page was missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.query.history.absences import MISSING, Absence, LeadsHome, find_absences, redirects_home


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
    """What is known of a page over time, earliest first; ``document`` is its newest version.

    ``others`` are captures of the address without any version: errors, redirects, pages that are no article.
    ``absences`` are the periods when the page was missing; the last may be going on.
    """

    document: Document
    versions: tuple[Version, ...]
    others: tuple[CatalogueEntry, ...]
    absences: tuple[Absence, ...]

    @property
    def absence(self) -> Absence | None:
        """The absence that is going on, None if the page is there."""
        return self.absences[-1] if self.absences and self.absences[-1].back is None else None

    @property
    def missing_since(self) -> str | None:
        """When the page was first not found, if it is missing now."""
        return self.absence.since if self.absence else None

    @property
    def first_seen(self) -> str:
        return min(version.first_seen for version in self.versions)

    @property
    def last_seen(self) -> str:
        return max(version.last_seen for version in self.versions)


def read_history(archive: Archive, index: Index, id_or_url: str) -> History:
    """The history of the document with this id or address.

    Raises ArchiveMissing when there is none.
    """
    with index.snapshot():
        document = index.document(id_or_url)
        if document is None:
            index.check_withdrawn(id_or_url)
            raise ArchiveMissing(f"{id_or_url}: no document with this id or address; find it with 'archive query'")
        versions, captures = index.versions(document.id), index.captures(document.url)
        return build_history(document, versions, captures, partial(redirects_home, archive))


def build_history(
    document: Document, versions: Sequence[str], captures: Sequence[CatalogueEntry], leads_home: LeadsHome
) -> History:
    """The history made of the versions and the captures of an address, both earliest first."""
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
    return History(document, versions_seen, tuple(others), tuple(find_absences(captures, there, leads_home)))


def _version_of(
    entry: CatalogueEntry, seen: dict[str, list[CatalogueEntry]], by_digest: dict[str, str]
) -> str | None:
    """The version that a capture shows: its own, that of the capture it refers to, or one with the same payload."""
    for date in (entry.capture.date, entry.refers_to_date):
        if date in seen:
            return date
    digest = entry.capture.payload_digest
    return by_digest.get(digest) if digest and entry.capture.status not in MISSING else None
