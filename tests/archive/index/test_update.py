"""The index made from the files, at once and bit by bit."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.document_and_unit_files import DocumentsWriter, replace_documents
from archive.errors import ArchiveDamaged, ArchiveMissing
from archive.index import Filters, Index, IndexUpdate, IndexWriter, mark_job_indexed, update_index
from archive.jobs_and_locks import lock_job, release_job
from archive.layout import Archive, WarcName
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from tests.archive.index.sample_documents import WARC, make_document, make_entry
from tests.archive_files import new_file

STEM = WarcName.parse(WARC)
OTHER = WarcName("other", "20260102030405", "job1", 0)


def warc_file(archive: Archive, stem: WarcName = STEM) -> Path:
    return new_file(archive.new_warc_file(stem))


def catalogue(path: Path) -> Iterator[CatalogueEntry]:
    """A stand-in for the WARC package: a line of the file is an address."""
    for number, url in enumerate(path.read_text().split()):
        yield make_entry(url, offset=number, warc=path.name.removesuffix(".open"))


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.index.update.catalogue_whole", catalogue)


def store(archive: Archive, *documents: Document) -> None:
    with DocumentsWriter(archive.documents_file(STEM)) as writer:
        writer.append(documents)


def counts(archive: Archive) -> tuple[int, int]:
    with Index(archive) as index:
        return index.counts().captures, index.counts().documents


def total(archive: Archive, query: str) -> int:
    with Index(archive) as index:
        return index.search(query, Filters(), 1).total


@pytest.mark.parametrize("rebuild", [False, True])
def test_the_index_follows_from_the_files(archive: Archive, rebuild: bool) -> None:
    warc_file(archive).write_text("http://a.example/ http://b.example/")
    store(archive, make_document("中国", path="1"), make_document("合作", path="2"))
    assert update_index(archive, rebuild=rebuild) == IndexUpdate(2, 2, 2)
    assert counts(archive) == (2, 2)
    assert total(archive, "合作") == 1


def test_an_update_reads_only_what_changed(archive: Archive) -> None:
    warc = warc_file(archive).with_name(f"{WARC}.open")
    warc.write_text("http://a.example/")
    store(archive, make_document("中国", path="1"))
    update_index(archive)
    assert update_index(archive) == IndexUpdate(0, 0, 0)
    warc.write_text("http://a.example/ http://b.example/")
    warc.rename(warc_file(archive))
    assert update_index(archive) == IndexUpdate(1, 2, 0)
    store(archive, make_document("合作", path="2"))
    assert update_index(archive) == IndexUpdate(1, 0, 2)
    assert counts(archive) == (2, 2)


def test_documents_that_were_extracted_again_replace_those_before(archive: Archive) -> None:
    store(archive, make_document("旧的", path="1"), make_document("消失", path="2"))
    update_index(archive)
    replace_documents(archive.documents_file(STEM), [make_document("新的", path="1")])
    update_index(archive)
    assert [total(archive, query) for query in ("旧的", "消失", "新的")] == [0, 0, 1]


def test_files_that_are_gone_are_forgotten(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add([make_entry("http://a.example/")], [make_document("中国")])
        writer.add([make_entry("http://b.example/", warc="gone.warc.gz")], ())
    warc_file(archive).write_text("http://a.example/")
    update_index(archive)
    assert counts(archive) == (1, 0)


def test_an_update_of_one_site_leaves_the_others_alone(archive: Archive) -> None:
    warc_file(archive).write_text("http://a.example/")
    warc_file(archive, OTHER).write_text("http://b.example/")
    assert update_index(archive, site=STEM.site).captures == 2  # the index was empty
    with IndexWriter(archive) as writer:
        writer.add([make_entry("http://gone.example/", warc=f"{STEM.site}-20250101000000-job0-00000.warc.gz")], ())
        writer.add([make_entry("http://gone.example/", warc="other-20250101000000-job0-00000.warc.gz")], ())
    warc_file(archive).write_text("http://a.example/ http://a.example/2")
    warc_file(archive, OTHER).write_text("http://b.example/ http://b.example/2")
    assert update_index(archive, site=STEM.site) == IndexUpdate(1, 2, 0)
    assert counts(archive) == (4, 0)
    assert update_index(archive) == IndexUpdate(1, 2, 0)
    assert counts(archive) == (4, 0)


def test_documents_stay_when_their_warc_file_is_gone(archive: Archive) -> None:
    warc_file(archive).write_text("http://a.example/")
    store(archive, make_document("中国"))
    update_index(archive)
    warc_file(archive).unlink()
    update_index(archive)
    assert counts(archive) == (0, 1)


def test_a_failed_rebuild_leaves_the_index_as_it_was(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    store(archive, make_document("中国"))
    update_index(archive)
    warc_file(archive).write_text("http://a.example/")

    def failing(path: Path) -> Iterator[CatalogueEntry]:
        raise ArchiveDamaged("no such disk")

    monkeypatch.setattr("archive.index.update.catalogue_whole", failing)
    with pytest.raises(ArchiveDamaged, match="no such disk"):
        update_index(archive, rebuild=True)
    assert total(archive, "中国") == 1


def test_a_rebuild_makes_a_damaged_index_whole(archive: Archive) -> None:
    store(archive, make_document("中国"))
    update_index(archive)
    content = bytearray(archive.index_file.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    archive.index_file.write_bytes(content)
    update_index(archive, rebuild=True)
    assert total(archive, "中国") == 1


def test_no_archive_is_made_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing):
        update_index(Archive(tmp_path / "none"))
    assert not (tmp_path / "none").exists()


def test_documents_of_a_file_stay_apart_from_those_of_another(archive: Archive) -> None:
    other = make_document("合作", path="2")
    other = replace(other, capture=replace(other.capture, warc="other-20260102030405-job1-00000.warc.gz"))
    store(archive, make_document("中国", path="1"))
    with DocumentsWriter(archive.documents_file(OTHER)) as writer:
        writer.append([other])
    update_index(archive)
    archive.documents_file(OTHER).unlink()
    update_index(archive)
    assert (total(archive, "中国"), total(archive, "合作")) == (1, 0)


def test_a_file_that_is_finished_meanwhile_is_taken_in(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another crawl ends while the first file is read: the second is not open any more when its turn comes."""
    warc_file(archive).write_text("http://a.example/")
    other = warc_file(archive, OTHER).with_name(f"{OTHER.warc}.open")
    other.write_text("http://b.example/")

    def finishing(path: Path) -> Iterator[CatalogueEntry]:
        if other.exists():
            other.rename(other.with_suffix(""))
        return catalogue(path if path.exists() else path.with_suffix(""))

    monkeypatch.setattr("archive.index.update.catalogue_whole", finishing)
    assert update_index(archive) == IndexUpdate(2, 2, 0)
    assert counts(archive) == (2, 0)
    assert update_index(archive) == IndexUpdate(0, 0, 0)


def test_the_files_of_a_crawl_under_way_are_left_to_it(archive: Archive) -> None:
    warc_file(archive).with_name(f"{WARC}.open").write_text("http://a.example/1")
    store(archive, make_document())
    job = WarcName.parse(WARC).job
    held = lock_job(archive, job)
    assert update_index(archive) == IndexUpdate(files=0, captures=0, documents=0)
    assert update_index(archive, rebuild=True).documents == 1
    with IndexWriter(archive) as writer:
        writer.clear()
    release_job(archive, job, held)
    assert update_index(archive).documents == 1


def test_files_that_were_taken_in_as_they_were_written_are_not_read_again(archive: Archive) -> None:
    warc_file(archive).write_text("http://a.example/1")
    document = make_document()
    store(archive, document)
    with IndexWriter(archive) as writer:
        writer.add([make_entry("http://a.example/1", offset=0, warc=WARC)], [document])
        mark_job_indexed(archive, writer, WarcName.parse(WARC).job)
    assert update_index(archive).files == 0
    assert counts(archive) == (1, 1)
