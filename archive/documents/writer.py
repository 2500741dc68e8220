"""Writes documents files: appended to during a crawl, replaced whole by a re-extraction."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from archive.model.document import Document, encode


class DocumentsWriter:
    """Appends to one documents file; a torn last line, of ``cut`` bytes, is cut first.

    The caller holds the site's lock.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stream = path.open("ab")
        size, whole = self._stream.tell(), _whole_length(path)
        self.cut = size - whole
        self._stream.truncate(whole)

    def append(self, documents: Iterable[Document]) -> None:
        """Writes the documents, a line each; on return they are on disk."""
        lines = b"".join(_line(document) for document in documents)
        if lines:
            self._stream.write(lines)
            self._stream.flush()
            os.fsync(self._stream.fileno())

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def replace_documents(path: Path, documents: Iterable[Document]) -> None:
    """Writes the file anew in one step: a reader sees the old file or the new one, never a part."""
    beside = path.with_suffix(".jsonl.new")
    with beside.open("wb") as stream:
        stream.writelines(_line(document) for document in documents)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)


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
