"""A digest of the index file as its last writer left it, so that a file changed by anything else is noticed.

SQLite notices damage to its own structure, but a flipped bit in the words of the full-text index only makes a search
find less. The seal stands beside the index from the end of one writer to the first change of the next: between them
no byte of the file may change. While an index is written it has none.
"""

import json
import sqlite3
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from archive.disk import digest_of_file, replace_file, sync_directory
from archive.errors import ArchiveDamaged
from archive.index.sources import FileState


class Seal(NamedTuple):
    """Size in bytes, change time in nanoseconds and SHA-256 of an index file at rest."""

    size: int
    changed: int
    digest: str


def check_seal(file: Path, *, whole: bool = False) -> None:
    """Raise ArchiveDamaged where a sealed index file is not as its last writer left it.

    The file is read only where its size or time are not those of the seal (it was copied, or changed), or ``whole``.
    """
    while file.exists() and (seal := _read(file)):
        state = FileState.of_any(file)
        if digest_of_file(file) == seal.digest if whole else _is_as_sealed(file, state, seal):
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
    """Seal the file behind its writer, unless it is sealed, or other processes are at work on it.

    Takes the time of reading the file once; other writers wait.
    """
    seal = _read(file)
    if seal and seal[:2] == FileState.of(file):
        return
    before = _version(connection)
    busy, logged, moved = connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if busy or logged != moved:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == before:
            state = FileState.of(file)
            replace_file(_place(file), [json.dumps(Seal(*state, digest_of_file(file))).encode()])
    finally:
        connection.execute("ROLLBACK")


def _is_as_sealed(file: Path, state: FileState, seal: Seal) -> bool:
    return state == seal[:2] or _has_digest(file, state, seal.digest)


@lru_cache(maxsize=8)
def _has_digest(file: Path, _state: FileState, digest: str) -> bool:
    return digest_of_file(file) == digest


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
