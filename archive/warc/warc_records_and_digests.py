"""WARC records: the reader of those written by this program, the check against their digests, and new records.

Each record is a gzip member, read strictly. ``read_records`` stops with an error at the first damaged record;
``salvage_records`` goes on at the next whole one. Other readers pass over a torn member and return a part of its
record as if it were whole; here a member that breaks off or fails its checksum is an error. Digests are labelled
(WARC/1.1, 5.8 and 5.9). A new record takes its block as raw bytes: a record builder that parses HTTP heads and writes
them again would change them.
"""

import base64
import hashlib
import mmap
import re
import uuid
import zlib
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from os import SEEK_END
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from isal import isal_zlib

from archive.disk import read_pieces
from archive.errors import ArchiveDamaged
from archive.layout import OPEN_SUFFIX
from archive.model.capture import Damage
from archive.model.times import normal_time, parse_time
from archive.warc.http_exchange_and_conditional_requests import payload_pieces, read_head

_GZIP = zlib.MAX_WBITS | 16
_PIECE = 16 * 1024  # a piece inflates to 16 MiB at most
_IN_MEMORY = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Member:
    """A gzip member of a WARC file: offset and length in the file in bytes, and its content at position 0."""

    offset: int
    length: int
    content: BinaryIO


def _read_members(path: Path, start: int = 0) -> Iterator[Member]:
    """The members of the file from the offset ``start`` on, at which one begins.

    Use a member's content before reading the next. Content over 4 MiB is in a temporary file. Raises ArchiveDamaged
    at the first member that is torn, fails its checksum, or is not gzip.
    """
    with _open(path) as stream:
        stream.seek(start)
        offset = start
        while stream.read(1):
            stream.seek(offset)
            with SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
                length = _inflate(stream, cast(IO[bytes], content), f"{path.name}: offset {offset}")
                content.seek(0)
                yield Member(offset, length, cast(BinaryIO, content))
            offset += length
            stream.seek(offset)


def _inflate(stream: BinaryIO, content: IO[bytes], where: str) -> int:
    """Write the content of the member at the stream's position; return its compressed length in bytes."""
    engine = zlib.decompressobj(_GZIP)
    read = 0
    while not engine.eof:
        piece = stream.read(_PIECE)
        read += len(piece)
        if not piece:
            raise ArchiveDamaged(f"{where}: the record breaks off at the end of the file")
        try:
            content.write(engine.decompress(piece))
        except zlib.error as error:
            raise ArchiveDamaged(f"{where}: no whole gzip member ({error})") from error
    return read - len(engine.unused_data)


RECORD_END = b"\r\n\r\n"

Fields = tuple[tuple[str, str], ...]
"""The named fields of a WARC record in order: order and repeats matter."""

_VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"]
_HTTP = "application/http"
_GZIP_MAGIC = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Record:
    """A WARC record: offset and length in the file, its named fields in order, and its block.

    ``block`` is at its first byte; use it before reading the next record. Nothing but the record's end follows it.
    """

    offset: int
    length: int
    fields: Fields
    block: BinaryIO
    block_length: int

    def field(self, name: str) -> str | None:
        """Return the value of a WARC record's first field of that name, in any case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)

    @property
    def type(self) -> str:
        return self.field("WARC-Type") or ""

    @property
    def is_http(self) -> bool:
        """Return whether a WARC record's block is an HTTP message: ``response`` records of other tools may hold DNS
        answers.
        """
        return (self.field("Content-Type") or "").lower().startswith(_HTTP)

    @property
    def is_capture(self) -> bool:
        """Return whether a WARC record holds the response of an HTTP exchange, or refers to one that does."""
        return self.type in ("response", "revisit") and self.is_http

    def address(self, name: str) -> str | None:
        """Return the URL in a WARC field, without the angle brackets that wget puts around it, or None."""
        value = self.field(name)
        return value[1:-1] if value and value.startswith("<") and value.endswith(">") else value


def read_records(path: Path, start: int = 0) -> Iterator[Record]:
    """Read the records of one WARC file, in order, from the offset ``start`` on.

    Raises ArchiveDamaged at the first record that is torn, or does not match its own fields.
    """
    for member in _read_members(path, start):
        yield record_in(member, path.name)


def record_in(member: Member, name: str) -> Record:
    """Parse the WARC record that fills a gzip member; ``name`` is the file's name for error messages.

    Raises ArchiveDamaged if it is no record, or does not have the length that it states.
    """
    # A crawl, which only writes, starts sooner without it: it loads fsspec where that is installed.
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    where = f"{name}: offset {member.offset}"
    try:
        head = StatusAndHeadersParser(_VERSIONS).parse(member.content)
    except (EOFError, StatusAndHeadersParserException) as error:
        raise ArchiveDamaged(f"{where}: no WARC record ({error})") from error
    start = member.content.tell()
    fields = tuple((str(key), str(value)) for key, value in head.headers)
    record = Record(member.offset, member.length, fields, member.content, _block_length(fields, where))
    _check_end(record, start, where)
    return record


def _block_length(fields: Fields, where: str) -> int:
    stated = next((value for key, value in fields if key.lower() == "content-length"), "")
    if not stated.isdigit():
        raise ArchiveDamaged(f"{where}: the record has no length (Content-Length {stated!r})")
    return int(stated)


def _check_end(record: Record, start: int, where: str) -> None:
    end = record.block.seek(start + record.block_length)
    trailer = record.block.read(len(RECORD_END) + 1)
    if trailer != RECORD_END:
        raise ArchiveDamaged(f"{where}: the record's block is not of the {record.block_length} bytes that it states")
    record.block.seek(end)
    record.block.truncate()
    record.block.seek(start)


def salvage_records(path: Path, start: int = 0) -> Iterator[Record | Damage]:
    """Read the whole records of one WARC file, in order from the offset ``start`` on, with the damage between them.

    A file without any whole record is damaged from its first byte to its last.
    """
    at: int | None = start
    while at is not None:
        end = at
        try:
            for record in read_records(path, at):
                end = record.offset + record.length
                yield record
            return
        except ArchiveDamaged as error:
            at = _next_record(path, end)
            yield Damage(end, _size_of(path) if at is None else at, str(error))


def _next_record(path: Path, damaged: int) -> int | None:
    """Find the first whole record of this WARC file after the damage; None if there is none.

    A torn record may contain a body with gzip members, even records of another WARC file; they are not this file's.
    """
    if _size_of(path) <= damaged:
        return None
    info_id = _info_id(path) if damaged else None
    with _open(path) as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(_GZIP_MAGIC, damaged + 1)
        while at >= 0:
            if _is_record(path, at, info_id):
                return at
            at = content.find(_GZIP_MAGIC, at + 1)
    return None


def _info_id(path: Path) -> str | None:
    """The id of the ``warcinfo`` record that a file begins with; all records of our own files state it."""
    first = next(read_records(path))
    return first.field("WARC-Record-ID") if first.type == "warcinfo" else None


def _is_record(path: Path, offset: int, info_id: str | None) -> bool:
    try:
        record = next(read_records(path, offset), None)
    except ArchiveDamaged:
        return False
    return record is not None and (info_id is None or record.field("WARC-Warcinfo-ID") in (None, info_id))


def _size_of(path: Path) -> int:
    with _open(path) as stream:
        return stream.seek(0, SEEK_END)


def _open(path: Path) -> BinaryIO:
    """Open a WARC file under its present name: the crawl that writes an ``.open`` file may have finished it
    meanwhile.
    """
    try:
        return path.open("rb")
    except FileNotFoundError:
        return path.with_name(path.name.removesuffix(OPEN_SUFFIX)).open("rb")


_LABELS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
_LABELLED = re.compile(r"[!-9;-~]+:[!-~]{8,}")


def sha1_digest(pieces: Iterable[bytes]) -> str:
    """Return the labelled SHA-1 of a WARC payload, given in pieces in order, in Base32.

    >>> sha1_digest([b"abc"])
    'sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5'
    """
    return labelled("sha1", digest_of("sha1", pieces))


def as_digest(stated: str | None) -> str | None:
    """Return the digest that a WARC field states; None if it is not a labelled digest, as wget writes random memory
    there.

    >>> as_digest("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), as_digest("\x01X")
    ('sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5', None)
    """
    return stated if stated and _LABELLED.fullmatch(stated) else None


def algorithm_of(stated: str) -> str | None:
    """Return the algorithm that a WARC digest's label names; None if this program does not know it.

    >>> algorithm_of("SHA-256:ba7816bf"), algorithm_of("crc32:352441c2")
    ('sha256', None)
    """
    return _LABELS.get(stated.partition(":")[0].strip().lower().replace("-", ""))


def digest_of(algorithm: str, pieces: Iterable[bytes]) -> bytes:
    """Return the digest of a file or payload, given in pieces in order, as bytes."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def states(stated: str, digest: bytes) -> bool:
    """Return whether a labelled WARC digest, in Base32 or hexadecimal digits of any case, equals ``digest``.

    >>> states("md5:900150983CD24FB0D6963F7D28E17F72", digest_of("md5", [b"abc"]))
    True
    """
    value = stated.partition(":")[2].strip()
    base32 = base64.b32encode(digest).decode("ascii").rstrip("=")
    return value.lower() == digest.hex() or value.upper().rstrip("=") == base32


def labelled(algorithm: str, digest: bytes) -> str:
    """Write a digest with its label: SHA-1 in Base32 as in our WARC records, others in hexadecimal digits."""
    return f"{algorithm}:{base64.b32encode(digest).decode('ascii') if algorithm == 'sha1' else digest.hex()}"


Reading = Callable[[], Iterable[bytes]]
"""Reads the bytes that a digest may cover from the record's block."""


def record_faults(record: Record) -> Iterator[str]:
    """Check a WARC record: missing mandatory fields, a malformed date, digests that do not match, a line each.

    The block is left at its start. A payload digest covers the entity body without its transfer coding, as the
    standard requires (WARC/1.1, 5.9), or with it, as wget and warcio compute it. A digest by an unknown algorithm is
    not checked.
    """
    for required in ("WARC-Record-ID", "WARC-Date"):
        if not record.field(required):
            yield f"the record has no {required}"
    date = record.field("WARC-Date")
    if date and not _is_time(normal_time(date)):
        yield f"WARC-Date {date!r} is not a time"
    start = record.block.tell()
    block: Reading = lambda: _from(record, start, read_pieces)  # noqa: E731 # beside the payload's readings
    yield from _digest_fault(record, "WARC-Block-Digest", [block])
    yield from _digest_fault(record, "WARC-Payload-Digest", _payload_readings(record, start, block))
    record.block.seek(start)


def _is_time(text: str) -> bool:
    try:
        return bool(parse_time(text))
    except ValueError:
        return False


def _payload_readings(record: Record, start: int, block: Reading) -> list[Reading]:
    """Return the possible readings of a WARC record's payload; none for a revisit, whose payload is in another
    record.
    """
    if record.type == "revisit":
        return []
    if record.type == "request" and record.is_http:
        return [lambda: _from(record, start, _behind_head)]
    if record.type == "response" and record.is_http:
        return [
            lambda: _from(record, start, lambda stream: payload_pieces(read_head(stream), stream)),
            lambda: _from(record, start, lambda stream: read_pieces(stream) if read_head(stream) else ()),
        ]
    return [block]


def _behind_head(stream: BinaryIO) -> Iterable[bytes]:
    while stream.readline() not in (b"\r\n", b"\n", b""):
        pass
    return read_pieces(stream)


def _from(record: Record, start: int, read: Callable[..., Iterable[bytes]]) -> Iterable[bytes]:
    record.block.seek(start)
    return read(record.block)


def _digest_fault(record: Record, name: str, readings: list[Reading]) -> Iterator[str]:
    stated = record.field(name)
    algorithm = algorithm_of(stated or "")
    if not stated or not algorithm or not readings:
        return
    taken = (digest_of(algorithm, reading()) for reading in readings)
    first = next(taken)
    if not any(states(stated, digest) for digest in chain([first], taken)):
        yield f"{name} is {labelled(algorithm, first)}, the record states {stated}"


def belongs_to(record: Record, ids: Container[str | None]) -> bool:
    """Return whether a WARC record has one of these record ids, or is a request or metadata record of one."""
    named = [record.field("WARC-Record-ID")]
    if record.type in ("request", "metadata"):
        named += [record.field(name) for name in ("WARC-Concurrent-To", "WARC-Refers-To")]
    return any(name in ids for name in named if name)


WARC_FIELDS = "application/warc-fields"
_WRITTEN_VERSION = "WARC/1.1"
_LEVEL = 2  # ISA-L's: a fifth of the time of zlib's level 6, for 5 % more on pages of text
_MEMBER_PIECE = 64 * 1024
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A WARC record to be written: its type, its id, its other named fields in order, its block and the block's
    type.
    """

    type: str
    record_id: str
    fields: Fields
    content_type: str
    block: BinaryIO

    @classmethod
    def of_bytes(cls, kind: str, fields: Fields, content_type: str, block: bytes) -> "NewRecord":
        return cls(kind, new_record_id(), fields, content_type, BytesIO(block))


def field_lines(fields: Iterable[tuple[str, str]]) -> bytes:
    """Write names and values as a WARC block of type ``application/warc-fields`` (WARC/1.1, 6.2).

    >>> field_lines([("via", "http://example.com/"), ("hopsFromSeed", "LL")])
    b'via: http://example.com/\\r\\nhopsFromSeed: LL\\r\\n'
    """
    return "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in fields).encode()


def new_record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def member_pieces(record: NewRecord) -> Iterator[bytes]:
    """Compress a WARC record as one gzip member (WARC/1.1, annex D.3), with its length and block digest, in
    pieces.
    """
    member = isal_zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    content, buffered = _head_of_new(record), b""
    record.block.seek(0)
    for piece in read_pieces(record.block):
        content += piece
        if len(content) >= _MEMBER_PIECE:
            buffered += member.compress(content)
            content = b""
        if len(buffered) >= _MEMBER_PIECE:
            yield buffered
            buffered = b""
    # Head, block and end of most records go in at once, which deflates better and lets other threads in less often.
    yield buffered + member.compress(content + RECORD_END) + member.flush()


def _head_of_new(record: NewRecord) -> bytes:
    record.block.seek(0)
    digest = sha1_digest(read_pieces(record.block))
    named = (
        ("WARC-Type", record.type),
        ("WARC-Record-ID", record.record_id),
        *record.fields,
        ("WARC-Block-Digest", digest),
        ("Content-Type", record.content_type),
        ("Content-Length", str(record.block.tell())),
    )
    lines = "".join(f"{name}: {_one_line(value)}\r\n" for name, value in named)
    return f"{_WRITTEN_VERSION}\r\n{lines}\r\n".encode()


def _one_line(value: str) -> str:
    return value if value.isprintable() else _CONTROL.sub(" ", value)
