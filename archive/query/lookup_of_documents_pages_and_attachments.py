"""Look-up of one document or captured page, with its parts, translations and attachments."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from archive.bitext.translation_units import TranslationUnit
from archive.errors import ArchiveDamaged, ArchiveMissing, UsageError
from archive.index import Filters, Index, SearchOptions
from archive.layout import Archive, site_of_warc
from archive.model.capture import Capture, CatalogueEntry
from archive.model.document import Attachment, Document
from archive.model.page_headers_content_and_charset_names import Page
from archive.model.url import canonical
from archive.rights_of_pages_and_sites import StatedRights
from archive.warc.captures_and_pages import open_payload, read_page
from archive.withdrawal import Withdrawn

MOST_TRANSLATIONS = 12
"""Translations of a page that are looked up."""
MOST_PARTS = 50
_MOST_HITS = 200
_LONGEST_TITLE = 300
MOST_SHOWN = 50
"""Attachments of one article that are looked up."""


def check_withdrawn(index: Index, id_or_url: str) -> None:
    """Check for a look-up that found nothing whether the document or address was withdrawn.

    Raises Withdrawn, which has the date and the reason, if it was.
    """
    withdrawals = index.withdrawals
    if not withdrawals.standing:
        return
    entry = index.withdrawn_capture(id_or_url)
    found = withdrawals.of_document(id_or_url) or withdrawals.of_address(id_or_url)
    if found is None and entry:
        capture = entry.capture
        found = withdrawals.covering(canonical(capture.uri), site_of_warc(capture.warc), capture.date)
    if found:
        raise Withdrawn.since(id_or_url, found.date, found.reason)


def find_capture(index: Index, url: str, at: str | None) -> CatalogueEntry:
    """Look up the capture of an address, the newest or the one nearest in time to ``at``.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    entry = index.capture(url, at)
    if entry is None:
        check_withdrawn(index, url)
        raise ArchiveMissing(f"{url}: never captured; 'archive query' and 'archive stats' show what is there")
    return entry


def find_page(archive: Archive, url: str, at: str | None) -> Page:
    """Read the captured page of an address, the newest or the one nearest in time to ``at``, revisits resolved.

    Raises ArchiveMissing when the address was never captured, UsageError when ``at`` is no time.
    """
    with Index(archive) as index:
        entry = find_capture(index, url, at)
        original = index.original(entry) if entry.record_type == "revisit" else None
    return read_page(archive, entry, original)


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """An attachment of a document; ``capture`` is its newest successful capture, ``size`` the stored bytes.

    Both are None if it was not captured, or is unreadable.
    """

    attachment: Attachment
    capture: Capture | None = None
    size: int | None = None


def stored_attachments(archive: Archive, index: Index, document: Document) -> Iterator[StoredAttachment]:
    """Look up the captures of a document's first attachments, in order."""
    for attachment in document.attachments[:MOST_SHOWN]:
        entries = [entry for entry in index.captures(attachment.url) if entry.capture.status == 200]
        held = entries[-1] if entries else None
        if held and held.record_type == "revisit":
            held = index.original(held)
        size = _size(archive, held.capture) if held else None
        yield StoredAttachment(attachment, held.capture if held and size is not None else None, size)


def _size(archive: Archive, capture: Capture) -> int | None:
    with suppress(ArchiveMissing, ArchiveDamaged):
        return sum(map(len, open_payload(archive, capture)[2]))
    return None


def parts_of(index: Index, document: Document) -> list[Document]:
    """Find all parts of the article that a document is a part of, in order; the document alone if it is no part.

    They are searched by their common title, and identified by the address of their first part.
    """
    part, title = document.part, document.title
    if part is None or not title or len(title) > _LONGEST_TITLE:
        return [document]
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    try:
        hits = index.search(
            f'title:"{quoted}"', Filters(site=document.site), _MOST_HITS, options=SearchOptions(apart=True)
        ).hits
    except UsageError:  # a title of nothing but punctuation
        return [document]
    found = {
        each.document.part.number: each.document
        for each in hits
        if each.document.part and each.document.part.first == part.first
    }
    found[part.number] = document
    return [found[number] for number in sorted(found)[:MOST_PARTS]]


def translations_of(index: Index, document: Document) -> list[tuple[str, Document]]:
    """Find the translations of a document in the archive, each with its language.

    Those that the page names come first, then those joined to it by translation units.
    """
    named = (
        (each.lang, index.document(each.url))
        for each in document.alternates[:MOST_TRANSLATIONS]
        if each.lang != "x-default"
    )
    units = index.units_of(document.id, document.version)
    joined = ((main_language(each), each) for each in pages_joined_by_units(index, document, units))
    found: dict[str, tuple[str, Document]] = {}
    for lang, page in (*named, *joined):
        if page and page.id != document.id:
            found.setdefault(page.id, (lang, page))
    return list(found.values())


def pages_joined_by_units(index: Index, document: Document, units: Iterable[TranslationUnit]) -> list[Document]:
    """Find the other documents that translation units join to a document, those with most units first."""
    sides = (side.origin.document for unit in units for side in (unit.source, unit.target))
    others = Counter(id_ for id_ in sides if id_ != document.id)
    pages = (index.document(id_) for id_, _ in others.most_common(MOST_TRANSLATIONS))
    return [page for page in pages if page]


def main_language(document: Document) -> str:
    """Return the language of most of a document's text, ``und`` where none is known."""
    return max(document.languages, key=lambda lang: document.languages[lang], default="und")


@dataclass(frozen=True, slots=True)
class DocumentContext:
    """What is shown beside a document: parts of the article, translations, rights and attachments.

    ``parts`` are all parts of its article, in order, itself included; empty if it is no part. ``translations`` are
    the language and address of each translation. ``rights`` are the rights stated for its text, None for those on its
    page alone. ``attachments`` are the files linked from the article.
    """

    parts: tuple[Document, ...] = ()
    translations: tuple[tuple[str, str], ...] = ()
    rights: StatedRights | None = None
    attachments: tuple[StoredAttachment, ...] = ()


NO_CONTEXT = DocumentContext()


def find_document(archive: Archive, id_or_url: str, at: str | None) -> Document:
    """Find the document with this id or address, in its newest version or the one nearest in time to ``at``.

    Raises ArchiveMissing when there is none, UsageError when ``at`` is no time.
    """
    with Index(archive) as index:
        document = index.document(id_or_url, at)
        captured = None if document else index.capture(id_or_url)
        if document is None:
            check_withdrawn(index, id_or_url)
    if document:
        return document
    if captured:
        raise ArchiveMissing(
            f"{id_or_url}: captured, but no article; its page is printed by 'archive replay --raw {id_or_url}'"
        )
    raise ArchiveMissing(f"{id_or_url}: no document with this id or address; find it with 'archive query'")


def find_context(archive: Archive, document: Document) -> DocumentContext:
    """Find what is shown beside a document: parts of the article, translations, rights, attachments."""
    with Index(archive) as index:
        parts = parts_of(index, document)
        others = translations_of(index, document)
        rights = index.site_rights().of_document(document)
        attachments = tuple(stored_attachments(archive, index, document))
    translations = tuple((lang, page.url) for lang, page in others)
    return DocumentContext(tuple(parts) if len(parts) > 1 else (), translations, rights, attachments)
