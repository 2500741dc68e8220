"""Which captures become documents. A crawl and a re-extraction both ask here, so they cannot differ."""

import logging
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from pathlib import Path

from archive.documents import read_documents as read_stored
from archive.errors import ArchiveDamaged, ArchiveMissing, ContentCodingError, ContentTooLarge
from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry, Damage
from archive.model.document import Document
from archive.model.page import Page
from archive.model.url import canonical, document_id
from archive.warc import FindOriginal, catalogue_whole, read_page
from crawler.extraction.body.site_template import Sketch, Template
from crawler.extraction.decoding.parse import MAX_READ, is_too_large
from crawler.extraction.document import extract_with_sketch

# As what pages are fetched, in the words of Sec-Fetch-Dest; None where the request does not say.
_PAGE_DESTINATIONS = frozenset({None, "document", "frame", "iframe", "embed", "object"})
_PAGE_TYPES = frozenset({None, "text/html", "application/xhtml+xml", "application/xml+html"})
_INDEX_PAGE = re.compile(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)(?=\?|$)", re.IGNORECASE)

logger = logging.getLogger(__name__)


def is_page(entry: CatalogueEntry) -> bool:
    """Return whether the capture is of a page: answered with 200, as HTML or without a type.

    HTML that came where an image, a style sheet or the like was asked for is none.
    """
    is_asked_for = entry.fetched_as in _PAGE_DESTINATIONS
    return is_asked_for and entry.capture.status == 200 and entry.mime in _PAGE_TYPES


def may_hold_article(entry: CatalogueEntry) -> bool:
    """Return whether the capture may give a document that the archive does not have yet.

    A revisit of the very address whose payload is already stored brings nothing new, nor does one of its directory,
    or of the directory's index page.
    """
    return is_page(entry) and (entry.record_type == "response" or original_address(entry) is None)


def original_address(entry: CatalogueEntry) -> str | None:
    """The canonical address under which a revisit's page was captured before, where that is its own or its twin.

    A directory and its index page that were answered with the same bytes are one page.
    """
    address, other = canonical(entry.capture.uri), canonical(entry.refers_to_uri or "")
    is_one = entry.record_type == "revisit" and _directory(address) == _directory(other)
    return other if is_one else None


def read_document(page: Page, template: Template | None = None) -> Document | None:
    """The page's document, of whatever kind; None, and a line in the log, where it is too large or that failed.

    Raises MemoryError: what is made of a file has all its documents, or is not made.
    """
    return _read(page, template, MemoryError)[0]


def read_with_sketch(page: Page, template: Template | None = None) -> tuple[Document | None, Sketch | None]:
    """The page's document, and what of it counts for its site's template; None, and a line, where it gives none."""
    return _read(page, template)


def _read(page: Page, template: Template | None, *raised: type[Exception]) -> tuple[Document | None, Sketch | None]:
    try:
        return (None, None) if _is_too_large(page) else extract_with_sketch(page, template)
    except raised:
        raise
    except Exception:  # a fault of ours on one page must not end a crawl; the capture is kept and can be read again
        logger.exception("%s: extraction failed; 'scrapy reextract --all' reads the page again", page.url)
        return None, None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a WARC file: the records from one offset on, which is where one begins, and before another or all."""

    start: int = 0
    end: int | None = None

    def holds(self, found: CatalogueEntry | Damage) -> bool:
        """Return whether a capture or damage that does not begin before the part is in it."""
        offset = found.offset if isinstance(found, Damage) else found.capture.offset or 0
        return self.end is None or offset < self.end


WHOLE = Part()


def documents_of(
    archive: Archive, path: Path, find_original: FindOriginal, template: Template | None, part: Part = WHOLE
) -> Iterator[Document]:
    """The documents of the captures in one WARC file, or in a part of it, in the records' order.

    ``template`` is that of the site for the file's crawl. ``find_original`` gives the response record with a
    payload's digest. A page too large to read, and a revisit whose payload is not in the archive, have no document.
    What was extracted from a record that cannot be read any more stands as it is stored.
    """
    stored = _Stored(archive, path)
    for found in takewhile(part.holds, catalogue_whole(path, part.start)):
        if isinstance(found, Damage):
            yield from stored.within(found)
        elif may_hold_article(found):
            try:
                page = page_of(archive, found, find_original)
            except ArchiveDamaged:
                yield from stored.at(found.capture.offset)
                continue
            document = read_document(page, template) if page else None
            if document and document.is_article:
                yield document


class _Stored:
    """The documents of a WARC file as they are stored, read when the first is asked for."""

    def __init__(self, archive: Archive, warc: Path) -> None:
        self._path = archive.documents_file(WarcName.parse(warc.name))

    def within(self, damage: Damage) -> Iterator[Document]:
        """Those whose record is damaged, in order."""
        return (document for document in self._documents if damage.holds(document.capture.offset))

    def at(self, offset: int | None) -> Iterator[Document]:
        """That of the record at an offset, if there is one."""
        return (document for document in self._documents if document.capture.offset == offset)

    @cached_property
    def _documents(self) -> list[Document]:
        found: list[Document] = []
        with suppress(ArchiveDamaged, FileNotFoundError):
            found.extend(stored.document for stored in read_stored(self._path))
        return found


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
    """The page of a capture; None where it is too large to read, or its payload is not in the archive.

    Raises ArchiveDamaged where the record that holds its payload cannot be read.
    """
    original = find_original(entry.capture.payload_digest or "") if entry.record_type == "revisit" else None
    try:
        return read_page(archive, entry, original, MAX_READ)
    except (ArchiveMissing, ContentTooLarge):
        return None


def as_known(document: Document | None, entry: CatalogueEntry) -> Document | None:
    """The document of a capture by the address under which its page was captured before, if it was."""
    known = original_address(entry)
    if document is None or known in (None, document.url):
        return document
    return replace(document, id=document_id(document.site, known), url=known)


def _directory(url: str) -> str:
    """The address without the name of an index page at the end of its path."""
    return _INDEX_PAGE.sub("/", url)
