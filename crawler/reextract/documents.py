"""Which captures become documents. A crawl and a re-extraction both ask here, so they cannot differ."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from archive.errors import ArchiveMissing, ContentCodingError, ContentTooLarge
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.model.page import Page
from archive.model.url import canonical_url
from archive.warc import FindOriginal, catalogue_file, read_page
from crawler.extraction import extract
from crawler.extraction.fingerprint import Fingerprint
from crawler.extraction.size import MAX_READ, is_too_large

# As what pages are fetched, in the words of Sec-Fetch-Dest; None where the request does not say.
_PAGE_DESTINATIONS = frozenset({None, "document", "frame", "iframe", "embed", "object"})
_PAGE_TYPES = frozenset({None, "text/html", "application/xhtml+xml", "application/xml+html"})

logger = logging.getLogger(__name__)


def is_page(entry: CatalogueEntry) -> bool:
    """Whether the capture is of a page: answered with 200, as HTML or without a type.

    HTML that came where an image, a style sheet or the like was asked for is none.
    """
    is_asked_for = entry.fetched_as in _PAGE_DESTINATIONS
    return is_asked_for and entry.capture.status == 200 and entry.mime in _PAGE_TYPES


def may_hold_article(entry: CatalogueEntry) -> bool:
    """Whether the capture may give a document that the archive does not have yet.

    A revisit of the very address whose payload is already stored brings nothing new.
    """
    return is_page(entry) and (entry.record_type == "response" or not _same_address(entry))


def read_document(page: Page, fingerprint: Fingerprint | None = None) -> Document | None:
    """The page's document, of whatever kind; None, and a line in the log, where it is too large or that failed."""
    try:
        return None if _is_too_large(page) else extract(page, fingerprint)
    except Exception:  # a fault of ours on one page must not end a crawl; the capture is kept and can be read again
        logger.exception("%s: extraction failed; 'scrapy reextract --all' reads the page again", page.url)
        return None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a WARC file: the records from one offset on, which is where one begins, and before another or all."""

    start: int = 0
    end: int | None = None

    def holds(self, entry: CatalogueEntry) -> bool:
        """Whether a capture that does not begin before the part is in it."""
        return self.end is None or (entry.capture.offset or 0) < self.end


WHOLE = Part()


def documents_of(
    archive: Archive, path: Path, find_original: FindOriginal, fingerprint: Fingerprint | None, part: Part = WHOLE
) -> Iterator[Document]:
    """The documents of the captures in one WARC file, or in a part of it, in the records' order.

    ``fingerprint`` is that of the site, if it has one. ``find_original`` gives the response record with a payload's
    digest. A page too large to read, and a revisit whose payload is not in the archive, have no document.

    Raises ArchiveDamaged at a record that is torn.
    """
    for entry in takewhile(part.holds, catalogue_file(path, part.start)):
        if may_hold_article(entry):
            page = page_of(archive, entry, find_original)
            document = read_document(page, fingerprint) if page else None
            if document and document.is_article:
                yield document


def _is_too_large(page: Page) -> bool:
    try:
        too_large = is_too_large(page.content(MAX_READ).decode("latin-1").replace("\0", ""))
    except ContentTooLarge:
        too_large = True
    except ContentCodingError:  # extraction knows what to make of it
        return False
    if too_large:
        logger.info("%s: too large to be read; it is kept as it is", page.url)
    return too_large


def page_of(archive: Archive, entry: CatalogueEntry, find_original: FindOriginal) -> Page | None:
    """The page of a capture; None where it is too large to read, or its payload is not in the archive."""
    original = find_original(entry.capture.payload_digest or "") if entry.record_type == "revisit" else None
    try:
        return read_page(archive, entry, original, MAX_READ)
    except (ArchiveMissing, ContentTooLarge):
        return None


def _same_address(entry: CatalogueEntry) -> bool:
    try:
        return canonical_url(entry.refers_to_uri or "") == canonical_url(entry.capture.uri)
    except ValueError:
        return entry.refers_to_uri == entry.capture.uri
