"""WARC files of other tools, read: uncompressed, one gzip member per record, or many records in one member.

Records are read strictly, one at a time, and never is more of a file inflated than its records state as their length.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from archive.warc.warc_records_and_digests import RECORD_END, Member

MAX_RECORD = 1024 * 1024 * 1024
"""Bytes of the largest block that is read."""

GZIP_MAGIC = b"\x1f\x8b\x08"
PLAIN_MAGIC = b"WARC/"

_GZIP = zlib.MAX_WBITS | 16
_PIECE = 64 * 1024
_IN_MEMORY = 4 * 1024 * 1024
_MAX_HEAD = 1024 * 1024
_LONGEST_NAME = 256
_LINES_AT_END = 2
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_ONCE = re.compile(rb"^(content-length|warc-(?:type|record-id|date))[ \t]*:", re.IGNORECASE | re.MULTILINE)
_BEGINS = re.compile(rb"WARC/\d+\.\d+\r?\n[!-9;-~]+[ \t]*:")


@dataclass(frozen=True, slots=True)
class ForeignRecord:
    """A record of another tool's WARC file, as if it were a gzip member of its own; ``alone`` if it is, with a
    correct end.

    ``member.length`` is the record's length in the file in bytes if it is alone, else 0. Use the content before
    reading the next record.
    """

    member: Member
    alone: bool


@dataclass(frozen=True, slots=True)
class UnreadablePlace:
    """The offset in another tool's WARC file at which a record cannot be read, and the fault."""

    offset: int
    what: str


class _Torn(Exception):
    """Raised if the record at ``offset`` is not whole."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(what)
        self.offset = offset


def read_foreign_records(stream: BinaryIO) -> Iterator[ForeignRecord | UnreadablePlace]:
    """Read the records of another tool's WARC file, in order, with unreadable places between them.

    The stream must be seekable. A file that is neither gzip nor plain WARC is unreadable from its first byte.
    """
    stream.seek(0)
    is_gzip = stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC
    at: int | None = 0
    while at is not None:
        content = _Gzip(stream, at) if is_gzip else _Plain(stream, at)
        try:
            yield from _records(content)
            return
        except _Torn as torn:
            yield UnreadablePlace(torn.offset, str(torn))
            at = _next_record(stream, torn.offset + 1, GZIP_MAGIC if is_gzip else PLAIN_MAGIC)


def _records(content: "_Plain | _Gzip") -> Iterator[ForeignRecord]:
    while True:
        begins_member = content.is_between_members()
        first = content.readline()
        if not first:
            return
        offset = content.offset
        with SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
            ends_well = _copy_record(content, first, offset, cast(IO[bytes], spool))
            alone = begins_member and ends_well and content.is_between_members()
            length = content.offset - offset if alone else 0
            spool.seek(0)
            yield ForeignRecord(Member(offset, length, cast(BinaryIO, spool)), alone)


def _copy_record(content: "_Plain | _Gzip", first: bytes, offset: int, spool: IO[bytes]) -> bool:
    """Write the record that begins with the line ``first`` to the spool; return whether it has a correct end.

    A record ends with two empty lines (WARC/1.1, 4); some writers end a member with one or none, though the length
    of the block is right.
    """
    head = _head(content, first, offset)
    found = _LENGTH.search(head)
    if not found:
        raise _Torn(offset, "the record has no length (Content-Length)")
    rest = length = int(found[1])
    if length > MAX_RECORD:
        raise _Torn(offset, f"the record has {length} bytes, over the limit of {MAX_RECORD}")
    spool.write(head)
    while rest:
        piece = content.read(min(rest, _PIECE))
        if not piece:
            raise _Torn(offset, f"the record breaks off, {rest} of its {length} bytes are missing")
        spool.write(piece)
        rest -= len(piece)
    lines = 0
    while lines < _LINES_AT_END and not content.is_between_members():
        if not _ends_line(content):
            raise _Torn(offset, f"the record's block is not of the {length} bytes that it states")
        lines += 1
    spool.write(RECORD_END)
    return lines == _LINES_AT_END


def _ends_line(content: "_Plain | _Gzip") -> bool:
    """Return whether the next two bytes of the WARC file end a line."""
    return content.read(1) + content.read(1) == b"\r\n"


def _head(content: "_Plain | _Gzip", first: bytes, offset: int) -> bytes:
    if not first.startswith(PLAIN_MAGIC):
        raise _Torn(offset, "no WARC record begins here")
    head = bytearray(first)
    line = first
    while line not in (b"\r\n", b"\n"):
        line = content.readline()
        head += line
        if not line or len(head) > _MAX_HEAD:
            raise _Torn(offset, "the record's head has no end")
    once = [name.lower() for name in _ONCE.findall(head)]
    if len(once) > len(set(once)):
        raise _Torn(offset, "the record's head breaks off in another's")
    return bytes(head)


class _Plain:
    """The bytes of the records of a WARC file without gzip. ``offset`` is that of the next byte."""

    def __init__(self, stream: BinaryIO, at: int) -> None:
        stream.seek(at)
        self._stream = stream
        self._offset = self._at = at

    @property
    def offset(self) -> int:
        return self._offset

    def is_between_members(self) -> bool:
        """Return False: there are no members. Called where a record begins or ends."""
        self._offset = self._at
        return False

    def read(self, size: int) -> bytes:
        piece = self._stream.read(size)
        self._at += len(piece)
        return piece

    def readline(self) -> bytes:
        line = self._stream.readline(_MAX_HEAD)
        self._at += len(line)
        return line


class _Gzip:
    """The bytes of the records of a gzipped WARC file, inflated step by step: at most one piece is ahead of the
    reader.

    ``offset`` is that of the gzip member in the file.
    """

    def __init__(self, stream: BinaryIO, at: int) -> None:
        stream.seek(at)
        self._stream = stream
        self._read = at
        self._raw = b""
        self._ahead, self._at = b"", 0
        self._engine: zlib._Decompress | None = None
        self._offset = at

    @property
    def offset(self) -> int:
        return self._offset

    def is_between_members(self) -> bool:
        """Return whether a gzip member of the WARC file has ended with a correct checksum, and no other has begun."""
        if self._at == len(self._ahead) and self._engine:
            self._fill()
        return self._at == len(self._ahead) and self._engine is None

    def read(self, size: int) -> bytes:
        if not self._has_more():
            return b""
        piece = self._ahead[self._at : self._at + size]
        self._at += len(piece)
        return piece

    def readline(self) -> bytes:
        line = b""
        while not line.endswith(b"\n") and len(line) < _MAX_HEAD and self._has_more():
            end = self._ahead.find(b"\n", self._at) + 1 or len(self._ahead)
            line += self._ahead[self._at : end]
            self._at = end
        return line

    def _has_more(self) -> bool:
        while self._at == len(self._ahead):
            if self._engine is None and not self._begin():
                return False
            self._fill()
        return True

    def _begin(self) -> bool:
        """Begin the next member, if there is one."""
        self._offset = self._read - len(self._raw)
        self._raw = self._raw or self._next_piece()
        self._engine = zlib.decompressobj(_GZIP) if self._raw else None
        return self._engine is not None

    def _fill(self) -> None:
        """Inflate the next piece of the member, or find its end."""
        engine = self._engine
        self._ahead, self._at = b"", 0
        while engine and not self._ahead:
            if engine.eof:
                self._raw, self._engine = engine.unused_data, None
                self._offset = self._read - len(self._raw)
                return
            self._ahead = self._inflate(engine)

    def _inflate(self, engine: "zlib._Decompress") -> bytes:
        try:
            piece = engine.decompress(self._raw, _PIECE)
            self._raw = engine.unconsumed_tail
            if not piece and not engine.eof and not self._raw:
                self._raw = self._next_piece()
                if not self._raw:
                    raise _Torn(self._offset, "the record breaks off at the end of the file")
        except zlib.error as error:
            raise _Torn(self._offset, f"no whole gzip member ({error})") from error
        return piece

    def _next_piece(self) -> bytes:
        piece = self._stream.read(_PIECE)
        self._read += len(piece)
        return piece


def _next_record(stream: BinaryIO, start: int, magic: bytes) -> int | None:
    """Return the first offset from ``start`` on at which a WARC record seems to begin; None if there is no such
    offset.
    """
    stream.seek(start)
    at, window = start, b""
    while piece := stream.read(_PIECE):
        window += piece
        found = window.find(magic)
        while found >= 0:
            if _begins_record(stream, at + found, magic):
                return at + found
            stream.seek(at + len(window))
            found = window.find(magic, found + 1)
        kept = window[1 - len(magic) :]
        at, window = at + len(window) - len(kept), kept
    return None


def _begins_record(stream: BinaryIO, at: int, magic: bytes) -> bool:
    """Return whether the magic bytes at the offset begin a record, or a member that begins with one."""
    stream.seek(at)
    if magic == PLAIN_MAGIC:
        return _BEGINS.match(stream.read(_LONGEST_NAME)) is not None
    try:
        begun = zlib.decompressobj(_GZIP).decompress(stream.read(_PIECE), len(PLAIN_MAGIC))
    except zlib.error:
        return False
    return begun == PLAIN_MAGIC
