"""A crawl that is told to stop closes its files and writes down why it ended."""

import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.jobs_and_locks import find_jobs, lock_site
from archive.layout import Archive
from tests.archive_files import files_below
from tests.crawler.capture.crawling import assert_sound, crawl, small_site, start_crawl
from tests.crawler.spiders.odd_server import Reply, Server, serve


def slow_site(target: str) -> Reply:
    time.sleep(0.1)
    return small_site(target)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(slow_site) as served:
        yield served


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_told_once_it_closes_its_files(stop: signal.Signals, tmp_path: Path, server: Server) -> None:
    asked = len(server.log)
    process = start_crawl(tmp_path, server.url)
    while len(server.log) < asked + 6:
        time.sleep(0.01)
    process.send_signal(stop)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert errors == ""
    (job,) = find_jobs(Archive(tmp_path)).values()
    assert job.reason == "shutdown"
    assert job.ended
    assert [Path(name).suffix for name in files_below(tmp_path / "warc")] == [".gz"]
    assert_sound(tmp_path)


def test_told_twice_it_ends_at_once(tmp_path: Path) -> None:
    ended = threading.Event()

    def stuck(target: str) -> Reply:
        if target.startswith("/news"):
            ended.wait(60)  # no answer before the crawl has ended
        return small_site(target)

    with serve(stuck) as server:
        process = start_crawl(tmp_path, server.url)
        while not any(target.startswith("/news") for target in server.log):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=50)
        ended.set()
    assert "Traceback" not in errors
    with lock_site(Archive(tmp_path), "daxinya"):
        pass


def test_a_site_that_is_being_crawled_is_left_alone(tmp_path: Path, server: Server) -> None:
    archive = Archive(tmp_path).create()
    asked = len(server.log)
    with lock_site(archive, "daxinya"):
        ended = crawl(tmp_path, server.url)
    assert ended.returncode == 3
    assert ended.stderr.count("\n") == 1
    assert "another crawl of daxinya is under way" in ended.stderr
    assert len(server.log) == asked


def test_an_archive_that_cannot_be_made_ends_with_3(server: Server) -> None:
    asked = len(server.log)
    ended = crawl(Path("/proc/none"), server.url)
    assert ended.returncode == 3
    new, error = ended.stderr.splitlines()
    assert new == "a new archive in /proc/none"
    assert error.startswith("error: /proc/none cannot be written")
    assert len(server.log) == asked
