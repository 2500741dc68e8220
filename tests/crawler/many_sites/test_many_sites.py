"""Many sites in one crawl: all that is sound is captured, and what is broken is named and does no harm."""

import os
import pty
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.jobs_and_locks import find_jobs, lock_site
from archive.layout import OPEN_SUFFIX, Archive, WarcName
from crawler.sites import KnownSites
from tests import forked
from tests.archive_files import files_below, new_file
from tests.crawler.capture.crawling import crawl_environment
from tests.crawler.many_sites.crawling import (
    command,
    faults,
    hurried,
    missing_pages,
    run,
    shortest_gap,
    start,
    summary,
)
from tests.crawler.many_sites.generated import BROKEN, IMAGES, Sites, article_targets, pictured, serve
from tests.crawler.spiders.odd_server import PROJECT, run_scrapy

DELAY = 0.1


def await_requests(sites: Sites, number: int, process: forked.Started) -> None:
    while len(sites.log) < number and process.poll() is None:
        time.sleep(0.02)


def test_what_is_broken_harms_nothing_else(tmp_path: Path) -> None:
    names = ("reset", "faults everywhere", "wrong length", "redirect to private")
    with serve(8, {name: BROKEN[name] for name in names}) as sites:
        ended = run(tmp_path / "data", sites.urls, "-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "DOWNLOAD_TIMEOUT=10")
    assert ended.code == 0, ended.errors
    assert missing_pages(tmp_path / "data", sites) == {}
    assert faults(tmp_path / "data") == []
    assert shortest_gap(tmp_path / "data") >= DELAY
    assert hurried(sites, DELAY) == {}
    found = summary(tmp_path / "data")
    reasons = {crawl["start_url"]: crawl["error"] for crawl in found["crawls"] if crawl["error"]}
    assert {sites.broken[url] for url in reasons} == {"reset", "faults everywhere", "redirect to private"}
    for url, reason in reasons.items():
        assert f"failed     {url}: {reason}" in ended.said
    assert "sites      9 crawled, 3 failed" in ended.said
    assert found["sites"] == {"crawled": 9, "failed": 3, "left": 0}
    assert found["documents"]["new"] == 8 * len(article_targets()) + 1
    for url in sites.urls:
        assert summary(tmp_path / "data", KnownSites().site_at(url))["start_url"] == url


def test_when_no_site_can_be_crawled_it_ends_with_4(tmp_path: Path) -> None:
    with serve(0, {name: BROKEN[name] for name in ("reset", "garbage", "no TLS", "missing everywhere")}) as sites:
        ended = run(tmp_path / "data", sites.urls)
    assert ended.code == 4
    assert "none of 4 sites could be crawled" in ended.errors
    assert ended.said.count("failed     http") == 4
    assert "Traceback" not in ended.errors
    assert summary(tmp_path / "data")["exit_code"] == 4


def test_interrupted_once_all_crawls_close_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with serve(5, {}) as sites:
        process = start(tmp_path / "data", sites.urls, "-s", "SITES_AT_ONCE=3", "-s", "DOWNLOAD_DELAY=0.05")
        await_requests(sites, 60, process)
        process.send_signal(signal.SIGINT)
        said, errors = process.communicate(timeout=60)
        assert process.returncode == 0, errors
        assert "Traceback" not in errors
        assert "2 left (shutdown; the same command goes on)" in said
        assert summary(tmp_path / "data")["reason"] == "shutdown"
        assert {job.reason for job in find_jobs(Archive(tmp_path / "data")).values()} == {"shutdown"}
        asked = len(sites.log)
        ended = run(tmp_path / "data", sites.urls)
        again = [(logged.host, logged.target) for logged in sites.log[asked:] if "/news/" in logged.target]
        before = {(logged.host, logged.target) for logged in sites.log[:asked] if "/news/" in logged.target}
    assert ended.code == 0, ended.errors
    assert missing_pages(tmp_path / "data", sites) == {}
    assert faults(tmp_path / "data") == []
    assert len(before.intersection(again)) <= 3 * 2  # those in flight, two a site


def test_interrupted_twice_it_stops_at_once_and_uploads_later(tmp_path: Path) -> None:
    archive, said_of = Archive(tmp_path / "data").create(), tmp_path / "store/sites/some.toml"
    for path in (archive.sites_dir / said_of.name, said_of):
        path.parent.mkdir(parents=True)
    (archive.sites_dir / said_of.name).write_text("sections = []")
    os.mkfifo(said_of)  # who reads it from the store waits for ever
    with serve(2, {"silent articles": BROKEN["silent articles"]}) as sites:
        setting = ("-s", f"ARCHIVE_STORE={tmp_path / 'store'}")
        process = start(tmp_path / "data", sites.urls, "-s", "DOWNLOAD_TIMEOUT=600", *setting)
        await_requests(sites, 110, process)
        while not any((tmp_path / "store").glob("manifest/*")):
            assert process.poll() is None
            time.sleep(0.1)
        for _ in range(2):
            process.send_signal(signal.SIGINT)
            time.sleep(1)
        said, errors = process.communicate(timeout=30)
        assert process.returncode == 4
        assert "not all was uploaded" in errors
        assert "1 left (shutdown" in said
        said_of.unlink()
        sound = run(tmp_path / "data", sites.sound, *setting)
    assert sound.code == 0, sound.errors
    assert missing_pages(tmp_path / "data", sites) == {}
    finished = {path.name for path in archive.warc_paths() if not path.name.endswith(OPEN_SUFFIX)}
    assert {Path(name).name for name in files_below(tmp_path / "store/warc")} == finished
    assert len(finished) == 2 * len(sites.sound)


def test_a_site_that_never_ends_makes_room_and_is_gone_on_with(tmp_path: Path) -> None:
    settings = ("-s", "SITE_MAX_SECONDS=4", "-s", "SITES_AT_ONCE=1", "-s", "DOWNLOAD_DELAY=0.05")
    with serve(1, {"endless articles": BROKEN["endless articles"]}) as sites:
        endless = next(iter(sites.broken))
        ended = run(tmp_path / "data", [endless, *sites.sound], *settings)
        assert ended.code == 0, ended.errors
        assert "cut short" in ended.said
        found = summary(tmp_path / "data", KnownSites().site_at(endless))
        assert (found["reason"], found["complete"]) == ("site_time", False)
        asked = {logged.target for logged in sites.log if logged.host in endless}
        before, again = len(sites.log), list[str]()
        while not again:  # a busy machine may not come to the articles within the site's time
            assert run(tmp_path / "data", [endless], *settings).code == 0
            again = [logged.target for logged in sites.log[before:] if "/news/" in logged.target]
    assert len(asked.intersection(again)) <= 2


def test_a_site_whose_files_are_damaged_fails_alone(tmp_path: Path) -> None:
    with serve(2, {}) as sites:
        archive, name = Archive(tmp_path / "data").create(), KnownSites().site_at(sites.sound[0])
        archive.templates_dir.mkdir()
        (archive.templates_dir / f"{name}-before.json").write_text("nonsense")
        new_file(archive.warc_file(WarcName(name, "20261124093226", "before", 0))).write_bytes(b"")
        ended = run(tmp_path / "data", sites.urls)
    assert ended.code == 0, ended.errors
    assert f"failed     {sites.sound[0]}: " in ended.said
    assert "Traceback" not in ended.errors
    assert list(missing_pages(tmp_path / "data", sites)) == sites.sound[:1]
    found = summary(tmp_path / "data", name)
    assert (found["exit_code"], found["complete"]) == (3, False)
    assert "not a template" in found["error"]


def test_a_site_that_is_being_crawled_elsewhere_fails_alone(tmp_path: Path) -> None:
    with serve(2, {}) as sites:
        archive = Archive(tmp_path / "data").create()
        with lock_site(archive, KnownSites().site_at(sites.sound[0])):
            ended = run(tmp_path / "data", sites.urls)
    assert ended.code == 0, ended.errors
    assert f"failed     {sites.sound[0]}: " in ended.said
    assert "another crawl of" in ended.said
    assert list(missing_pages(tmp_path / "data", sites)) == sites.sound[:1]
    assert not (archive.summaries_dir / f"{KnownSites().site_at(sites.sound[0])}.json").exists()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 2 MB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(disk)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a file system")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_stops_all_and_afterwards_nothing_is_lost(small_disk: Path) -> None:
    with serve(6, {}) as sites:
        full = run(small_disk / "data", sites.urls, "-s", "SITES_AT_ONCE=2")
        assert full.code == 3, full.said
        assert full.errors.splitlines()[-1].startswith("error: ")
        assert "make room" in full.errors
        assert "left (archive_failed" in full.said
        subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
        ended = run(small_disk / "data", sites.urls)
    assert ended.code == 0, ended.errors
    assert missing_pages(small_disk / "data", sites) == {}
    assert faults(small_disk / "data") == []


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["daxinya", "-a", "sites=x.txt"], "-a sites=FILE goes with the spider agency"),
        (["agency", "-a", "sites=none.txt"], "none.txt cannot be read"),
        (["agency", "-a", "sites=x.txt", "-O", "all.jsonl"], "archive export"),
    ],
)
def test_wrong_usage_is_one_line(args: list[str], said: str) -> None:
    ended = run_scrapy("crawl", *args)
    assert ended.returncode == 2
    assert ended.stderr.startswith("error: ")
    assert ended.stderr.count("\n") == 1
    assert said in ended.stderr


def test_on_a_terminal_progress_is_one_live_line(tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    with serve(2, {"reset": BROKEN["reset"]}) as sites:
        process = forked.start(
            command(tmp_path / "data", sites.urls, "-s", "DOWNLOAD_DELAY=0.05"),
            cwd=PROJECT, env={**crawl_environment(), "TERM": "xterm"}, stderr=theirs,
        )  # fmt: skip
        said, _ = process.communicate(timeout=120)
    os.close(theirs)
    shown = os.read(ours, 65536).decode(errors="replace")
    os.close(ours)
    assert process.returncode == 0
    assert "of 3 sites done" in shown
    assert "\x1b" in shown
    assert "sites      2 crawled, 1 failed" in said


def test_a_host_that_all_sites_use_is_asked_by_one_at_a_time(tmp_path: Path) -> None:
    with serve(0, dict.fromkeys(("one", "two", "three", "four"), pictured)) as sites:
        settings = ("-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "PUBLIC_NETWORKS=127.0.0.0/8")
        ended = run(tmp_path / "data", sites.urls, *settings)
        images = {logged.target for logged in sites.log if logged.host == IMAGES and "png" in logged.target}
    assert ended.code == 0, ended.errors
    assert len(images) == 4 * 6 * 3
    assert shortest_gap(tmp_path / "data") >= DELAY
    assert hurried(sites, DELAY) == {}
