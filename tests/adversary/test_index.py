"""An index whose bytes are changed, under a running server too: no answer is short without a word."""

import os
import random
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.check.consistency_and_repair import check
from archive.errors import ArchiveDamaged
from archive.index import Index, IndexWriter, update_index
from archive.index.query_language.query_terms_conditions_and_filters import Filters
from archive.layout import Archive
from archive.web.app import create_app
from tests.archive.index.sample_documents import make_document

QUESTIONS = ("/?q=cooperation", "/api/search?q=cooperation", "/concordance?q=cooperation", "/statistics")
REBUILD = "archive index --rebuild"
DOCUMENTS = 40


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path / "data")
    with IndexWriter(archive) as writer:
        writer.add((), [make_document(f"cooperation number {n} of many", path=f"p{n}") for n in range(DOCUMENTS)])
    return archive


def flip(file: Path, seed: int = 1) -> None:
    """Flip bits all over the file behind its head."""
    stat, content, chance = file.stat(), bytearray(file.read_bytes()), random.Random(seed)
    for _ in range(10):
        content[chance.randrange(4096, len(content))] ^= 1 << chance.randrange(8)
    with file.open("r+b") as stream:
        stream.write(content)
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000))


def found(archive: Archive) -> int:
    with Index(archive) as index:
        return index.search("cooperation", Filters(), 1).total


@pytest.mark.parametrize("seed", range(4))
def test_a_running_server_says_that_its_index_was_flipped(archive: Archive, seed: int) -> None:
    with TestClient(create_app(archive), base_url="http://127.0.0.1:8640") as client:
        assert client.get(QUESTIONS[1]).json()["total"] == DOCUMENTS
        assert client.get("/statistics").status_code == 200
        flip(archive.index_file, seed)
        answers = [client.get(question) for question in QUESTIONS]
    assert {answer.status_code for answer in answers} == {503}
    assert all("was changed by another program" in answer.text for answer in answers)
    assert REBUILD in answers[1].json()["detail"]


def test_a_running_server_goes_on_when_the_index_is_made_anew(archive: Archive) -> None:
    with TestClient(create_app(archive), base_url="http://127.0.0.1:8640") as client:
        flip(archive.index_file)
        assert client.get(QUESTIONS[1]).status_code == 503
        update_index(archive, rebuild=True)
        assert client.get(QUESTIONS[1]).json()["total"] == 0  # no files stand behind the documents of this test


def test_neither_reader_nor_writer_opens_a_flipped_index(archive: Archive) -> None:
    flip(archive.index_file)
    for opened in (Index, IndexWriter):
        with pytest.raises(ArchiveDamaged, match=REBUILD):
            opened(archive)


def test_a_check_says_that_the_index_was_changed(archive: Archive) -> None:
    assert "changed by" not in "".join(check(archive).faults)
    flip(archive.index_file)
    assert "changed by another program" in "".join(check(archive).faults)


def test_an_index_that_was_copied_is_read(archive: Archive, tmp_path: Path) -> None:
    copy = Archive(tmp_path / "copy")
    shutil.copytree(archive.root, copy.root, copy_function=shutil.copyfile)
    assert found(copy) == DOCUMENTS


def test_an_index_that_is_being_written_has_no_seal(archive: Archive) -> None:
    seal = archive.index_file.with_name(archive.index_file.name + "-seal")
    assert seal.exists()
    with IndexWriter(archive) as writer:
        assert seal.exists()
        writer.add((), [make_document("cooperation again", path="again")])
        assert not seal.exists()
        assert found(archive) == DOCUMENTS + 1
    assert seal.exists()


@pytest.mark.parametrize("content", [b"", b"[1", b"{}", b"[1, 2]", b"7"])
def test_a_torn_seal_counts_as_none(archive: Archive, content: bytes) -> None:
    archive.index_file.with_name(archive.index_file.name + "-seal").write_bytes(content)
    assert found(archive) == DOCUMENTS


def test_a_document_that_cannot_be_unpacked_is_said(archive: Archive) -> None:
    with IndexWriter(archive) as writer, writer.transaction():
        writer._connection.execute("UPDATE contents SET json = x'00'")
    with TestClient(create_app(archive), base_url="http://127.0.0.1:8640") as client:
        answer = client.get(QUESTIONS[1])
    assert answer.status_code == 503
    assert REBUILD in answer.json()["detail"]
