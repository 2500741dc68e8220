"""What is whole of a damaged archive is used, nothing whole is taken away, and each fault is named."""

import gzip
import random
import sqlite3
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archive.check.consistency_and_repair import check, repair
from archive.cli.app import app
from archive.document_and_unit_files import find_documents
from archive.errors import ArchiveMissing
from archive.index import Filters, Index, update_index
from archive.index.tables.database import break_seal
from archive.jobs_and_locks import lock_job, release_job
from archive.layout import OPEN_SUFFIX, Archive
from archive.warc.captures_and_pages import catalogue_file
from archive.warc.http_exchange_and_conditional_requests import Exchange
from crawler.reextract.all_sites import reextract_sites
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import BEGAN, SITE, content_of, exchange, make_archive, write_warc
from tests.archive_files import read_lines, remove_files, write_lines


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(tmp_path / "data")


def run(archive: Archive, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--archive", str(archive.root)])


def flip(path: Path, record: int = 1) -> bytes:
    """One bit flipped in the middle of a capture's record; the file as it was."""
    whole = path.read_bytes()
    capture = list(catalogue_file(path))[record].capture
    content = bytearray(whole)
    content[(capture.offset or 0) + (capture.length or 0) // 2] ^= 0x10
    path.write_bytes(content)
    return whole


def found(archive: Archive, query: str = "agency") -> int:
    with Index(archive) as index:
        return index.search(query, Filters(), 1).total


def ids(archive: Archive) -> list[str]:
    return sorted(stored.document.id for stored in find_documents(archive))


def test_repair_takes_no_document_away(archive: Archive) -> None:
    before = ids(archive)
    whole = flip(archive.warc_paths()[0])
    documents = content_of(archive)
    list(repair(archive))
    assert content_of(archive) == documents
    faults = check(archive).faults
    assert sum("bytes damaged; put a good copy of the file in its place" in fault for fault in faults) == 1
    assert sum("the records of 1 documents are damaged; the documents are kept" in fault for fault in faults) == 1
    list(reextract_sites(archive, [SITE], 1))
    assert ids(archive) == before
    archive.warc_paths()[0].write_bytes(whole)
    list(repair(archive))
    assert check(archive).faults == []
    assert (ids(archive), found(archive)) == (before, 5)


def test_the_check_reads_on_behind_damage(archive: Archive) -> None:
    sound = check(archive)
    flip(archive.warc_paths()[0])
    report = check(archive)
    assert report.records == sound.records - 1
    assert report.captures == sound.captures - 1
    assert not any("there is no capture at offset" in fault for fault in report.faults)


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_damaged_the_rest_is_found(seed: int, archive: Archive) -> None:
    chance = random.Random(seed)
    path = archive.warc_paths()[0]
    captures = [entry.capture for entry in catalogue_file(path)]
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content) - 8)
    content[at : at + 8] = chance.randbytes(8)
    path.write_bytes(content)
    untouched = [c for c in captures if not (c.offset or 0) - 8 < at < (c.offset or 0) + (c.length or 0)]
    archive.index_file.unlink()
    listed = run(archive, "query", "agency")
    assert listed.exit_code == 0
    with Index(archive) as index:
        known = {entry.capture.offset for entry in index.entries_in(path.name)}
    assert {capture.offset for capture in untouched} <= known
    assert found(archive) == 5


def test_what_is_left_out_is_told_in_one_line(archive: Archive) -> None:
    flip(archive.warc_paths()[0])
    rebuilt = run(archive, "index", "--rebuild")
    assert rebuilt.exit_code == 0
    asked = run(archive, "query", "agency")
    assert asked.exit_code == 0
    assert asked.stderr.count("\n") == 1
    assert f"left out 1 damaged place in {archive.warc_paths()[0].name}" in asked.stderr


def test_a_line_that_is_no_document_takes_nothing_else_down(archive: Archive) -> None:
    path = archive.documents_file(archive.warc_names()[0])
    lines = read_lines(path)
    write_lines(path, [lines[0], lines[1].replace(b"{", b"[", 1), *lines[2:]])
    assert run(archive, "index").exit_code == 0
    assert found(archive) == 4
    assert "left out 1 damaged place" in run(archive, "query", "agency").stderr


def test_a_line_that_is_no_unit_takes_nothing_else_down(archive: Archive) -> None:
    stem = archive.warc_names()[0]
    documents, bitext = archive.documents_file(stem), archive.bitext_file(stem)
    contents = read_lines(documents), read_lines(bitext)
    write_lines(documents, contents[1])
    write_lines(bitext, contents[0])
    assert run(archive, "index", "--rebuild").exit_code == 0
    assert found(archive) == 1
    list(reextract_missing(archive, SITE, verify=True))
    list(repair(archive))
    assert check(archive).faults == []
    assert found(archive) == 5


def test_extraction_goes_on_behind_damage(archive: Archive) -> None:
    stem = write_warc(archive, "third", [exchange(20), exchange(21), exchange(22)], ended=False)
    flip(archive.warc_file(stem), 1)
    update_index(archive)
    assert [made.documents for made in reextract_missing(archive, SITE)] == [2]


def test_an_index_of_another_version_is_made_anew_when_it_is_met(archive: Archive) -> None:
    break_seal(archive.index_file)
    with sqlite3.connect(archive.index_file) as connection:
        connection.execute("UPDATE meta SET value = '1/older' WHERE key = 'fingerprint'")
    connection.close()
    asked = run(archive, "query", "agency")
    assert (asked.exit_code, asked.stderr.count("\n")) == (0, 1)
    assert "of another version" in asked.stderr
    assert run(archive, "query", "agency").stderr == ""
    assert found(archive) == 5


def test_readers_see_the_older_index_until_the_new_one_is_whole(archive: Archive) -> None:
    seen = []
    with sqlite3.connect(archive.index_file) as reader:
        reader.execute("UPDATE meta SET value = '1/older' WHERE key = 'fingerprint'")
        reader.commit()

        def tell(file: str, done: float) -> None:
            seen.extend(reader.execute("SELECT count(*) FROM documents").fetchall())

        assert update_index(archive, report=tell).renewed
    reader.close()
    assert seen
    assert set(seen) == {(5,)}


def test_warc_files_alone_say_how_to_go_on(archive: Archive) -> None:
    for folder in (archive.documents_dir, archive.bitext_dir, archive.jobs_dir):
        remove_files(folder)
    archive.index_file.unlink()
    asked = run(archive, "query", "agency")
    assert isinstance(asked.exception, ArchiveMissing)
    assert "archive reextract" in str(asked.exception)


def test_without_jobs_extraction_is_owed_once(archive: Archive) -> None:
    write_warc(archive, "listing", [exchange(1, 2)])  # a capture that gives no document
    for path in archive.jobs_dir.iterdir():
        path.unlink()
    archive.jobs_dir.rmdir()
    assert check(archive).unextracted > 0
    update_index(archive)
    list(reextract_missing(archive, SITE))
    assert check(archive).unextracted == 0


def test_a_crawl_under_way_is_no_fault(archive: Archive) -> None:
    stem = write_warc(archive, "third", [exchange(20), exchange(21)], ended=False)
    whole = archive.warc_file(stem)
    whole.rename(whole.with_name(whole.name + OPEN_SUFFIX))
    assert check(archive).faults
    held = lock_job(archive, "third")
    report = check(archive)
    assert (report.faults, report.under_way) == ([], 1)
    release_job(archive, "third", held)


def test_the_payload_is_given_without_its_coding(tmp_path: Path) -> None:
    archive = Archive(tmp_path).create()
    body = b"<html><title>A page</title><p>Its text.</p></html>"
    packed = gzip.compress(body)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    uri = "http://sample.example/packed.html"
    write_warc(
        archive, "first", [Exchange(uri, b"GET / HTTP/1.1\r\n\r\n", BytesIO(head + packed), BEGAN, "192.0.2.1")]
    )
    assert run(archive, "replay", uri, "--raw").stdout_bytes == packed
    assert run(archive, "replay", uri, "--decoded").stdout_bytes == body
