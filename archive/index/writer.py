"""Writes the index."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self

from archive.bitext.units import TranslationUnit
from archive.errors import ArchiveDamaged, ArchiveError, IndexOutdated
from archive.index import schema
from archive.index.captures import (
    Catalogue,
    files_with,
    insert_captures,
    mark_withdrawn,
    put_damage,
    remove_captures,
)
from archive.index.database import connect_writer, engine_errors
from archive.index.seal import break_seal, check_seal, set_seal
from archive.index.sources import Sources, documents_file_of
from archive.index.stored import Stored
from archive.index.units import is_hidden, put_units, remove_units, remove_units_across
from archive.layout import Archive
from archive.model.capture import CatalogueEntry, Damage
from archive.model.document import Document
from archive.withdrawal import Standing, Withdrawals

_MERGED = 20_000
"""Pages of the engine's that one merge writes at most."""
_BATCH = 1000
WRITER_WAIT = 60.0
"""Seconds that a writer waits for another."""


class IndexWriter:
    """Writes to the index of an archive, which is made where there is none.

    Each call is one transaction, seen by readers when it returns. It waits for other writers, a minute by default.
    Every method raises ArchiveLocked when that was not enough, ArchiveUnusable when the file cannot be written,
    ArchiveDamaged when it is not as this program made it.
    """

    def __init__(self, archive: Archive, *, wait: float = WRITER_WAIT, anew: bool = False) -> None:
        """Opens the index; with ``anew`` one that is damaged is thrown away first.

        With ``anew`` one of another version is left for readers: it ``is_outdated``, and nothing can be done with it
        before it is cleared.
        """
        self.is_outdated = False
        self._file = archive.index_file
        self._standing = Standing(archive)
        self._standing.now()
        self._connection = _connect_anew(archive, wait) if anew else _connect(archive, wait)
        self.sources = Sources(self._connection)
        try:
            self._prepare(anew)
        except BaseException:
            self._connection.close()
            raise

    def add(
        self,
        captures: Iterable[CatalogueEntry],
        documents: Iterable[Document],
        units: Iterable[TranslationUnit] = (),
    ) -> None:
        """Takes captures, documents and their units in together; those that are known already change nothing.

        Captures are known by file and offset, documents by id and version. A known version with other content
        is replaced. The units of a document stand together, and take the place of those it had.
        """
        with self.transaction():
            insert_captures(self._connection, captures, self.withdrawals)
            Stored(self._connection).put(filter(self.shows, documents))
            put_units(self._connection, filter(self._shows_unit, units))

    def replace_units(self, warc: str, units: Iterable[TranslationUnit]) -> int:
        """Takes in the units of the documents extracted from a WARC file, for those it had; how many there were."""
        with self.transaction():
            remove_units(self._connection, warc)
            return put_units(self._connection, filter(self._shows_unit, units))

    def replace_units_across(self, site: str, units: Iterable[TranslationUnit]) -> int:
        """Takes in the units that join two pages of a site, for those it had; how many there were."""
        with self.transaction():
            remove_units_across(self._connection, site)
            return put_units(self._connection, filter(self._shows_unit, units))

    @property
    def withdrawals(self) -> Withdrawals:
        """The withdrawals as they are now."""
        return self._standing.now()

    def shows(self, document: Document) -> bool:
        """Whether a document is not withdrawn."""
        return not self.withdrawals.hides(document)

    def _shows_unit(self, unit: TranslationUnit) -> bool:
        return not is_hidden(unit, self.withdrawals)

    def mark_withdrawn(self) -> None:
        """Marks all captures anew as withdrawn or not."""
        with self.transaction():
            mark_withdrawn(self._connection, self.withdrawals)

    def files_with(self, urls: Iterable[str]) -> set[str]:
        """The names of the WARC files that hold captures of these canonical addresses."""
        with engine_errors(self._file):
            return files_with(self._connection, urls)

    def remove_file(self, warc: str) -> None:
        """Forgets the captures in a WARC file and the documents extracted from it."""
        with self.transaction():
            self.remove_captures(warc)
            self.remove_documents(warc)

    def remove_captures(self, warc: str) -> None:
        """Forgets the captures in a WARC file, and what was damaged in it."""
        with self.transaction():
            remove_captures(self._connection, warc)
            put_damage(self._connection, warc, ())
            self.sources.forget(warc)

    def replace_captures(self, warc: str, found: Iterable[CatalogueEntry | Damage]) -> int:
        """Takes in the captures and the damage of a WARC file, for those it had; how many captures there are.

        Other writers may come between: the file is read meanwhile.
        """
        damage: list[Damage] = []
        offsets: list[int | None] = []
        rest = iter(found)
        while batch := list(islice(rest, _BATCH)):
            entries = [each for each in batch if isinstance(each, CatalogueEntry)]
            with self.transaction():
                insert_captures(self._connection, entries, self.withdrawals)
            damage += [each for each in batch if isinstance(each, Damage)]
            offsets += [entry.capture.offset for entry in entries]
        with self.transaction():
            remove_captures(self._connection, warc, offsets)
            put_damage(self._connection, warc, damage)
        return len(offsets)

    def note_damage(self, file: str, damage: Iterable[Damage]) -> None:
        """Notes which parts of a file could not be read, in place of what was noted of it."""
        with self.transaction():
            put_damage(self._connection, file, damage)

    def remove_documents(self, warc: str, kept: Iterable[tuple[str, str]] = ()) -> None:
        """Forgets the documents extracted from a WARC file, all but those ``kept`` by id and version."""
        with self.transaction():
            Stored(self._connection).remove(warc, kept)
            put_damage(self._connection, documents_file_of(warc), ())
            self.sources.forget(documents_file_of(warc))

    def faults(self) -> list[str]:
        """What the engine finds wrong with the file, a line each; nothing is changed."""
        try:
            with engine_errors(self._file):
                rows = self._connection.execute("PRAGMA integrity_check(3)").fetchall()
            found = [" ".join(row.split()) for (row,) in rows if row != "ok"]
            for table in schema.ENGINE_TABLES:
                with engine_errors(self._file):  # which changes nothing: the seal stays
                    self._connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")  # noqa: S608
        except ArchiveDamaged as error:
            return [str(error.__cause__ or error)]
        return found

    def vacuum(self) -> None:
        """Writes the file anew without the pages that hold what was deleted."""
        break_seal(self._file)
        with engine_errors(self._file):
            for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                self._connection.execute(statement).fetchall()

    def clear(self) -> None:
        """Forgets everything."""
        with self.transaction():
            self.is_outdated = False
            schema.drop(self._connection)
            schema.create(self._connection)

    def captures(self, url: str) -> list[CatalogueEntry]:
        """The captures of an address, earliest first."""
        with engine_errors(self._file):
            return Catalogue(self._connection).captures(url)

    def original(self, revisit: CatalogueEntry) -> CatalogueEntry | None:
        """The response record that holds the payload of a revisit: the one it names, or the first with the digest."""
        with engine_errors(self._file):
            return Catalogue(self._connection).original(revisit)

    def capture_with_digest(self, payload_digest: str) -> CatalogueEntry | None:
        """The first response record that holds this payload."""
        with engine_errors(self._file):
            return Catalogue(self._connection).capture_with_digest(payload_digest)

    def offsets(self, warc: str) -> list[int]:
        """The offsets in bytes of the records of a file that are catalogued, in order."""
        with engine_errors(self._file):
            return Catalogue(self._connection).offsets(warc)

    def last_offset(self, warc: str) -> int | None:
        """The offset in bytes of the last record of a file that is catalogued."""
        with engine_errors(self._file):
            return Catalogue(self._connection).last_offset(warc)

    def merge(self) -> None:
        """Merges what small additions left in pieces, for faster queries; at most some 80 MB are written."""
        self._command("merge", _MERGED)

    def optimize(self) -> None:
        """Merges all that the engine holds, for the fastest queries after much was added."""
        self._command("optimize", None)

    def _command(self, name: str, value: int | None) -> None:
        with self.transaction():
            for table in schema.ENGINE_TABLES:
                self._connection.execute(f"INSERT INTO {table} ({table}, rank) VALUES (?, ?)", (name, value))  # noqa: S608

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes all calls inside one step: all of it is seen and kept, or, after an error, nothing."""
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

    def close(self) -> None:
        """Seals the index where nobody else writes it, and closes it."""
        try:
            with suppress(ArchiveError), engine_errors(self._file):  # an index without a seal can be read too
                set_seal(self._connection, self._file)
        finally:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def _prepare(self, anew: bool) -> None:
        """Makes the tables where there are none; waits for nobody where there are."""
        with engine_errors(self._file):
            if schema.is_ours(self._connection):
                return
        with self.transaction():
            if schema.is_ours(self._connection):  # another writer has made them meanwhile
                return
            self.is_outdated = not schema.is_empty(self._connection)
            if self.is_outdated and anew:  # readers go on with it until it is made anew
                return
            if self.is_outdated:
                raise IndexOutdated(
                    f"{self._file} was made by another version of this program; run 'archive index --rebuild'"
                )
            schema.drop(self._connection)
            schema.create(self._connection)


def _connect(archive: Archive, wait: float) -> sqlite3.Connection:
    check_seal(archive.index_file)
    return connect_writer(archive, wait)


def _connect_anew(archive: Archive, wait: float) -> sqlite3.Connection:
    """A connection to the index as it is, or to an empty one in place of a file that cannot be read."""
    try:
        connection = _connect(archive, wait)
        with engine_errors(archive.index_file):
            try:
                faults = connection.execute("PRAGMA quick_check(1)").fetchone()
                schema.is_ours(connection)
            except sqlite3.Error:
                connection.close()
                raise
        if faults == ("ok",):
            return connection
        connection.close()
    except ArchiveDamaged:
        pass
    _remove(archive.index_file)
    return connect_writer(archive, wait)


def _remove(file: Path) -> None:
    break_seal(file)
    for path in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
        path.unlink(missing_ok=True)
