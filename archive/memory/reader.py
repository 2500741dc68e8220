"""Reads files of translation units."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.bitext.units import TranslationUnit
from archive.errors import ArchiveDamaged
from archive.memory.encoding import decode


@dataclass(frozen=True, slots=True)
class StoredUnit:
    """A translation unit and the line that holds it: offset and length in bytes."""

    unit: TranslationUnit
    offset: int
    length: int


def read_units(path: Path) -> Iterator[TranslationUnit]:
    """The units of one file, in order; none where there is no file. A torn last line is left out.

    Raises ArchiveDamaged at a line that is no unit.
    """
    for stored in read_stored(path):
        yield stored.unit


def whole_units(path: Path) -> Iterator[TranslationUnit]:
    """The units of one file as ``read_units`` gives them, without lines that are none, which a check names."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        for line in stream:
            with suppress(ArchiveDamaged):
                if line.endswith(b"\n"):
                    yield _decode(line, path, 0)


def read_stored(path: Path) -> Iterator[StoredUnit]:
    """The units of one file as ``read_units`` gives them, each with its line."""
    if not path.exists():
        return
    with path.open("rb") as stream:
        offset = 0
        for line in stream:
            if not line.endswith(b"\n"):
                return
            yield StoredUnit(_decode(line, path, offset), offset, len(line))
            offset += len(line)


def _decode(line: bytes, path: Path, offset: int) -> TranslationUnit:
    try:
        return decode(line)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"{path}: no translation unit at byte {offset} ({error}); 'archive check --repair' makes the file again"
        ) from error
