"""Reads what is whole of a WARC file: behind damage it goes on at the next record of the file."""

import mmap
from collections.abc import Iterator
from pathlib import Path

from archive.errors import ArchiveDamaged
from archive.layout import OPEN_SUFFIX
from archive.model.capture import Damage
from archive.warc.reader import Record, read_records

_GZIP_MAGIC = b"\x1f\x8b\x08"


def salvage_records(path: Path, start: int = 0) -> Iterator[Record | Damage]:
    """The whole records of one file, in order from the offset ``start`` on, and between them what is damaged.

    A file of which nothing is whole is damaged from its first byte to its last.
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
            yield Damage(end, _size(path) if at is None else at, str(error))


def whole_records(path: Path) -> tuple[int, int]:
    """How many whole records the file holds, and the offset in bytes behind the last."""
    count, end = 0, 0
    for found in salvage_records(path):
        if isinstance(found, Record):
            count, end = count + 1, found.offset + found.length
    return count, end


def _next_record(path: Path, damaged: int) -> int | None:
    """The offset of the first whole record of this file behind the damage; None where there is none.

    A body that holds gzip members, be they records of another WARC file, may stand in a torn record as it was sent:
    those are none of this file's.
    """
    if _size(path) <= damaged:
        return None
    info_id = _info_id(path) if damaged else None
    with _named(path).open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(_GZIP_MAGIC, damaged + 1)
        while at >= 0:
            if _is_record(path, at, info_id):
                return at
            at = content.find(_GZIP_MAGIC, at + 1)
    return None


def _info_id(path: Path) -> str | None:
    """The id of the ``warcinfo`` record that a file begins with, which all of our records name."""
    first = next(read_records(path))
    return first.field("WARC-Record-ID") if first.type == "warcinfo" else None


def _is_record(path: Path, offset: int, info_id: str | None) -> bool:
    try:
        record = next(read_records(path, offset), None)
    except ArchiveDamaged:
        return False
    return record is not None and (info_id is None or record.field("WARC-Warcinfo-ID") in (None, info_id))


def _size(path: Path) -> int:
    return _named(path).stat().st_size


def _named(path: Path) -> Path:
    """The file under its present name: one named as open may be finished since."""
    return path if path.exists() else path.with_name(path.name.removesuffix(OPEN_SUFFIX))
