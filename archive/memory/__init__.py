"""The translation memory on disk: ``bitext/X.jsonl``, a unit a line, which follows from ``documents/X.jsonl``."""

from archive.memory.across import documents_of_site, forget_across, join_pages
from archive.memory.complete import (
    Completion,
    Tell,
    complete,
    complete_all,
    forget,
    made_units,
    side_faults,
    tell_nobody,
)
from archive.memory.encoding import decode, encode, unit_schema
from archive.memory.encoding import faults as unit_faults
from archive.memory.encoding import to_json as unit_json
from archive.memory.reader import StoredUnit, read_stored, read_units, whole_units
from archive.memory.writer import UnitsWriter

__all__ = [
    "Completion",
    "StoredUnit",
    "Tell",
    "UnitsWriter",
    "complete",
    "complete_all",
    "decode",
    "documents_of_site",
    "encode",
    "forget",
    "forget_across",
    "join_pages",
    "made_units",
    "read_stored",
    "read_units",
    "side_faults",
    "tell_nobody",
    "unit_faults",
    "unit_json",
    "unit_schema",
    "whole_units",
]
