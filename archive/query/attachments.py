"""The files that an article offers, with what the archive holds of them."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from archive.errors import ArchiveDamaged, ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.document import Attachment, Document
from archive.warc import open_payload

MOST_SHOWN = 50
"""Attachments of one article that are looked up."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An attachment; ``capture`` is the newest that answered with the file, ``size`` its bytes as stored.

    Both are None where it was not captured, or cannot be read.
    """

    attachment: Attachment
    capture: Capture | None = None
    size: int | None = None


def offered_by(archive: Archive, index: Index, document: Document) -> Iterator[Offered]:
    """The first attachments of a document, in order."""
    for attachment in document.attachments[:MOST_SHOWN]:
        entries = [entry for entry in index.captures(attachment.url) if entry.capture.status == 200]
        held = entries[-1] if entries else None
        if held and held.record_type == "revisit":
            held = index.original(held)
        size = _size(archive, held.capture) if held else None
        yield Offered(attachment, held.capture if held and size is not None else None, size)


def _size(archive: Archive, capture: Capture) -> int | None:
    with suppress(ArchiveMissing, ArchiveDamaged):
        return sum(map(len, open_payload(archive, capture)[2]))
    return None
