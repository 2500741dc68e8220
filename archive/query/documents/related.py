"""What belongs to a document: its attachments, the other parts of its article, its translations."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from archive.bitext.units import TranslationUnit
from archive.errors import ArchiveDamaged, ArchiveMissing, UsageError
from archive.index import Filters, Index, SearchOptions
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.document import Attachment, Document
from archive.warc import open_payload

MOST_TRANSLATIONS = 12
"""Translations of a page that are looked up."""
MOST_PARTS = 50
_MOST_HITS = 200
_LONGEST_TITLE = 300
MOST_SHOWN = 50
"""Attachments of one article that are looked up."""


@dataclass(frozen=True, slots=True)
class StoredAttachment:
    """An attachment; ``capture`` is its newest successful capture, ``size`` the stored bytes.

    Both are None if it was not captured, or is unreadable.
    """

    attachment: Attachment
    capture: Capture | None = None
    size: int | None = None


def stored_attachments(archive: Archive, index: Index, document: Document) -> Iterator[StoredAttachment]:
    """The first attachments of a document, in order, with their captures."""
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
    """The parts of the article that a document belongs to, in order; the document alone if it is no part.

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
    """The translations of a page in the archive: language and document.

    Those that the page names come first, then those joined to it by translation units.
    """
    named = (
        (each.lang, index.document(each.url))
        for each in document.alternates[:MOST_TRANSLATIONS]
        if each.lang != "x-default"
    )
    units = index.units_of(document.id, document.version)
    joined = ((_main_language(each), each) for each in pages_joined_by_units(index, document, units))
    found: dict[str, tuple[str, Document]] = {}
    for lang, page in (*named, *joined):
        if page and page.id != document.id:
            found.setdefault(page.id, (lang, page))
    return list(found.values())


def pages_joined_by_units(index: Index, document: Document, units: Iterable[TranslationUnit]) -> list[Document]:
    """The other documents joined to a document by these units, those with most units first."""
    sides = (side.origin.document for unit in units for side in (unit.source, unit.target))
    others = Counter(id_ for id_ in sides if id_ != document.id)
    pages = (index.document(id_) for id_, _ in others.most_common(MOST_TRANSLATIONS))
    return [page for page in pages if page]


def _main_language(document: Document) -> str:
    return max(document.languages, key=lambda lang: document.languages[lang], default="und")
