"""The files that the index was made from, and the state in which each was last indexed in full."""

import sqlite3
from pathlib import Path
from typing import NamedTuple

from archive.layout import LINES_SUFFIX, WARC_SUFFIX

_BITEXT = "bitext/"


class FileState(NamedTuple):
    """A file's size in bytes and change time in nanoseconds; another state means other content."""

    size: int
    changed: int

    @classmethod
    def of_file(cls, path: Path) -> "FileState":
        stat = path.stat()
        return cls(stat.st_size, stat.st_mtime_ns)

    @classmethod
    def of_optional_file(cls, path: Path) -> "FileState":
        """The state of a file that may not be there."""
        return cls.of_file(path) if path.exists() else cls(0, 0)


class SourceFiles:
    """The files that an index was made from, in the transaction of its writer."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def state(self, file: str) -> FileState | None:
        """The state in which a file was last indexed in full, None if it never was."""
        row = self._connection.execute("SELECT size, changed FROM sources WHERE file = ?", (file,)).fetchone()
        return FileState(*row) if row else None

    def units_state(self, file: str) -> FileState | None:
        """The state in which a file of units was last indexed in full, None if it never was."""
        return self.state(_BITEXT + file)

    def mark_units_indexed(self, file: str, state: FileState) -> None:
        """Record that a file of units was indexed in full in this state."""
        self.mark_indexed(_BITEXT + file, state)

    def mark_indexed(self, file: str, state: FileState) -> None:
        """Record that a file was indexed in full in this state."""
        self._connection.execute("INSERT OR REPLACE INTO sources VALUES (?, ?, ?)", (file, *state))

    def unmark(self, file: str) -> None:
        """Record that a file is no longer indexed in full."""
        self._connection.execute("DELETE FROM sources WHERE file = ?", (file,))

    def file_names(self) -> set[str]:
        """The names of all WARC files and documents files that the index has rows of."""
        rows = self._connection.execute(
            "SELECT file FROM sources UNION SELECT warc FROM captures UNION SELECT warc FROM documents "
            "UNION SELECT replace(warc, ?, ?) FROM documents",
            (WARC_SUFFIX, LINES_SUFFIX),
        )
        return {file for (file,) in rows if file and not file.startswith(_BITEXT)}


def documents_file_of(warc: str) -> str:
    """The name under which the index lists the documents file of a WARC file."""
    return warc.removesuffix(WARC_SUFFIX) + LINES_SUFFIX


def warc_file_of(documents_file: str) -> str:
    """The WARC file of a documents file, by the names that the index lists."""
    return documents_file.removesuffix(LINES_SUFFIX) + WARC_SUFFIX
