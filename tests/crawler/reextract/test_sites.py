"""``scrapy reextract --all`` over several sites: workers go from one to the next, all is indexed as it is made."""

import shutil
from pathlib import Path

import pytest

from archive.check import check
from archive.index import Index
from archive.jobs import lock_site
from archive.layout import Archive
from benchmarks.crawled import make_archive
from tests.archive.check.archive_with_articles import content_of
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


def test_with_several_workers_the_same_is_made_and_indexed(archive: Archive) -> None:
    told = [f"{site}: 24 documents made from 4 WARC files" for site in ("harbour", "lantern")]
    made = []
    for workers in ("1", "2"):
        for path in archive.documents_dir.iterdir():
            path.unlink()
        assert reextract(archive, "--workers", workers) == (0, told, "")
        made.append(content_of(archive))
        assert check(archive).faults == []
        with Index(archive) as index:
            assert index.counts().documents == PAGES
    assert made[0] == made[1]
    assert sum("documents/" in name for name in made[0]) == 8


def test_a_site_that_is_being_crawled_is_left_alone(archive: Archive) -> None:
    with lock_site(archive, "lantern"):
        code, _, line = reextract(archive, "--workers", "2")
    assert (code, line.count("\n")) == (3, 1)
    assert "lantern" in line
    assert not [path for path in archive.documents_dir.iterdir() if path.name.startswith("lantern")]
    assert reextract(archive)[0] == 0
    assert check(archive).faults == []
