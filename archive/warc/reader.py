"""Records and pages read back from WARC files."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

from archive.errors import ArchiveDamaged, ArchiveMissing, ContentTooLarge
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from archive.model.capture import Capture, CatalogueEntry
from archive.model.page import MAX_CONTENT, Headers, Page
from archive.warc.http_message import NOT_MODIFIED, ResponseHead, payload_pieces, read_head, read_up_to
from archive.warc.members import Member, read_members
from archive.warc.record import RECORD_END, Fields

_VERSIONS = ["WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"]
_HTTP = "application/http"
# What a 304 says of its connection or of a content that it does not have.
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


@dataclass(frozen=True, slots=True)
class Record:
    """One record: offset and length in the file, its named fields in order, and its block.

    ``block`` stands at its first byte and is to be used before the next record is asked for; it is followed by
    nothing but the record's end.
    """

    offset: int
    length: int
    fields: Fields
    block: BinaryIO
    block_length: int

    def field(self, name: str) -> str | None:
        """The value of the first field of that name, in any case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)

    @property
    def type(self) -> str:
        return self.field("WARC-Type") or ""

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP message: ``response`` records of other tools hold DNS answers too."""
        return (self.field("Content-Type") or "").lower().startswith(_HTTP)

    @property
    def is_capture(self) -> bool:
        """Whether the record holds the response of an HTTP exchange, or points to one that does."""
        return self.type in ("response", "revisit") and self.is_http

    def address(self, name: str) -> str | None:
        """The address in the field of that name, without the angle brackets that wget puts around it, or None."""
        value = self.field(name)
        return value[1:-1] if value and value.startswith("<") and value.endswith(">") else value


def read_records(path: Path, start: int = 0) -> Iterator[Record]:
    """The records of one file, in order, from the offset ``start`` on.

    Raises ArchiveDamaged at the first that is torn, or is not what its own fields say.
    """
    for member in read_members(path, start):
        yield record_in(member, path.name)


def warc_name(path: Path) -> str:
    """The file's name as captures bear it: the same while it is written and after."""
    return path.name.removesuffix(OPEN_SUFFIX)


def page_of(record: Record, entry: CatalogueEntry, site: str, limit: int = MAX_CONTENT) -> Page:
    """The page that a response record holds.

    Raises ContentTooLarge when its payload is over the limit for pages.
    """
    return read_page_block(record.block, entry.capture, site, limit)


def read_page_block(block: BinaryIO, capture: Capture, site: str, limit: int = MAX_CONTENT) -> Page:
    """The page whose response stands in the block from its position on.

    Raises ContentTooLarge when its payload is over ``limit`` bytes.
    """
    head = read_head(block)
    payload = read_up_to(
        payload_pieces(head, block),
        limit,
        lambda: ContentTooLarge(f"{capture.uri}: payload over {limit} bytes, too large for a page"),
    )
    return Page(site, capture, head.headers, payload)


def read_record(archive: Archive, capture: Capture) -> Iterator[Record]:
    """The record of a capture, as the only one of an iterator that keeps its block open.

    Raises ArchiveMissing when its file is not there, ArchiveDamaged when no whole record begins at its offset.
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
    """The page of a capture; the payload of a revisit is that of ``original``, the headers are its own.

    Of a response that the server said to be unchanged, status and headers are those of ``original`` too, but for the
    fields that came anew (RFC 9111, 3.2) where the revisit holds them, as other writers' do.

    ``limit`` is the most bytes that its payload may have.

    Raises ArchiveMissing, ArchiveDamaged or ContentTooLarge.
    """
    site = WarcName.parse(entry.capture.warc or "").site
    for record in read_record(archive, entry.capture):
        if entry.record_type == "response":
            return page_of(record, entry, site, limit)
        if original is None:
            raise ArchiveMissing(f"{entry.capture.uri}: the record that this revisit refers to is not in the archive")
        return _revisited(read_page(archive, original, limit=limit), site, entry.capture, read_head(record.block))
    raise ArchiveDamaged(f"{entry.capture.warc}: no record at offset {entry.capture.offset}; run 'archive check'")


def open_payload(archive: Archive, capture: Capture) -> tuple[int, Headers, Iterator[bytes]]:
    """Status, header pairs and payload in pieces of the response record of a capture, however large it is.

    The record's file stays open until the pieces are at their end or thrown away. Raises ArchiveMissing or
    ArchiveDamaged.
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


def record_in(member: Member, name: str) -> Record:
    """The record that is all of a member's content; ``name`` is the file's, for what is said of a fault.

    Raises ArchiveDamaged when it is no record, or is not as long as it says.
    """
    where = f"{name}: offset {member.offset}"
    try:
        head = StatusAndHeadersParser(_VERSIONS).parse(member.content)
    except (EOFError, StatusAndHeadersParserException) as error:
        raise ArchiveDamaged(f"{where}: no WARC record ({error})") from error
    start = member.content.tell()
    fields = tuple((str(key), str(value)) for key, value in head.headers)
    record = Record(member.offset, member.length, fields, member.content, _block_length(fields, where))
    _check_end(record, start, where)
    return record


def _block_length(fields: Fields, where: str) -> int:
    stated = next((value for key, value in fields if key.lower() == "content-length"), "")
    if not stated.isdigit():
        raise ArchiveDamaged(f"{where}: the record has no length (Content-Length {stated!r})")
    return int(stated)


def _check_end(record: Record, start: int, where: str) -> None:
    end = record.block.seek(start + record.block_length)
    trailer = record.block.read(len(RECORD_END) + 1)
    if trailer != RECORD_END:
        raise ArchiveDamaged(f"{where}: the record's block is not of the {record.block_length} bytes that it states")
    record.block.seek(end)
    record.block.truncate()
    record.block.seek(start)
