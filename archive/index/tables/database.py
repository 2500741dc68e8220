"""The SQLite file of the index: creation and version of its tables, its connections, and its seal.

``schema.sql`` defines the tables.

The seal is the state of the file after its last writer, so that changes by other programs are noticed. SQLite notices
damage to its own structure, but a flipped bit in the words of the full-text index only makes a search find less. The
seal exists from the end of one writer to the first change of the next; between them nothing may write to the file.
While an index is written it has none, nor has a copy of it, which is another file. To check the seal, the file is
never opened: closing it would release the locks that SQLite holds on it in this process
(https://www.sqlite.org/howtocorrupt.html, section 2.2).
"""

import json
import os
import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.resources import files
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple, Self
from urllib.parse import quote
from zlib import crc32

from archive.bitext.english_words import FUNCTION_WORDS
from archive.disk import replace_file, sync_directory
from archive.errors import AnswerTooSlow, ArchiveDamaged, ArchiveError, ArchiveLocked, ArchiveUnusable, IndexMissing
from archive.index.folding import folding_digest
from archive.index.tables.document_rows import packing_dictionary
from archive.index.tokenizer_and_fact_tokens import TOKENS_VERSION
from archive.layout import Archive

SCHEMA_VERSION = 13

_ENGINE = {"automerge": 0, "crisismerge": 48, "hashsize": 16 * 2**20, "pgsz": 8000}
"""Segments are merged when there are 48 of a level, all at once; a transaction below 16 MiB makes one segment."""
ENGINE_TABLES = ("search", "beginnings", "grouped")
_CREATED = re.compile(r"CREATE (?:VIRTUAL )?TABLE (\w+)")


def _schema_fingerprint() -> str:
    """Return the versions of the index tables, of the tokens in them, and of packed documents."""
    words = " ".join(sorted(FUNCTION_WORDS)).encode()
    return f"{SCHEMA_VERSION}/{TOKENS_VERSION}/{folding_digest()}/{crc32(words + packing_dictionary()):08x}"


def is_empty(connection: sqlite3.Connection) -> bool:
    """Return whether the index database has no table yet."""
    return connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None


def is_current_version(connection: sqlite3.Connection) -> bool:
    """Return whether the index tables are of the version that this program writes and reads."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchone():
        return False
    row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    return bool(row == (_schema_fingerprint(),))


def create(connection: sqlite3.Connection) -> None:
    """Create the index tables, in the caller's transaction."""
    for statement in _schema().split(";\n"):
        connection.execute(statement)
    for table in ENGINE_TABLES:
        connection.executemany(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", _ENGINE.items())  # noqa: S608 - our own names
    connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (_schema_fingerprint(),))
    connection.execute("INSERT INTO meta VALUES ('identity', ?)", (token_hex(8),))


def drop(connection: sqlite3.Connection) -> None:
    """Drop the index tables of any version, in the caller's transaction."""
    for table in reversed(_CREATED.findall(_schema())):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def integrity_faults(connection: sqlite3.Connection, file: Path) -> list[str]:
    """List the faults that SQLite finds in the index database, its full-text tables too, a line each; nothing is
    changed.
    """
    try:
        with engine_errors(file):
            rows = connection.execute("PRAGMA integrity_check(3)").fetchall()
        found = [" ".join(row.split()) for (row,) in rows if row != "ok"]
        for table in ENGINE_TABLES:
            with engine_errors(file):  # which changes nothing: the seal stays
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608 - our own names
    except ArchiveDamaged as error:
        return [str(error.__cause__ or error)]
    return found


def _schema() -> str:
    return files("archive.index.tables").joinpath("schema.sql").read_text(encoding="utf-8")


LEAST_SQLITE = (3, 34, 0)
_STEPS = 5_000
_PAGE = 8192
"""Bytes; on smaller pages a third of the room beside packed documents stays empty."""
_CHECKPOINT = 4_000
"""Pages in the log at which it is written back, which takes as long as some twenty documents."""
_CACHE = 8 * 1024
"""KiB of pages that a connection holds in memory."""
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
    """Open an SQLite connection that writes the index; ``wait``, in seconds, is for other writers.

    A power cut may lose the last transactions, whose content is still in the files that the index is made from.
    """
    check_sqlite()
    archive.create()
    with engine_errors(archive.index_file):
        connection = sqlite3.connect(archive.index_file, timeout=wait, isolation_level=None)
        try:
            if connection.execute("PRAGMA page_count").fetchone() == (0,):
                connection.execute(f"PRAGMA page_size = {_PAGE}")
                connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            _log_ahead(connection, wait)
            connection.execute("PRAGMA secure_delete = FAST")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute(f"PRAGMA cache_size = {-_CACHE}")
            connection.execute(f"PRAGMA wal_autocheckpoint = {_CHECKPOINT}")
        except sqlite3.Error:
            connection.close()
            raise
    return connection


def _log_ahead(connection: sqlite3.Connection, wait: float) -> None:
    """Turn SQLite's write-ahead log on, trying for ``wait`` seconds, which SQLite itself does not do."""
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
    """Open a read-only SQLite connection to the index, also on a read-only medium; one thread uses it at a time.

    Raises ArchiveMissing where there is no archive, IndexMissing where it has no index.
    """
    check_sqlite()
    archive.require()
    if not archive.index_file.exists():
        raise IndexMissing(f"{archive.index_file} is missing; make it with 'archive index --rebuild'")
    with engine_errors(archive.index_file):
        connection = sqlite3.connect(
            reading_address(archive.index_file),
            uri=True,
            timeout=READER_WAIT,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute(f"PRAGMA cache_size = {-_CACHE}")
        return connection


@contextmanager
def time_limit(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Interrupt SQLite queries inside when their time is over, which is checked every few thousand steps."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


TOO_SLOW = "the search took too long and was stopped; use rarer words, or filter by site or year"


@contextmanager
def engine_errors(file: Path) -> Iterator[None]:
    """Turn SQLite errors inside into the archive's errors."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the latter where a name in the schema is damaged
        raise _translated(error, file) from error


def _translated(error: sqlite3.Error | UnicodeDecodeError, file: Path) -> ArchiveError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return AnswerTooSlow(TOO_SLOW)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return ArchiveLocked(f"{file} is being written by another process; try again when that has ended")
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_FULL):
        return ArchiveUnusable(f"{file} cannot be used: {error}; correct its permissions or make room")
    return ArchiveDamaged(f"{file} cannot be read: {error}; rebuild it with 'archive index --rebuild'")


def reading_address(file: Path) -> str:
    """Return SQLite's URI to read the index file by; where log files cannot be created, it is opened as immutable."""
    writable = os.access(file.parent, os.W_OK)
    return f"file:{quote(str(file.absolute()))}?{'mode=ro' if writable else 'mode=ro&immutable=1'}"


def delete_database(file: Path) -> None:
    """Delete an SQLite database with its log files, as far as they exist."""
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        path.unlink(missing_ok=True)


class Seal(NamedTuple):
    """The seal of an index file at rest: its inode, size in bytes and change time in nanoseconds."""

    inode: int
    size: int
    changed: int

    @classmethod
    def of_file(cls, file: Path) -> Self:
        stat = file.stat()
        return cls(stat.st_ino, stat.st_size, stat.st_mtime_ns)


def check_seal(file: Path) -> None:
    """Raise ArchiveDamaged where a sealed index file was written to by something other than the index writer."""
    with suppress(FileNotFoundError, NotADirectoryError):  # there is no index: who opens it says so
        while seal := _read(file):
            now = Seal.of_file(file)
            if now == seal or now.inode != seal.inode:
                return
            if seal == _read(file):  # no writer has begun meanwhile
                raise ArchiveDamaged(
                    f"{file} was changed by another program; rebuild it with 'archive index --rebuild'"
                )


def break_seal(file: Path) -> None:
    """Remove the seal of the index file, before anything of the file is changed."""
    with suppress(FileNotFoundError):
        _place(file).unlink()
        sync_directory(file.parent)


def set_seal(connection: sqlite3.Connection, file: Path) -> None:
    """Seal the index file behind its writer, unless it is sealed, or other processes are at work on it.

    The log is emptied first: what stands in it would be written into the file again by the next process, if this one
    ends without closing all its connections. ``connection`` waits for no other one afterwards.
    """
    log = file.with_name(f"{file.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    if not has_log and _read(file) == Seal.of_file(file):
        return
    before = _version(connection)
    break_seal(file)
    connection.execute("PRAGMA busy_timeout = 0")
    busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) == before:
            replace_file(_place(file), [json.dumps(Seal.of_file(file)).encode()])
    finally:
        connection.execute("ROLLBACK")


def _read(file: Path) -> Seal | None:
    """Read the seal of the index file; None where it has none, or one that was torn."""
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
