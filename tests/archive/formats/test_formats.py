"""Archives of every format that there was are opened by this program."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archive.check.consistency_and_repair import check, repair
from archive.cli.app import app
from archive.index import Filters, Index, update_index
from archive.jobs_and_locks import job_of
from archive.keeping.merge_and_split import merge, split
from archive.layout import Archive
from archive.manifest_and_seals import read_manifest, remove_seal
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing

FORMATS = sorted(path for path in Path(__file__).parent.iterdir() if path.name.isdigit())


@pytest.mark.parametrize("kept", FORMATS, ids=lambda path: path.name)
def test_it_is_opened_and_made_whole(kept: Path, tmp_path: Path) -> None:
    archive = Archive(tmp_path / "data")
    shutil.copytree(kept, archive.root)
    asked = CliRunner().invoke(app, ["query", "agency", "--archive", str(archive.root)])
    assert asked.exit_code == 0
    with Index(archive) as index:
        urls = sorted(document.url for document in index.documents(Filters()))
    assert urls == [
        "http://one.example/news/1.html",
        "http://other.example/news/1.html",
        "http://other.example/news/3.html",
    ]
    assert sorted(read_manifest(archive).entries) == [path.name for path in archive.warc_paths()]
    for site in archive.sites():
        list(reextract_missing(archive, site, verify=True, renew=True))
    update_index(archive)
    list(repair(archive))
    assert check(archive).faults == []
    assert archive.documents_paths() == [archive.new_documents_file(stem) for stem in archive.warc_names()]
    assert list(archive.documents_dir.glob("*.jsonl*")) == []


def flat_archive(root: Path) -> Archive:
    """An archive as earlier versions wrote it: WARC files outside folders, documents uncompressed."""
    shutil.copytree(FORMATS[0], root)
    return Archive(root)


def ids(archive: Archive) -> list[str]:
    with Index(archive) as index:
        return sorted(document.id for document in index.documents(Filters()))


def test_an_earlier_archive_is_merged_split_and_erased_as_it_is(tmp_path: Path) -> None:
    older = flat_archive(tmp_path / "older")
    update_index(older)
    found = ids(older)
    merged = Archive(tmp_path / "merged")
    assert merge(merged, older).files == 2
    assert (ids(merged), check(merged).faults) == (found, [])
    assert merged.warc_paths() == [merged.new_warc_file(stem) for stem in older.warc_names()]
    assert [path.parent for path in merged.documents_paths()] == [merged.documents_dir] * 2
    alone = Archive(tmp_path / "alone")
    assert split(merged, "other.example", alone).files == 1
    assert check(alone).faults == []
    asked = CliRunner().invoke(
        app,
        [
            "withdraw",
            "http://other.example/news/3.html",
            "--reason",
            "a law",
            "--erase",
            "--archive",
            str(older.root),
        ],
    )
    assert asked.exit_code == 0, asked.output
    assert (len(ids(older)), check(older).faults) == (len(found) - 1, [])
    assert b"other.example/news/3.html" not in b"".join(path.read_bytes() for path in older.documents_paths())


def test_documents_are_appended_to_an_earlier_file_in_its_form(tmp_path: Path) -> None:
    older = flat_archive(tmp_path / "older")
    stem = older.warc_names()[-1]
    path = older.documents_file(stem)
    whole = path.read_bytes()
    remove_seal(path)
    path.write_bytes(whole.splitlines(keepends=True)[0] + b'{"schema": 1')
    replace(job_of(older, stem), extracted=()).save(older)
    update_index(older)
    (made,) = reextract_missing(older, stem.site)
    assert (made.stem, made.documents) == (stem, 1)
    assert older.documents_file(stem) == path
    assert [json.loads(line)["url"] for line in path.read_bytes().splitlines()] == [
        json.loads(line)["url"] for line in whole.splitlines()
    ]
