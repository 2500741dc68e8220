"""Checks WARC files, record by record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveDamaged
from archive.layout import OPEN_SUFFIX
from archive.model.capture import CatalogueEntry
from archive.warc import Record, catalogue_records, read_records, record_faults, warc_name


@dataclass(slots=True)
class FileCheck:
    """What was found in one WARC file: its captures, how many records it holds, and its faults, a line each.

    ``ids`` are the ids of its records, and ``concurrent`` those of the records that they belong to, each with the
    offset of the record that says so.
    """

    warc: str
    entries: list[CatalogueEntry] = field(default_factory=list)
    records: int = 0
    faults: list[str] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    concurrent: list[tuple[int, str]] = field(default_factory=list)


def check_file(path: Path) -> FileCheck:
    """Reads the whole file: each record whole, its length right, its digests fitting."""
    found = FileCheck(warc_name(path))
    if path.name.endswith(OPEN_SUFFIX):
        found.faults.append(f"{path.name}: not finished; its crawl is still running or was stopped")
    try:
        for entry in catalogue_records(_checked(path, found), found.warc):
            found.entries.append(entry)
    except ArchiveDamaged as error:
        found.faults.append(str(error))
    return found


def _checked(path: Path, found: FileCheck) -> Iterator[Record]:
    """The records of the file, each given when what it states was held against it."""
    for record in read_records(path):
        found.records += 1
        found.faults += [f"{path.name}: offset {record.offset}: {fault}" for fault in record_faults(record)]
        found.ids += _named(record, "WARC-Record-ID")
        found.concurrent += _named(record, "WARC-Concurrent-To")
        yield record


def link_faults(files: Iterable[FileCheck]) -> Iterator[str]:
    """Records that stand twice, and records that belong to one that is not there."""
    files = list(files)
    known: set[str] = set()
    for found in files:
        for offset, record_id in found.ids:
            if record_id in known:
                yield f"{found.warc}: offset {offset}: the record {record_id} stands twice"
            known.add(record_id)
    for found in files:
        for offset, record_id in found.concurrent:
            if record_id not in known:
                yield f"{found.warc}: offset {offset}: is concurrent to no record here, but to {record_id}"


def _named(record: Record, field_name: str) -> list[tuple[int, str]]:
    value = record.field(field_name)
    return [(record.offset, value)] if value else []
