"""WARC files without what is withdrawn, for packages."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive.export.originals import copy_bytes
from archive.model.capture import CatalogueEntry
from archive.warc import Record, salvage_records

_LINKS = ("WARC-Concurrent-To", "WARC-Refers-To")


def copy_shown(path: Path, hidden: Iterator[CatalogueEntry], target: BinaryIO) -> dict[int, int]:
    """Writes a WARC file without the records of the hidden captures; where each record lies now, by where it lay.

    The requests and metadata of a hidden capture go with it. What is damaged is left out too.
    """
    gone = {entry.capture.record_id for entry in hidden}
    moved: dict[int, int] = {}
    offset = 0
    with path.open("rb") as source:
        for record in salvage_records(path):
            if not isinstance(record, Record) or _is_of(record, gone):
                continue
            source.seek(record.offset)
            copy_bytes(source, target, record.length)
            moved[record.offset] = offset
            offset += record.length
    return moved


def _is_of(record: Record, gone: set[str | None]) -> bool:
    named = [record.field("WARC-Record-ID")]
    if record.type in ("request", "metadata"):
        named += [record.field(name) for name in _LINKS]
    return any(name in gone for name in named if name)
