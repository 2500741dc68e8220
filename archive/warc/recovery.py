"""Recover a WARC file that a crash left unfinished: keep its whole records, set the torn tail aside."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.disk import disk_errors, sync_directory
from archive.errors import ArchiveDamaged
from archive.fixity import add_to_manifest
from archive.layout import OPEN_SUFFIX, Archive
from archive.warc.record_reader import warc_name, whole_records
from archive.warc.record_writer import lock_file


@dataclass(frozen=True, slots=True)
class Recovery:
    """The repair of one file: the number of its whole records, and the file that now holds the bytes cut off."""

    warc: str
    records: int
    cut: Path | None


def recover_file(archive: Archive, path: Path) -> Recovery:
    """Cut the file after its last whole record, and remove ``.open`` from its name.

    The cut bytes are kept beside it, in ``NAME.OFFSET.torn``. A file without any whole record is removed, its
    bytes kept in the same way. Damage before the last whole record is left as it is. A second call changes nothing.

    Raises ArchiveLocked while the file is being written, and ArchiveUnusable if the disk does not allow it.
    """
    with disk_errors(path), path.open("r+b", buffering=0) as stream:
        lock_file(stream, path)
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
    """Recover the WARC files that stopped crawls of the site left open. The caller holds the site's lock."""
    return [recover_file(archive, path) for path in archive.warc_paths(site) if path.name.endswith(OPEN_SUFFIX)]


def _keep_tail(path: Path, end: int) -> Path:
    torn = path.with_name(f"{warc_name(path)}.{end}.torn")
    with path.open("rb") as stream, torn.open("wb") as kept:
        stream.seek(end)
        shutil.copyfileobj(stream, kept)
        kept.flush()
        os.fsync(kept.fileno())
    return torn
