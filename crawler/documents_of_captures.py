"""How a captured page becomes a document, and which captures have one.

A crawl and a re-extraction both use these functions, so their documents cannot differ.
"""

import logging
import re
from dataclasses import dataclass, replace

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentCodingError, ContentTooLarge
from archive.index import Index
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document, document_id
from archive.model.page_headers_content_and_charset_names import MAX_READ, Page
from archive.model.url import canonical
from archive.warc.captures_and_pages import is_page, read_page, read_record
from archive.warc.warc_writer import FindOriginal
from crawler.extraction.article.site_template_page_sketch_and_selectors import Sketch, Template
from crawler.extraction.decoding.html_tree_xpath_and_script_json import is_too_large
from crawler.extraction.document_extraction import extract_with_sketch

_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)(?=\?|$)", re.IGNORECASE)

logger = logging.getLogger(__name__)


def may_hold_article(entry: CatalogueEntry) -> bool:
    """Return whether a capture may give a document that the archive does not have yet.

    A revisit of a URL whose payload is already stored brings nothing new, nor does one of its directory, or of the
    directory's index page.
    """
    return is_page(entry) and (entry.record_type == "response" or _earlier_url(entry) is None)


def _earlier_url(entry: CatalogueEntry) -> str | None:
    """The canonical URL under which a revisit's page was captured before; None if that was a different page.

    A directory and its index page with the same bytes are one page.
    """
    address, other = canonical(entry.capture.uri), canonical(entry.refers_to_uri or "")
    is_one = entry.record_type == "revisit" and _directory(address) == _directory(other)
    return other if is_one else None


def _directory(url: str) -> str:
    """The URL without the name of an index page at the end of its path."""
    return _INDEX_PAGE.sub("/", url)


def page_of_capture(archive: Archive, entry: CatalogueEntry, find_original: FindOriginal) -> Page | None:
    """Read the page of a capture to extract; None if it is too large to read, or its payload is not in the archive.

    Raises ArchiveDamaged if the record that holds its payload cannot be read.
    """
    original = find_original(entry.capture.payload_digest or "") if entry.record_type == "revisit" else None
    try:
        return read_page(archive, entry, original, MAX_READ)
    except (ArchiveMissing, ContentTooLarge):
        return None


def read_document(page: Page, template: Template | None = None) -> Document | None:
    """Extract the document of a page, of any kind; None, and a line in the log, if it is too large or extraction
    failed.

    Raises MemoryError: a documents file has all its documents, or is not written.
    """
    return read_document_and_sketch(page, template, MemoryError)[0]


def read_document_and_sketch(
    page: Page, template: Template | None = None, *raised: type[Exception]
) -> tuple[Document | None, Sketch | None]:
    """Extract a page's document, and its sketch for the site's template; None, and a line in the log, if there is
    none.

    Errors of the types ``raised`` are not logged but raised.
    """
    try:
        return (None, None) if _is_too_large(page) else extract_with_sketch(page, template)
    except raised:
        raise
    except Exception:  # our error on one page must not end a crawl; the capture is kept and can be read again
        logger.exception("%s: extraction failed; 'archive reextract --all' reads the page again", page.url)
        return None, None


def _is_too_large(page: Page) -> bool:
    try:
        too_large = is_too_large(page.content(MAX_READ).decode("latin-1").replace("\0", ""))
    except ContentTooLarge:
        too_large = True
    except ContentCodingError:  # extraction handles it
        return False
    if too_large:
        logger.info("%s: too large for extraction; the capture is kept", page.url)
    return too_large


def with_known_url(document: Document | None, entry: CatalogueEntry) -> Document | None:
    """Give a capture's document the id and URL under which its page was captured before, if it was."""
    known = _earlier_url(entry)
    if document is None or known in (None, document.url):
        return document
    return replace(document, id=document_id(document.site, known), url=known)


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A captured page in the archive, and its document of any kind; None if it is not a page that is read."""

    page: Page
    document: Document | None


def read_archived_page(
    archive: Archive, index: Index, template: Template, entry: CatalogueEntry
) -> ArchivedPage | None:
    """Read the page of an earlier capture again, and its document; None if it is truncated, too large or damaged."""
    try:
        if _is_truncated(archive, entry):
            return None
        original = index.original(entry) if entry.record_type == "revisit" else None
        page = read_page(archive, entry, original)
    except (ArchiveMissing, ArchiveDamaged, ContentTooLarge):
        return None
    document = read_document_and_sketch(page, template)[0] if is_page(original or entry) else None
    return ArchivedPage(page, with_known_url(document, entry))


def _is_truncated(archive: Archive, entry: CatalogueEntry) -> bool:
    return entry.record_type == "response" and any(
        record.field("WARC-Truncated") for record in read_record(archive, entry.capture)
    )
