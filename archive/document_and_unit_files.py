"""Files of documents (``documents/``) and translation units (``bitext/``): JSON lines, read with places and appended.

Documents are in the order of their response records, units in that of their documents, as ``unit.schema.json`` has
them. In a file named ``.gz`` each line is a gzip member (RFC 1952) of its own, so that it is appended and read alone;
its offset is that of the member. A last line without its line end, or a member without its end, is torn: readers
leave it out, and a writer cuts it before it appends.

Begin at ``read_documents`` and ``DocumentsWriter``, by which a crawl appends; a re-extraction replaces files whole.
"""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, Generic, Self, TypeVar, cast

from isal import isal_zlib

from archive.bitext.translation_units import (
    TranslationUnit,
    decode_unit,
    document_of_unit,
    encode_unit,
)
from archive.disk import make_folder, replace_file, replacing, sync_directory, whole_lines_length, write_whole
from archive.errors import ArchiveDamaged, disk_errors
from archive.layout import GZIP_SUFFIX, Archive, WarcName, is_warc_name, version_order
from archive.manifest_and_seals import remove_seal, seal_file, write_seal
from archive.model.capture import Damage
from archive.model.document import Document, decode_document, encode_document

T = TypeVar("T")

_GZIP = zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b\x08"
_LEVEL = 2  # ISA-L's: a seventh of the time of zlib's level 6, for 9 % more on documents
_PIECE = 16 * 1024
_GzipError = cast(type[Exception], isal_zlib.error)


@dataclass(frozen=True, slots=True)
class StoredLine(Generic[T]):
    """A line read from a documents or units file: its value, and its offset and length in bytes (or its gzip
    member's).
    """

    value: T
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class LineFormat(Generic[T]):
    """How documents or units are written as JSON lines; ``name`` and ``repair`` are for error messages."""

    name: str
    repair: str
    encode: Callable[[T], str]
    decode: Callable[[bytes], T]

    def line(self, value: T) -> bytes:
        """Encode a document or unit as a line of JSON, with its line end."""
        return self.encode(value).encode() + b"\n"

    def line_for(self, path: Path, value: T) -> bytes:
        """Encode a document or unit as a line of this file: as a gzip member if the file's name ends in ``.gz``."""
        return gzip_member(self.line(value)) if _is_compressed(path) else self.line(value)

    def read(self, path: Path, start: int = 0) -> Iterator[StoredLine[T]]:
        """Read the lines of a documents or units file, in order, beginning with the line at the offset ``start`` in
        bytes.

        Raises ArchiveDamaged at a line that does not hold a value.
        """
        for line in _lines(path, start):
            yield self._stored(line, path)

    def salvage(self, path: Path) -> Iterator[StoredLine[T] | Damage]:
        """Read the lines of a documents or units file as ``read`` does; a line that holds no value is given as
        damage.
        """
        for line in _lines(path):
            try:
                yield self._stored(line, path)
            except ArchiveDamaged as error:
                yield Damage(line.offset, line.offset + line.length, str(error))

    def _stored(self, line: StoredLine[bytes | None], path: Path) -> StoredLine[T]:
        try:
            if line.value is None:
                raise ValueError("damaged gzip data")
            return StoredLine(self.decode(line.value), line.offset, line.length)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveDamaged(f"{path}: no {self.name} at byte {line.offset} ({error}); {self.repair}") from error


class LinesWriter(Generic[T]):
    """The writer that appends to one documents or units file, which has a seal while nobody writes to it.

    A torn last line, of ``cut`` bytes, is cut first; a changed file is sealed when the writer is closed. A file with
    a seal and a torn line was not left by a writer but damaged: it keeps the seal, which shows the damage. The caller
    holds the site's lock. Every method raises ArchiveUnusable when the disk does not accept the change.
    """

    def __init__(self, path: Path, form: LineFormat[T]) -> None:
        self.path = path
        self._form = form
        with disk_errors(path):
            make_folder(path.parent)
            # Unbuffered, so that nothing of a write that failed is written later.
            self._stream = path.open("ab", buffering=0)
            sync_directory(path.parent)
            size, self.size = self._stream.tell(), whole_length(path)
            self.cut = size - self.size
            if self.cut:  # or else the file would look changed
                self._stream.truncate(self.size)
        self._is_changed = not seal_file(path).exists()

    def append(self, values: Iterable[T]) -> None:
        """Append documents or units, a line each; on return they are on disk. When that fails the file is as
        before.
        """
        self.append_lines(b"".join(self._form.line_for(self.path, value) for value in values))

    def append_lines(self, lines: bytes) -> None:
        """Append whole lines of this file's form as ``append`` does."""
        if not lines:
            return
        self._unseal()
        with disk_errors(self.path):
            try:
                write_whole(self._stream, lines)
                os.fsync(self._stream.fileno())
            except OSError:
                self._stream.truncate(self.size)
                raise
        self.size += len(lines)

    def truncate(self, size: int) -> int:
        """Cut a documents or units file to its first ``size`` bytes, which are whole lines; returns how many were
        cut.
        """
        cut = self.size - size
        if cut > 0:
            self._unseal()
            with disk_errors(self.path):
                self._stream.truncate(size)
                os.fsync(self._stream.fileno())
            self.size = size
        return cut

    def close(self) -> None:
        self._stream.close()
        if self._is_changed and self.path.exists():
            self._is_changed = False
            write_seal(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _unseal(self) -> None:
        if not self._is_changed:
            remove_seal(self.path)
            self._is_changed = True


def gzip_member(line: bytes) -> bytes:
    """Compress a line as a gzip member without time and name; on one machine, the same line gives the same bytes."""
    engine = isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return bytes(engine.compress(line) + engine.flush())


def whole_length(path: Path) -> int:
    """Return the length in bytes of a documents or units file up to the end of its last whole line."""
    if not _is_compressed(path):
        return whole_lines_length(path)
    return max((line.offset + line.length for line in _lines(path) if line.value is not None), default=0)


def is_torn(path: Path) -> bool:
    """Return whether a documents or units file has bytes after its last whole line, left by a crash."""
    return path.exists() and whole_length(path) < path.stat().st_size


def _is_compressed(path: Path) -> bool:
    return path.suffix == GZIP_SUFFIX


def _lines(path: Path, start: int = 0) -> Iterator[StoredLine[bytes | None]]:
    """Read the whole lines of a file from an offset on; None stands for a damaged part of a compressed file."""
    with path.open("rb") as stream:
        if _is_compressed(path):
            yield from _members(stream, start)
            return
        offset = stream.seek(start)
        for line in stream:
            if not line.endswith(b"\n"):
                return
            yield StoredLine(line, offset, len(line))
            offset += len(line)


def _members(stream: BinaryIO, offset: int) -> Iterator[StoredLine[bytes | None]]:
    """The contents of the gzip members from an offset on; None stands for damage between them or at the end."""
    while member := _member_at(stream, offset):
        if member.value is None:
            following = _next_member(stream, offset)
            if following is None and member.length == 0:
                return
            end = stream.seek(0, os.SEEK_END) if following is None else following
            member = StoredLine(None, offset, end - offset)
        yield member
        offset += member.length


def _member_at(stream: BinaryIO, offset: int) -> StoredLine[bytes | None] | None:
    """Read the gzip member at an offset, None at the end of the file.

    It has no value if it is damaged, and length 0 too if the file ends before it does.
    """
    stream.seek(offset)
    engine = isal_zlib.decompressobj(_GZIP)
    content, read = b"", 0
    try:
        while not engine.eof and (piece := stream.read(_PIECE)):
            content += engine.decompress(piece)
            read += len(piece)
    except _GzipError:
        return StoredLine(None, offset, read)
    if engine.eof:
        return StoredLine(content, offset, read - len(engine.unused_data))
    return StoredLine(None, offset, 0) if read else None


def _next_member(stream: BinaryIO, damaged: int) -> int | None:
    """The offset of the first whole member after the damage, None if there is none."""
    stream.seek(damaged)
    rest = stream.read()
    at = rest.find(_GZIP_MAGIC, 1)
    while at >= 0:
        found = _member_at(stream, damaged + at)
        if found and found.value is not None:
            return damaged + at
        at = rest.find(_GZIP_MAGIC, at + 1)
    return None


_REPAIR = "'archive reextract' makes the file again"
DOCUMENT_LINES = LineFormat("document", _REPAIR, encode_document, decode_document)
"""Documents as lines of a file."""


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document read from its file: the file's name, and the offset and length in bytes of its line or member."""

    document: Document
    file: str
    offset: int
    length: int


def read_documents(path: Path, start: int = 0) -> Iterator[StoredDocument]:
    """Read the documents of one documents file, in order. A last line without its line end is torn and is left out.

    They begin with the line at the offset ``start``, in bytes. Raises ArchiveDamaged at a line that is no document.
    """
    return (_stored(line, path) for line in DOCUMENT_LINES.read(path, start))


def salvage_documents(path: Path) -> Iterator[StoredDocument | Damage]:
    """Read the documents of one documents file as ``read_documents`` does, with each damaged line in its place."""
    return (line if isinstance(line, Damage) else _stored(line, path) for line in DOCUMENT_LINES.salvage(path))


def read_document(path: Path, offset: int) -> Document:
    """Read the document whose line begins at an offset, in bytes, of a documents file.

    Raises ArchiveDamaged where there is none.
    """
    for stored in read_documents(path, offset):
        return stored.document
    raise ArchiveDamaged(f"{path}: no document at byte {offset}; {_REPAIR}")


def find_documents(archive: Archive) -> Iterator[StoredDocument]:
    """Read all documents of the archive, file after file in order of their names.

    Raises ArchiveDamaged at a line that is no document.
    """
    for path in archive.documents_paths():
        yield from read_documents(path)


def documents_files_of_site(archive: Archive, site: str) -> list[Path]:
    """List the documents files of a site, in order of their names."""
    return [path for path in archive.documents_paths(site) if is_warc_name(path.name)]


def newest_versions(archive: Archive, site: str, read: Callable[[Path, StoredDocument], T]) -> dict[str, T]:
    """Read the newest version of each document of a site; returns what ``read`` makes of it and its file, by document
    id.
    """
    newest: dict[str, tuple[str, T]] = {}
    for path in documents_files_of_site(archive, site):
        for stored in read_documents(path):
            document = stored.document
            order = version_order(document.version, document.capture.warc)
            if document.id not in newest or newest[document.id][0] <= order:
                newest[document.id] = order, read(path, stored)
    return {id_: value for id_, (_, value) in newest.items()}


class DocumentsWriter(LinesWriter[Document]):
    """The writer by which a crawl appends documents to one documents file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, DOCUMENT_LINES)


def replace_documents(path: Path, documents: Iterable[Document]) -> None:
    """Replace a documents file in one step: a reader sees the old file or the new one, never a part."""
    make_folder(path.parent)
    remove_seal(path)
    replace_file(path, (DOCUMENT_LINES.line_for(path, document) for document in documents))
    write_seal(path)


def remove_superseded(archive: Archive, stem: WarcName) -> None:
    """Delete the documents file that an earlier version of this program wrote, once the new one is there."""
    if archive.new_documents_file(stem).exists():
        remove_sealed(archive.documents_dir / stem.lines)


def _stored(line: StoredLine[Document], path: Path) -> StoredDocument:
    return StoredDocument(line.value, path.name, line.offset, line.length)


UNIT_LINES = LineFormat("translation unit", "'archive check --repair' makes the file again", encode_unit, decode_unit)
"""Translation units as lines of a file."""

StoredUnit = StoredLine[TranslationUnit]


def read_units(path: Path) -> Iterator[TranslationUnit]:
    """Read the translation units of one file, in order; none where there is no file. A torn last line is left out.

    Raises ArchiveDamaged at a line that is no unit.
    """
    return (stored.value for stored in read_stored_units(path))


def read_valid_units(path: Path) -> Iterator[TranslationUnit]:
    """Read the translation units of one file as ``read_units`` does, without damaged lines, which a check reports."""
    lines = UNIT_LINES.salvage(path) if path.exists() else ()
    return (line.value for line in lines if isinstance(line, StoredLine))


def read_units_before_damage(bitext: Path) -> Iterator[TranslationUnit]:
    """Yield the translation units of a file, up to the first damaged line, which a check reports."""
    try:
        yield from (stored.value for stored in read_stored_units(bitext))
    except ArchiveDamaged:
        return


def read_stored_units(path: Path) -> Iterator[StoredUnit]:
    """Read the translation units of one file as ``read_units`` does, each with its offset and length."""
    if path.exists():
        yield from UNIT_LINES.read(path)


def read_units_by_document(path: Path) -> Iterator[list[StoredUnit]]:
    """Read the translation units of one file with their places, those of one document together."""
    for _, group in groupby(read_stored_units(path), key=lambda stored: document_of_unit(stored.value)):
        yield list(group)


class UnitsWriter(LinesWriter[TranslationUnit]):
    """The writer by which a crawl appends translation units to one file."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, UNIT_LINES)


def remove_units(archive: Archive, stem: WarcName) -> None:
    """Delete the file of translation units of a documents file, durably; call it before the documents change."""
    remove_sealed(archive.bitext_file(stem))


def remove_sealed(path: Path) -> None:
    """Delete a documents or units file and its seal, durably, if they exist."""
    remove_seal(path)
    with disk_errors(path):
        if path.exists():
            path.unlink()
            sync_directory(path.parent)


@dataclass(slots=True)
class ReplacementFiles:
    """The new documents file and file of units of one WARC file, while they are written beside the old ones."""

    documents: BinaryIO
    units: BinaryIO
    number: int = 0

    def append(self, documents: bytes, units: bytes, number: int) -> None:
        """Append the lines of a number of documents, and of their units, in the order of their records."""
        self.documents.write(documents)
        self.units.write(units)
        self.number += number


@contextmanager
def replace_files(archive: Archive, stem: WarcName) -> Iterator[ReplacementFiles]:
    """Open new documents and units files of a WARC file that replace the old ones, each in one step, if no error
    occurs.

    Units are removed before the documents that they were made from. A documents file of an earlier version is removed
    once the new one is there.
    """
    bitext, path = archive.new_bitext_file(stem), archive.new_documents_file(stem)
    make_folder(bitext.parent)
    make_folder(path.parent)
    with replacing(bitext) as units, replacing(path) as documents:
        yield ReplacementFiles(documents, units)
        remove_units(archive, stem)
        remove_seal(archive.documents_file(stem))
    write_seal(path)
    write_seal(bitext)
    remove_superseded(archive, stem)
