"""The translation memory on disk: ``bitext/X.jsonl``, a unit a line, which follows from ``documents/X.jsonl``.

In come documents files, out come files of translation units. Begin in ``completion``, which makes the units of a
documents file, and in ``cross_page_units``, which makes those that join two pages of a site; ``unit_files`` reads and
writes the files, ``unit_json`` the lines.
"""

from archive.translation_memory.completion import (
    Completion,
    ReportProgress,
    complete_all_units,
    complete_units,
    make_units,
    remove_units,
    report_nothing,
    side_faults,
)
from archive.translation_memory.cross_page_units import (
    documents_files_of_site,
    join_pages,
    remove_cross_page_units,
)
from archive.translation_memory.unit_files import (
    UNIT_LINES,
    StoredUnit,
    UnitsWriter,
    read_stored_units,
    read_units,
    read_valid_units,
)
from archive.translation_memory.unit_json import (
    decode_unit,
    encode_unit,
    unit_faults,
    unit_schema,
    unit_values,
)

__all__ = [
    "UNIT_LINES",
    "Completion",
    "ReportProgress",
    "StoredUnit",
    "UnitsWriter",
    "complete_all_units",
    "complete_units",
    "decode_unit",
    "documents_files_of_site",
    "encode_unit",
    "join_pages",
    "make_units",
    "read_stored_units",
    "read_units",
    "read_valid_units",
    "remove_cross_page_units",
    "remove_units",
    "report_nothing",
    "side_faults",
    "unit_faults",
    "unit_schema",
    "unit_values",
]
