"""Durable writing of files: atomic replacement, fsync, and ArchiveUnusable in place of the system's errors; and the
state of a file, by which a change is noticed.
"""

import fcntl
import glob
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from typing import IO, BinaryIO, NamedTuple

from archive.errors import UsageError, disk_errors

_NEW = ".new"

_PIECE = 64 * 1024


def write_whole(stream: FileIO, content: bytes) -> None:
    """Write bytes wholly to an unbuffered file; an OSError may leave a part of them there."""
    rest = memoryview(content)
    while rest:
        rest = rest[stream.write(rest) :]


def replace_file(path: Path, pieces: Iterable[bytes]) -> None:
    """Replace a file in one step, durably: a reader sees the old file or the new one, never a part.

    Raises ArchiveUnusable if it cannot be written; the file is then unchanged, also if ``pieces`` raises.
    """
    with replacing(path) as stream:
        stream.writelines(pieces)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Open a stream whose content replaces the file in one step, durably, if no error occurs inside.

    Raises ArchiveUnusable if it cannot be written; the file is then unchanged, as after any error inside.
    """
    beside = _beside(path)  # of two processes, the later one wins
    with disk_errors(path):
        try:
            with beside.open("wb") as stream:
                fcntl.flock(stream, fcntl.LOCK_SH)  # marks the file as being written; shared, so that nobody waits
                yield stream
                stream.flush()
                os.fsync(stream.fileno())
            beside.replace(path)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
        sync_directory(path.parent)


@contextmanager
def replacing_folder(path: Path) -> Iterator[Path]:
    """Make an empty folder that becomes ``path`` in one step, durably, if no error occurs inside.

    Raises UsageError where the path is there and is no empty folder, ArchiveUnusable if it cannot be written; after
    any error inside, nothing is left of the folder.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(f"{path} is not an empty directory; name a new one")
    beside = _beside(path)
    with disk_errors(path):
        shutil.rmtree(beside, ignore_errors=True)
        beside.mkdir(parents=True)
        lock = os.open(beside, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield beside
            for made in (beside, *beside.rglob("*")):
                sync_directory(made)
            beside.replace(path)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
        finally:
            os.close(lock)
        sync_directory(path.parent)


def remove_unfinished(path: Path) -> None:
    """Delete unfinished files that killed processes left beside a file or folder."""
    for left in path.parent.glob(f"{glob.escape(path.name)}.*{_NEW}"):
        with suppress(OSError):  # another process writes it, or removes it too
            handle = os.open(left, os.O_RDONLY)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left) if left.is_dir() else left.unlink()
            finally:
                os.close(handle)


def _beside(path: Path) -> Path:
    """The path at which this process writes the replacement of ``path``."""
    return path.with_name(f"{path.name}.{os.getpid()}{_NEW}")


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_directory(directory: Path) -> None:
    """Sync a directory's entries (a new file, a new name), or a file's content, to disk (fsync)."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Create a folder and the missing ones above it, durably. Raises ArchiveUnusable if that fails."""
    with disk_errors(folder):
        if not folder.is_dir():
            make_folder(folder.parent)
            folder.mkdir(exist_ok=True)
            sync_directory(folder.parent)


def whole_lines_length(path: Path) -> int:
    """Return the length in bytes of a text file's whole lines, without a torn last line."""
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        while end:
            start = max(0, end - 65536)
            stream.seek(start)
            found = stream.read(end - start).rfind(b"\n")
            if found >= 0:
                return start + found + 1
            end = start
    return 0


def read_pieces(stream: IO[bytes], most: int = sys.maxsize) -> Iterator[bytes]:
    """Read a stream from its position on, at most ``most`` bytes, in pieces of 64 KiB at most."""
    while most and (piece := stream.read(min(most, _PIECE))):
        most -= len(piece)
        yield piece


class FileState(NamedTuple):
    """Size in bytes and change time in nanoseconds of a file; another state means other content."""

    size: int
    changed: int

    @classmethod
    def of_file(cls, path: Path) -> "FileState":
        """Return the state of a file. Raises FileNotFoundError where there is none."""
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns)

    @classmethod
    def of_optional_file(cls, path: Path) -> "FileState":
        """Return the state of a file that may not exist: zeros if it does not."""
        return cls.of_file(path) if path.exists() else cls(0, 0)
