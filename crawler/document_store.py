"""The document store: the crawl's capture sink, in which an article becomes a document with its units, and is
indexed.

Everything here runs in the recorder's thread, in the order of the records.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self

from scrapy.crawler import Crawler

from archive.bitext.alignment.kept_alignments import KeptAlignments
from archive.corpus.tokens_file_writer_and_postings import update_tokens
from archive.document_and_unit_files import DocumentsWriter, UnitsWriter
from archive.errors import ArchiveDamaged, ArchiveLocked, ArchiveMissing, ArchiveUnusable, ContentTooLarge
from archive.index import Index, IndexWriter, update_cross_page_units, update_index
from archive.index.tables.captures_and_change_events import damage_summary
from archive.index.update import index_documents
from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.page_headers_content_and_charset_names import MAX_READ
from archive.translation_memory.missing_and_cross_page_units import make_units
from archive.warc.captures_and_pages import is_page, read_page_block, read_record
from archive.warc.http_exchange_and_conditional_requests import NOT_MODIFIED, Conditions, Exchange, Validators
from crawler.capture.recorder_and_capture_sink import CaptureSink
from crawler.documents_of_captures import may_hold_article, read_document_and_sketch, with_known_url
from crawler.extraction.article.site_sections_page_places_and_user_choices import NO_CHOICES
from crawler.extraction.article.site_template_page_sketch_and_selectors import Sketch, Template
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from crawler.reextract.template_updates import ChangedDocuments, update_templates
from crawler.rules_revision_of_documents_and_sketches import rules_revision, sketching_rules
from crawler.template_files_and_learning import (
    SketchedPage,
    SketchWriter,
    newest_template,
    store_section_choices,
    store_template,
)

_MOST_CAPTURES = 20  # of one URL, the newest, that are searched for the one that a 304 refers to

logger = logging.getLogger(__name__)


class DocumentStore(CaptureSink):
    """The sink of a crawl's captures (setting CAPTURE_SINK). Requests get ``document`` in their meta.

    That is the page's Document of any kind, or None if it is no HTML page. Documents of articles are on disk before
    their translation units, and both before the index refers to them.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__()
        self.rules = rules_revision()
        self._crawler = crawler
        self._archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
        self._index: IndexWriter | None = None
        self._documents: DocumentsWriter | None = None
        self._units: UnitsWriter | None = None
        self._site: str | None = None
        self._template: Template | None = None
        self._sketches: SketchWriter | None = None
        self._job: str | None = None
        self._alignments = KeptAlignments()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def begin(self, site: str) -> None:
        """Prepare the document store: update the index, and make the documents that interrupted crawls left
        pending.
        """
        self._site = site
        choices = getattr(getattr(self._crawler.spider, "arguments", None), "sections", NO_CHOICES)
        if choices != NO_CHOICES:
            store_section_choices(self._archive, site, choices)
        if update_index(self._archive, site=site).renewed:
            logger.warning("the index was of another version; it was made from the files")
        remade = list(reextract_missing(self._archive, site))
        if remade:
            documents = sum(file.documents for file in remade)
            logger.info("%d pending documents of a stopped crawl made", documents)
            # Also without documents: their units may have been pending.
            update_index(self._archive, site=site)
        with Index(self._archive) as index:
            damage = damage_summary(index.damage())
        if damage:
            logger.warning("%s", damage)

    def find_original(self, payload_digest: str) -> CatalogueEntry | None:
        return self._open_index().capture_with_digest(payload_digest)

    def find_unmodified(self, uri: str, conditions: Conditions) -> CatalogueEntry | None:
        index = self._open_index()
        found = [entry for entry in index.captures(uri) if entry.capture.uri == uri and entry.capture.status == 200]
        for entry in found[: -_MOST_CAPTURES - 1 : -1]:
            if self._refers_to(conditions, entry):
                return entry if entry.record_type == "response" else index.original(entry)
        return None

    def receive(self, captured: Sequence[tuple[Exchange, CatalogueEntry]]) -> list[dict[str, Any]]:
        with self._alignments.in_use():
            return self._receive(captured)

    def _receive(self, captured: Sequence[tuple[Exchange, CatalogueEntry]]) -> list[dict[str, Any]]:
        template, sketches = self._template_for(captured[0][1]) if captured else (None, None)
        read = [_read(exchange, entry, template) for exchange, entry in captured]
        entries, seen = [entry for _, entry in captured], [document for document, _ in read]
        found = [
            SketchedPage.of_capture(entry.capture, sketch)
            for entry, (_, sketch) in zip(entries, read, strict=True)
            if sketch and may_hold_article(entry)
        ]
        if sketches:
            sketches.append(found)
        kept = [
            document
            for entry, document in zip(entries, seen, strict=True)
            if document and document.is_article and may_hold_article(entry)
        ]
        if entries:
            self._store(entries, kept)
        self._count(kept)
        # A cache that answers the spider for a 304 gives it a page, which is then read as without capture.
        return [
            {} if entry.capture.status == NOT_MODIFIED else {"document": with_known_url(document, entry)}
            for entry, document in zip(entries, seen, strict=True)
        ]

    def conclude(self) -> None:
        """Finish the crawl's documents: re-read pages that the template changes, join pages in two languages, merge
        the index.
        """
        if self._site is not None:
            self._close_files()
            for change in update_templates(self._archive, self._site, renew=False):
                self._apply_change(change)
            update_cross_page_units(self._archive, self._open_index(), self._site)
            self._open_index().merge()
            with suppress(ArchiveLocked, ArchiveUnusable):  # the next crawl or question does it
                update_tokens(self._archive)

    def close(self) -> None:
        """Close all files of the document store."""
        self._close_files()
        if self._index is not None:
            self._index.close()

    def _close_files(self) -> None:
        """Close the files that only captures are added to."""
        self._close_writers()
        if self._sketches and self._template and self._job:
            stems = [stem for stem in self._archive.warc_names_of(self._site or "") if stem.job == self._job]
            profile = self._template.profile
            self._sketches.finish(stems, sketching_rules(profile.selectors if profile else ()))
            self._sketches = None

    def _close_writers(self) -> None:
        if self._documents is not None:
            stem = WarcName.parse(self._documents.path.name)
            self._alignments.store(self._archive.alignments_file(stem))
            self._alignments.used.clear()
        for part in (self._documents, self._units):
            if part is not None:
                part.close()
        self._documents = self._units = None

    def _template_for(self, entry: CatalogueEntry) -> tuple[Template, SketchWriter]:
        """The template that the crawl began with, and the writer of its pages' sketches."""
        if self._template is None or self._sketches is None:
            stem = WarcName.parse(entry.capture.warc or "")
            self._job = stem.job
            self._template = newest_template(self._archive, stem.site, stem.job)
            store_template(self._archive, self._template)
            self._sketches = SketchWriter(self._archive, stem.site, stem.job)
        return self._template, self._sketches

    def _apply_change(self, change: ChangedDocuments) -> None:
        """Update the index and the crawl's report with documents that a template changed."""
        stem, before, after = change
        index_documents(self._archive, self._open_index(), stem)
        if stem.job != self._job:
            return
        self._count(before, -1)
        self._count(after)
        if report := getattr(self._crawler.spider, "report", None):
            report.seen.difference_update(document.id for document in before)
            report.seen.update(document.id for document in after)

    def _store(self, entries: list[CatalogueEntry], kept: list[Document]) -> None:
        """Write the documents, then their units, then the index; each is on disk before the next."""
        documents, memory = self._writers_for(entries[0])
        documents.append(kept)
        units = [unit for document in kept for unit in make_units(document)]
        memory.append(units)
        self._open_index().add(entries, kept, units)

    def _refers_to(self, conditions: Conditions, entry: CatalogueEntry) -> bool:
        try:
            return any(
                conditions.match(Validators.of_response(r.block)) for r in read_record(self._archive, entry.capture)
            )
        except (ArchiveMissing, ArchiveDamaged):  # an unreadable capture cannot be referred to
            return False

    def _open_index(self) -> IndexWriter:
        if self._index is None:
            self._index = IndexWriter(self._archive)
        return self._index

    def _writers_for(self, entry: CatalogueEntry) -> tuple[DocumentsWriter, UnitsWriter]:
        """The writers of the document and unit files that belong to the capture's WARC file."""
        stem = WarcName.parse(entry.capture.warc or "")
        if (
            self._documents is None
            or self._units is None
            or self._documents.path != self._archive.documents_file(stem)
        ):
            self._close_writers()
            self._documents = DocumentsWriter(self._archive.documents_file(stem))
            self._units = UnitsWriter(self._archive.bitext_file(stem))
        return self._documents, self._units

    def _count(self, kept: list[Document], number: int = 1) -> None:
        stats = self._crawler.stats
        for document in kept if stats else ():
            stats.inc_value("archive/documents", number)
            stats.inc_value(f"archive/documents/kind/{document.kind}", number)
            for language in document.languages:
                stats.inc_value(f"archive/documents/lang/{language}", number)


def _read(
    exchange: Exchange, entry: CatalogueEntry, template: Template | None
) -> tuple[Document | None, Sketch | None]:
    if not is_page(entry):
        return None, None
    exchange.response.seek(0)
    try:
        page = read_page_block(
            exchange.response, entry.capture, WarcName.parse(entry.capture.warc or "").site, MAX_READ
        )
    except ContentTooLarge:
        return None, None
    return read_document_and_sketch(page, template)
