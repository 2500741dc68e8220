"""The writer of WARC records to an open file, and recovery of a file that a crash left open.

The file is named ``.open`` and locked until it is finished. Recovery keeps a file's whole records, and sets its torn
tail aside.
"""

import fcntl
import os
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from io import IOBase
from pathlib import Path

from archive.disk import make_folder, sync_directory, write_whole
from archive.errors import ArchiveDamaged, ArchiveLocked, disk_errors
from archive.layout import OPEN_SUFFIX, Archive, WarcName, warc_name
from archive.manifest_and_seals import add_to_manifest
from archive.model.times import format_time
from archive.warc.warc_records_and_digests import (
    WARC_FIELDS,
    Fields,
    NewRecord,
    Record,
    field_lines,
    member_pieces,
    salvage_records,
)


class OpenFile:
    """A WARC file being written, which begins with a ``warcinfo`` record, whose id is ``info_id``; ``size`` is in
    bytes.

    It is never longer than its last whole exchange. Every method raises ArchiveUnusable if the disk rejects a write.
    """

    def __init__(self, archive: Archive, stem: WarcName, info: Mapping[str, str], now: datetime) -> None:
        self.name = stem.warc
        self._archive = archive
        self.size = 0
        self._records: list[int] = []  # their offsets
        self._synced = 0
        self._whole = archive.new_warc_file(stem)
        self._path = self._whole.with_name(f"{self.name}{OPEN_SUFFIX}")
        make_folder(self._path.parent)
        with disk_errors(self._path):
            # Unbuffered, so that nothing of a write that failed is written later.
            self._stream = self._path.open("xb", buffering=0)
            _lock_file(self._stream, self._path)
            sync_directory(self._path.parent)
        self.info_id = self._write_info(info, now)

    def append(self, records: Sequence[NewRecord]) -> list[tuple[int, int]]:
        """Append records to the WARC file, all or none; return the offset and length of each record's member."""
        begin = self.size
        with disk_errors(self._path):
            try:
                return [self._write(record) for record in records]
            except OSError:
                self._cut(begin)
                raise

    def sync(self) -> None:
        """Sync the WARC file: return when everything appended is on disk.

        If that fails, it is unknown which part is on disk: all that was not synced before is cut off again.
        """
        with disk_errors(self._path):
            try:
                os.fsync(self._stream.fileno())
            except OSError:
                self._cut(self._synced)
                raise
        self._synced = self.size

    def finish(self) -> None:
        """Finish the WARC file: sync it, enter it in the manifest, remove ``.open`` from its name, and release its
        lock.
        """
        try:
            self.sync()
            add_to_manifest(self._archive, self._path, self.name, len(self._records))
            with disk_errors(self._path):
                self._path.rename(self._whole)
                sync_directory(self._path.parent)
        finally:
            self._stream.close()

    def _write_info(self, info: Mapping[str, str], now: datetime) -> str:
        fields: Fields = (("WARC-Date", format_time(now)), ("WARC-Filename", self.name))
        record = NewRecord.of_bytes("warcinfo", fields, WARC_FIELDS, field_lines(info.items()))
        try:
            self.append([record])
        except BaseException:
            self._path.unlink(missing_ok=True)
            self._stream.close()
            raise
        return record.record_id

    def _write(self, record: NewRecord) -> tuple[int, int]:
        offset = self.size
        for piece in member_pieces(record):
            write_whole(self._stream, piece)
        self.size = self._stream.tell()
        self._records.append(offset)
        return offset, self.size - offset

    def _cut(self, size: int) -> None:
        os.ftruncate(self._stream.fileno(), size)
        self._stream.seek(size)
        self.size = size
        self._records = [offset for offset in self._records if offset < size]


def _lock_file(stream: IOBase, path: Path) -> None:
    """Lock a WARC file until the stream is closed or the process ends.

    Raises ArchiveLocked if another process holds it.
    """
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ArchiveLocked(f"{path} is being written by another process; wait until it has ended") from error


@dataclass(frozen=True, slots=True)
class Recovery:
    """The repair of one WARC file: the number of its whole records, and the file that now holds the bytes cut off."""

    warc: str
    records: int
    cut: Path | None


def recover_file(archive: Archive, path: Path) -> Recovery:
    """Repair a WARC file that a crash left open: cut it after its last whole record, and remove ``.open`` from its
    name.

    The cut bytes are kept beside it, in ``NAME.OFFSET.torn``. A file without any whole record is removed, its
    bytes kept in the same way. Damage before the last whole record is left as it is. A second call changes nothing.

    Raises ArchiveLocked while the file is being written, and ArchiveUnusable if the disk does not allow it.
    """
    with disk_errors(path), path.open("r+b", buffering=0) as stream:
        _lock_file(stream, path)
        records, end = whole_records(path)
        size = stream.seek(0, os.SEEK_END)
        torn = _keep_tail(path, end) if end < size else None
        stream.truncate(end)
        os.fsync(stream.fileno())  # the records of a process that was killed may not be on disk yet
        if records:
            with suppress(ArchiveDamaged):  # it was finished once and damaged since: 'archive check' reports it
                add_to_manifest(archive, path, warc_name(path), records)
            path.rename(path.with_name(warc_name(path)))
        else:
            path.unlink()
        sync_directory(path.parent)
    return Recovery(warc_name(path), records, torn)


def recover_site(archive: Archive, site: str) -> list[Recovery]:
    """Repair the WARC files that stopped crawls of the site left open. The caller holds the site's lock."""
    return [recover_file(archive, path) for path in archive.warc_paths(site) if path.name.endswith(OPEN_SUFFIX)]


def _keep_tail(path: Path, end: int) -> Path:
    torn = path.with_name(f"{warc_name(path)}.{end}.torn")
    with path.open("rb") as stream, torn.open("wb") as kept:
        stream.seek(end)
        shutil.copyfileobj(stream, kept)
        kept.flush()
        os.fsync(kept.fileno())
    return torn


def whole_records(path: Path) -> tuple[int, int]:
    """Count the whole records of a WARC file, and return the offset in bytes after the last."""
    count, end = 0, 0
    for found in salvage_records(path):
        if isinstance(found, Record):
            count, end = count + 1, found.offset + found.length
    return count, end
