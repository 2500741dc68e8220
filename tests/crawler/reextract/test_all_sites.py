"""``scrapy reextract --all`` over several sites: workers go from one to the next, all is indexed as it is made."""

import shutil
from pathlib import Path

import pytest

from archive.check import check
from archive.index import Index
from archive.jobs import lock_site
from archive.layout import Archive, WarcName
from benchmarks.crawled import make_archive
from crawler.reextract import all_sites
from crawler.reextract.all_sites import reextract_sites, sites_by_size
from tests.archive.check.archive_with_articles import content_of
from tests.archive_files import remove_files
from tests.crawler.spiders.odd_server import run_scrapy

PAGES = 48


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return make_archive(tmp_path_factory.mktemp("crawled") / "data", PAGES, sites=2)


@pytest.fixture(scope="module")
def made(crawled: Archive, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The same, with all documents made by one worker from whole files."""
    archive = copy(crawled, tmp_path_factory.mktemp("made") / "data")
    sites = reextract_sites(archive, sites_by_size(archive), 1)
    assert {site.name: site.documents for site in sites} == {"harbour": 24, "lantern": 24}
    return archive


@pytest.fixture
def archive(crawled: Archive, tmp_path: Path) -> Archive:
    return copy(crawled, tmp_path / "data")


def copy(archive: Archive, root: Path) -> Archive:
    shutil.copytree(archive.root, root)
    return Archive(root)


def reextract(archive: Archive, *options: str) -> tuple[int, list[str], str]:
    ended = run_scrapy("reextract", "--all", *options, "-s", f"ARCHIVE_DIR={archive.root}")
    return ended.returncode, sorted(ended.stdout.splitlines()), ended.stderr


@pytest.mark.parametrize("size", [1, 20_000])
def test_workers_and_parts_make_what_one_makes_of_the_whole(
    made: Archive, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, archive = content_of(made), copy(made, tmp_path / "data")
    assert sum("documents/" in name for name in whole) == 16  # eight files and their digests
    remove_files(archive.documents_dir)
    monkeypatch.setattr(all_sites, "PART", size)
    sites = reextract_sites(archive, sites_by_size(archive), 2)
    assert {site.name: site.documents for site in sites} == {"harbour": 24, "lantern": 24}
    assert content_of(archive) == whole
    assert check(archive).faults == []
    with Index(archive) as index:
        assert index.counts().documents == PAGES


def test_a_torn_record_leaves_the_files_as_they_were(
    made: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, archive = content_of(made), copy(made, tmp_path / "data")
    path = max(
        (path for path in archive.warc_paths() if "harbour" in path.name), key=lambda path: path.stat().st_size
    )
    path.write_bytes(path.read_bytes()[:-20])
    monkeypatch.setattr(all_sites, "PART", 1)
    list(reextract_sites(archive, ["harbour"], 2))
    assert {name for name in content_of(archive) if name.startswith("documents/")} == {
        name for name in whole if name.startswith("documents/")
    }
    stem = WarcName.parse(path.name)
    for path in (archive.documents_file(stem), archive.bitext_file(stem)):
        assert path.read_bytes() == whole[str(path.relative_to(archive.root))]


def test_a_site_that_is_being_crawled_is_left_alone(archive: Archive) -> None:
    with lock_site(archive, "lantern"):
        code, _, line = reextract(archive, "--workers", "2")
    assert (code, line.count("\n")) == (3, 1)
    assert "lantern" in line
    assert archive.documents_paths("lantern") == []
    assert reextract(archive)[0] == 0
    assert check(archive).faults == []
