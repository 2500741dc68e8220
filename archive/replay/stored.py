"""The payload of a memento: whole where it is to be read, in pieces where it is large."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.errors import ContentTooLarge
from archive.layout import Archive
from archive.model.page import Headers, Page
from archive.replay.choice import Memento
from archive.warc import open_payload, read_page

IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a payload up to which it is read at once."""


@dataclass(frozen=True, slots=True)
class Large:
    """A response too large to be held in memory: its payload comes in pieces, with its content coding."""

    status: int
    headers: Headers
    pieces: Iterator[bytes]


def read_stored(archive: Archive, memento: Memento) -> Page | Large:
    """The response of a memento, with the headers that came with it; of a large revisit, those of its original.

    Raises ArchiveMissing or ArchiveDamaged.
    """
    original = memento.holder if memento.holder is not memento.entry else None
    try:
        if (memento.holder.capture.length or 0) <= IN_MEMORY:
            return read_page(archive, memento.entry, original, IN_MEMORY)
    except ContentTooLarge:
        pass
    status, headers, pieces = open_payload(archive, memento.holder.capture)
    return Large(status, headers, pieces)


def read_readable(archive: Archive, memento: Memento) -> Page:
    """The response of a memento that is to be rewritten.

    Raises ArchiveMissing, ArchiveDamaged, or ContentTooLarge past 64 MiB.
    """
    return read_page(archive, memento.entry, memento.holder if memento.holder is not memento.entry else None)
