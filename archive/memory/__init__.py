"""The translation memory on disk: ``bitext/X.jsonl``, a unit a line, which follows from ``documents/X.jsonl``."""

from archive.memory.encoding import decode, encode, unit_schema
from archive.memory.reader import StoredUnit, read_stored, read_units
from archive.memory.writer import UnitsWriter, replace_units

__all__ = [
    "StoredUnit",
    "UnitsWriter",
    "decode",
    "encode",
    "read_stored",
    "read_units",
    "replace_units",
    "unit_schema",
]
