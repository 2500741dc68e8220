"""The seal of the index file: its state after its last writer, so that changes by other programs are noticed.

SQLite notices damage to its own structure, but a flipped bit in the words of the full-text index only makes a search
find less. The seal exists from the end of one writer to the first change of the next; between them
nothing may write to the file. While an index is written it has none, nor has a copy of it, which is another file.

The file itself is never opened here: closing it would let go of the locks that SQLite holds on it in this process
(https://www.sqlite.org/howtocorrupt.html, section 2.2).
"""

import json
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, Self

from archive.disk import replace_file, sync_directory
from archive.errors import ArchiveDamaged


class Seal(NamedTuple):
    """Inode, size in bytes and change time in nanoseconds of an index file at rest."""

    inode: int
    size: int
    changed: int

    @classmethod
    def of(cls, file: Path) -> Self:
        stat = file.stat()
        return cls(stat.st_ino, stat.st_size, stat.st_mtime_ns)


def check_seal(file: Path) -> None:
    """Raise ArchiveDamaged where something that is no writer of the index has written to a sealed file."""
    with suppress(FileNotFoundError, NotADirectoryError):  # there is no index: who opens it says so
        while seal := _read(file):
            now = Seal.of(file)
            if now == seal or now.inode != seal.inode:
                return
            if seal == _read(file):  # no writer has begun meanwhile
                raise ArchiveDamaged(
                    f"{file} was changed by another program; make it anew with 'archive index --rebuild'"
                )


def break_seal(file: Path) -> None:
    """Remove the seal, before anything of the file is changed."""
    with suppress(FileNotFoundError):
        _place(file).unlink()
        sync_directory(file.parent)


def set_seal(connection: sqlite3.Connection, file: Path) -> None:
    """Seal the file behind its writer, unless it is sealed, or other processes are at work on it."""
    if _read(file) == Seal.of(file):
        return
    before = _version(connection)
    busy, logged, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if busy or logged != moved:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == before:
            replace_file(_place(file), [json.dumps(Seal.of(file)).encode()])
    finally:
        connection.execute("ROLLBACK")


def _read(file: Path) -> Seal | None:
    """The seal of the file; None where it has none, or one that was torn."""
    try:
        return Seal(*json.loads(_place(file).read_bytes()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def _version(connection: sqlite3.Connection) -> int:
    """A number that another connection's commit changes."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def _place(file: Path) -> Path:
    return file.with_name(f"{file.name}-seal")
