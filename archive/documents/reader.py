"""Reads documents files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.errors import ArchiveDamaged
from archive.layout import Archive
from archive.model.capture import Damage
from archive.model.document import Document, decode


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document and the line that holds it: the file's name, and the line's offset and length in bytes."""

    document: Document
    file: str
    offset: int
    length: int


def read_documents(path: Path, start: int = 0) -> Iterator[StoredDocument]:
    """The documents of one file, in order. A last line without its line end is torn and is left out.

    They begin with the line at the offset ``start``, in bytes. Raises ArchiveDamaged at a line that is no document.
    """
    with path.open("rb") as stream:
        offset = stream.seek(start)
        for line in stream:
            if not line.endswith(b"\n"):
                return
            yield StoredDocument(_decode(line, path, offset), path.name, offset, len(line))
            offset += len(line)


def salvage_documents(path: Path) -> Iterator[StoredDocument | Damage]:
    """The documents of one file as ``read_documents`` gives them, and between them the lines that are none."""
    with path.open("rb") as stream:
        offset = 0
        for line in stream:
            if not line.endswith(b"\n"):
                return
            end = offset + len(line)
            try:
                yield StoredDocument(_decode(line, path, offset), path.name, offset, len(line))
            except ArchiveDamaged as error:
                yield Damage(offset, end, str(error))
            offset = end


def read_document(path: Path, offset: int) -> Document:
    """The document whose line begins at an offset, in bytes, of a file.

    Raises ArchiveDamaged where there is none.
    """
    for stored in read_documents(path, offset):
        return stored.document
    raise ArchiveDamaged(f"{path}: no document at byte {offset}; 'scrapy reextract' makes the file again")


def find_documents(archive: Archive) -> Iterator[StoredDocument]:
    """All documents of the archive, file after file in order of their names.

    Raises ArchiveDamaged at a line that is no document.
    """
    for path in sorted(archive.documents_dir.glob("*.jsonl")):
        yield from read_documents(path)


def _decode(line: bytes, path: Path, offset: int) -> Document:
    try:
        return decode(line)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"{path}: no document at byte {offset} ({error}); 'scrapy reextract' makes the file again"
        ) from error
