"""``scrapy crawl``: its exit codes, its one-line errors, and what it does when a site fails."""

import os
import pty
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.index import update_index
from archive.layout import Archive
from archive.rights_of_pages_and_sites import RESERVATION_FILE
from tests import forked
from tests.crawler.spiders.odd_server import PROJECT, SCRAPY, Reply, run_scrapy, serve
from tests.crawler.spiders.odd_site import article

TEXT = (("Content-Type", "text/plain"),)
LINKS = "".join(f"<li><a href='/news/{n}.html'>A story with the number {n}</a> 2025-03-03</li>" for n in range(60))


def crawl(start: str, place: Path, *args: str) -> subprocess.CompletedProcess[str]:
    """Crawls into a directory that is there already, so that no new archive is announced."""
    if not (place / "data").exists():
        (place / "data").mkdir()
    arguments = ("-a", f"start_url={start}", "-s", f"ARCHIVE_DIR={place / 'data'}", "-s", "RETRY_TIMES=1")
    return run_scrapy("crawl", "daxinya", *arguments, *args)


def small_site(target: str) -> Reply:
    if target == "/":
        return Reply(f"<ul>{LINKS}</ul>".encode())
    number = target.removeprefix("/news/").removesuffix(".html")
    return Reply(article(int(number)).encode()) if number.isdigit() else Reply(status=404)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["nope"], "no spider or site 'nope'; there are agency, daxinya"),
        (["daxinya", "--nonsense"], "unknown option --nonsense"),
        (["daxinya", "-a", "colour=red"], "unknown spider argument 'colour'"),
        (["agency"], "no start page"),
        (["agency", "-a", "sites=none\x1b[31m.txt"], "none[31m.txt cannot be read"),
    ],
)
def test_wrong_usage_is_one_line_and_ends_with_2(args: list[str], said: str) -> None:
    ended = run_scrapy("crawl", *args)
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: ")
    assert ended.stderr.count("\n") == 1
    assert "\x1b" not in ended.stderr
    assert said in ended.stderr
    assert ended.stdout == ""


def test_a_new_archive_is_announced_with_its_place(tmp_path: Path) -> None:
    arguments = ("-a", "start_url=http://127.0.0.1:1/", "-s", f"ARCHIVE_DIR={tmp_path / 'data'}")
    ended = run_scrapy("crawl", "daxinya", *arguments)
    assert ended.stderr.splitlines()[0] == f"a new archive in {tmp_path / 'data'}"


def only_start(reply: Reply) -> Callable[[str], Reply]:
    return lambda target: Reply(status=404) if target == "/robots.txt" else reply


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply(b"broken", 500), "500 Internal Server Error"),
        (Reply(b"gone", 404), "404 Not Found"),
        (Reply(b"no", 403), "403 Forbidden"),
        (Reply(b"%PDF-1.4", headers=(("Content-Type", "application/pdf"),)), "not HTML (application/pdf)"),
        (Reply(b"<script>document.cookie='a=1';location.reload()</script>"), "a challenge that needs JavaScript"),
        (Reply(status=301, headers=(("Location", "http://elsewhere.invalid/"),)), "http://elsewhere.invalid/"),
        (Reply(status=302, headers=(("Location", "/"),)), "redirects to"),
    ],
)
def test_a_start_page_that_is_none_is_said_and_ends_with_4(reply: Reply, said: str, tmp_path: Path) -> None:
    with serve(only_start(reply)) as server:
        ended = crawl(server.url, tmp_path)
        assert "/sitemap.xml" not in server.log
    assert ended.returncode == 4
    assert ended.stderr.count("\n") == 1
    for part in (server.url, said, "-a start_url=", "make crawl"):
        assert part in ended.stderr
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("start", "said"),
    [
        ("http://127.0.0.1:1/", "the connection is refused"),
        ("http://no-such-host.invalid/", "its host name does not resolve"),
    ],
)
def test_a_site_that_is_not_there_is_said_and_ends_with_4(start: str, said: str, tmp_path: Path) -> None:
    ended = crawl(start, tmp_path)
    assert ended.returncode == 4
    assert ended.stderr.count("\n") == 1
    assert said in ended.stderr


def test_a_robots_file_that_fails_forbids_all(tmp_path: Path) -> None:
    with serve(lambda target: Reply(b"x", 503) if target == "/robots.txt" else small_site(target)) as server:
        ended = crawl(server.url, tmp_path)
    assert set(server.log) == {"/robots.txt"}
    assert ended.returncode == 4
    assert "its robots.txt was answered with status 503" in ended.stderr


def test_a_robots_file_that_leads_to_the_home_page_is_none(tmp_path: Path) -> None:
    home = Reply(status=302, headers=(("Location", "/"),))
    with serve(lambda target: home if target == "/robots.txt" else small_site(target)) as server:
        ended = crawl(server.url, tmp_path, "-a", "max_pages=3")
    assert ended.returncode == 0, ended.stderr
    assert server.log.count("/") == 1


def test_no_more_pages_than_max_pages_are_asked_for_and_by_name(tmp_path: Path) -> None:
    with serve(small_site) as server:
        ended = crawl(server.url, tmp_path, "-a", "max_pages=7", "-s", "CONTACT=mail@agency.example")
    assert server.agents == {"agency-archive/0.1.0 (archive of news and speeches) +mail@agency.example"}
    assert ended.returncode == 0, ended.stderr
    assert len([target for target in server.log if target not in ("/robots.txt", RESERVATION_FILE)]) == 7


def test_after_a_crawl_the_index_has_no_file_to_read(tmp_path: Path) -> None:
    with serve(small_site) as site:
        ended = crawl(site.url, tmp_path, "-a", "max_pages=5")
    assert ended.returncode == 0
    archive = Archive(tmp_path / "data")
    assert len(archive.documents_paths()) == 1
    assert update_index(archive).files == 0


def test_a_site_that_shuts_the_crawler_out_is_no_success(tmp_path: Path) -> None:
    def answer(target: str) -> Reply:
        return small_site(target) if target in ("/", "/robots.txt", "/news/0.html") else Reply(b"slow down", 429)

    with serve(answer) as server:
        ended = crawl(server.url, tmp_path, "-s", "RETRY_ENABLED=0")
    assert ended.returncode == 4
    assert "kept out" in ended.stderr
    assert "refused " in ended.stdout
    assert len(server.log) < 60


def test_a_site_that_refuses_all_but_its_home_page_is_no_success(tmp_path: Path) -> None:
    with serve(lambda target: small_site(target) if target == "/" else Reply(status=403)) as server:
        ended = crawl(server.url, tmp_path)
    assert ended.returncode == 4
    assert "kept out" in ended.stderr


def test_a_page_that_never_comes_is_asked_for_twice_and_named(tmp_path: Path) -> None:
    def answer(target: str) -> Reply:
        if target == "/news/5.html":
            time.sleep(3)
        return small_site(target)

    with serve(answer) as server:
        ended = crawl(server.url, tmp_path, "-s", "DOWNLOAD_TIMEOUT=0.5", "-s", "RETRY_TIMES=3")
    assert ended.returncode == 0, ended.stderr
    assert server.log.count("/news/5.html") == 2
    assert "/news/5.html: it does not answer in time" in ended.stdout
    assert "documents  59" in ended.stdout


def test_an_archive_that_is_a_file_ends_with_3(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with serve(small_site) as server:
        ended = crawl(server.url, tmp_path)
    assert ended.returncode == 3
    assert ended.stderr.count("\n") == 1
    assert server.log == []


def test_interrupted_once_it_closes_cleanly(tmp_path: Path) -> None:
    def slow(target: str) -> Reply:
        time.sleep(0.1)
        return small_site(target)

    with serve(slow) as server:
        arguments = ["crawl", "daxinya", "-a", f"start_url={server.url}", "-s", f"ARCHIVE_DIR={tmp_path / 'data'}"]
        process = forked.start([SCRAPY, *arguments], cwd=PROJECT, env=os.environ)
        while len(server.log) < 8 and process.poll() is None:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        said, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "Traceback" not in errors
    assert "(shutdown)" in said
    assert len(server.log) < 40


def test_elsewhere_than_on_a_terminal_progress_is_plain_lines(tmp_path: Path) -> None:
    with serve(small_site) as server:
        ended = crawl(server.url, tmp_path, "-s", "PROGRESS_INTERVAL=0.2")
    lines = ended.stderr.splitlines()
    assert lines
    assert all("pages/s" in line and "\x1b" not in line for line in lines)


def test_on_a_terminal_progress_is_one_live_line(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()

    def slow(target: str) -> Reply:
        time.sleep(0.02)
        return small_site(target)

    with serve(slow) as server:
        arguments = ["crawl", "daxinya", "-a", f"start_url={server.url}", "-s", f"ARCHIVE_DIR={tmp_path / 'data'}"]
        environment = {**os.environ, "TERM": "xterm"}
        process = forked.start([SCRAPY, *arguments], cwd=PROJECT, env=environment, stderr=theirs)
        said, _ = process.communicate(timeout=60)
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert process.returncode == 0
    assert "pages/s" in shown
    assert "\x1b" in shown
    assert "documents  60" in said
