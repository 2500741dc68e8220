"""Files of JSON lines, such as those of documents and of translation units: reading with places, and appending.

In a file named ``.gz`` each line is a gzip member (RFC 1952) of its own, so that it is appended and read alone; its
offset is that of the member. ``zcat`` gives the lines. A last line without its line end, or a member without its end,
is torn: readers leave it out, and a writer cuts it before it appends.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, Generic, Self, TypeVar, cast

from isal import isal_zlib

from archive.disk import whole_lines_length
from archive.errors import ArchiveDamaged
from archive.fixity import SealedLines
from archive.layout import GZIP_SUFFIX
from archive.model.capture import Damage

T = TypeVar("T")

_GZIP = zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b\x08"
_LEVEL = 2  # ISA-L's: a seventh of the time of zlib's level 6, for 9 % more on documents
_PIECE = 16 * 1024
_GzipError = cast(type[Exception], isal_zlib.error)


@dataclass(frozen=True, slots=True)
class StoredLine(Generic[T]):
    """The value of a line, and the offset and length in bytes of the line, or of the member that holds it."""

    value: T
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class LineFormat(Generic[T]):
    """How values are written as lines; in errors ``name`` says what they are, ``repair`` how the file is repaired."""

    name: str
    repair: str
    encode: Callable[[T], str]
    decode: Callable[[bytes], T]

    def line(self, value: T) -> bytes:
        """The value as a line, with its line end."""
        return self.encode(value).encode() + b"\n"

    def line_for(self, path: Path, value: T) -> bytes:
        """The value as a line of this file: as a gzip member if the file's name ends in ``.gz``."""
        return gzip_member(self.line(value)) if _is_compressed(path) else self.line(value)

    def read(self, path: Path, start: int = 0) -> Iterator[StoredLine[T]]:
        """The lines of a file, in order, beginning with the line at the offset ``start`` in bytes.

        Raises ArchiveDamaged at a line that does not hold a value.
        """
        for line in _lines(path, start):
            yield self._stored(line, path)

    def salvage(self, path: Path) -> Iterator[StoredLine[T] | Damage]:
        """The lines of a file as ``read`` gives them; a line that does not hold a value is given as damage."""
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
    """Appends to one file of JSON lines; a torn last line, of ``cut`` bytes, is cut first.

    The caller holds the site's lock. Every method raises ArchiveUnusable when the disk does not accept the change.
    """

    def __init__(self, path: Path, form: LineFormat[T]) -> None:
        self.path = path
        self._form = form
        self._lines = SealedLines(path, whole_length)
        self.cut = self._lines.cut

    def append(self, values: Iterable[T]) -> None:
        """Write the values, a line each; on return they are on disk. When that fails the file is as before."""
        self.append_lines(b"".join(self._form.line_for(self.path, value) for value in values))

    def append_lines(self, lines: bytes) -> None:
        """Write values that are lines of this file already, as ``append`` does."""
        self._lines.append(lines)

    def truncate(self, size: int) -> int:
        """Keep the first ``size`` bytes, which are whole lines; returns how many bytes were cut."""
        cut = self._lines.size - size
        if cut > 0:
            self._lines.truncate(size)
        return cut

    def close(self) -> None:
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def gzip_member(line: bytes) -> bytes:
    """The line as a gzip member without time and name; on one machine, the same line gives the same bytes."""
    engine = isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    return bytes(engine.compress(line) + engine.flush())


def whole_length(path: Path) -> int:
    """The length in bytes of the file up to the end of its last whole line."""
    if not _is_compressed(path):
        return whole_lines_length(path)
    return max((line.offset + line.length for line in _lines(path) if line.value is not None), default=0)


def is_torn(path: Path) -> bool:
    """Return whether a file has bytes after its last whole line."""
    return path.exists() and whole_length(path) < path.stat().st_size


def _is_compressed(path: Path) -> bool:
    return path.suffix == GZIP_SUFFIX


def _lines(path: Path, start: int = 0) -> Iterator[StoredLine[bytes | None]]:
    """The whole lines of a file from an offset on; None stands for a damaged part of a compressed file."""
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
            end = stream.seek(0, SEEK_END) if following is None else following
            member = StoredLine(None, offset, end - offset)
        yield member
        offset += member.length


def _member_at(stream: BinaryIO, offset: int) -> StoredLine[bytes | None] | None:
    """The member at an offset, None at the end of the file.

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
