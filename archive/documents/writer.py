"""Writes documents files: appended to during a crawl, replaced whole by a re-extraction."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from archive.disk import replace_file
from archive.fixity import SealedLines, forget_seal, seal
from archive.model.document import Document, encode


class DocumentsWriter:
    """Appends to one documents file; a torn last line, of ``cut`` bytes, is cut first.

    The caller holds the site's lock. Every method raises ArchiveUnusable when the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines = SealedLines(path)
        self.cut = self._lines.cut

    def append(self, documents: Iterable[Document]) -> None:
        """Writes the documents, a line each; on return they are on disk.

        When that fails the file is left as it was.
        """
        self._lines.append(b"".join(map(line_of, documents)))

    def close(self) -> None:
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def replace_documents(path: Path, documents: Iterable[Document]) -> None:
    """Writes the file anew in one step: a reader sees the old file or the new one, never a part."""
    forget_seal(path)
    replace_file(path, map(line_of, documents))
    seal(path)


def line_of(document: Document) -> bytes:
    """The document as a line of a file, with its line end."""
    return encode(document).encode() + b"\n"
