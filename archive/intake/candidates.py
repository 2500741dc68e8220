"""Candidates for import: WARC files of other tools, alone or in a package, and the verification of all their
records.
"""

import hashlib
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive.disk import read_pieces
from archive.errors import ArchiveDamaged, UsageError
from archive.layout import WarcName, site_name
from archive.model.times import format_stamp, normal_time, parse_time
from archive.warc.foreign_records import GZIP_MAGIC, PLAIN_MAGIC, ForeignRecord, UnreadablePlace, read_foreign_records
from archive.warc.http_exchange_and_conditional_requests import read_head
from archive.warc.warc_records_and_digests import RECORD_END, Record, digest_of, record_faults, record_in

ZIP_MAGIC = b"PK\x03\x04"

_KNOWN = {
    b"\x28\xb5\x2f\xfd": "compressed with zstd; decompress it first ('zstd -d')",
    b"BZh": "compressed with bzip2; decompress it first ('bunzip2')",
    b"\xfd7zXZ": "compressed with xz; decompress it first ('unxz')",
    b"filedesc:": "an ARC file; convert it to WARC first ('warcio recompress')",
}


@dataclass(frozen=True, slots=True)
class ImportCandidate:
    """A WARC file to import: its name, the package that holds it, if any, its size in bytes, and a function that
    opens it.
    """

    name: str
    package: str | None
    size: int
    open: Callable[[], BinaryIO]

    @property
    def label(self) -> str:
        """Return the name of a file to import in messages."""
        return f"{self.package}: {self.name}" if self.package else self.name

    def sha256(self) -> str:
        """Return the SHA-256 of a file to import, in hexadecimal digits."""
        with self.open() as stream:
            return digest_of("sha256", read_pieces(stream)).hex()


@dataclass(frozen=True, slots=True)
class ImportPackage:
    """The WARC files of a package to import, and where they differ from what the package states, a line each.

    ``begins`` are the offsets in bytes at which the package says that records begin, by file name.
    """

    warcs: tuple[ImportCandidate, ...]
    faults: tuple[str, ...] = ()
    begins: Mapping[str, frozenset[int]] = field(default_factory=dict)


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Turn errors of reading a file to import into UsageError with advice."""
    try:
        yield
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; name a WARC or WACZ file that can be read") from error


def leading_bytes(path: Path) -> bytes:
    """Read the first bytes of a WARC or ZIP file to import.

    Raises UsageError, which names what it is instead, for a directory, a device, an empty file, and another format.
    """
    with readable(path):
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise UsageError(f"{path}: a directory; name the WARC and WACZ files in it")
        if not stat.S_ISREG(mode):
            raise UsageError(f"{path}: no regular file; name a WARC or WACZ file")
        with path.open("rb") as stream:
            magic = stream.read(16)
    if not magic:
        raise UsageError(f"{path}: empty; there is nothing to take")
    if not magic.startswith((GZIP_MAGIC, PLAIN_MAGIC, ZIP_MAGIC)):
        what = next((what for known, what in _KNOWN.items() if magic.startswith(known)), "neither WARC nor WACZ")
        raise UsageError(f"{path}: {what}; nothing was taken")
    return magic


def candidate_at(path: Path) -> ImportCandidate:
    """Return the import candidate for a file on disk."""
    with readable(path):
        return ImportCandidate(path.name, None, path.stat().st_size, lambda: path.open("rb"))


_MAKER = b"software: agency-archive/"
_PAGES = frozenset({None, "text/html", "application/xhtml+xml"})

ReportBytes = Callable[[int], None]
"""Called with the number of bytes of a file that have been read."""


@dataclass(slots=True)
class ExaminedFile:
    """The content of a WARC file to import, after its verification.

    ``kept`` are the numbers of its undamaged records, from 0, and ``spans`` their offsets and lengths in bytes, valid
    if each is a gzip member of its own (``alone``). ``damage`` lists damaged parts and their places, a line each.
    ``content`` is the SHA-256 of the undamaged records, uncompressed, in hexadecimal digits; ``file`` that of the
    file. ``began`` is the earliest time of a record, 14 digits. ``own`` is its stem if the first record says
    that this program wrote it. ``captures`` are the ids of its HTTP responses; ``pages`` counts those that may be
    articles, by site, and ``sites`` all records with an address.
    """

    candidate: ImportCandidate
    file: str
    content: str = ""
    began: str = ""
    own: WarcName | None = None
    alone: bool = True
    kept: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    captures: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)
    sites: Counter[str] = field(default_factory=Counter)


def examine(candidate: ImportCandidate, report: ReportBytes) -> ExaminedFile:
    """Read and verify all records of a WARC file to import; nothing is written.

    Raises UsageError when it holds no WARC at all.
    """
    found = ExaminedFile(candidate, candidate.sha256())
    content = hashlib.sha256()
    with candidate.open() as stream:
        number = 0
        for each in read_foreign_records(stream):
            if isinstance(each, UnreadablePlace):
                found.damage.append(f"offset {each.offset}: {each.what}")
                continue
            record = _undamaged(each, found, number)
            number += 1
            if record:
                _count_record(record, found)
                _add_bytes(record, content.update)
            report(each.member.offset)
    if not number and found.damage and "no WARC record begins here" in found.damage[0]:
        raise UsageError(f"{candidate.label}: neither WARC nor WACZ; nothing was taken")
    found.content = content.hexdigest()
    return found


def _undamaged(each: ForeignRecord, found: ExaminedFile, number: int) -> Record | None:
    """Return the record, listed in ``kept``; None, and listed in ``damage``, if it is damaged."""
    found.alone = found.alone and each.alone
    where = f"offset {each.member.offset}" if each.member.offset or not number else f"record {number}"
    try:
        record = record_in(each.member, found.candidate.name)
        faults = list(record_faults(record))
    except ArchiveDamaged as error:
        faults = [str(error).rpartition(": ")[2]]
    if faults:
        found.damage += [f"{where}: {fault}" for fault in faults]
        return None
    found.kept.append(number)
    found.spans.append((record.offset, record.length))
    return record


def _count_record(record: Record, found: ExaminedFile) -> None:
    if record.type == "warcinfo" and not found.began:
        found.own = _own_stem(record, found.candidate.name)
    date = format_stamp(parse_time(normal_time(record.field("WARC-Date") or "")))
    found.began = min(found.began or date, date)
    address = record.address("WARC-Target-URI") or ""
    is_web = address.lower().startswith(("http://", "https://"))
    site = _site(address) if is_web else None
    if site:
        found.sites[site] += 1
    if record.is_capture:
        found.captures.append(record.field("WARC-Record-ID") or "")
        start = record.block.tell()
        head = read_head(record.block)
        record.block.seek(start)
        if site and head.status == 200 and head.mime in _PAGES:
            found.pages[site] += 1


def _own_stem(info: Record, name: str) -> WarcName | None:
    """The stem in a file's name, if its ``warcinfo`` record says that this program wrote it under that name."""
    file = name.rpartition("/")[2]
    start = info.block.tell()
    is_ours = info.field("WARC-Filename") == file and info.block.read(len(_MAKER)) == _MAKER
    info.block.seek(start)
    return WarcName.parse(file) if is_ours else None


def _site(address: str) -> str | None:
    try:
        return site_name(address)
    except ValueError:  # an invalid address
        return None


def _add_bytes(record: Record, update: Callable[[bytes], object]) -> None:
    record.block.seek(0)
    for piece in read_pieces(record.block):
        update(piece)
    update(RECORD_END)
