"""Copies WARC records for packages: files without withdrawn captures, and records that revisits refer to."""

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from archive.index import Index
from archive.layout import Archive, WarcName
from archive.model.capture import Capture, CatalogueEntry
from archive.warc import Record, salvage_records
from archive.warc.http_exchange import read_pieces

ORIGINALS = "originals.warc.gz"
_LINKS = ("WARC-Concurrent-To", "WARC-Refers-To")


def copy_without_withdrawn(path: Path, withdrawn: Iterable[CatalogueEntry], target: BinaryIO) -> dict[int, int]:
    """Copy a WARC file without the records of withdrawn captures; returns each record's new offset by its old one.

    The requests and metadata of a withdrawn capture are left out too, and damaged records.
    """
    left_out = {entry.capture.record_id for entry in withdrawn}
    moved: dict[int, int] = {}
    offset = 0
    with path.open("rb") as source:
        for record in salvage_records(path):
            if not isinstance(record, Record) or belongs_to(record, left_out):
                continue
            source.seek(record.offset)
            copy_bytes(source, target, record.length)
            moved[record.offset] = offset
            offset += record.length
    return moved


@dataclass(frozen=True, slots=True)
class ReferredRecords:
    """The response records that revisits refer to in other files, and the revisits whose payload is missing."""

    records: tuple[CatalogueEntry, ...]
    missing: tuple[Capture, ...]


def find_referred_records(
    index: Index,
    entries: Iterable[CatalogueEntry],
    packed: frozenset[str],
    is_withdrawn: Callable[[CatalogueEntry], bool],
) -> ReferredRecords:
    """The records outside the files ``packed`` that revisits among the entries refer to, each once, in order.

    A withdrawn record counts as missing.
    """
    found: dict[tuple[str | None, int | None], CatalogueEntry] = {}
    missing: list[Capture] = []
    for entry in entries:
        original = index.original(entry) if entry.record_type == "revisit" else entry
        if original is None or is_withdrawn(original):
            missing.append(entry.capture)
        elif original.capture.warc not in packed:
            found.setdefault((original.capture.warc, original.capture.offset), original)
    return ReferredRecords(tuple(found.values()), tuple(missing))


def copy_records(archive: Archive, records: Iterable[CatalogueEntry], target: BinaryIO) -> Iterator[CatalogueEntry]:
    """Copy the records one after the other, byte for byte; yields each with its new place."""
    offset = 0
    for entry in records:
        capture = entry.capture
        length = capture.length or 0
        with archive.warc_file(WarcName.parse(capture.warc or "")).open("rb") as source:
            source.seek(capture.offset or 0)
            copy_bytes(source, target, length)
        yield replace(entry, capture=replace(capture, warc=ORIGINALS, offset=offset))
        offset += length


def copy_bytes(source: BinaryIO, target: BinaryIO, length: int) -> None:
    """Copy ``length`` bytes, or fewer where the source ends."""
    for piece in read_pieces(source, length):
        target.write(piece)


def belongs_to(record: Record, ids: Container[str | None]) -> bool:
    """Return whether a record is one of these, or the request or metadata of one."""
    named = [record.field("WARC-Record-ID")]
    if record.type in ("request", "metadata"):
        named += [record.field(name) for name in _LINKS]
    return any(name in ids for name in named if name)
