"""``archive check --repair`` mends what a crash left; a second time changes nothing."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.check.consistency_and_repair import check, repair
from archive.cli.app import app
from archive.corpus.tokens_file_writer_and_postings import update_tokens
from archive.document_and_unit_files import gzip_member
from archive.index import Index, update_index
from archive.jobs_and_locks import job_of, lock_site
from archive.layout import OPEN_SUFFIX, Archive
from archive.manifest_and_seals import manifest_file, remove_seal
from archive.warc.captures_and_pages import catalogue_file
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import SITE, content_of, exchange, make_archive, write_warc


@pytest.fixture
def crashed(tmp_path: Path) -> Archive:
    """The last crawl was killed within a record; its documents and the index are behind in every way."""
    archive = make_archive(tmp_path)
    stem = write_warc(archive, "third", [exchange(20), exchange(21), exchange(22)])
    replace(job_of(archive, stem), extracted=()).save(archive)
    whole = archive.warc_file(stem)
    last = list(catalogue_file(whole))[-1].capture
    whole.with_name(whole.name + OPEN_SUFFIX).write_bytes(whole.read_bytes()[: (last.offset or 0) + 99])
    whole.unlink()
    manifest_file(archive, stem.warc).unlink()
    first = archive.documents_file(archive.warc_names()[0])
    remove_seal(first)
    with first.open("ab") as stream:
        stream.write(gzip_member(b'{"schema": 1, "id": "sample"}\n')[:17])
    return archive


def test_mends_what_a_crash_left(crashed: Archive) -> None:
    assert len(check(crashed).faults) >= 3
    done = "\n".join(repair(crashed))
    assert "whole records; the torn end is kept in" in done
    assert "1 documents without their record set aside" in done
    assert "a torn line of 17 bytes cut" in done
    assert check(crashed).faults == []
    assert len(list(crashed.warc_dir.rglob("*.torn"))) == 1
    (aside,) = crashed.documents_dir.rglob(f"{crashed.warc_names()[-1]}.jsonl.torn")
    assert aside.read_bytes().count(b"\n") == 1


def test_a_second_time_changes_nothing(crashed: Archive) -> None:
    assert list(repair(crashed))
    before = content_of(crashed)
    with Index(crashed) as index:
        counts = index.counts()
    assert list(repair(crashed)) == []
    assert content_of(crashed) == before
    with Index(crashed) as index:
        assert index.counts() == counts


def test_what_was_cut_is_extracted_again(crashed: Archive) -> None:
    list(repair(crashed))
    list(reextract_missing(crashed, SITE))
    update_index(crashed)
    report = check(crashed)
    assert (report.faults, report.unextracted, report.documents) == ([], 0, 7)


@pytest.mark.parametrize("cut", [7, 2000])
def test_a_finished_file_that_was_cut_is_told_and_left(cut: int, tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    path = archive.warc_paths()[1]
    path.write_bytes(path.read_bytes()[:-cut])
    before = content_of(archive)
    list(repair(archive))
    assert content_of(archive) == before
    assert any("put a good copy" in fault for fault in check(archive).faults)


@pytest.mark.parametrize("index", [b"no index at all " * 99, b""])
def test_an_index_that_is_none_is_made_anew(index: bytes, tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    archive.index_file.write_bytes(index)
    assert any(line.startswith("index: ") for line in repair(archive))
    assert check(archive).faults == []


def test_a_damaged_tokens_file_is_told_and_made_again(tmp_path: Path) -> None:
    archive = make_archive(tmp_path)
    update_tokens(archive)
    assert check(archive).faults == []
    with sqlite3.connect(archive.tokens_file) as connection:
        connection.execute("UPDATE texts SET crc = crc + 1 WHERE rowid = 1")
    assert [fault.partition(":")[0] for fault in check(archive).faults] == ["tokens.sqlite3"]
    assert any("made again" in line for line in repair(archive))
    update_tokens(archive)
    assert check(archive).faults == []


def test_a_site_that_is_being_crawled_is_left_alone(crashed: Archive) -> None:
    with lock_site(crashed, SITE):
        before = content_of(crashed)
        assert any(line.startswith("left alone: ") for line in repair(crashed))
        assert content_of(crashed) == before


def test_the_command(crashed: Archive) -> None:
    command = CliRunner()
    found = command.invoke(app, ["check", "--archive", str(crashed.root)])
    assert found.exit_code == 1
    assert "not finished" in found.stdout
    assert command.invoke(app, ["check", "--repair", "--archive", str(crashed.root)]).exit_code == 0
    clean = command.invoke(app, ["check", "--archive", str(crashed.root)])
    assert clean.exit_code == 0
    assert clean.stdout.endswith("no faults\n")
