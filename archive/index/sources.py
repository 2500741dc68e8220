"""Which files the index was made from, and in which state each was taken in whole."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from archive.layout import WARC_SUFFIX

DOCUMENTS_SUFFIX = ".jsonl"
_BITEXT = "bitext/"


class FileState(NamedTuple):
    """A file's size in bytes and change time in nanoseconds; another state means other content."""

    size: int
    changed: int

    @classmethod
    def of(cls, path: Path) -> "FileState":
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns)

    @classmethod
    def of_any(cls, path: Path) -> "FileState":
        """The state of a file that may not be there."""
        return cls.of(path) if path.exists() else cls(0, 0)


class Sources:
    """The files that an index was made from, in the transaction of its writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def state(self, file: str) -> FileState | None:
        """The state in which a file was taken in whole, None when it never was."""
        row = self._connection.execute("SELECT size, changed FROM sources WHERE file = ?", (file,)).fetchone()
        return FileState(*row) if row else None

    def units_state(self, file: str) -> FileState | None:
        """The state in which a file of units was taken in whole, None when it never was."""
        return self.state(_BITEXT + file)

    def note_units(self, file: str, state: FileState) -> None:
        """Notes that a file of units in this state was taken in whole."""
        self.note(_BITEXT + file, state)

    def note(self, file: str, state: FileState) -> None:
        """Notes that a file in this state was taken in whole."""
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (file, *state))

    def forget(self, file: str) -> None:
        """Notes that a file is no longer taken in whole."""
        self._connection.execute("DELETE FROM sources WHERE file = ?", (file,))

    def known(self) -> set[str]:
        """The names of the WARC files and documents files that anything in the index came from."""
        rows = self._connection.execute(
            "SELECT file FROM sources UNION SELECT warc FROM captures UNION SELECT warc FROM documents "
            "UNION SELECT replace(warc, ?, ?) FROM documents",
            (WARC_SUFFIX, DOCUMENTS_SUFFIX),
        )
        return {file for (file,) in rows if file and not file.startswith(_BITEXT)}


def documents_file_of(warc: str) -> str:
    """The documents file of a WARC file, by name."""
    return warc.removesuffix(WARC_SUFFIX) + DOCUMENTS_SUFFIX


def warc_file_of(documents_file: str) -> str:
    """The WARC file of a documents file, by name."""
    return documents_file.removesuffix(DOCUMENTS_SUFFIX) + WARC_SUFFIX
