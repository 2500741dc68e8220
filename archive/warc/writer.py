"""Writes the WARC files of one crawl: exchanges in, catalogue entries out."""

import fcntl
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from io import BytesIO, IOBase
from pathlib import Path
from typing import BinaryIO, Self

from archive.errors import ArchiveLocked, ArchiveUnusable
from archive.layout import OPEN_SUFFIX, WARC_SUFFIX, Stem
from archive.model.capture import Capture, CatalogueEntry
from archive.model.times import format_stamp, format_time, utc_now
from archive.warc.digests import sha1_digest
from archive.warc.exchange import Exchange
from archive.warc.http_message import ResponseHead, payload_pieces, read_head
from archive.warc.record import REVISIT_PROFILE, Fields, NewRecord, member_pieces, new_record_id

MAX_FILE_SIZE = 1_000_000_000
"""Bytes after which a file is finished and the next begun."""

FindOriginal = Callable[[str], CatalogueEntry | None]
"""Gives the response record that holds the payload with a digest, or None."""

_RESPONSE = "application/http; msgtype=response"
_REQUEST = "application/http; msgtype=request"


class WarcWriter:
    """Appends the exchanges of one job to WARC files of its own, one after the other.

    ``info`` are the fields of each file's ``warcinfo`` record. ``find_original`` is asked for a response record
    with a payload's digest, so that the same payload is stored once and pointed to by ``revisit`` records.
    A file is locked while it is written and named ``.open`` until it is whole.
    """

    def __init__(
        self, directory: Path, site: str, job: str, info: Mapping[str, str], find_original: FindOriginal
    ) -> None:
        self._directory = directory
        self._stem = Stem(site, format_stamp(utc_now()), job, 0)
        self._info = info
        self._find_original = find_original
        self._originals: dict[str, CatalogueEntry] = {}
        self._file: _OpenFile | None = None

    @property
    def stem(self) -> Stem:
        """The stem of the file that is being written, or would be next."""
        return self._stem

    def append(self, exchange: Exchange) -> CatalogueEntry:
        """Writes the exchange's records and gives its capture; nothing is sure on disk before ``sync``.

        Raises ArchiveUnusable when the disk does not take them; the file then ends at its last whole record.
        """
        file = self._open_file()
        head = read_head(_rewound(exchange.response))
        digest = sha1_digest(payload_pieces(head, exchange.response))
        has_payload = exchange.response.tell() > head.length
        original = self._original(digest) if has_payload and not exchange.truncated else None
        entry = self._write_response(file, exchange, head, digest, original)
        common = _common_fields(exchange, file)
        linked = (*common, ("WARC-Concurrent-To", entry.capture.record_id or ""))
        file.append(NewRecord.of_bytes("request", linked, _REQUEST, exchange.request))
        if exchange.interim:
            file.append(NewRecord.of_bytes("metadata", linked, _RESPONSE, exchange.interim))
        return entry

    def sync(self) -> None:
        """Returns when all that was appended is on disk; begins the next file when this one is full."""
        if self._file is not None:
            self._file.sync()
            if self._file.size >= MAX_FILE_SIZE:
                self._finish_file()
                self._stem = replace(self._stem, serial=self._stem.serial + 1)

    def close(self) -> None:
        """Finishes the file: synced, unlocked and renamed."""
        if self._file is not None:
            self._finish_file()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _original(self, digest: str) -> CatalogueEntry | None:
        return self._originals.get(digest) or self._find_original(digest)

    def _write_response(
        self, file: "_OpenFile", exchange: Exchange, head: ResponseHead, digest: str, original: CatalogueEntry | None
    ) -> CatalogueEntry:
        block: BinaryIO = exchange.response
        fields: Fields = (*_common_fields(exchange, file), ("WARC-Payload-Digest", digest))
        if original is not None:
            block = BytesIO(_rewound(exchange.response).read(head.length))
            fields += _revisit_fields(original)
        elif exchange.truncated:
            fields += (("WARC-Truncated", exchange.truncated),)
        record = NewRecord("revisit" if original else "response", new_record_id(), fields, _RESPONSE, block)
        offset, length = file.append(record)
        capture = Capture(
            exchange.uri,
            file.name,
            offset,
            length,
            record.record_id,
            format_time(exchange.began),
            head.status,
            digest,
        )
        if original is None:
            entry = CatalogueEntry(capture, "response", head.mime)
            self._originals.setdefault(digest, entry)
            return entry
        return CatalogueEntry(capture, "revisit", head.mime, original.capture.uri, original.capture.date)

    def _open_file(self) -> "_OpenFile":
        if self._file is None:
            self._file = _OpenFile(self._directory, self._stem)
            self._file.write_info(self._info, utc_now())
        return self._file

    def _finish_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.finish()


class _OpenFile:
    """One WARC file while it is written. Unbuffered, so that a record that failed leaves nothing behind."""

    def __init__(self, directory: Path, stem: Stem) -> None:
        self.name = f"{stem}{WARC_SUFFIX}"
        self.size = 0
        self.info_id = ""
        self._path = directory / f"{self.name}{OPEN_SUFFIX}"
        try:
            self._stream = self._path.open("xb", buffering=0)
            sync_directory(directory)
        except OSError as error:
            raise ArchiveUnusable(f"{self._path} cannot be written: {error.strerror}") from error
        lock_file(self._stream, self._path)

    def write_info(self, info: Mapping[str, str], now: datetime) -> None:
        fields: Fields = (("WARC-Date", format_time(now)), ("WARC-Filename", self.name))
        body = "".join(f"{name}: {' '.join(value.split())}\r\n" for name, value in info.items()).encode()
        record = NewRecord.of_bytes("warcinfo", fields, "application/warc-fields", body)
        self.append(record)
        self.info_id = record.record_id

    def append(self, record: NewRecord) -> tuple[int, int]:
        """Offset and length of the record's member."""
        offset = self.size
        try:
            for piece in member_pieces(record):
                self._write(piece)
        except OSError as error:
            os.ftruncate(self._stream.fileno(), offset)
            self._stream.seek(offset)
            raise ArchiveUnusable(f"{self._path}: cannot be written on: {error.strerror}; make room") from error
        self.size = self._stream.tell()
        return offset, self.size - offset

    def sync(self) -> None:
        os.fsync(self._stream.fileno())

    def finish(self) -> None:
        self.sync()
        self._path.rename(self._path.with_name(self.name))
        sync_directory(self._path.parent)
        self._stream.close()

    def _write(self, piece: bytes) -> None:
        rest = memoryview(piece)
        while rest:
            rest = rest[self._stream.write(rest) :]


def lock_file(stream: IOBase, path: Path) -> None:
    """Takes the file's lock, which is held until the stream is closed or the process ends.

    Raises ArchiveLocked when another process holds it.
    """
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ArchiveLocked(f"{path} is being written by another process; wait until it has ended") from error


def sync_directory(directory: Path) -> None:
    """Returns when the directory's entries (a new file, a new name) are on disk."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _rewound(stream: BinaryIO) -> BinaryIO:
    stream.seek(0)
    return stream


def _common_fields(exchange: Exchange, file: _OpenFile) -> Fields:
    address: Fields = (("WARC-IP-Address", exchange.ip),) if exchange.ip else ()
    return (
        ("WARC-Target-URI", exchange.uri),
        ("WARC-Date", format_time(exchange.began)),
        *address,
        ("WARC-Warcinfo-ID", file.info_id),
    )


def _revisit_fields(original: CatalogueEntry) -> Fields:
    return (
        ("WARC-Profile", REVISIT_PROFILE),
        ("WARC-Refers-To", original.capture.record_id or ""),
        ("WARC-Refers-To-Target-URI", original.capture.uri),
        ("WARC-Refers-To-Date", original.capture.date),
        ("WARC-Truncated", "length"),
    )
