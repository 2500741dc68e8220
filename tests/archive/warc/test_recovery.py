"""A WARC file cut anywhere is brought back to exactly its whole records, and nothing of it is thrown away."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest

from archive.errors import ArchiveLocked, ArchiveUnusable
from archive.layout import OPEN_SUFFIX, Archive
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.open_warc_file_and_recovery import recover_file
from archive.warc.warc_records_and_digests import read_records
from archive.warc.warc_writer import WarcWriter

BEGAN = datetime(2026, 11, 24, tzinfo=UTC)


def exchange(number: int) -> Exchange:
    body = random.Random(number).randbytes(50 + number * 37)
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    uri = f"http://example.com/{number}"
    return Exchange(uri, b"GET / HTTP/1.1\r\n\r\n", BytesIO(head + body), BEGAN + timedelta(seconds=number))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data").create()


@pytest.fixture
def whole(archive: Archive) -> Path:
    with WarcWriter(archive, "a", "j", {"software": "test"}, lambda digest: None) as writer:
        for number in range(12):
            writer.append(exchange(number))
        writer.sync()
    return archive.warc_file(writer.stem)


def test_cut_at_many_offsets(archive: Archive, whole: Path) -> None:
    content = whole.read_bytes()
    ends = [record.offset + record.length for record in read_records(whole)]
    left_open = whole.with_name(whole.name + OPEN_SUFFIX)
    whole.unlink()
    for cut in random.Random(1).sample(range(1, len(content)), 60):
        left_open.write_bytes(content[:cut])
        end = max((end for end in ends if end <= cut), default=0)
        recovery = recover_file(archive, left_open)
        assert recovery.records == sum(each <= cut for each in ends)
        kept = whole.read_bytes() if end else b""
        torn = recovery.cut.read_bytes() if recovery.cut else b""
        assert kept == content[:end]
        assert kept + torn == content[:cut]
        assert not left_open.exists()
        if end:
            assert recover_file(archive, whole).cut is None
            assert whole.read_bytes() == kept


def test_damage_before_whole_records_is_left_alone(archive: Archive, whole: Path) -> None:
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0xFF
    whole.write_bytes(content)
    assert recover_file(archive, whole).cut is None
    assert whole.read_bytes() == content


def test_a_torn_record_that_holds_other_records_is_no_damage(whole: Path, tmp_path: Path) -> None:
    """A WARC file as a body, which no compression makes smaller, stands in the torn record as it was sent."""
    body = whole.read_bytes() + random.Random(5).randbytes(60_000) + whole.read_bytes()
    whole.unlink()
    archive = Archive(tmp_path / "data")
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    with WarcWriter(archive, "a", "k", {}, lambda digest: None) as writer:
        writer.append(exchange(1))
        end = archive.warc_file(writer.stem).stat().st_size
        writer.append(Exchange("http://example.com/", b"GET", BytesIO(head + body), BEGAN))
    path = archive.warc_file(writer.stem)
    content = path.read_bytes()
    held = content.index(b"\x1f\x8b\x08", end + 100)
    assert next(read_records(path, held)).type in ("warcinfo", "response", "request")
    path.write_bytes(content[: list(read_records(path))[-1].offset - 3])
    assert recover_file(archive, path).cut
    assert path.stat().st_size == end


def test_a_file_without_a_whole_record_is_taken_away(archive: Archive, whole: Path) -> None:
    left_open = whole.with_name(whole.name + OPEN_SUFFIX)
    left_open.write_bytes(whole.read_bytes()[:100])
    whole.unlink()
    recovery = recover_file(archive, left_open)
    assert recovery.records == 0
    assert [path.name for path in whole.parent.iterdir()] == [f"{whole.name}.0.torn"]


def test_a_sync_that_failed_cuts_what_was_not_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path).create()
    with WarcWriter(archive, "a", "j", {}, lambda digest: None) as writer:
        writer.append(exchange(1))
        writer.sync()
        size = archive.warc_file(writer.stem).stat().st_size
        writer.append(exchange(2))
        with monkeypatch.context() as broken:
            broken.setattr("archive.warc.open_warc_file_and_recovery.os.fsync", _no_sync)
            with pytest.raises(ArchiveUnusable, match="Input/output error"):
                writer.sync()
        assert archive.warc_file(writer.stem).stat().st_size == size
        assert writer.append(exchange(2)).record_type == "response"
    assert len(list(read_records(archive.warc_file(writer.stem)))) == 5


def test_files_are_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.warc.warc_writer.MAX_FILE_SIZE", 1000)
    archive = Archive(tmp_path).create()
    with WarcWriter(archive, "a", "j", {}, lambda digest: None) as writer:
        for number in range(6):
            writer.append(exchange(number))
            writer.sync()
    stems = archive.warc_names()
    assert [stem.serial for stem in stems] == list(range(len(stems)))
    assert len(stems) > 2
    kinds = [[record.type for record in read_records(archive.warc_file(stem))] for stem in stems]
    assert all(each[0] == "warcinfo" for each in kinds)
    assert sum(each.count("response") for each in kinds) == 6


def test_a_writer_goes_on_in_a_new_file(tmp_path: Path) -> None:
    archive = Archive(tmp_path).create()
    with WarcWriter(archive, "a", "j", {}, lambda digest: None) as writer:
        writer.append(exchange(1))
        writer.close()
        writer.append(exchange(2))
    assert [len(list(read_records(path))) for path in archive.warc_paths()] == [3, 3]


def _no_sync(descriptor: int) -> None:
    raise OSError(5, "Input/output error")


def test_a_file_that_is_being_written_is_left_alone(tmp_path: Path) -> None:
    archive = Archive(tmp_path).create()
    with WarcWriter(archive, "a", "j", {}, lambda digest: None) as writer:
        writer.append(exchange(1))
        with pytest.raises(ArchiveLocked):
            recover_file(archive, archive.warc_file(writer.stem))


def test_a_writer_that_cannot_write_leaves_whole_exchanges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = Archive(tmp_path).create()
    with WarcWriter(archive, "a", "j", {}, lambda digest: None) as writer:
        writer.append(exchange(1))
        size = archive.warc_file(writer.stem).stat().st_size
        broken = Exchange("http://example.com/", b"", BytesIO(b""), BEGAN)
        monkeypatch.setattr("archive.warc.open_warc_file_and_recovery.member_pieces", _full_disk)
        with pytest.raises(ArchiveUnusable, match="No space left"):
            writer.append(broken)
        assert archive.warc_file(writer.stem).stat().st_size == size


def _full_disk(record: object) -> Iterator[bytes]:
    yield b"half a record"
    raise OSError(28, "No space left on device")


def test_a_file_that_was_finished_since_is_read_by_its_name_as_open(whole: Path) -> None:
    named = whole.with_name(whole.name + OPEN_SUFFIX)
    assert [record.offset for record in read_records(named)] == [record.offset for record in read_records(whole)]
    whole.unlink()
    with pytest.raises(FileNotFoundError):
        next(read_records(named))
