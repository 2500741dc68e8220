"""``scrapy genspider -t agency``: one file more in the archive, and its site can be crawled."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.crawler.spiders.odd_server import PROJECT, Reply, run_scrapy, serve
from tests.crawler.spiders.odd_site import article


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project that spiders can be written into."""
    for package in ("archive", "crawler"):
        shutil.copytree(PROJECT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "scrapy.cfg", tmp_path)
    return tmp_path


def genspider(project: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return run_scrapy("genspider", *args, project=project)


def test_a_new_site_is_one_file_and_can_be_crawled(project: Path) -> None:
    pages = {"/": "<a href='/news/1.html'>A story of the harbour and its people</a>", "/news/1.html": article(3)}
    with serve(lambda target: Reply(pages[target].encode()) if target in pages else Reply(status=404)) as server:
        place = ("-s", f"ARCHIVE_DIR={project / 'data'}")
        written = genspider(project, "-t", "agency", "harbour", server.url, *place)
        assert written.returncode == 0, written.stderr
        assert str(project / "data/sites/harbour.toml") in written.stdout
        assert not (project / "crawler/spiders/harbour.py").exists()
        ended = run_scrapy("crawl", "harbour", *place, project=project)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith(f"crawl      harbour, {server.url}")
    assert "documents  1" in ended.stdout


def test_a_domain_alone_is_taken_with_https_and_both_names(project: Path) -> None:
    place = ("-s", f"ARCHIVE_DIR={project / 'data'}")
    written = genspider(project, "-t", "agency", "harbour_2.com", "www.harbour.example", *place)
    assert written.returncode == 0, written.stderr
    file = (project / "data/sites/harbour_2.com.toml").read_text()
    assert 'start_urls = ["https://www.harbour.example/"]' in file
    assert 'hosts = ["harbour.example", "www.harbour.example"]' in file
    again = genspider(project, "-t", "agency", "harbour_2.com", "www.harbour.example", *place)
    assert again.returncode == 2
    assert "there is a spider 'harbour_2.com' already" in again.stderr


def test_the_stock_templates_still_work(project: Path) -> None:
    written = genspider(project, "plain", "example.com")
    assert written.returncode == 0, written.stderr
    assert "class PlainSpider" in (project / "crawler/spiders/plain.py").read_text()
    assert run_scrapy("list", project=project).stdout.split() == ["agency", "daxinya", "plain"]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["-t", "agency", "daxinya", "example.com"], "there is a spider 'daxinya' already"),
        (["-t", "agency", "Big Name", "example.com"], "site name 'Big Name'"),
        (["-t", "agency", "harbour", "ftp://example.com"], "neither a domain nor the address of a page"),
        (["-t", "nope", "harbour", "example.com"], "no template 'nope'"),
        (["-t", "agency", "harbour"], "give a name and a domain"),
        (["--nonsense", "harbour", "example.com"], "unknown option --nonsense"),
    ],
)
def test_wrong_usage_is_one_line_and_ends_with_2(args: list[str], said: str) -> None:
    ended = run_scrapy("genspider", *args)
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: ")
    assert ended.stderr.count("\n") == 1
    assert said in ended.stderr


def test_both_kinds_of_template_are_listed() -> None:
    listed = run_scrapy("genspider", "--list").stdout.split()
    assert {"agency", "basic", "crawl"} <= set(listed)
