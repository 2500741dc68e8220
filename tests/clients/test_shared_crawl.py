"""Several workers crawl one site together through Redis: each page once, whatever becomes of a worker."""

import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from archive.cli import main
from archive.jobs import find_jobs
from archive.layout import Archive
from archive.model.url import canonical_url
from tests.clients.needed import needs
from tests.clients.redis_server import RedisServer, redis_server
from tests.clients.workers import (
    Made,
    all_ended_well,
    assert_once,
    ended,
    kill,
    made_in,
    start_worker,
    wait_until_asked,
)
from tests.crawler.capture.crawling import PAGES, crawl, documents_in, small_site
from tests.crawler.spiders.odd_server import Reply, Server, run_scrapy
from tests.crawler.spiders.odd_server import serve as serve_odd
from tests.samplesite import ARTICLES, Served, serve

pytestmark = [pytest.mark.clients, needs("redis-server", "apt-get install redis-server")]

IN_FLIGHT = 2
"""Pages that one worker asks for at once."""

ARTICLE_TARGETS = {canonical_url(f"http://a{article.path}").removeprefix("http://a") for article in ARTICLES}


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, int]:
    """The documents of one crawl that nothing stopped, and the port of its site."""
    place = tmp_path_factory.mktemp("alone")
    with serve() as site:
        assert crawl(place, site.url).returncode == 0
        return made_in(place), site.port


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    place = tmp_path / "redis"
    place.mkdir()
    with redis_server(place) as server:
        yield server


@contextmanager
def held_site() -> Iterator[tuple[Server, threading.Event]]:
    """A site that answers for its articles when it is told to go on."""
    go_on = threading.Event()

    def held(target: str) -> Reply:
        if target.startswith("/news/"):
            go_on.wait(50)
        return small_site(target)

    with serve_odd(held) as site:
        yield site, go_on


def asked_articles(site: Served) -> Counter[str]:
    """How often each article was asked for; an answer that it is to be asked for again does not count."""
    asked = [logged.target for logged in site.log if logged.status != 503]
    return Counter(target for target in asked if target in ARTICLE_TARGETS)


def test_three_workers_make_what_one_makes(alone: tuple[Made, int], redis: RedisServer, tmp_path: Path) -> None:
    whole, port = alone
    place = tmp_path / "data"
    with serve(port) as site:
        all_ended_well([start_worker(place, site.url, redis) for _ in range(3)])
        asked = asked_articles(site)
    assert made_in(place) == whole
    assert len(asked) == len(ARTICLES)
    assert set(asked.values()) == {1}
    assert_once(place)
    jobs = find_jobs(Archive(place)).values()
    assert len({job.crawl for job in jobs}) == 1
    assert [job.reason for job in jobs] == ["finished"] * 3
    assert all(job.counts.get("archive/captures") for job in jobs)


@pytest.mark.parametrize("answers", [5, 60, 150])
def test_one_of_two_is_killed_and_started_again(
    answers: int, alone: tuple[Made, int], redis: RedisServer, tmp_path: Path
) -> None:
    whole, port = alone
    place = tmp_path / "data"
    with serve(port) as site:
        first, second = (start_worker(place, site.url, redis) for _ in range(2))
        wait_until_asked(site.log, answers)
        kill(first)
        all_ended_well([second, start_worker(place, site.url, redis)])
        asked = asked_articles(site)
    assert made_in(place) == whole
    assert set(asked) == ARTICLE_TARGETS
    assert (asked - Counter(set(asked))).total() <= IN_FLIGHT
    assert_once(place)


@pytest.mark.parametrize("goes_on", ["with the same Redis", "with an empty one", "alone"])
def test_all_are_stopped_and_go_on(goes_on: str, alone: tuple[Made, int], redis: RedisServer, tmp_path: Path) -> None:
    whole, port = alone
    place = tmp_path / "data"
    with serve(port) as site:
        workers = [start_worker(place, site.url, redis) for _ in range(2)]
        wait_until_asked(site.log, 60)
        workers[0].send_signal(signal.SIGINT)
        workers[1].kill()
        assert ended(workers[0]) == (0, [])
        workers[1].communicate()
        if goes_on == "with an empty one":
            redis.client().flushall()
        if goes_on == "alone":
            assert crawl(place, site.url).returncode == 0
        else:
            all_ended_well([start_worker(place, site.url, redis)])
        asked = asked_articles(site)
    assert made_in(place) == whole
    assert (asked - Counter(set(asked))).total() <= IN_FLIGHT
    assert_once(place)


def test_a_crawl_after_the_last_asks_again(redis: RedisServer, tmp_path: Path) -> None:
    """A later start is a new crawl, of all its workers; nothing is taken for captured a moment ago."""
    with serve_odd(small_site) as site:
        all_ended_well([start_worker(tmp_path / "data", site.url, redis) for _ in range(2)])
        asked = len(site.log)
        all_ended_well([start_worker(tmp_path / "data", site.url, redis)])
        again = site.log[asked:]
    assert again.count("/") == 1
    assert sum(target.startswith("/news/") for target in again) == 12
    assert len({job.crawl for job in find_jobs(Archive(tmp_path / "data")).values()}) == 2
    assert_once(tmp_path / "data")


def test_the_delay_holds_for_all_workers_together(redis: RedisServer, tmp_path: Path) -> None:
    delay, moments = 0.5, []

    def timed(target: str) -> Reply:
        moments.append(time.monotonic())
        return small_site(target)

    with serve_odd(timed) as site:
        more = ("-s", f"DOWNLOAD_DELAY={delay}")
        all_ended_well([start_worker(tmp_path / "data", site.url, redis, *more) for _ in range(3)])
    gaps = [later - earlier for earlier, later in zip(sorted(moments), sorted(moments)[1:], strict=False)]
    assert len(gaps) > 12
    assert min(gaps) > 0.9 * delay  # as they arrive, which is not quite as they were sent
    shares = [job.counts.get("archive/captures", 0) for job in find_jobs(Archive(tmp_path / "data")).values()]
    assert sum(share > 1 for share in shares) >= 2


def test_a_start_page_that_does_not_come_ends_all(redis: RedisServer, tmp_path: Path) -> None:
    with serve_odd(lambda target: Reply(status=404)) as site:
        workers = [start_worker(tmp_path / "data", site.url, redis) for _ in range(2)]
        results = [ended(worker) for worker in workers]
    for code, errors in results:
        assert code == 4
        assert len(errors) == 1
        assert "cannot be crawled: 404 Not Found" in errors[0]


def test_a_crawl_that_shares_nothing_waits_for_the_archive(redis: RedisServer, tmp_path: Path) -> None:
    with held_site() as (site, go_on):
        worker = start_worker(tmp_path / "data", site.url, redis)
        wait_until_asked(site.log, 3)
        other = crawl(tmp_path / "data", site.url)
        assert other.returncode == 3
        assert "another crawl of daxinya is under way" in other.stderr
        asked_else = start_worker(tmp_path / "data", site.url, redis, "-a", "max_pages=3")
        code, errors = ended(asked_else)
        assert code == 3
        assert "was asked something else is under way" in errors[0]
        go_on.set()
        all_ended_well([worker])
    assert_once(tmp_path / "data")


def test_a_crawl_with_other_terms_that_nobody_works_on_is_left(redis: RedisServer, tmp_path: Path) -> None:
    """As after a change of version: its log cannot be played any more, but what was captured is in the archive."""
    with held_site() as (site, go_on):
        worker = start_worker(tmp_path / "data", site.url, redis, "-s", "MAX_PAGES=500")
        wait_until_asked(site.log, 4)
        kill(worker)
        go_on.set()
        time.sleep(4)
        all_ended_well([start_worker(tmp_path / "data", site.url, redis)])
        assert site.log.count("/") == 1
    assert len(documents_in(tmp_path / "data")) == PAGES
    assert_once(tmp_path / "data")


def test_an_end_that_was_not_told_is_told_by_the_next(redis: RedisServer, tmp_path: Path) -> None:
    """The last worker died when the log had the end, but Redis still named that log."""
    with serve_odd(small_site) as site:
        all_ended_well([start_worker(tmp_path / "data", site.url, redis)])
        client: Any = redis.client()
        (log,) = client.scan_iter(_type="stream")
        client.set(log.decode().rpartition(":")[0], log.decode().rpartition(":")[2])
        all_ended_well([start_worker(tmp_path / "data", site.url, redis)])
        assert site.log.count("/") == 2
    assert_once(tmp_path / "data")


def test_workers_must_agree(redis: RedisServer, tmp_path: Path) -> None:
    with held_site() as (site, go_on):
        worker = start_worker(tmp_path / "data", site.url, redis)
        wait_until_asked(site.log, 3)
        code, errors = ended(start_worker(tmp_path / "data", site.url, redis, "-s", "MAX_PAGES=5"))
        assert code == 2
        assert "run with another version, profile, MAX_PAGES or REQUISITES" in errors[0]
        go_on.set()
        all_ended_well([worker])


def test_archives_of_several_machines_are_joined(alone: tuple[Made, int], redis: RedisServer, tmp_path: Path) -> None:
    whole, port = alone
    first, second = tmp_path / "first", tmp_path / "second"
    with serve(port) as site:
        all_ended_well([start_worker(place, site.url, redis) for place in (first, second)])
    assert len(documents_in(first)) < len(whole.documents)
    files = [str(path) for path in Archive(second).warc_paths()]
    assert main(["add", *files, "--archive", str(first)]) == 0
    assert run_scrapy("reextract", "-s", f"ARCHIVE_DIR={first}").returncode == 0
    assert made_in(first) == whole
    assert_once(first)
