"""Reads what the archive holds of an address."""

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
from crawler.extraction.template import Template
from crawler.reextract import as_known, is_page
from crawler.reextract.documents import read_with_sketch

_TO_BE_ASKED_AGAIN = frozenset({0, 408, 425, 429})
"""Statuses that say nothing of the page; nor does any of 500 and above."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A page as it was captured, and its document, of whatever kind, where it is one that is read."""

    page: Page
    document: Document | None


@dataclass(frozen=True, slots=True)
class Captured:
    """The last capture of an address by a crawl that did not end, and how many times that crawl asked for it."""

    entry: CatalogueEntry
    times: int

    @property
    def stands(self) -> bool:
        """Whether the answer says what became of the page; a fault of the server does not."""
        status = self.entry.capture.status
        return status < 500 and status not in _TO_BE_ASKED_AGAIN


@dataclass(frozen=True, slots=True)
class Known:
    """A capture whose page a server may say to be unchanged, and by what the request names it."""

    entry: CatalogueEntry
    validators: Validators


class Stored:
    """The captures of an archive, as a crawl of one site asks for them. Nothing here raises for what is damaged."""

    def __init__(self, archive: Archive, index: Index, template: Template) -> None:
        self._archive, self._index, self._template = archive, index, template

    def known(self, uri: str) -> Known | None:
        """The newest capture of the very address, if it had a page and its head has something to name it by."""
        captures = [entry for entry in self._index.captures(uri) if entry.capture.uri == uri]
        newest = captures[-1] if captures else None
        if newest is None or newest.capture.status not in (200, NOT_MODIFIED):
            return None
        # A revisit by which the server said that nothing is new holds no head of the page.
        holder = newest if newest.capture.status == 200 else self._index.original(newest)
        validators = self._validators(holder) if holder else None
        return Known(newest, validators) if validators and validators.are_any else None

    def captured_by(self, jobs: Iterable[Job]) -> dict[str, Captured]:
        """What the jobs captured, by address."""
        names = {job.job for job in jobs}
        stems = [stem for stem in self._archive.stems() if stem.job in names]
        entries = [entry for stem in stems for entry in self._index.entries_in(stem.warc)]
        entries.sort(key=lambda entry: entry.capture.date)
        times = Counter(entry.capture.uri for entry in entries)
        return {entry.capture.uri: Captured(entry, times[entry.capture.uri]) for entry in entries}

    def recall(self, entry: CatalogueEntry) -> Recalled | None:
        """The page of a capture; None where it was cut short, is too large, or cannot be read."""
        try:
            if self._is_cut_short(entry):
                return None
            original = self._index.original(entry) if entry.record_type == "revisit" else None
            page = read_page(self._archive, entry, original)
        except (ArchiveMissing, ArchiveDamaged, ContentTooLarge):
            return None
        return Recalled(page, as_known(self._document(page, original or entry), entry))

    def _document(self, page: Page, holder: CatalogueEntry) -> Document | None:
        return read_with_sketch(page, self._template)[0] if is_page(holder) else None

    def _is_cut_short(self, entry: CatalogueEntry) -> bool:
        return entry.record_type == "response" and any(
            record.field("WARC-Truncated") for record in read_record(self._archive, entry.capture)
        )

    def _validators(self, entry: CatalogueEntry) -> Validators | None:
        try:
            return next((Validators.of(record.block) for record in read_record(self._archive, entry.capture)), None)
        except (ArchiveMissing, ArchiveDamaged):
            return None
