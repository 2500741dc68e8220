"""Writes files of translation units, which are appended to as documents are found."""

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from archive.bitext.units import TranslationUnit
from archive.fixity import SealedLines
from archive.memory.encoding import encode


class UnitsWriter:
    """Appends to one file of units; a torn last line is cut first.

    The caller holds the site's lock. Every method raises ArchiveUnusable when the disk does not take it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lines = SealedLines(path)
        self.cut = self._lines.cut

    def append(self, units: Iterable[TranslationUnit]) -> None:
        """Writes the units, a line each; on return they are on disk. When that fails the file is as it was."""
        self.append_lines(b"".join(map(line_of, units)))

    def append_lines(self, lines: bytes) -> None:
        """Writes units that are lines already, as ``append`` does."""
        self._lines.append(lines)

    @property
    def size(self) -> int:
        """The file's length in bytes."""
        return self._lines.size

    def truncate(self, size: int) -> int:
        """Leaves the first ``size`` bytes, which are whole lines; how many bytes were cut."""
        cut = self._lines.size - size
        if cut > 0:
            self._lines.truncate(size)
        return cut

    def close(self) -> None:
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def line_of(unit: TranslationUnit) -> bytes:
    """The unit as a line of a file, with its line end."""
    return encode(unit).encode() + b"\n"
