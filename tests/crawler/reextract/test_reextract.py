"""``scrapy reextract``: documents from WARC are those of the crawl, byte for byte."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.document_and_unit_files import gzip_member
from archive.jobs_and_locks import job_of, lock_site
from archive.layout import Archive
from archive.warc.captures_and_pages import catalogue_file
from tests.archive.check.archive_with_articles import SITE, content_of, make_archive
from tests.archive_files import files_below, read_lines, write_lines
from tests.crawler.spiders.odd_server import run_scrapy


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(tmp_path / "data")


def reextract(archive: Archive, *options: str) -> "subprocess.CompletedProcess[str]":
    return run_scrapy("reextract", *options, "-s", f"ARCHIVE_DIR={archive.root}")


def documents(archive: Archive) -> dict[str, bytes]:
    return {name: content for name, content in content_of(archive).items() if name.startswith("documents/")}


def test_all_again_are_the_same(archive: Archive) -> None:
    before = documents(archive)
    ended = reextract(archive, "--all")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == f"{SITE}: 5 documents made from 2 WARC files\n"
    assert documents(archive) == before
    assert check(archive).faults == []
    shown = reextract(archive, "--diff")
    assert (shown.returncode, shown.stdout, shown.stderr) == (0, "", "")


def test_several_workers_make_the_same(archive: Archive) -> None:
    made = []
    for workers in ("1", "2"):
        for directory in (archive.documents_dir, archive.bitext_dir):
            for name in files_below(directory):
                (directory / name).write_bytes(b"")
        ended = reextract(archive, "--all", "--workers", workers)
        assert (ended.returncode, ended.stderr) == (0, "")
        made.append(content_of(archive))
    assert made[0] == made[1]
    assert len(documents(archive)) == 4  # two files and their digests
    assert check(archive).faults == []


def test_a_worker_says_which_file_is_damaged_too(archive: Archive) -> None:
    path = archive.warc_paths()[0]
    path.write_bytes(path.read_bytes()[:-20])
    ended = reextract(archive, "--all", "--workers", "2")
    assert (ended.returncode, ended.stderr.count("\n")) == (0, 1)
    assert path.name in ended.stderr


def test_no_workers_are_a_wrong_usage(archive: Archive) -> None:
    assert reextract(archive, "--workers", "0").returncode == 2


def test_those_missing_are_made(archive: Archive) -> None:
    before = documents(archive)
    first = archive.documents_file(archive.warc_names()[0])
    lines = read_lines(first)
    write_lines(first, lines[:2])
    first.write_bytes(first.read_bytes() + gzip_member(lines[2])[:50])
    replace(job_of(archive, archive.warc_names()[0]), extracted=()).save(archive)
    ended = reextract(archive)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, f"{SITE}: 2 missing documents made\n", "")
    assert documents(archive) == before
    assert check(archive).faults == []
    assert reextract(archive).stdout == f"{SITE}: 0 missing documents made\n"


def test_a_document_that_would_change_is_shown_and_left(archive: Archive) -> None:
    path = archive.documents_file(archive.warc_names()[0])
    write_lines(
        path, [line.replace("编辑".encode(), b"").replace(b"Nobody", b"Somebody") for line in read_lines(path)]
    )
    before = documents(archive)
    shown = reextract(archive, "--diff")
    assert shown.returncode == 0
    assert any(line.startswith("-") and "Somebody" in line for line in shown.stdout.splitlines())
    assert any(line.startswith("+") and "Nobody" in line for line in shown.stdout.splitlines())
    assert documents(archive) == before
    assert reextract(archive, "--all").returncode == 0
    assert reextract(archive, "--diff").stdout == ""
    assert check(archive).faults == []


def test_only_the_site_that_is_named(archive: Archive) -> None:
    assert reextract(archive, "--site", "other", "--all").stdout == ""
    assert reextract(archive, "--site", SITE, "--all").stdout.startswith(f"{SITE}: 5 ")


def test_a_missing_archive_ends_with_3(tmp_path: Path) -> None:
    ended = reextract(Archive(tmp_path / "none"))
    assert ended.returncode == 3
    assert ended.stderr.count("\n") == 1
    assert "no archive at" in ended.stderr


def test_a_site_that_is_being_crawled_ends_with_3(archive: Archive) -> None:
    with lock_site(archive, SITE):
        ended = reextract(archive, "--all")
    assert ended.returncode == 3
    assert "is under way" in ended.stderr


def test_the_document_of_a_damaged_record_is_kept(archive: Archive) -> None:
    path = archive.warc_paths()[0]
    content = bytearray(path.read_bytes())
    content[(list(catalogue_file(path))[1].capture.offset or 0) + 200] ^= 1
    path.write_bytes(content)
    before = documents(archive)
    ended = reextract(archive, "--all")
    assert ended.returncode == 0
    assert ended.stderr.count("\n") == 1
    assert path.name in ended.stderr
    assert documents(archive) == before


def test_wrong_usage_ends_with_2(archive: Archive) -> None:
    assert reextract(archive, "article.html").returncode == 2
