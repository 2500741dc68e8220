"""Document versions on disk: ``documents/SITE/YEAR/*.jsonl.gz``, a line each, in the order of their response records.

Each line is a gzip member (see ``archive.json_lines``); files of earlier versions, ``documents/*.jsonl``, are plain.

In come documents or a file's path, out come files or documents with their places. Begin in ``read_documents`` and
``DocumentsWriter``, by which a crawl appends; a re-extraction replaces files whole.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.disk import make_folder, replace_file
from archive.errors import ArchiveDamaged
from archive.fixity import remove_seal, remove_sealed, write_seal
from archive.json_lines import LineFormat, LinesWriter, StoredLine
from archive.layout import Archive, WarcName
from archive.model.capture import Damage
from archive.model.document import Document, decode, encode

_REPAIR = "'archive reextract' makes the file again"
DOCUMENT_LINES = LineFormat("document", _REPAIR, encode, decode)
"""Documents as lines of a file."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document, the name of its file, and the offset and length in bytes of the line or member that holds it."""

    document: Document
    file: str
    offset: int
    length: int


def read_documents(path: Path, start: int = 0) -> Iterator[StoredDocument]:
    """The documents of one file, in order. A last line without its line end is torn and is left out.

    They begin with the line at the offset ``start``, in bytes. Raises ArchiveDamaged at a line that is no document.
    """
    return (_stored(line, path) for line in DOCUMENT_LINES.read(path, start))


def salvage_documents(path: Path) -> Iterator[StoredDocument | Damage]:
    """The documents of one file as ``read_documents`` gives them, with each damaged line in its place."""
    return (line if isinstance(line, Damage) else _stored(line, path) for line in DOCUMENT_LINES.salvage(path))


def read_document(path: Path, offset: int) -> Document:
    """The document whose line begins at an offset, in bytes, of a file.

    Raises ArchiveDamaged where there is none.
    """
    for stored in read_documents(path, offset):
        return stored.document
    raise ArchiveDamaged(f"{path}: no document at byte {offset}; {_REPAIR}")


def find_documents(archive: Archive) -> Iterator[StoredDocument]:
    """All documents of the archive, file after file in order of their names.

    Raises ArchiveDamaged at a line that is no document.
    """
    for path in archive.documents_paths():
        yield from read_documents(path)


class DocumentsWriter(LinesWriter[Document]):
    """Appends to one documents file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, DOCUMENT_LINES)


def replace_documents(path: Path, documents: Iterable[Document]) -> None:
    """Replace the file in one step: a reader sees the old file or the new one, never a part."""
    make_folder(path.parent)
    remove_seal(path)
    replace_file(path, (DOCUMENT_LINES.line_for(path, document) for document in documents))
    write_seal(path)


def remove_superseded(archive: Archive, stem: WarcName) -> None:
    """Remove the documents file that an earlier version wrote, once the new one is there."""
    if archive.new_documents_file(stem).exists():
        remove_sealed(archive.documents_dir / stem.lines)


def _stored(line: StoredLine[Document], path: Path) -> StoredDocument:
    return StoredDocument(line.value, path.name, line.offset, line.length)
