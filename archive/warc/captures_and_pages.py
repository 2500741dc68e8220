"""The captures of a WARC file as catalogue entries, and the page or payload of a capture, read back."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentTooLarge
from archive.layout import OPEN_SUFFIX, Archive, WarcName, warc_name
from archive.model.capture import Capture, CatalogueEntry, Damage
from archive.model.page_headers_content_and_charset_names import MAX_CONTENT, Headers, Page
from archive.model.times import normal_time
from archive.warc.http_exchange_and_conditional_requests import (
    NOT_MODIFIED,
    ResponseHead,
    fetch_destination,
    payload_pieces,
    read_head,
    read_up_to,
)
from archive.warc.warc_records_and_digests import Record, as_digest, read_records, salvage_records
from archive.word_lists_and_character_tables import word_list

_UNMODIFIED = "/revisit/server-not-modified"
"""End of the revisit profile's URI, whose beginning names the version of the standard (WARC/1.1, 6.7.3)."""

# Sec-Fetch-Dest values of requests that may return a page; None for a request without one.
_PAGE_DESTINATIONS = frozenset({None, "document", "frame", "iframe", "embed", "object"})
_PAGE_TYPES = frozenset({None, "text/html", "application/xhtml+xml", "application/xml+html"})


def catalogue_file(path: Path, start: int = 0) -> Iterator[CatalogueEntry]:
    """List the captures of one WARC file, in order from the offset ``start`` on; damaged records are left out.

    Of a file that is being written, only complete captures are returned.
    """
    return (found for found in catalogue_whole(path, start) if isinstance(found, CatalogueEntry))


def catalogue_whole(path: Path, start: int = 0) -> Iterator[CatalogueEntry | Damage]:
    """List the captures of one WARC file as ``catalogue_file`` does, with the damage between them in its place."""
    is_open = path.name.endswith(OPEN_SUFFIX)
    for found, has_request in _with_requests(salvage_records(path, start), warc_name(path)):
        if has_request or not is_open:
            yield found


def catalogue_records(records: Iterable[Record | Damage], warc: str) -> Iterator[CatalogueEntry | Damage]:
    """List the captures among a WARC file's records, in order; each after the records of its exchange have been
    read.
    """
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


_OF_CONTENT = word_list("archive.warc", "headers", "fields of a 304 that are not its own")


def read_page_block(block: BinaryIO, capture: Capture, site: str, limit: int = MAX_CONTENT) -> Page:
    """Read the page whose HTTP response begins at the position of a WARC record's block.

    Raises ContentTooLarge if its payload is over ``limit`` bytes.
    """
    head = read_head(block)
    payload = read_up_to(
        payload_pieces(head, block),
        limit,
        lambda: ContentTooLarge(f"{capture.uri}: payload over {limit} bytes, too large for a page"),
    )
    return Page(site, capture, head.headers, payload)


def read_record(archive: Archive, capture: Capture) -> Iterator[Record]:
    """Read the WARC record of a capture, as the only element of an iterator that keeps its block open.

    Raises ArchiveMissing if its file does not exist, ArchiveDamaged if no whole record begins at its offset.
    """
    if capture.warc is None or capture.offset is None:
        raise ArchiveMissing(f"{capture.uri}: extracted from a plain file, there is no record of it")
    stem = WarcName.parse(capture.warc)
    path = archive.warc_file(stem)
    if not (path.exists() or archive.warc_file(stem).exists()):  # it may be finished between the two
        raise ArchiveMissing(
            f"{path}: the WARC file is not there; put it back, or rebuild with 'archive index --rebuild'"
        )
    for record in read_records(path, capture.offset):
        yield record
        return


def read_page(
    archive: Archive, entry: CatalogueEntry, original: CatalogueEntry | None = None, limit: int = MAX_CONTENT
) -> Page:
    """Read the page of a capture from its WARC file; a revisit has the payload of ``original`` and headers of its
    own.

    A response that the server reported unchanged has the status and headers of ``original`` too, updated with the
    fields that the revisit holds (RFC 9111, 3.2), as those of other writers do.

    ``limit`` is the most bytes that its payload may have.

    Raises ArchiveMissing, ArchiveDamaged or ContentTooLarge.
    """
    site = WarcName.parse(entry.capture.warc or "").site
    for record in read_record(archive, entry.capture):
        if entry.record_type == "response":
            return read_page_block(record.block, entry.capture, site, limit)
        if original is None:
            raise ArchiveMissing(f"{entry.capture.uri}: the record that this revisit refers to is not in the archive")
        return _revisited(read_page(archive, original, limit=limit), site, entry.capture, read_head(record.block))
    raise ArchiveDamaged(f"{entry.capture.warc}: no record at offset {entry.capture.offset}; run 'archive check'")


def open_payload(archive: Archive, capture: Capture) -> tuple[int, Headers, Iterator[bytes]]:
    """Open status, header pairs and payload of a capture's response record; the payload in pieces, whatever its size.

    The file stays open until the pieces are read or discarded. Raises ArchiveMissing or ArchiveDamaged.
    """
    records = read_record(archive, capture)
    record = next(records, None)
    if record is None:
        raise ArchiveDamaged(f"{capture.warc}: no record at offset {capture.offset}; run 'archive check'")
    head = read_head(record.block)
    return head.status, head.headers, _kept_open(records, payload_pieces(head, record.block))


def _kept_open(records: Iterator[Record], pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield from pieces
    for _ in records:  # ends there: the record was the only one
        pass


def _revisited(original: Page, site: str, capture: Capture, head: ResponseHead) -> Page:
    if capture.status != NOT_MODIFIED:
        return replace(original, site=site, capture=capture, headers=head.headers)
    came = {name.lower() for name, _ in head.headers} - _OF_CONTENT
    kept = tuple(field for field in original.headers if field[0].lower() not in came)
    renewed = tuple(field for field in head.headers if field[0].lower() in came)
    return replace(original, site=site, capture=replace(capture, status=original.status), headers=kept + renewed)


def is_page(entry: CatalogueEntry) -> bool:
    """Return whether a capture is a page to extract: status 200, and HTML or no media type.

    HTML in answer to a request for an image, a style sheet or the like is not a page.
    """
    is_asked_for = entry.fetched_as in _PAGE_DESTINATIONS
    return is_asked_for and entry.capture.status == 200 and entry.mime in _PAGE_TYPES
