"""What changed in the archive since a moment: articles that are new, changed, missing or gone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archive.index import Index
from archive.jobs import ADDED, find_jobs
from archive.layout import Archive
from archive.model.document import Document
from archive.query.comparison import Comparison, compare
from archive.query.history import read_history
from archive.warc import NOT_MODIFIED

Kind = Literal["new", "changed", "missing", "gone"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that became of a document, and when; ``comparison`` is what changed in a ``changed`` one."""

    kind: Kind
    at: str
    document: Document
    comparison: Comparison | None = None


def last_crawls(archive: Archive, site: str | None = None) -> dict[str, str]:
    """When the last crawl of each site began, of all sites or of one."""
    began: dict[str, str] = {}
    for job in find_jobs(archive).values():
        if job.reason != ADDED and site in (None, job.site):
            began[job.site] = max(job.began, began.get(job.site, ""))
    return began


def find_changes(archive: Archive, index: Index, since: str | None, site: str | None = None) -> Iterator[Change]:
    """The changes since a moment in the archive's form, or since the last crawl of each site began; latest first.

    A version whose text and facts are those of the one before it is no change. A page is told of as missing at its
    first absence, and as gone at the last.
    """
    began = last_crawls(archive, site)
    found = [
        change
        for name in archive.sites()
        if site in (None, name)
        for change in _of_site(archive, index, name, since or began.get(name, ""))
    ]
    return iter(sorted(found, key=lambda change: (change.at, change.document.id), reverse=True))


def _of_site(archive: Archive, index: Index, site: str, since: str) -> Iterator[Change]:
    versions: defaultdict[str, set[str]] = defaultdict(set)
    addresses: set[str] = set()
    for stem in archive.stems_of(site):
        warc = stem.warc
        for id_, version in index.versions_in(warc):
            if version >= since:
                versions[id_].add(version)
        addresses.update(
            entry.capture.uri
            for entry in index.entries_in(warc)
            if entry.capture.date >= since and entry.capture.status != NOT_MODIFIED
        )
    for id_, came in versions.items():
        yield from _versions(index, id_, came)
    yield from _absences(archive, index, addresses, since)


def _versions(index: Index, id_: str, came: Iterable[str]) -> Iterator[Change]:
    known = index.versions(id_)
    for version in sorted(came):
        at = known.index(version)
        new = index.document(id_, version)
        old = index.document(id_, known[at - 1]) if at else None
        if new is None:
            continue
        if old is None:
            yield Change("new", version, new)
            continue
        comparison = compare(old, new)
        if comparison.facts or comparison.changed:
            yield Change("changed", version, new, comparison)


def _absences(archive: Archive, index: Index, addresses: Iterable[str], since: str) -> Iterator[Change]:
    told: set[str] = set()
    for address in sorted(addresses):
        document = index.document(address)
        if document is None or document.id in told:
            continue
        told.add(document.id)
        absence = read_history(archive, index, document.id).absence
        if absence is None:
            continue
        if absence.is_gone and absence.last >= since:
            yield Change("gone", absence.last, document)
        elif absence.since >= since:
            yield Change("missing", absence.since, document)
