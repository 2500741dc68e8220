"""Writes documents files: appended to during a crawl, replaced whole by a re-extraction."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from archive.disk import disk_errors, replace_file, sync_directory, write_whole
from archive.model.document import Document, encode


class DocumentsWriter:
    """Appends to one documents file; a torn last line, of ``cut`` bytes, is cut first.

    The caller holds the site's lock. Every method raises ArchiveUnusable when the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        with disk_errors(path):
            # Unbuffered, so that nothing of a write that failed is written later.
            self._stream = path.open("ab", buffering=0)
            sync_directory(path.parent)
            size, self._size = self._stream.tell(), _whole_length(path)
            self.cut = size - self._size
            if self.cut:  # or else the file would look changed
                self._stream.truncate(self._size)

    def append(self, documents: Iterable[Document]) -> None:
        """Writes the documents, a line each; on return they are on disk.

        When that fails the file is left as it was.
        """
        lines = b"".join(_line(document) for document in documents)
        if not lines:
            return
        with disk_errors(self.path):
            try:
                write_whole(self._stream, lines)
                os.fsync(self._stream.fileno())
            except OSError:
                self._stream.truncate(self._size)
                raise
        self._size += len(lines)

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def replace_documents(path: Path, documents: Iterable[Document]) -> None:
    """Writes the file anew in one step: a reader sees the old file or the new one, never a part."""
    replace_file(path, (_line(document) for document in documents))


def _line(document: Document) -> bytes:
    return encode(document).encode() + b"\n"


def _whole_length(path: Path) -> int:
    """The length in bytes of the file's whole lines."""
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
