"""Captures as the catalogue knows them, read from the records of a WARC file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from archive.errors import ArchiveDamaged
from archive.layout import OPEN_SUFFIX
from archive.model.capture import Capture, CatalogueEntry
from archive.model.times import normal_time
from archive.warc.digests import as_digest
from archive.warc.http_message import NOT_MODIFIED, fetch_destination, read_head
from archive.warc.reader import Record, read_records, warc_name

_UNMODIFIED = "/revisit/server-not-modified"
"""How the profile ends, whose beginning names the version of the standard (WARC/1.1, 6.7.3)."""


def catalogue_file(path: Path, start: int = 0) -> Iterator[CatalogueEntry]:
    """The captures of one file, in order, from the offset ``start`` on; of one being written, those that are whole.

    Raises ArchiveDamaged as ``read_records``, but not at the end of a file that is still being written.
    """
    is_open = path.name.endswith(OPEN_SUFFIX)
    try:
        for entry, has_request in _with_requests(read_records(path, start), warc_name(path)):
            if has_request or not is_open:
                yield entry
    except ArchiveDamaged:
        if not is_open:
            raise


def catalogue_records(records: Iterable[Record], warc: str) -> Iterator[CatalogueEntry]:
    """The captures among the records of a file, in order; each once the records beside it have been read.

    What ``records`` raises is raised when the captures before it have been given.
    """
    return (entry for entry, _ in _with_requests(records, warc))


def _with_requests(records: Iterable[Record], warc: str) -> Iterator[tuple[CatalogueEntry, bool]]:
    """Each capture with what its request says of it, and whether that follows it, as it does where we write."""
    waiting: CatalogueEntry | None = None
    has_request = False
    try:
        for record in records:
            if record.is_capture:
                if waiting:
                    yield waiting, has_request
                waiting, has_request = _entry_of(record, warc), False
            elif waiting and record.type == "request" and _belongs_to(record, waiting):
                waiting, has_request = replace(waiting, fetched_as=fetch_destination(record.block)), True
    except ArchiveDamaged:
        if waiting:
            yield waiting, has_request
        raise
    if waiting:
        yield waiting, has_request


def _belongs_to(request: Record, entry: CatalogueEntry) -> bool:
    return request.field("WARC-Concurrent-To") == entry.capture.record_id


def _is_unmodified(record: Record) -> bool:
    """Whether the record says that a server had nothing new; its block may hold that 304's head, or nothing."""
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
