"""Opens the index file, and turns SQLite's errors into the archive's."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from urllib.parse import quote

from archive.errors import (
    AnswerTooSlow,
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveUnusable,
    IndexMissing,
)
from archive.layout import Archive

LEAST_SQLITE = (3, 34, 0)
_STEPS = 5_000
_CHECKPOINT = 8_000
"""Pages of 4 kB in the log at which it is written back, which takes as long as some twenty documents."""
_CACHE = 8 * 1024
"""KiB of pages that a writer holds in memory."""
_PAUSE = 0.01
"""Seconds between two tries to turn the log on."""
READER_WAIT = 10.0
"""Seconds; readers wait only for the recovery after a writer that died."""


@cache
def check_sqlite() -> None:
    """Raise ArchiveError if this Python's SQLite is older than 3.34 or was built without FTS5."""
    if sqlite3.sqlite_version_info < LEAST_SQLITE:
        raise ArchiveError(
            f"SQLite {sqlite3.sqlite_version} is too old for the index; use a Python with 3.34 or newer"
        )
    try:
        with sqlite3.connect(":memory:") as connection:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5(text)")
        connection.close()
    except sqlite3.OperationalError as error:
        raise ArchiveError("this Python's SQLite was built without FTS5; the index needs a Python with it") from error


def connect_writer(archive: Archive, wait: float) -> sqlite3.Connection:
    """A connection that writes; ``wait``, in seconds, is for other writers.

    A power cut may lose the last transactions, whose content is still in the files that the index is made from.
    """
    check_sqlite()
    archive.create()
    with engine_errors(archive.index_file):
        connection = sqlite3.connect(archive.index_file, timeout=wait, isolation_level=None)
        try:
            _log_ahead(connection, wait)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = {-_CACHE}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def _log_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Turn the write-ahead log on, trying for ``wait`` seconds, which SQLite itself does not do."""
    end = time.monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        time.sleep(_PAUSE)


def connect_reader(archive: Archive) -> sqlite3.Connection:
    """A read-only connection, also on a read-only medium; one thread uses it at a time.

    Raises ArchiveMissing where there is no archive, IndexMissing where it has no index.
    """
    check_sqlite()
    archive.require()
    if not archive.index_file.exists():
        raise IndexMissing(f"{archive.index_file} is missing; make it with 'archive index --rebuild'")
    with engine_errors(archive.index_file):
        return sqlite3.connect(
            _reading_address(archive.index_file),
            uri=True,
            timeout=READER_WAIT,
            isolation_level=None,
            check_same_thread=False,
        )


@contextmanager
def time_limit(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Interrupt SQLite when the time is over, which is checked every few thousand steps."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def engine_errors(file: Path) -> Iterator[None]:
    """Turn the engine's errors inside into the archive's."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where a name in the schema is damaged
        raise _translated(error, file) from error


def _translated(error: sqlite3.Error | UnicodeDecodeError, file: Path) -> ArchiveError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return AnswerTooSlow(
            "the search took too long and was stopped; ask for rarer words, or filter by site or year"
        )
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveLocked(f"{file} is being written by another process; try again when that has ended")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL):
        return ArchiveUnusable(f"{file} cannot be used: {error}; mend its rights or make room")
    return ArchiveDamaged(f"{file} cannot be read: {error}; make it anew with 'archive index --rebuild'")


def _reading_address(file: Path) -> str:
    """SQLite's URI; where its log files cannot be created, the file is opened as immutable."""
    writable = os.access(file.parent, os.W_OK)
    return f"file:{quote(str(file.absolute()))}?{'mode=ro' if writable else 'mode=ro&immutable=1'}"
