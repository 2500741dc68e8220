"""Several workers take sites from one queue: each site is crawled once, whatever becomes of a worker."""

import re
import signal
from pathlib import Path

import pytest

from archive.errors import UsageError
from archive.jobs_and_locks import find_jobs, lock_site
from archive.layout import Archive
from tests.clients.needed import needs
from tests.clients.queue_workers import (
    LEASE,
    asked_twice,
    assert_whole,
    command,
    documents_of,
    drill,
    ended,
    kill,
    merged,
    scrapy_sites,
    standing,
    start_worker,
    wait_until,
)
from tests.clients.redis_server import RedisServer
from tests.crawler.many_sites.crawling import faults, hurried, missing_pages, run, shortest_gap
from tests.crawler.many_sites.generated import BROKEN, IMAGES, PAGES, pictured, serve

pytestmark = [pytest.mark.clients, needs("redis-server", "apt-get install redis-server")]

DELAY = 0.1
DEFECTS = ("silent", "slow drip", "endless chunks", "long titles", "faults everywhere", "reset", "robots fault")
PACE = ("-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "DOWNLOAD_TIMEOUT=3", "-s", "DOWNLOAD_MAXSIZE=8000000")
LIMITS = ("-s", "SITE_MAX_SECONDS=120", "-s", "SITES_AT_ONCE=3")
SLOW = ("-s", "DOWNLOAD_DELAY=0.3")


def test_four_workers_of_which_three_are_killed_make_what_one_makes(redis: RedisServer, tmp_path: Path) -> None:
    with serve(20 - len(DEFECTS), {name: BROKEN[name] for name in DEFECTS}) as sites:
        places = [tmp_path / "one", tmp_path / "two"]
        drill(places, sites, redis, [90, 250, 420], *PACE, *LIMITS)
        both = merged(places, tmp_path / "both")
        assert_whole(both, sites, DELAY)
        assert asked_twice(sites).total() < 3 * 3 * PAGES
        found = standing(redis)
        assert {found[url].state for url in sites.sound} == {"done"}
        assert {found[url].pages >= PAGES for url in sites.sound} == {True}
        failed = {sites.broken[url] for url, site in found.items() if site.state == "failed"}
        assert failed >= {"faults everywhere", "reset", "robots fault"}
        alone = run(tmp_path / "alone", sites.sound, "-s", "DOWNLOAD_DELAY=0", "-s", "SITES_AT_ONCE=16")
    assert alone.code == 0
    assert documents_of(both, sites) == documents_of(tmp_path / "alone", sites)


def test_a_host_that_sites_of_two_workers_use_is_asked_in_turns(redis: RedisServer, tmp_path: Path) -> None:
    places = [tmp_path / "one", tmp_path / "two"]
    more = (*PACE, "-s", "SITES_AT_ONCE=1", "-s", "PUBLIC_NETWORKS=127.0.0.0/8")
    with serve(0, dict.fromkeys(("one", "two"), pictured)) as sites:
        for worker in [start_worker(place, sites.urls, redis, *more) for place in places]:
            assert ended(worker)[0] == 0
        images = {logged.target for logged in sites.log if logged.host == IMAGES and "png" in logged.target}
    assert len(images) == 2 * 6 * 3
    assert [len(find_jobs(Archive(place))) for place in places] == [1, 1]
    assert hurried(sites, DELAY) == {}
    assert shortest_gap(*places) >= DELAY * 0.9


def test_a_site_goes_on_where_its_worker_was_killed(redis: RedisServer, tmp_path: Path) -> None:
    with serve(1, {}) as sites:
        first = start_worker(tmp_path / "data", sites.urls, redis, "-s", "DOWNLOAD_DELAY=0.2")
        wait_until(lambda: len(sites.log) > 20)
        second = start_worker(tmp_path / "data", sites.urls, redis, "-s", "DOWNLOAD_DELAY=0.05")
        kill(first)
        assert ended(second)[0] == 0
        assert asked_twice(sites).total() <= 2  # in flight
    assert missing_pages(tmp_path / "data", sites) == {}
    assert faults(tmp_path / "data") == []


def test_who_comes_late_crawls_no_finished_site_again_until_told(redis: RedisServer, tmp_path: Path) -> None:
    with serve(2, {}) as sites:
        assert ended(start_worker(tmp_path / "data", sites.urls, redis))[0] == 0
        asked = len(sites.log)
        code, said, errors = ended(start_worker(tmp_path / "other", sites.urls, redis))
        assert (code, errors) == (0, [])
        assert "sites      0 crawled, 0 failed" in said
        assert len(sites.log) == asked
        name = standing(redis)[sites.sound[0]].name
        shown = scrapy_sites(redis, "--retry", name)
        assert shown.returncode == 0
        assert shown.stdout.splitlines()[0] == "2 sites, 1 done, 1 waiting"
        assert re.search(
            rf"^waiting  {name}  2\d\d\d-\S+ \S+  .*; 5\d pages, 46 documents; finished$", shown.stdout, re.M
        )
        assert ended(start_worker(tmp_path / "data", sites.urls, redis))[0] == 0
        assert {logged.host for logged in sites.log[asked:]} == {name.partition("_")[0]}


def test_interrupted_it_gives_its_sites_back_at_once(redis: RedisServer, tmp_path: Path) -> None:
    with serve(2, {}) as sites:
        first = start_worker(tmp_path / "data", sites.urls, redis, *SLOW)
        wait_until(lambda: len(sites.log) > 12)
        first.send_signal(signal.SIGINT)
        code, said, _ = ended(first)
        assert code == 0
        assert "shutdown" in said
        assert {site.state for site in standing(redis).values()} == {"waiting"}
        assert ended(start_worker(tmp_path / "data", sites.urls, redis))[0] == 0
        assert asked_twice(sites).total() <= 4
    assert missing_pages(tmp_path / "data", sites) == {}


def test_every_so_often_the_same_command_crawls_a_site_again(redis: RedisServer, tmp_path: Path) -> None:
    with serve(1, {}) as sites:
        worker = start_worker(tmp_path / "data", sites.urls, redis, "-s", "SITES_EVERY=1s")
        wait_until(lambda: [logged.target for logged in sites.log].count("/") > 1)
        worker.send_signal(signal.SIGINT)
        assert ended(worker)[0] == 0
    jobs = find_jobs(Archive(tmp_path / "data")).values()
    assert len(jobs) > 1
    assert sorted(jobs, key=lambda job: job.began)[0].reason == "finished"


def test_a_running_site_is_left_when_it_is_paused_or_dropped(redis: RedisServer, tmp_path: Path) -> None:
    with serve(3, {}) as sites:
        worker = start_worker(tmp_path / "data", sites.urls, redis, *SLOW)
        wait_until(lambda: len({logged.host for logged in sites.log if "news" in logged.target}) >= 3)
        paused, dropped, other = (standing(redis)[url] for url in sites.sound)
        with pytest.raises(UsageError, match="is being crawled by"):
            command(redis, "retry", paused.name)
        command(redis, "pause", paused.name)
        command(redis, "drop", dropped.name)
        code, _, errors = ended(worker)
        assert (code, errors) == (0, [])
        assert list(missing_pages(tmp_path / "data", sites)) == [paused.url, dropped.url]
        reasons = {job.site: job.reason for job in find_jobs(Archive(tmp_path / "data")).values()}
        assert reasons == {paused.name: "taken", dropped.name: "taken", other.name: "finished"}
        assert {url: site.state for url, site in standing(redis).items()} == {paused.url: "paused", other.url: "done"}
        command(redis, "retry", paused.name)
        assert ended(start_worker(tmp_path / "data", sites.urls, redis))[0] == 0
        assert asked_twice(sites).total() <= 2 * 2
    assert missing_pages(tmp_path / "data", sites) == {}


def test_a_site_that_is_crawled_elsewhere_into_the_archive_is_given_back(redis: RedisServer, tmp_path: Path) -> None:
    with serve(1, {}) as sites:
        archive = Archive(tmp_path / "data").create()
        with lock_site(archive, f"127.1.0.1_{sites.port}"):
            worker = start_worker(tmp_path / "data", sites.urls, redis)
            wait_until(lambda: any("another crawl" in site.error for site in standing(redis).values()))
        assert ended(worker)[0] == 0
    assert missing_pages(tmp_path / "data", sites) == {}


@pytest.mark.parametrize(
    ("more", "said"), [(["--retry", "nowhere"], "the queue has no site 'nowhere'"), (["surplus"], "surplus")]
)
def test_wrong_usage_of_scrapy_sites(more: list[str], said: str, redis: RedisServer) -> None:
    done = scrapy_sites(redis, *more)
    assert done.returncode == 2
    assert done.stderr.startswith("error: ")
    assert said in done.stderr


def test_a_lease_too_short_is_wrong_usage(redis: RedisServer, tmp_path: Path) -> None:
    worker = start_worker(tmp_path / "data", ["http://127.1.0.1/"], redis, "-s", "SITES_LEASE=1")
    code, _, errors = ended(worker)
    assert code == 2
    assert "SITES_LEASE=1 is too short" in errors[0]
    assert LEASE > 3
