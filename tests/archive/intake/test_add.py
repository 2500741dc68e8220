"""``archive add``: what other tools wrote is taken byte for byte, wholly or not at all."""

import gzip
import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.cli import main
from archive.errors import ArchiveError
from archive.index import Index
from archive.intake.add_files import add_file
from archive.jobs_and_locks import ADDED, Job, find_jobs, lock_site
from archive.layout import Archive
from archive.warc.warc_records_and_digests import read_records
from tests.archive.intake.foreign_files import HOST, address, by_warcio, members, page, record
from tests.archive_files import files_below, new_file

Run = Callable[..., tuple[str, list[str]]]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


@pytest.fixture
def add(archive: Archive, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command with an exit code that it must end with: its output, and its lines of errors."""

    def run(code: int, *arguments: object) -> tuple[str, list[str]]:
        assert main(["add", *map(str, arguments), "--archive", str(archive.root)]) == code
        out, err = capfd.readouterr()
        assert all(line.startswith("archive: ") for line in err.splitlines())
        return out, err.splitlines()

    return run


def stored(archive: Archive) -> list[bytes]:
    return [path.read_bytes() for path in archive.warc_paths()]


@pytest.mark.parametrize("version", ["WARC/1.0", "WARC/1.1"])
def test_a_member_a_record_is_copied_byte_for_byte(archive: Archive, add: Run, tmp_path: Path, version: str) -> None:
    path = by_warcio(tmp_path / "crawl.warc.gz", range(4), version=version)
    out, err = add(0, path)
    assert err == []
    assert out.splitlines()[0].startswith(f"crawl.warc.gz: 9 records, 4 captures, taken as {HOST}-20")
    assert "archive reextract --archive " in out.splitlines()[-1]
    assert stored(archive) == [path.read_bytes()]
    (job,) = find_jobs(archive).values()
    assert (job.site, job.reason, job.asked["file"]) == (HOST, ADDED, "crawl.warc.gz")
    assert job.asked["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    with Index(archive) as index:
        assert index.capture(address(2)) is not None
    report = check(archive)
    assert (report.faults, report.captures, report.unextracted) == ([], 4, 4)


@pytest.mark.parametrize("compress", [bytes, gzip.compress], ids=["plain", "one member"])
def test_others_are_made_a_member_a_record(
    archive: Archive, add: Run, tmp_path: Path, compress: Callable[[bytes], bytes]
) -> None:
    content = by_warcio(tmp_path / "crawl.warc", range(4), compressed=False).read_bytes()
    path = tmp_path / "given"
    path.write_bytes(compress(content))
    add(0, path)
    (kept,) = archive.warc_paths()
    assert gzip.decompress(kept.read_bytes()) == content
    assert len(list(read_records(kept))) == 9
    assert check(archive).faults == []


@pytest.mark.parametrize("end", [b"", b"\r\n"])
def test_a_member_with_a_shorter_end_is_whole(archive: Archive, add: Run, tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(members([page(1).removesuffix(b"\r\n\r\n") + end, page(2)]))
    out, _ = add(0, path)
    assert "2 records, 2 captures" in out
    (kept,) = archive.warc_paths()
    assert gzip.decompress(kept.read_bytes()) == page(1) + page(2)
    assert check(archive).faults == []


def test_the_same_file_is_taken_once(archive: Archive, add: Run, tmp_path: Path) -> None:
    path = by_warcio(tmp_path / "crawl.warc.gz", range(2))
    plain = tmp_path / "plain.warc"
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    add(0, path)
    for again in (path, plain):
        out, _ = add(0, again, "--site", "other")
        assert "in the archive already, as foreign.example-" in out
    assert len(stored(archive)) == 1


def test_captures_that_are_there_in_another_file_are_refused(archive: Archive, add: Run, tmp_path: Path) -> None:
    first, second = members([page(1), page(2)]), members([page(2), page(3)])
    (tmp_path / "first.warc.gz").write_bytes(first)
    (tmp_path / "second.warc.gz").write_bytes(second)
    add(0, tmp_path / "first.warc.gz")
    _, (line,) = add(2, tmp_path / "second.warc.gz")
    assert "1 of its 2 captures are in the archive already" in line
    assert stored(archive) == [first]


def test_two_files_of_one_name_and_time_do_not_meet(archive: Archive, add: Run, tmp_path: Path) -> None:
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "crawl.warc.gz").write_bytes(members([page(number)]))
    add(0, tmp_path / "1" / "crawl.warc.gz", tmp_path / "2" / "crawl.warc.gz")
    assert sorted(stored(archive)) == sorted(members([page(number)]) for number in (1, 2))


RECORDS = [page(number) for number in range(6)]
WHOLE = members(RECORDS)
ENDS = [len(members(RECORDS[: count + 1])) for count in range(6)]


def flipped(at: int) -> bytes:
    content = bytearray(WHOLE)
    content[at] ^= 0x55
    return bytes(content)


def with_third(changed: bytes) -> bytes:
    return members([*RECORDS[:2], changed, *RECORDS[3:]])


DAMAGED: dict[str, tuple[bytes, list[int], str]] = {
    "cut": (WHOLE[:-5], [0, 1, 2, 3, 4], f"offset {ENDS[4]}: the record breaks off at the end of the file"),
    "torn member": (flipped(ENDS[1] + 200), [0, 1, 3, 4, 5], f"offset {ENDS[1]}: no whole gzip member"),
    "junk behind": (WHOLE + b"\x00" * 9, [0, 1, 2, 3, 4, 5], f"offset {ENDS[5]}: no whole gzip member"),
    "plain cut": (b"".join(RECORDS)[:-9], [0, 1, 2, 3, 4], f"offset {len(b''.join(RECORDS[:5]))}: the record breaks"),
    "plain torn": (
        b"".join(RECORDS).replace(RECORDS[2], RECORDS[2][:99]),
        [0, 1, 3, 4, 5],
        f"offset {len(b''.join(RECORDS[:2]))}: ",
    ),
    "one member cut": (gzip.compress(b"".join(RECORDS))[:-6], [0, 1, 2, 3, 4, 5], "breaks off"),
    "too short": (with_third(RECORDS[2].replace(b"\r\n\r\nHTTP", b"\r\n\r\nTTP")), [0, 1, 3, 4, 5], "that it states"),
    "too long": (
        with_third(RECORDS[2].replace(b"Content-Length: ", b"Content-Length: 9")),
        [0, 1, 3, 4, 5],
        "missing",
    ),
    "no length": (with_third(RECORDS[2].replace(b"Content-Length", b"Content-Size")), [0, 1, 3, 4, 5], "no length"),
    "no date": (with_third(RECORDS[2].replace(b"WARC-Date", b"WARC-Day")), [0, 1, 3, 4, 5], "no WARC-Date"),
    "no time": (with_third(RECORDS[2].replace(b"Date: 2026", b"Date: noon")), [0, 1, 3, 4, 5], "is not a time"),
    "wrong digest": (
        with_third(page(2, ("WARC-Payload-Digest", "sha1:" + "A" * 32))),
        [0, 1, 3, 4, 5],
        f"offset {ENDS[1]}: WARC-Payload-Digest is sha1:",
    ),
    "wrong block digest": (
        with_third(page(2, ("WARC-Block-Digest", "sha256:" + "0" * 64))),
        [0, 1, 3, 4, 5],
        "WARC-Block-Digest is sha256:",
    ),
    "too large": (
        with_third(RECORDS[2].replace(b"Content-Length: ", b"Content-Length: 99999999")),
        [0, 1, 3, 4, 5],
        "over the limit",
    ),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_of_a_damaged_file_nothing_is_taken(archive: Archive, add: Run, tmp_path: Path, damage: str) -> None:
    content, _, said = DAMAGED[damage]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    out, (line,) = add(3, path)
    assert out == ""
    assert f"{path}: " in line
    assert said in line
    assert "--partial" in line
    assert not archive.root.exists()


@pytest.mark.parametrize("damage", DAMAGED)
def test_or_what_is_whole(archive: Archive, add: Run, tmp_path: Path, damage: str) -> None:
    content, whole, said = DAMAGED[damage]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(content)
    out, err = add(0, path, "--partial")
    assert err == []
    assert said in out
    assert "left out" in out
    (kept,) = archive.warc_paths()
    assert gzip.decompress(kept.read_bytes()) == b"".join(RECORDS[number] for number in whole)
    assert check(archive).faults == []
    assert "in the archive already" in add(0, path, "--partial")[0]


def test_whatever_is_done_to_a_file_only_whole_records_are_taken(tmp_path: Path) -> None:
    chance = random.Random(7)
    path = tmp_path / "crawl.warc.gz"
    for number in range(60):
        content = bytearray(WHOLE)
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(len(content))
            content[at : at + chance.choice([0, 1, 1, 50])] = chance.randbytes(chance.choice([0, 1, 1, 50]))
        path.write_bytes(content)
        archive = Archive(tmp_path / str(number))
        try:
            add_file(archive, path, lambda offered: lambda read: None, partial=True)
        except ArchiveError:
            assert not archive.root.exists()
            continue
        (kept,) = archive.warc_paths()
        assert set(gzip.decompress(kept.read_bytes()).split(b"WARC/1.0\r\n")[1:]) <= {
            each.removeprefix(b"WARC/1.0\r\n") for each in RECORDS
        }


def test_one_damaged_file_does_not_keep_out_the_others(archive: Archive, add: Run, tmp_path: Path) -> None:
    good, bad, last = (tmp_path / name for name in ("good.warc.gz", "bad.warc.gz", "last.warc.gz"))
    good.write_bytes(members([page(1)]))
    bad.write_bytes(members([page(2)])[:-1])
    last.write_bytes(members([page(3)]))
    out, (line,) = add(3, good, bad, tmp_path / "none.warc.gz", last)[0], add(3, bad)[1]
    assert out.count("taken as") == 2
    assert "bad.warc.gz: offset 0: " in line
    assert sorted(stored(archive)) == sorted([good.read_bytes(), last.read_bytes()])


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    return b"%x\r\n%s\r\n%x\r\n%s\r\n0\r\n\r\n" % (half, body[:half], len(body) - half, body[half:])


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha-256", "SHA512"])
@pytest.mark.parametrize("of_chunks", [True, False])
def test_digests_of_any_kind_of_either_body(
    archive: Archive, add: Run, tmp_path: Path, name: str, of_chunks: bool
) -> None:
    from base64 import b32encode

    body = b"<p>" + b"text " * 2000
    sent = chunked(body)
    taken = hashlib.new(name.lower().replace("-", ""), sent if of_chunks else body)
    head = b"Transfer-Encoding: chunked\r\n"
    records = [
        page(number, ("WARC-Payload-Digest", f"{name}:{value}"), head=head, body=sent)
        for number, value in enumerate([taken.hexdigest(), b32encode(taken.digest()).decode(), "crc"])
    ]
    (tmp_path / "good.warc.gz").write_bytes(members(records[:2]))
    (tmp_path / "bad.warc.gz").write_bytes(members(records[2:]))
    add(0, tmp_path / "good.warc.gz")
    add(3, tmp_path / "bad.warc.gz")
    assert check(archive).faults == []


def test_what_wget_and_common_crawl_write_beside_pages(archive: Archive, add: Run, tmp_path: Path) -> None:
    """No digests, addresses in angle brackets, DNS answers, trailing metadata and logs, and text without pages."""
    dns = record("response", b"20261124\nhost. 1 IN A 192.0.2.1\n", ("WARC-Target-URI", "dns:host"))
    log = record("resource", b"log", ("WARC-Target-URI", "<metadata://gnu.org/software/wget/warc/wget.log>"))
    (tmp_path / "wget.warc.gz").write_bytes(
        members(
            [record("warcinfo", b"software: Wget\r\n"), dns, page(1, ("WARC-Target-URI", f"<{address(1)}>")), log]
        )
    )
    add(0, tmp_path / "wget.warc.gz")
    with Index(archive) as index:
        found = index.capture(address(1))
    assert found is not None
    assert found.capture.uri == address(1)
    assert found.capture.date == "2026-11-24T09:32:26.000000Z"
    text = record("conversion", "纯文本".encode(), ("WARC-Target-URI", "https://wet.example/"))
    (tmp_path / "wet.warc.wet.gz").write_bytes(members([text]))
    out, _ = add(0, tmp_path / "wet.warc.wet.gz")
    assert "1 record, 0 captures, taken as wet.example-" in out
    assert "nothing to make documents of" in out
    assert check(archive).faults == []


def test_the_site_is_that_of_most_pages_or_the_one_named(archive: Archive, add: Run, tmp_path: Path) -> None:
    other = page(1, ("WARC-Target-URI", "http://other.example/"))
    for number, name in enumerate(["a", "b", "c"]):
        (tmp_path / name).write_bytes(members([other, page(4 * number), page(4 * number + 1)][number > 0 :]))
    assert f"taken as {HOST}-" in add(0, tmp_path / "a")[0]
    assert "taken as chosen-" in add(0, tmp_path / "b", "--site", "chosen")[0]
    Job.begin(archive, "profiled", {"start_url": f"http://www.{HOST}/"})
    assert "taken as profiled-" in add(0, tmp_path / "c")[0]
    assert {stem.site for stem in archive.warc_names()} == {HOST, "chosen", "profiled"}


def test_a_file_without_addresses_needs_a_name(archive: Archive, add: Run, tmp_path: Path) -> None:
    (tmp_path / "x.warc").write_bytes(record("resource", b"text", ("WARC-Target-URI", "urn:text:1")))
    assert "--site NAME" in add(2, tmp_path / "x.warc")[1][0]
    assert "site name" in add(2, tmp_path / "x.warc", "--site", "../x")[1][0]
    assert not archive.root.exists()
    (tmp_path / "y.warc").write_bytes(page(1))
    add(0, tmp_path / "x.warc", tmp_path / "y.warc")
    assert [stem.site for stem in archive.warc_names()] == [HOST, HOST]


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


NO_WARCS: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: None, "No such file"),
    "directory": (Path.mkdir, "a directory"),
    "pipe": (make_fifo, "no regular file"),
    "empty": (Path.touch, "empty"),
    "text": (lambda path: path.write_bytes(b"<html></html>"), "neither WARC nor WACZ"),
    "gzip": (lambda path: path.write_bytes(gzip.compress(b"<html></html>")), "neither WARC nor WACZ"),
    "arc": (lambda path: path.write_bytes(b"filedesc://x.arc 0.0.0.0 2000"), "an ARC file"),
    "zstd": (lambda path: path.write_bytes(b"\x28\xb5\x2f\xfd" + bytes(20)), "zstd"),
}


@pytest.mark.parametrize("kind", NO_WARCS)
def test_what_is_no_warc_is_refused(archive: Archive, add: Run, tmp_path: Path, kind: str) -> None:
    make, said = NO_WARCS[kind]
    make(tmp_path / "x\x1b[31m")
    _, (line,) = add(2, tmp_path / "x\x1b[31m")
    assert said in line
    assert "\x1b" not in line
    assert not archive.root.exists()


def test_a_file_that_may_not_be_read(add: Run, tmp_path: Path) -> None:
    path = by_warcio(tmp_path / "crawl.warc.gz", range(2))
    path.chmod(0)
    with rights_of_a_user():
        said = add(2, path)[1][0]
    assert "Permission denied" in said


@contextmanager
def rights_of_a_user() -> Iterator[None]:
    """Those of nobody where the tests run as root, who may read everything."""
    me = os.geteuid()
    os.seteuid(me or 65_534)
    try:
        yield
    finally:
        os.seteuid(me)


BOMBS = {
    "block": b"Content-Length: 10\r\n\r\n" + bytes(60_000_000),
    "head": b"X: " + bytes(60_000_000),
    "lines": b"X: y\r\n" * 2_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.timeout(20)
def test_a_bomb_is_not_inflated(archive: Archive, add: Run, tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "bomb.warc.gz"
    path.write_bytes(members([page(1)]) + gzip.compress(b"WARC/1.0\r\n" + BOMBS[bomb], 1))
    add(3, path)
    assert not archive.root.exists()


def test_a_site_that_is_being_crawled_is_left_alone(archive: Archive, add: Run, tmp_path: Path) -> None:
    path = by_warcio(tmp_path / "crawl.warc.gz", range(2))
    with lock_site(archive.create(), HOST):
        assert "is under way" in add(3, path)[1][0]
    assert stored(archive) == []


def test_a_disk_that_is_full_leaves_nothing(
    archive: Archive, add: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = by_warcio(tmp_path / "crawl.warc.gz", range(2))
    with monkeypatch.context() as broken:
        broken.setattr("archive.intake.add_files.os.fsync", _no_room)
        assert "No space left" in add(3, path)[1][0]
    assert files_below(archive.warc_dir) == {}
    add(0, path)


def _no_room(descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def test_what_a_killed_add_left_is_seen_by_nobody_and_goes(archive: Archive, add: Run, tmp_path: Path) -> None:
    left = new_file(archive.create().warc_dir / HOST / "2025" / f"{HOST}-20251124093226-abc-00000.warc.gz.adding")
    left.write_bytes(b"half")
    assert archive.warc_names() == []
    add(0, by_warcio(tmp_path / "crawl.warc.gz", range(2)))
    assert not left.exists()
