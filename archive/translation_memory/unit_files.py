"""Files of translation units: ``bitext/*.jsonl``, a unit a line."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from archive.bitext.units import TranslationUnit
from archive.disk import disk_errors, sync_directory
from archive.fixity import forget_seal
from archive.json_lines import LineFormat, LinesWriter, StoredLine
from archive.translation_memory.unit_json import decode_unit, encode_unit

UNIT_LINES = LineFormat("translation unit", "'archive check --repair' makes the file again", encode_unit, decode_unit)
"""Translation units as lines of a file."""

StoredUnit = StoredLine[TranslationUnit]


def read_units(path: Path) -> Iterator[TranslationUnit]:
    """The units of one file, in order; none where there is no file. A torn last line is left out.

    Raises ArchiveDamaged at a line that is no unit.
    """
    return (stored.value for stored in read_stored_units(path))


def read_valid_units(path: Path) -> Iterator[TranslationUnit]:
    """The units of one file as ``read_units`` gives them, without damaged lines, which a check reports."""
    lines = UNIT_LINES.salvage(path) if path.exists() else ()
    return (line.value for line in lines if isinstance(line, StoredLine))


def read_stored_units(path: Path) -> Iterator[StoredUnit]:
    """The units of one file as ``read_units`` gives them, each with its place."""
    if path.exists():
        yield from UNIT_LINES.read(path)


def read_units_by_document(path: Path) -> Iterator[list[StoredUnit]]:
    """The units of one file as ``read_stored_units`` gives them, those of one document together."""
    for _, group in groupby(read_stored_units(path), key=lambda stored: document_of_unit(stored.value)):
        yield list(group)


def document_of_unit(unit: TranslationUnit) -> tuple[str, str]:
    """The id and version of the document that a unit belongs to."""
    return unit.document, unit.version


class UnitsWriter(LinesWriter[TranslationUnit]):
    """Appends to one file of units."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, UNIT_LINES)


def remove_units_file(path: Path) -> None:
    """Remove a file of units and its seal, durably, if they exist."""
    forget_seal(path)
    with disk_errors(path):
        if path.exists():
            path.unlink()
            sync_directory(path.parent)
