"""Brings a WARC file that a crash left behind back to its whole records."""

import mmap
import os
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from archive.disk import disk_errors, sync_directory
from archive.errors import ArchiveDamaged
from archive.layout import OPEN_SUFFIX, Stem
from archive.warc.open_file import lock_file
from archive.warc.reader import read_records, warc_name

_GZIP_MAGIC = b"\x1f\x8b\x08"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done to one file: how many whole records it holds, and where the bytes that were cut lie now."""

    warc: str
    records: int
    cut: Path | None


def recover_file(path: Path) -> Recovery:
    """Cuts the file behind its last whole record and takes ``.open`` off its name.

    The cut bytes are kept beside it, in ``NAME.OFFSET.torn``. A file without any whole record is removed, its
    bytes kept in the same way. Doing it twice changes nothing.

    Raises ArchiveLocked while the file is being written, ArchiveUnusable when the disk does not let it, and
    ArchiveDamaged when whole records follow the damage: then it is not a torn tail, and nothing is done.
    """
    with disk_errors(path), path.open("r+b", buffering=0) as stream:
        lock_file(stream, path)
        records, end = whole_records(path)
        size = stream.seek(0, os.SEEK_END)
        if end < size and _record_follows(path, end):
            raise ArchiveDamaged(
                f"{path.name}: damaged at offset {end}, whole records follow; put a copy in its place, or move the "
                "file out of the archive"
            )
        torn = _keep_tail(path, end) if end < size else None
        stream.truncate(end)
        os.fsync(stream.fileno())  # the records of a process that was killed may not be on disk yet
        if records:
            path.rename(path.with_name(warc_name(path)))
        else:
            path.unlink()
        sync_directory(path.parent)
    return Recovery(warc_name(path), records, torn)


def recover_site(directory: Path, site: str, live: Collection[str] = ()) -> list[Recovery]:
    """Finishes the WARC files that stopped crawls of the site left open. The caller holds the site's lock.

    Those of the jobs that are ``live`` are passed over. Raises ArchiveDamaged for a file that is damaged before its
    end.
    """
    stems = {path: Stem.parse(path.name) for path in open_files(directory)}
    return [recover_file(path) for path, stem in stems.items() if stem.site == site and stem.job not in live]


def whole_records(path: Path) -> tuple[int, int]:
    """How many whole records the file begins with, and the offset in bytes behind the last."""
    count, end = 0, 0
    try:
        for record in read_records(path):
            count, end = count + 1, record.offset + record.length
    except ArchiveDamaged:
        pass
    return count, end


def open_files(directory: Path) -> list[Path]:
    """The files that are being written or were left behind, in order of their names."""
    return sorted(directory.glob(f"*{OPEN_SUFFIX}"))


def _keep_tail(path: Path, end: int) -> Path:
    torn = path.with_name(f"{warc_name(path)}.{end}.torn")
    with path.open("rb") as stream, torn.open("wb") as kept:
        stream.seek(end)
        shutil.copyfileobj(stream, kept)
        kept.flush()
        os.fsync(kept.fileno())
    return torn


def _record_follows(path: Path, end: int) -> bool:
    """Whether a whole record of this file begins somewhere behind the damage.

    A body that holds gzip members, be they records of another WARC file, may stand in a torn record as it was sent:
    those are none of this file's.
    """
    info_id = _info_id(path) if end else None
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
        at = content.find(_GZIP_MAGIC, end + 1)
        while at >= 0:
            if _is_record(path, at, info_id):
                return True
            at = content.find(_GZIP_MAGIC, at + 1)
    return False


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
