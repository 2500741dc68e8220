"""Brings a WARC file that a crash left behind back to its whole records."""

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.disk import disk_errors, sync_directory
from archive.errors import ArchiveDamaged
from archive.fixity import enter
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.warc.open_file import lock_file
from archive.warc.reader import warc_name
from archive.warc.salvage import whole_records


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was done to one file: how many whole records it holds, and where the bytes that were cut lie now."""

    warc: str
    records: int
    cut: Path | None


def recover_file(path: Path) -> Recovery:
    """Cuts the file behind its last whole record and takes ``.open`` off its name.

    The cut bytes are kept beside it, in ``NAME.OFFSET.torn``. A file without any whole record is removed, its
    bytes kept in the same way. Damage before the last whole record is left as it is. Doing it twice changes nothing.

    Raises ArchiveLocked while the file is being written, and ArchiveUnusable when the disk does not let it.
    """
    with disk_errors(path), path.open("r+b", buffering=0) as stream:
        lock_file(stream, path)
        records, end = whole_records(path)
        size = stream.seek(0, os.SEEK_END)
        torn = _keep_tail(path, end) if end < size else None
        stream.truncate(end)
        os.fsync(stream.fileno())  # the records of a process that was killed may not be on disk yet
        if records:
            with suppress(ArchiveDamaged):  # it was finished once and damaged since: 'archive check' tells
                enter(Archive(path.parent.parent), path, warc_name(path), records)
            path.rename(path.with_name(warc_name(path)))
        else:
            path.unlink()
        sync_directory(path.parent)
    return Recovery(warc_name(path), records, torn)


def recover_site(directory: Path, site: str) -> list[Recovery]:
    """Finishes the WARC files that stopped crawls of the site left open. The caller holds the site's lock."""
    stems = {path: WarcName.parse(path.name) for path in open_files(directory)}
    return [recover_file(path) for path, stem in stems.items() if stem.site == site]


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
