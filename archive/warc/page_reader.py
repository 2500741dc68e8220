"""Read pages and payloads of captures from the WARC files of an archive, those of revisits included."""

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentTooLarge
from archive.layout import Archive, WarcName
from archive.model.capture import Capture, CatalogueEntry
from archive.model.page import MAX_CONTENT, Headers, Page
from archive.warc.http_exchange import NOT_MODIFIED, ResponseHead, payload_pieces, read_head, read_up_to
from archive.warc.record_reader import Record, read_records

# Fields of a 304 that describe its connection, or content that it does not have.
_OF_CONTENT = frozenset(
    {
        "connection",
        "content-encoding",
        "content-length",
        "content-range",
        "content-type",
        "keep-alive",
        "transfer-encoding",
    }
)


def read_page_block(block: BinaryIO, capture: Capture, site: str, limit: int = MAX_CONTENT) -> Page:
    """The page whose response begins at the block's position.

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
    """The record of a capture, as the only element of an iterator that keeps its block open.

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
    """The page of a capture; a revisit has the payload of ``original`` and headers of its own.

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
    """Status, header pairs and payload of a capture's response record; the payload in pieces, whatever its size.

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
