"""Make the catalogue entries of captures from the records of a WARC file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.layout import OPEN_SUFFIX
from archive.model.capture import Capture, CatalogueEntry, Damage
from archive.model.times import normal_time
from archive.warc.digests import as_digest
from archive.warc.http_exchange import NOT_MODIFIED, fetch_destination, read_head
from archive.warc.record_reader import Record, salvage_records, warc_name

_UNMODIFIED = "/revisit/server-not-modified"
"""End of the revisit profile's URI, whose beginning names the version of the standard (WARC/1.1, 6.7.3)."""


def catalogue_file(path: Path, start: int = 0) -> Iterator[CatalogueEntry]:
    """The captures of one file, in order from the offset ``start`` on; damaged records are left out.

    Of a file that is being written, only complete captures are returned.
    """
    return (found for found in catalogue_whole(path, start) if isinstance(found, CatalogueEntry))


def catalogue_whole(path: Path, start: int = 0) -> Iterator[CatalogueEntry | Damage]:
    """The captures of one file as in ``catalogue_file``, with the damage between them in its place."""
    is_open = path.name.endswith(OPEN_SUFFIX)
    for found, has_request in _with_requests(salvage_records(path, start), warc_name(path)):
        if has_request or not is_open:
            yield found


def catalogue_records(records: Iterable[Record | Damage], warc: str) -> Iterator[CatalogueEntry | Damage]:
    """The captures among the records of a file, in order; each after the records of its exchange have been read."""
    return (found for found, _ in _with_requests(records, warc))


def _with_requests(records: Iterable[Record | Damage], warc: str) -> Iterator[tuple[CatalogueEntry | Damage, bool]]:
    """Each capture with the facts from its request record, and whether that record follows it, as in our own files.

    Damage that a whole record follows counts as having a request: it is not the end of a file being written.
    """
    waiting: CatalogueEntry | Damage | None = None
    has_request = False
    for record in records:
        if waiting and (isinstance(record, Damage) or isinstance(waiting, Damage) or record.is_capture):
            yield waiting, has_request or isinstance(waiting, Damage)
            waiting, has_request = None, False
        if isinstance(record, Damage):
            waiting = record
        elif record.is_capture:
            waiting = _entry_of(record, warc)
        elif isinstance(waiting, CatalogueEntry) and record.type == "request" and _belongs_to(record, waiting):
            waiting, has_request = replace(waiting, fetched_as=fetch_destination(record.block)), True
    if waiting:
        yield waiting, has_request


def _belongs_to(request: Record, entry: CatalogueEntry) -> bool:
    return request.field("WARC-Concurrent-To") == entry.capture.record_id


def _is_unmodified(record: Record) -> bool:
    """Return whether the record is a revisit for a 304; its block may hold the head of the 304, or nothing."""
    return record.type == "revisit" and (record.field("WARC-Profile") or "").endswith(_UNMODIFIED)


def _entry_of(record: Record, warc: str) -> CatalogueEntry:
    head = read_head(record.block)
    revisit = record.type == "revisit"
    return CatalogueEntry(
        Capture(
            uri=record.address("WARC-Target-URI") or "",
            warc=warc,
            offset=record.offset,
            length=record.length,
            record_id=record.field("WARC-Record-ID"),
            date=normal_time(record.field("WARC-Date") or ""),
            status=NOT_MODIFIED if _is_unmodified(record) else head.status,
            payload_digest=as_digest(record.field("WARC-Payload-Digest")),
        ),
        "revisit" if revisit else "response",
        head.mime,
        record.address("WARC-Refers-To-Target-URI") if revisit else None,
        normal_time(record.field("WARC-Refers-To-Date") or "") or None if revisit else None,
    )
