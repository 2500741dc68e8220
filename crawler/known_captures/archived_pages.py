"""Reads the captures that an archive holds of a URL."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentTooLarge
from archive.index import Index
from archive.jobs import Job
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.page import Page
from archive.warc import NOT_MODIFIED, Validators, read_page, read_record
from crawler.documents import is_page, read_document_and_sketch, with_known_url
from crawler.extraction.article.site_template import Template

_INCONCLUSIVE = frozenset({0, 408, 425, 429})
"""Statuses that say nothing about the page, as all from 500."""


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as it was captured, and its document of any kind; None if it is not a page that is read."""

    page: Page
    document: Document | None


@dataclass(frozen=True, slots=True)
class InterruptedCapture:
    """The last capture of a URL by an interrupted crawl, and how many times that crawl requested it."""

    entry: CatalogueEntry
    times: int

    @property
    def is_final(self) -> bool:
        """Whether the answer is final; a server error is not."""
        status = self.entry.capture.status
        return status < 500 and status not in _INCONCLUSIVE


@dataclass(frozen=True, slots=True)
class ValidatedCapture:
    """A capture that a conditional request may refer to, and its validators."""

    entry: CatalogueEntry
    validators: Validators


class ArchivedPages:
    """The captured pages of an archive, for a crawl of one site. No method raises for damaged files."""

    def __init__(self, archive: Archive, index: Index, template: Template) -> None:
        self._archive, self._index, self._template = archive, index, template

    def validated(self, uri: str) -> ValidatedCapture | None:
        """The newest capture of exactly this URL, if it is of a page and its head has validators."""
        captures = [entry for entry in self._index.captures(uri) if entry.capture.uri == uri]
        newest = captures[-1] if captures else None
        if newest is None or newest.capture.status not in (200, NOT_MODIFIED):
            return None
        # The revisit record of a 304 has no head of the page.
        holder = newest if newest.capture.status == 200 else self._index.original(newest)
        validators = self._validators(holder) if holder else None
        return ValidatedCapture(newest, validators) if validators and validators.are_any else None

    def captured_by(self, jobs: Iterable[Job]) -> dict[str, InterruptedCapture]:
        """The captures of the jobs, by URL."""
        names = {job.job for job in jobs}
        stems = [stem for stem in self._archive.warc_names() if stem.job in names]
        entries = [entry for stem in stems for entry in self._index.entries_in(stem.warc)]
        entries.sort(key=lambda entry: entry.capture.date)
        times = Counter(entry.capture.uri for entry in entries)
        return {entry.capture.uri: InterruptedCapture(entry, times[entry.capture.uri]) for entry in entries}

    def read(self, entry: CatalogueEntry) -> ArchivedPage | None:
        """The page of a capture; None if it is truncated, too large, or unreadable."""
        try:
            if self._is_truncated(entry):
                return None
            original = self._index.original(entry) if entry.record_type == "revisit" else None
            page = read_page(self._archive, entry, original)
        except (ArchiveMissing, ArchiveDamaged, ContentTooLarge):
            return None
        return ArchivedPage(page, with_known_url(self._document(page, original or entry), entry))

    def _document(self, page: Page, holder: CatalogueEntry) -> Document | None:
        return read_document_and_sketch(page, self._template)[0] if is_page(holder) else None

    def _is_truncated(self, entry: CatalogueEntry) -> bool:
        return entry.record_type == "response" and any(
            record.field("WARC-Truncated") for record in read_record(self._archive, entry.capture)
        )

    def _validators(self, entry: CatalogueEntry) -> Validators | None:
        try:
            return next(
                (Validators.of_response(record.block) for record in read_record(self._archive, entry.capture)), None
            )
        except (ArchiveMissing, ArchiveDamaged):
            return None
