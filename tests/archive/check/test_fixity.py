"""Files are held against what they were when they were written."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from archive.check.consistency_and_repair import check, repair
from archive.cli.app import app
from archive.document_and_unit_files import gzip_member
from archive.index import update_index
from archive.index.update import create_missing_seals
from archive.jobs_and_locks import job_of
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import read_manifest
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import SITE, content_of, make_archive
from tests.archive_files import new_file, read_lines, write_lines


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(tmp_path / "data")


def run(archive: Archive, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["check", *arguments, "--archive", str(archive.root)])


def faults(archive: Archive) -> str:
    return "\n".join(check(archive).faults)


def test_a_finished_file_has_an_entry_that_is_written_once(archive: Archive) -> None:
    manifest = read_manifest(archive)
    assert sorted(manifest.entries) == [path.name for path in archive.warc_paths()]
    for path in archive.warc_paths():
        assert manifest.entries[path.name].bytes == path.stat().st_size
    before = content_of(archive)
    update_index(archive)
    list(repair(archive))
    assert content_of(archive) == before


def test_a_byte_that_no_record_tells_of_is_told(archive: Archive) -> None:
    path = archive.warc_paths()[0]
    content = bytearray(path.read_bytes())
    content[4] ^= 1  # a time stamp in gzip's header
    path.write_bytes(content)
    assert f"{path.name}: not what was written" in faults(archive)


def test_files_that_were_swapped_added_or_lost_are_told(archive: Archive) -> None:
    first, second = archive.warc_paths()
    contents = first.read_bytes(), second.read_bytes()
    first.write_bytes(contents[1])
    second.write_bytes(contents[0])
    assert f"{first.name}: has the content of {second.name} by the manifest" in faults(archive)
    first.write_bytes(contents[0])
    second.write_bytes(contents[1])
    added = new_file(archive.warc_file(WarcName(SITE, "20200101000000", "other", 0)))
    shutil.copy(first, added)
    assert f"{added.name}: not in the manifest" in faults(archive)
    added.unlink()
    second.unlink()
    assert f"{second.name}: missing" in faults(archive)


def test_a_loss_is_a_fault_until_it_is_acknowledged(archive: Archive) -> None:
    path = archive.warc_paths()[0]
    path.unlink()
    archive.documents_file(WarcName.parse(path.name)).unlink()
    list(repair(archive))
    assert f"--accept-loss {path.name} --reason TEXT" in faults(archive)
    assert run(archive, "--accept-loss", path.name).exit_code != 0
    assert run(archive, "--accept-loss", "no.warc.gz", "--reason", "fire").exit_code != 0
    accepted = run(archive, "--accept-loss", path.name, "--reason", "a fire")
    assert "its loss is acknowledged: a fire" in accepted.stdout
    list(repair(archive))
    report = check(archive)
    assert (report.faults, report.losses) == ([], 1)


def test_a_word_altered_in_a_document_is_told_and_made_again(archive: Archive) -> None:
    path = archive.documents_file(archive.warc_names()[0])
    whole = path.read_bytes()
    write_lines(path, [line.replace("河".encode(), "湖".encode(), 1) for line in read_lines(path)])
    assert f"documents/{path.name}: is not what was written; 'archive reextract' makes it again" in faults(archive)
    update_index(archive)
    assert f"documents/{path.name}: is not what was written" in faults(archive)
    list(reextract_missing(archive, SITE, verify=True))
    update_index(archive)
    assert faults(archive) == ""
    assert path.read_bytes() == whole


def test_a_documents_file_that_was_cut_or_lost_is_made_again(archive: Archive) -> None:
    path = archive.documents_file(archive.warc_names()[0])
    whole = path.read_bytes()
    for damaged in (whole[:-30], b"".join(map(gzip_member, read_lines(path)[:2])), None):
        path.unlink() if damaged is None else path.write_bytes(damaged)
        list(repair(archive))
        assert f"documents/{path.name}: is " in faults(archive)
        list(reextract_missing(archive, SITE, verify=True))
        update_index(archive)
        assert (faults(archive), path.read_bytes()) == ("", whole)


def test_documents_that_cannot_be_read_are_made_again_without_their_units(archive: Archive) -> None:
    stem = archive.warc_names()[0]
    path = archive.documents_file(stem)
    whole = path.read_bytes()
    for is_owed in (False, True):
        path.write_bytes(b'{"warc": "another file"}\n')
        archive.bitext_file(stem).unlink(missing_ok=True)
        if is_owed:
            replace(job_of(archive, stem), extracted=()).save(archive)
        list(reextract_missing(archive, SITE, verify=True))
        assert path.read_bytes() == whole


def test_what_is_read_is_noted_and_may_be_a_part(archive: Archive) -> None:
    first, second = archive.warc_paths()
    assert run(archive).exit_code == 0
    read = json.loads((archive.root / "verified.json").read_text())
    assert set(read) == {first.name, second.name}
    found = json.loads(run(archive, "--since", "2020-01-01", "--format", "json").stdout)
    assert (found["files"], found["skipped"], found["faults"]) == (0, 2, [])
    found = json.loads(run(archive, "--sample", "1%", "--format", "json").stdout)
    assert (found["files"], found["skipped"]) == (1, 1)
    assert run(archive, "--sample", "0%").exit_code != 0


def test_an_archive_of_before_has_a_manifest_made(archive: Archive) -> None:
    before = content_of(archive)
    shutil.rmtree(archive.manifest_dir)
    for seal in [*archive.documents_dir.rglob("*.sha256"), *archive.bitext_dir.rglob("*.sha256")]:
        seal.unlink()
    assert "manifest: is missing" in faults(archive)
    create_missing_seals(archive)
    assert faults(archive) == ""
    (archive.root / "verified.json").unlink()
    assert content_of(archive) == before


@pytest.mark.parametrize("place", ["manifest", "jobs"])
def test_what_tells_of_files_is_told_of_itself(place: str, archive: Archive) -> None:
    path = next((archive.root / place).glob("*.json"))
    whole = path.read_bytes()
    content = bytearray(whole)
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert f"{path.name}" in faults(archive)
    path.unlink()
    assert faults(archive)
    list(repair(archive))
    list(reextract_missing(archive, SITE, verify=True))
    update_index(archive)
    assert faults(archive) == ""
