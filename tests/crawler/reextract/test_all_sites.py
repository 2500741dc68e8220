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


@pytest.fixture
def archive(crawled: Archive, tmp_path: Path) -> Archive:
    shutil.copytree(crawled.root, tmp_path / "data")
    return Archive(tmp_path / "data")


def reextract(archive: Archive, *options: str) -> tuple[int, list[str], str]:
    ended = run_scrapy("reextract", "--all", *options, "-s", f"ARCHIVE_DIR={archive.root}")
    return ended.returncode, sorted(ended.stdout.splitlines()), ended.stderr


@pytest.mark.parametrize("size", [1, 20_000])
def test_workers_and_parts_make_what_one_makes_of_the_whole(
    archive: Archive, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = {site.name: site.documents for site in reextract_sites(archive, sites_by_size(archive), 1)}
    assert whole == {"harbour": 24, "lantern": 24}
    made = content_of(archive)
    assert sum("documents/" in name for name in made) == 16  # eight files and their digests
    remove_files(archive.documents_dir)
    monkeypatch.setattr(all_sites, "PART", size)
    assert {site.name: site.documents for site in reextract_sites(archive, sites_by_size(archive), 2)} == whole
    assert content_of(archive) == made
    assert check(archive).faults == []
    with Index(archive) as index:
        assert index.counts().documents == PAGES


def test_a_torn_record_leaves_the_files_as_they_were(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    list(reextract_sites(archive, ["harbour"], 1))
    made = content_of(archive)
    path = max(
        (path for path in archive.warc_paths() if "harbour" in path.name), key=lambda path: path.stat().st_size
    )
    path.write_bytes(path.read_bytes()[:-20])
    monkeypatch.setattr(all_sites, "PART", 1)
    list(reextract_sites(archive, ["harbour"], 2))
    assert {name for name in content_of(archive) if name.startswith("documents/")} == {
        name for name in made if name.startswith("documents/")
    }
    stem = WarcName.parse(path.name)
    for path in (archive.documents_file(stem), archive.bitext_file(stem)):
        assert path.read_bytes() == made[str(path.relative_to(archive.root))]


def test_a_site_that_is_being_crawled_is_left_alone(archive: Archive) -> None:
    with lock_site(archive, "lantern"):
        code, _, line = reextract(archive, "--workers", "2")
    assert (code, line.count("\n")) == (3, 1)
    assert "lantern" in line
    assert archive.documents_paths("lantern") == []
    assert reextract(archive)[0] == 0
    assert check(archive).faults == []
