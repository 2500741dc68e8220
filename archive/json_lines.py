"""Files of JSON lines, such as those of documents and of translation units: reading with places, and appending.

A last line without its line end is torn: readers leave it out, and a writer cuts it before it appends.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Self, TypeVar

from archive.errors import ArchiveDamaged
from archive.fixity import SealedLines
from archive.model.capture import Damage

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredLine(Generic[T]):
    """The value of a line, and the offset and length of the line in bytes."""

    value: T
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class LineFormat(Generic[T]):
    """How values are written as lines; in errors ``name`` says what they are, ``repair`` how the file is repaired."""

    name: str
    repair: str
    encode: Callable[[T], str]
    decode: Callable[[bytes], T]

    def line(self, value: T) -> bytes:
        """The value as a line of a file, with its line end."""
        return self.encode(value).encode() + b"\n"

    def read(self, path: Path, start: int = 0) -> Iterator[StoredLine[T]]:
        """The lines of a file, in order, beginning with the line at the offset ``start`` in bytes.

        Raises ArchiveDamaged at a line that does not hold a value.
        """
        for line, offset in _lines(path, start):
            yield StoredLine(self._decode(line, path, offset), offset, len(line))

    def salvage(self, path: Path) -> Iterator[StoredLine[T] | Damage]:
        """The lines of a file as ``read`` gives them; a line that does not hold a value is given as damage."""
        for line, offset in _lines(path):
            try:
                yield StoredLine(self._decode(line, path, offset), offset, len(line))
            except ArchiveDamaged as error:
                yield Damage(offset, offset + len(line), str(error))

    def _decode(self, line: bytes, path: Path, offset: int) -> T:
        try:
            return self.decode(line)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ArchiveDamaged(f"{path}: no {self.name} at byte {offset} ({error}); {self.repair}") from error


class LinesWriter(Generic[T]):
    """Appends to one file of JSON lines; a torn last line, of ``cut`` bytes, is cut first.

    The caller holds the site's lock. Every method raises ArchiveUnusable when the disk does not accept the change.
    """

    def __init__(self, path: Path, form: LineFormat[T]) -> None:
        self.path = path
        self._form = form
        self._lines = SealedLines(path)
        self.cut = self._lines.cut

    def append(self, values: Iterable[T]) -> None:
        """Write the values, a line each; on return they are on disk. When that fails the file is as before."""
        self.append_lines(b"".join(map(self._form.line, values)))

    def append_lines(self, lines: bytes) -> None:
        """Write values that are lines already, as ``append`` does."""
        self._lines.append(lines)

    def truncate(self, size: int) -> int:
        """Keep the first ``size`` bytes, which are whole lines; returns how many bytes were cut."""
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


def _lines(path: Path, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """The whole lines of a file from an offset on, each with its offset."""
    with path.open("rb") as stream:
        offset = stream.seek(start)
        for line in stream:
            if not line.endswith(b"\n"):
                return
            yield line, offset
            offset += len(line)
