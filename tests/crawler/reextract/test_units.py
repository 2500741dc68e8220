"""Translation units follow their documents through re-extraction, also when it is interrupted."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pytest
from scrapy.utils.test import get_crawler

from archive import document_and_unit_files
from archive.check.consistency_and_repair import check
from archive.disk import replacing
from archive.document_and_unit_files import DocumentsWriter
from archive.jobs_and_locks import lock_site
from archive.layout import Archive, WarcName
from archive.translation_memory.missing_and_cross_page_units import complete_units
from crawler.document_store import DocumentStore
from crawler.reextract.all_sites import reextract_sites
from crawler.reextract.reextraction_of_files_and_worker_processes import documents_of, reextract_missing
from tests.archive.check.archive_with_articles import SITE, exchange, make_archive, write_warc
from tests.archive_files import files_below, remove_files


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_archive(tmp_path)


def bitext(archive: Archive) -> dict[str, bytes]:
    return {Path(name).name: content for name, content in files_below(archive.bitext_dir).items()}


def test_all_again_gives_the_same_units(archive: Archive) -> None:
    whole = bitext(archive)
    assert len(whole) == 4  # two files and their digests
    assert all(whole.values())
    list(reextract_sites(archive, [SITE], 1))
    assert bitext(archive) == whole


def test_an_archive_of_before_there_were_units_gets_them(archive: Archive) -> None:
    whole = bitext(archive)
    remove_files(archive.bitext_dir)
    assert list(reextract_missing(archive, SITE)) == []
    assert bitext(archive) == whole


def test_no_unit_outlives_the_documents_that_it_was_made_from(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = bitext(archive)
    unmade: list[Path] = []

    @contextmanager
    def killed(path: Path) -> Iterator[BinaryIO]:
        with replacing(path) as stream:
            yield stream
            if archive.bitext_dir in path.parents:  # the documents are in their place by now
                unmade.append(path)
                raise KeyboardInterrupt

    monkeypatch.setattr(document_and_unit_files, "replacing", killed)
    archive.cross_page_file(SITE).write_bytes(b"")
    with pytest.raises(KeyboardInterrupt):
        list(reextract_sites(archive, [SITE], 1))
    assert [path.exists() for path in unmade] == [False]
    assert not archive.cross_page_file(SITE).exists()
    complete_units(archive, WarcName.parse(unmade[0].name))
    assert bitext(archive) == whole


def test_units_that_a_killed_crawl_owed_are_in_the_index_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path).create()
    stem = write_warc(archive, "killed", [exchange(1)], ended=False)
    with DocumentsWriter(archive.documents_file(stem)) as writer:  # and killed before it wrote their units
        writer.append(documents_of(archive, archive.warc_file(stem), lambda digest: None, None))
    store = DocumentStore(get_crawler(settings_dict={"ARCHIVE_DIR": str(tmp_path)}))
    with lock_site(archive, SITE):  # as a crawl does
        store.begin(SITE)
        store.close()
    assert bitext(archive)[archive.bitext_file(stem).name]
    assert check(archive).faults == []
