"""The writer of the index: single steps, each a transaction; and the record of files that the index was made from.

Its steps that change captures, units or recorded text changes alone are inherited from the modules of these tables.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress

from archive.bitext.translation_units import TranslationUnit
from archive.disk import FileState
from archive.errors import ArchiveDamaged, ArchiveError, IndexOutdated
from archive.index.tables import database
from archive.index.tables.captures_and_change_events import forget_file, insert_captures
from archive.index.tables.corpus_text_changes_and_filtered_rows import TextChangesWriter
from archive.index.tables.database import (
    break_seal,
    check_seal,
    connect_writer,
    delete_database,
    engine_errors,
    set_seal,
)
from archive.index.tables.document_rows import DocumentRows
from archive.index.tables.unit_rows import UnitsWriter
from archive.layout import LINES_SUFFIX, WARC_SUFFIX, Archive, documents_file_of
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.withdrawal import CurrentWithdrawals, Withdrawals

_BITEXT = "bitext/"


class SourceFiles:
    """The index's record of the WARC and documents files that it was made from, in the transaction of its writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def state(self, file: str) -> FileState | None:
        """Return the state in which a WARC or documents file was last indexed in full, None if it never was."""
        row = self._connection.execute("SELECT size, changed FROM sources WHERE file = ?", (file,)).fetchone()
        return FileState(*row) if row else None

    def units_state(self, file: str) -> FileState | None:
        """Return the state in which a file of translation units was last indexed in full, None if it never was."""
        return self.state(_BITEXT + file)

    def mark_units_indexed(self, file: str, state: FileState) -> None:
        """Record that a file of translation units was indexed in full in this state."""
        self.mark_indexed(_BITEXT + file, state)

    def mark_indexed(self, file: str, state: FileState) -> None:
        """Record that a WARC or documents file was indexed in full in this state."""
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (file, *state))

    @property
    def are_any(self) -> bool:
        """Return whether the index was made from any file yet."""
        return bool(self._connection.execute("SELECT 1 FROM sources LIMIT 1").fetchone())

    def file_names(self, site: str | None = None) -> set[str]:
        """List the names of all WARC files and documents files that the index has rows of, or of those of one
        site.
        """
        own = "" if site is None else " WHERE {0} > :site || '-' AND {0} < :site || '.'"
        files, warcs = own.format("file"), own.format("warc")
        rows = self._connection.execute(
            f"SELECT file FROM sources{files} UNION SELECT warc FROM captures{warcs} "  # noqa: S608 - our own
            f"UNION SELECT warc FROM documents{warcs} "
            f"UNION SELECT replace(warc, :warc, :lines) FROM documents{warcs}",
            {"site": site, "warc": WARC_SUFFIX, "lines": LINES_SUFFIX},
        )
        return {file for (file,) in rows if file and not file.startswith(_BITEXT)}


_MERGED = 20_000
"""Pages that one merge writes at most."""
_FREED = 1000
"""Free pages that one transaction gives back to the disk; fewer are kept for what is written next."""
WRITER_WAIT = 60.0
"""Seconds that a writer waits for another one."""


class IndexWriter(UnitsWriter, TextChangesWriter):
    """A writer of the index of an archive, which is created if it is missing.

    Methods that change captures alone, units alone or recorded text changes are inherited: from ``CatalogueWriter``,
    ``UnitsWriter`` and ``TextChangesWriter``.

    Each call is one transaction, visible to readers when it returns. It waits for other writers, a minute by default.
    Every method raises ArchiveLocked when that was not enough, ArchiveUnusable when the file cannot be written,
    ArchiveDamaged when it is damaged.
    """

    def __init__(self, archive: Archive, *, wait: float = WRITER_WAIT, rebuild: bool = False) -> None:
        """Open the index; with ``rebuild`` a damaged one is deleted first.

        With ``rebuild`` an index of another version is kept for readers: it ``is_outdated``, and must be cleared
        before anything else.
        """
        self.is_outdated = False
        self._file = archive.index_file
        self._standing = CurrentWithdrawals(archive)
        self._standing.now()
        self._connection = _connect_to_rebuild(archive, wait) if rebuild else _connect(archive, wait)
        self.sources = SourceFiles(self._connection)
        try:
            self._prepare(rebuild)
        except BaseException:
            self._connection.close()
            raise

    def add(
        self, captures: Iterable[CatalogueEntry], documents: Iterable[Document], units: Iterable[TranslationUnit] = ()
    ) -> None:
        """Insert captures, documents and their translation units into the index together; known ones change nothing.

        Captures are identified by file and offset, documents by id and version. A known version with other content is
        replaced. The units of a document come together, and replace its earlier ones.
        """
        with self.transaction():
            insert_captures(self._connection, captures, self.withdrawals)
            DocumentRows(self._connection).put(filter(self.shows, documents))
            self._put_shown(units)

    @property
    def withdrawals(self) -> Withdrawals:
        """Return the archive's withdrawals as they are now, which the index writer leaves out."""
        return self._standing.now()

    def shows(self, document: Document) -> bool:
        """Return whether a document is not withdrawn, so that it may be indexed."""
        return not self.withdrawals.covers_document(document)

    def remove_file(self, warc: str) -> None:
        """Delete from the index the captures in a WARC file and the documents extracted from it."""
        with self.transaction():
            self.remove_captures(warc)
            self.remove_documents(warc)

    def remove_documents(self, warc: str, kept: Iterable[tuple[str, str]] = ()) -> None:
        """Delete from the index the documents of a WARC file, except those ``kept`` by id and version."""
        with self.transaction():
            DocumentRows(self._connection).remove(warc, kept)
            forget_file(self._connection, documents_file_of(warc))

    def faults(self) -> list[str]:
        """List the faults that SQLite finds in the index file, a line each; nothing is changed."""
        return database.integrity_faults(self._connection, self._file)

    def vacuum(self) -> None:
        """Rewrite the index file without the pages of deleted content."""
        break_seal(self._file)
        with engine_errors(self._file):
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                self._connection.execute(statement).fetchall()

    def clear(self) -> None:
        """Delete everything from the index, and create its tables anew."""
        with self.transaction():
            self.is_outdated = False
            database.drop(self._connection)
            database.create(self._connection)

    def merge(self) -> None:
        """Merge segments of the full-text index left by small additions, for faster queries; writes at most some 80
        MB.
        """
        self._command("merge", _MERGED)

    def optimize(self) -> None:
        """Merge all segments of the full-text index, for the fastest queries, and give free pages back to the
        disk.
        """
        self._command("optimize", None)
        free, before = self._free_pages(), None
        while free > _FREED and free != before:  # a file made by an older version keeps its free pages
            with self.transaction():
                for _ in range(_FREED):  # Python's sqlite3 takes one step of this statement, which frees one page
                    self._connection.execute("PRAGMA incremental_vacuum(1)")
            free, before = self._free_pages(), free

    def _free_pages(self) -> int:
        with engine_errors(self._file):
            (count,) = self._connection.execute("PRAGMA freelist_count").fetchone()
        return int(count)

    def _command(self, name: str, value: int | None) -> None:
        with self.transaction():
            for table in database.ENGINE_TABLES:
                self._connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, value))  # noqa: S608 - our own names

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make all index changes inside one transaction, which an error undoes."""
        with engine_errors(self._file):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                break_seal(self._file)
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def snapshot(self) -> AbstractContextManager[None]:
        """Read the index as it is, uncommitted changes of this writer included."""
        return engine_errors(self._file)

    def close(self) -> None:
        """Close the index, and seal it if nobody else writes it."""
        try:
            with suppress(ArchiveError), engine_errors(self._file):  # an index without a seal can be read too
                set_seal(self._connection, self._file)
        finally:
            self._connection.close()

    def _prepare(self, rebuild: bool) -> None:
        """Create the tables of the index if they are missing; without waiting if they are not."""
        with engine_errors(self._file):
            if database.is_current_version(self._connection):
                return
        with self.transaction():
            if database.is_current_version(self._connection):  # another writer has made them meanwhile
                return
            self.is_outdated = not database.is_empty(self._connection)
            if self.is_outdated and rebuild:  # readers use it until it is rebuilt
                return
            if self.is_outdated:
                raise IndexOutdated(
                    f"{self._file} was made by another version of this program; run 'archive index --rebuild'"
                )
            database.drop(self._connection)
            database.create(self._connection)


def _connect(archive: Archive, wait: float) -> sqlite3.Connection:
    check_seal(archive.index_file)
    return connect_writer(archive, wait)


def _connect_to_rebuild(archive: Archive, wait: float) -> sqlite3.Connection:
    """A connection to the index, or to an empty one that replaces an unreadable file."""
    try:
        connection = _connect(archive, wait)
        with engine_errors(archive.index_file):
            try:
                faults = connection.execute("PRAGMA quick_check(1)").fetchone()
                database.is_current_version(connection)
            except sqlite3.Error:
                connection.close()
                raise
        if faults == ("ok",):
            return connection
        connection.close()
    except ArchiveDamaged:
        pass
    break_seal(archive.index_file)
    delete_database(archive.index_file)
    return connect_writer(archive, wait)
