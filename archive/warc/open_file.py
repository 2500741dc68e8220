"""One WARC file while it is written: named ``.open``, locked, and never longer than its last whole exchange."""

import fcntl
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import IOBase
from pathlib import Path

from archive.disk import disk_errors, sync_directory, write_whole
from archive.errors import ArchiveLocked
from archive.fixity import enter
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.model.times import format_time
from archive.warc.record import WARC_FIELDS, Fields, NewRecord, field_lines, member_pieces


class OpenFile:
    """A new file, opened by its ``warcinfo`` record, whose id is ``info_id``; ``size`` is its length in bytes.

    Every method raises ArchiveUnusable when the disk does not take what it writes.
    """

    def __init__(self, directory: Path, stem: WarcName, info: Mapping[str, str], now: datetime) -> None:
        self.name = stem.warc
        self.size = 0
        self._records: list[int] = []  # their offsets
        self._synced = 0
        self._path = directory / f"{self.name}{OPEN_SUFFIX}"
        with disk_errors(self._path):
            # Unbuffered, so that nothing of a write that failed is written later.
            self._stream = self._path.open("xb", buffering=0)
            lock_file(self._stream, self._path)
            sync_directory(directory)
        self.info_id = self._write_info(info, now)

    def append(self, records: Sequence[NewRecord]) -> list[tuple[int, int]]:
        """Writes the records, all or none; offset and length of each one's member."""
        begin = self.size
        with disk_errors(self._path):
            try:
                return [self._write(record) for record in records]
            except OSError:
                self._cut(begin)
                raise

    def sync(self) -> None:
        """Returns when all that was appended is on disk.

        When that fails nothing tells which part of it is: all that was not synced before is cut off again.
        """
        with disk_errors(self._path):
            try:
                os.fsync(self._stream.fileno())
            except OSError:
                self._cut(self._synced)
                raise
        self._synced = self.size

    def finish(self) -> None:
        """Syncs the file, enters it in the manifest, gives it the name of a whole one, and lets go of its lock."""
        try:
            self.sync()
            enter(Archive(self._path.parent.parent), self._path, self.name, len(self._records))
            with disk_errors(self._path):
                self._path.rename(self._path.with_name(self.name))
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


def lock_file(stream: IOBase, path: Path) -> None:
    """Takes the file's lock, which is held until the stream is closed or the process ends.

    Raises ArchiveLocked when another process holds it.
    """
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ArchiveLocked(f"{path} is being written by another process; wait until it has ended") from error
