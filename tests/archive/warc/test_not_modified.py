"""A 304 to a conditional request is a revisit of the very response that the request names."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.warc.captures_and_pages import catalogue_file, read_page
from archive.warc.http_exchange_and_conditional_requests import Conditions, Exchange, Validators
from archive.warc.warc_records_and_digests import NewRecord, Record, member_pieces, read_records
from archive.warc.warc_writer import WarcWriter
from tests.archive_files import new_file

BEGAN = datetime(2026, 11, 24, 9, 32, 26, tzinfo=UTC)
WHOLE = (
    b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nETag: W/"a"\r\nLast-Modified: Mon, 23 Nov 2026 08:00:00 GMT\r\n'
    b"Cache-Control: max-age=1\r\nContent-Length: 5\r\n\r\n<p>hi"
)
UNMODIFIED = b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\ncache-control: max-age=9\r\nContent-Length: 0\r\n\r\n'


def get(*fields: bytes) -> bytes:
    return b"\r\n".join([b"GET /a HTTP/1.1", b"Host: example.com", *fields, b"", b""])


def write(archive: Archive, again: bytes, answer: bytes) -> list[CatalogueEntry]:
    """The captures of an address that is asked for, and asked for again."""
    archive.create()
    stored: list[tuple[Validators, CatalogueEntry]] = []

    def find(uri: str, conditions: Conditions) -> CatalogueEntry | None:
        return next((entry for validators, entry in stored if conditions.match(validators)), None)

    with WarcWriter(archive, "example.com", "j", {}, lambda digest: None, find) as writer:
        first = writer.append(Exchange("http://example.com/a", get(), BytesIO(WHOLE), BEGAN))
        stored.append((Validators.of_response(BytesIO(WHOLE)), first))
        later = BEGAN + timedelta(days=1)
        return [first, writer.append(Exchange("http://example.com/a", again, BytesIO(answer), later))]


def captures_in(archive: Archive) -> Iterable[tuple[Record, bytes]]:
    for path in archive.warc_paths():
        for record in read_records(path):
            if record.is_capture:
                yield record, record.block.read()


def heads_beside(archive: Archive, entry: CatalogueEntry) -> list[bytes]:
    """The blocks of the metadata records that belong to a capture."""
    records = (record for path in archive.warc_paths() for record in read_records(path))
    return [
        record.block.read()
        for record in records
        if record.type == "metadata" and record.field("WARC-Concurrent-To") == entry.capture.record_id
    ]


@pytest.mark.parametrize(
    "condition",
    [
        b'If-None-Match: "a"',
        b'if-none-match: "b", W/"a"',
        b"If-Modified-Since: Mon, 23 Nov 2026 08:00:00 GMT",
        b'If-Modified-Since: Sun, 01 Nov 2026 08:00:00 GMT\r\nIf-None-Match: "a"',
    ],
)
def test_it_refers_to_what_the_request_names(condition: bytes, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = write(archive, get(condition), UNMODIFIED)
    (_, (record, block)) = captures_in(archive)
    assert block == b""  # pywb answers with a 304 that stands here, and not with what it refers to
    assert record.type == "revisit"
    assert heads_beside(archive, second) == [UNMODIFIED]
    assert record.field("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert record.field("WARC-Refers-To") == first.capture.record_id
    assert record.field("WARC-Refers-To-Target-URI") == "http://example.com/a"
    assert record.field("WARC-Refers-To-Date") == first.capture.date
    assert record.field("WARC-Payload-Digest") == first.capture.payload_digest
    assert record.field("WARC-Truncated") is None
    assert (second.record_type, second.capture.status) == ("revisit", 304)
    assert [entry for path in archive.warc_paths() for entry in catalogue_file(path)] == [first, second]


def test_a_type_in_the_304_is_not_the_capture_s(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    typed = UNMODIFIED.replace(b"ETag", b"Content-Type: text/html\r\nETag")
    entries = write(archive, get(b'If-None-Match: "a"'), typed)
    assert entries[1].mime is None
    assert [entry for path in archive.warc_paths() for entry in catalogue_file(path)] == entries


@pytest.mark.parametrize(
    ("again", "answer"),
    [
        (get(), UNMODIFIED),
        (get(b'If-None-Match: "other"'), UNMODIFIED),
        (get(b"If-None-Match: *"), UNMODIFIED),
        (get(b"If-Modified-Since: Tue, 24 Nov 2026 08:00:00 GMT"), UNMODIFIED),
        (get(b'If-Modified-Since: Mon, 23 Nov 2026 08:00:00 GMT\r\nIf-None-Match: "other"'), UNMODIFIED),
        (get(b'If-None-Match: "a"'), b"HTTP/1.1 204 None\r\n\r\n"),
    ],
)
def test_what_names_nothing_stored_is_a_response(again: bytes, answer: bytes, tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    write(archive, again, answer)
    assert [(record.type, block) for record, block in captures_in(archive)][1] == ("response", answer)


def test_its_page_is_the_stored_one(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, second = write(archive, get(b'If-None-Match: "a"'), UNMODIFIED)
    page = read_page(archive, second, first)
    assert (page.status, page.payload, page.capture.date) == (200, b"<p>hi", second.capture.date)
    assert page.headers == read_page(archive, first).headers


def test_what_came_anew_is_taken_from_other_writers_revisits(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    first, _ = write(archive, get(), UNMODIFIED)
    page = read_page(archive, revisit_by_another(archive, first), first)
    assert (page.status, page.payload) == (200, b"<p>hi")
    assert page.headers == (
        ("Content-Type", "text/html"),
        ("Last-Modified", "Mon, 23 Nov 2026 08:00:00 GMT"),
        ("Content-Length", "5"),
        ("ETag", '"a"'),
        ("cache-control", "max-age=9"),
    )


def revisit_by_another(archive: Archive, original: CatalogueEntry) -> CatalogueEntry:
    """A capture whose revisit holds the 304's head, as in files of other tools (WARC/1.0's profile)."""
    fields = (
        ("WARC-Target-URI", "http://example.com/a"),
        ("WARC-Date", "2026-11-26T09:32:26Z"),
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/server-not-modified"),
        ("WARC-Refers-To-Target-URI", original.capture.uri),
        ("WARC-Refers-To-Date", original.capture.date),
    )
    record = NewRecord.of_bytes("revisit", fields, "application/http; msgtype=response", UNMODIFIED)
    path = new_file(archive.warc_file(WarcName("example.com", "20261126093226", "k", 0)))
    path.write_bytes(b"".join(member_pieces(record)))
    (entry,) = catalogue_file(path)
    assert (entry.record_type, entry.capture.status) == ("revisit", 304)
    return entry
