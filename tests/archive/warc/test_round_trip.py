"""What is written as an exchange is read back as the same bytes."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive.errors import ArchiveDamaged
from archive.layout import Archive
from archive.model.capture import CatalogueEntry, Damage
from archive.warc.captures_and_pages import catalogue_file, catalogue_whole, read_page
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_records_and_digests import Record, read_records
from archive.warc.warc_writer import WarcWriter

BEGAN = datetime(2026, 11, 24, 9, 32, 26, 481203, tzinfo=UTC)
REQUEST = b"GET /a HTTP/1.1\r\nHost: example.com\r\n\r\n"
ODD = (
    b"HTTP/1.1 200 Fine  \r\nX-b: 1\r\nx-B: 2\r\ncontent-TYPE: Text/HTML; charset=gb2312\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n4;ext=1\r\n<p>\xd6\r\n1\r\n\xd0\r\n0\r\nTrailer: x\r\n\r\n"
)


def exchange(response: bytes, request: bytes = REQUEST) -> Exchange:
    return Exchange("http://example.com/a", request, BytesIO(response), BEGAN, "192.0.2.1")


def write(archive: Archive, *responses: bytes, requests: Sequence[bytes] = ()) -> tuple[Path, list[CatalogueEntry]]:
    archive.create()
    with WarcWriter(archive, "example.com", "job1", {"software": "test"}, lambda digest: None) as writer:
        asked = requests or [REQUEST] * len(responses)
        entries = [writer.append(exchange(*pair)) for pair in zip(responses, asked, strict=True)]
        writer.sync()
    return archive.warc_file(writer.stem), entries


def test_blocks_are_the_bytes_on_the_wire(tmp_path: Path) -> None:
    path, _ = write(Archive(tmp_path), ODD)
    blocks = {record.type: record.block.read() for record in read_records(path)}
    assert blocks["response"] == ODD
    assert blocks["request"] == REQUEST


def test_catalogue_says_what_the_writer_said(tmp_path: Path) -> None:
    path, entries = write(Archive(tmp_path), ODD, ODD, b"HTTP/1.0 204\r\n\r\n")
    assert list(catalogue_file(path)) == entries
    assert [entry.record_type for entry in entries] == ["response", "revisit", "response"]
    assert [entry.capture.status for entry in entries] == [200, 200, 204]
    assert entries[0].mime == "text/html"
    assert entries[1].refers_to_date == "2026-11-24T09:32:26.481203Z"


def test_page_has_headers_and_payload_as_sent(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    _, entries = write(archive, ODD, ODD)
    page = read_page(archive, entries[0])
    assert page.site == "example.com"
    assert page.payload == b"<p>\xd6\xd0"
    assert page.headers[:2] == (("X-b", "1"), ("x-B", "2"))
    assert read_page(archive, entries[1], entries[0]).payload == page.payload


def test_what_a_request_was_for_is_in_the_catalogue(tmp_path: Path) -> None:
    as_image = REQUEST.replace(b"\r\n\r\n", b"\r\nSec-Fetch-Dest: Image\r\n\r\n")
    path, entries = write(Archive(tmp_path), ODD, ODD, ODD, ODD, requests=[as_image, REQUEST, as_image, REQUEST])
    assert [entry.fetched_as for entry in entries] == ["image", None, "image", None]
    assert list(catalogue_file(path)) == entries
    # What was fetched as an image is no page: the page is stored for itself.
    assert [entry.record_type for entry in entries] == ["response", "response", "revisit", "revisit"]


def test_captures_before_a_damage_are_in_the_catalogue(tmp_path: Path) -> None:
    path, entries = write(Archive(tmp_path), ODD, ODD)
    last = list(read_records(path))[-1]
    path.write_bytes(path.read_bytes()[: last.offset + 9])
    *found, damage = catalogue_whole(path)
    assert found == entries
    assert isinstance(damage, Damage)
    assert (damage.offset, damage.end) == (last.offset, last.offset + 9)


def test_of_a_file_being_written_those_are_in_the_catalogue_whose_request_is_there(tmp_path: Path) -> None:
    path, entries = write(Archive(tmp_path), ODD, ODD)
    whole = path.read_bytes()
    last = list(read_records(path))[-1]
    being_written = path.rename(path.with_name(f"{path.name}.open"))
    assert list(catalogue_file(being_written)) == entries
    for size in (last.offset, last.offset + 9):
        being_written.write_bytes(whole[:size])
        assert list(catalogue_file(being_written)) == entries[:1]


def test_other_readers_agree(tmp_path: Path) -> None:
    path, entries = write(Archive(tmp_path), ODD, ODD, b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
    with path.open("rb") as stream:
        seen = [
            (r.record_type, r.stream_pos, r.verify_block_digest()) for r in ArchiveIterator(stream, parse_http=False)
        ]
    assert all(verified or kind == WarcRecordType.revisit for kind, _, verified in seen)
    assert {e.capture.offset for e in entries} <= {offset for _, offset, _ in seen}
    plain, _ = write(Archive(tmp_path / "plain"), b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno")
    warcio = [str(Path(sys.executable).with_name("warcio")), "check", "-v", str(plain)]
    checked = subprocess.run(warcio, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "digest pass" in checked.stdout


@pytest.mark.parametrize("cut", [1, 9, 200, 700])
def test_a_torn_file_is_never_read_as_whole(tmp_path: Path, cut: int) -> None:
    path, _ = write(Archive(tmp_path), ODD, ODD)
    path.write_bytes(path.read_bytes()[:-cut])
    whole: list[Record] = []
    with pytest.raises(ArchiveDamaged, match="offset"):
        whole.extend(read_records(path))
    assert len(whole) < 5


def test_a_changed_byte_is_found(tmp_path: Path) -> None:
    path, entries = write(Archive(tmp_path), ODD)
    content = bytearray(path.read_bytes())
    content[(entries[0].capture.offset or 0) + 40] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveDamaged):
        list(read_records(path))
