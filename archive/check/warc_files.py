"""Check WARC files, record by record; behind damage it goes on at the next whole record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.layout import OPEN_SUFFIX
from archive.model.capture import CatalogueEntry, Damage
from archive.warc import Record, catalogue_records, record_faults, salvage_records, warc_name

_REPAIR = "mend it with 'archive check --repair'"
_REPLACE = "put a good copy of the file in its place; what is whole of it is used meanwhile"


@dataclass(slots=True)
class FileCheck:
    """What was found in one WARC file: its captures, how many records it holds, and its faults, a line each.

    ``damage`` are its parts that hold no whole record. ``ids`` are the ids of its records, and ``concurrent`` those
    of the records that they belong to, each with the offset of the record that says so.
    """

    warc: str
    entries: list[CatalogueEntry] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    records: int = 0
    faults: list[str] = field(default_factory=list)
    ids: list[tuple[int, str]] = field(default_factory=list)
    concurrent: list[tuple[int, str]] = field(default_factory=list)


def check_file(path: Path) -> FileCheck:
    """Read the whole file: each record whole, its length right, its digests fitting."""
    found = FileCheck(warc_name(path))
    if path.name.endswith(OPEN_SUFFIX):
        found.faults.append(f"{path.name}: not finished; its crawl is still running or was stopped")
    for each in catalogue_records(_checked(path, found), found.warc):
        if isinstance(each, CatalogueEntry):
            found.entries.append(each)
    return found


def _checked(path: Path, found: FileCheck) -> Iterator[Record | Damage]:
    """The records of the file, each given when what it states was held against it."""
    for record in salvage_records(path):
        if isinstance(record, Damage):
            found.damage.append(record)
            advice = _REPAIR if path.name.endswith(OPEN_SUFFIX) else _REPLACE
            found.faults.append(f"{record.what}, {record.end - record.offset} bytes damaged; {advice}")
        else:
            found.records += 1
            found.faults += [f"{path.name}: offset {record.offset}: {fault}" for fault in record_faults(record)]
            found.ids += _named(record, "WARC-Record-ID")
            found.concurrent += _named(record, "WARC-Concurrent-To")
        yield record


def link_faults(files: Iterable[FileCheck]) -> Iterator[str]:
    """Records that stand twice, and records that belong to one that is not there.

    In a file with damage, that one is in the damage.
    """
    files = list(files)
    known: set[str] = set()
    for found in files:
        for offset, record_id in found.ids:
            if record_id in known:
                yield f"{found.warc}: offset {offset}: the record {record_id} stands twice"
            known.add(record_id)
    for found in (each for each in files if not each.damage):
        for offset, record_id in found.concurrent:
            if record_id not in known:
                yield f"{found.warc}: offset {offset}: is concurrent to no record here, but to {record_id}"


def _named(record: Record, field_name: str) -> list[tuple[int, str]]:
    value = record.field(field_name)
    return [(record.offset, value)] if value else []
