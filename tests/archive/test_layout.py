"""Names of sites and files, and the folders that files are written to and found in."""

import os
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.layout import LONGEST_SITE, OPEN_SUFFIX, Archive, WarcName, check_site_name, site_name
from tests.archive_files import new_file


@pytest.mark.parametrize("length", [60, 243, 403])
def test_a_long_host_gives_a_name_that_files_can_bear(length: int) -> None:
    labels = "a-very-long-label-of-a-host-for-a-test." * 20
    names = {site_name(f"http://{labels[:length]}{end}.example:8080/") for end in "xy"}
    assert len(names) == 2
    for name in names:
        assert check_site_name(name) == name
        assert len(name) <= LONGEST_SITE


def test_a_name_that_is_too_long_is_refused_before_anything_is_made() -> None:
    with pytest.raises(UsageError, match="use 120 at most"):
        check_site_name("a" * 121)


NAMES = [
    "a-20260102030405-job1-00000",
    "a-20270102030405-job2-00000",
    "a.b-20260102030405-job1-00000",
    "news_20260102030405-20270102030405-job1-00000",  # a site whose name ends like a timestamp
    "news.20260102030405-20260102030405-job1-00000",
    "20260102030405-20260102030405-20260102-00000",
    "2026-20260102030405-job1-00000",
    "x.warc.gz-20260102030405-job1-00000",
    "x.jsonl.gz-20260102030405-job1-123456",
    "warc-20260102030405-job1-00000",
]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data").create()


@pytest.mark.parametrize("flat", [(), NAMES, NAMES[::2]], ids=["folders", "of earlier versions", "mixed"])
def test_files_are_found_in_folders_and_outside(flat: list[str], archive: Archive) -> None:
    stems = sorted(map(WarcName.parse, NAMES), key=str)
    for stem in stems:
        is_flat = str(stem) in flat
        new_file(archive.warc_dir / stem.warc if is_flat else archive.new_warc_file(stem)).touch()
        documents = archive.documents_dir / f"{stem}.jsonl" if is_flat else archive.new_documents_file(stem)
        bitext = archive.bitext_dir / f"{stem}.jsonl" if is_flat else archive.new_bitext_file(stem)
        for path in (documents, bitext):
            new_file(path).touch()
            path.with_name(f"{path.name}.sha256").touch()
    archive.cross_page_file("a").touch()
    assert archive.warc_names() == stems
    assert archive.sites() == sorted({stem.site for stem in stems})
    assert archive.warc_paths() == list(map(archive.warc_file, stems))
    assert archive.documents_paths() == list(map(archive.documents_file, stems))
    assert {*archive.bitext_paths()} == {*map(archive.bitext_file, stems), archive.cross_page_file("a")}
    for site in archive.sites():
        of_site = [stem for stem in stems if stem.site == site]
        assert archive.warc_names_of(site) == of_site
        assert archive.documents_paths(site) == list(map(archive.documents_file, of_site))


def test_a_site_is_listed_without_the_folders_of_others(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    stems = list(map(WarcName.parse, NAMES))
    for stem in stems:
        new_file(archive.new_warc_file(stem)).touch()
    listed: list[str] = []
    list_folder = os.listdir

    def listing(folder: Path) -> list[str]:
        listed.append(str(folder.relative_to(archive.root)))
        return list_folder(folder)

    monkeypatch.setattr("archive.layout.os.listdir", listing)
    assert archive.warc_names_of("a") == stems[:2]
    assert set(listed) == {"warc", "warc/a", "warc/a/2026", "warc/a/2027"}


def test_a_file_in_its_folder_goes_before_one_outside_and_a_finished_before_an_open_one(archive: Archive) -> None:
    stem = WarcName.parse(NAMES[0])
    assert archive.warc_file(stem) == archive.new_warc_file(stem)
    for path in (archive.warc_dir / stem.warc, archive.new_warc_file(stem)):
        still_open = new_file(path).with_name(path.name + OPEN_SUFFIX)
        still_open.touch()
        assert archive.warc_paths() == [archive.warc_file(stem)]
        path.touch()
        assert archive.warc_file(stem) == path
        assert archive.warc_paths() == [path]
    (archive.documents_dir / f"{stem}.jsonl").touch()
    new_file(archive.new_documents_file(stem)).touch()
    assert archive.documents_paths() == [archive.documents_file(stem)] == [archive.new_documents_file(stem)]


def test_a_host_with_dashes_gives_a_name_without() -> None:
    name = site_name("http://my-own-news-20260102030405.example/")
    assert WarcName.parse(f"{check_site_name(name)}-20260102030405-job1-00000").site == name
    with pytest.raises(UsageError):
        check_site_name("my-own-news")
