"""Redis is away, full, or forgets: a clear line, a clean stop, nothing lost, and the same command goes on."""

import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.jobs import find_jobs
from archive.layout import Archive
from tests.clients.needed import needs
from tests.clients.redis_server import RedisServer, redis_server
from tests.clients.workers import all_ended_well, assert_once, ended, start_worker, wait_until_asked
from tests.crawler.capture.crawling import PAGES, crawl, documents_in, small_site
from tests.crawler.spiders.odd_server import Reply, Server
from tests.crawler.spiders.odd_server import serve as serve_odd

pytestmark = [pytest.mark.clients, needs("redis-server", "apt-get install redis-server")]


def slow_site(target: str) -> Reply:
    time.sleep(0.3)
    return small_site(target)


@pytest.fixture
def site() -> Iterator[Server]:
    with serve_odd(slow_site) as served:
        yield served


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    place = tmp_path / "redis"
    place.mkdir()
    with redis_server(place) as server:
        yield server


def assert_told(code: int, errors: list[str], said: str) -> None:
    """It ended as a failure of the network does, with one line that says what is wrong and what to do."""
    assert code == 4, errors
    assert len(errors) == 1, errors
    assert errors[0].startswith("error: Redis at 127.0.0.1:")
    assert said in errors[0]
    assert errors[0].endswith("then give the same command again: the crawl goes on")


def assert_stopped(place: Path) -> None:
    """The WARC files are finished, and the job says that the crawl did not come to its end."""
    archive = Archive(place)
    assert [path.suffix for path in archive.warc_dir.iterdir()] == [".gz"] * len(archive.warc_paths())
    assert {(job.reason, job.is_complete) for job in find_jobs(archive).values()} == {("frontier_lost", False)}
    assert_once(place)


def assert_whole(place: Path, site: Server) -> None:
    """All articles are there, and each was asked for once but those in flight."""
    assert len(documents_in(place)) == PAGES
    asked = [target for target in site.log if target.startswith("/news/")]
    assert len(asked) <= PAGES + 2
    assert_once(place)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("redis://127.0.0.1:1/0", "it does not answer as Redis does"),
        ("redis://127.0.0.1:{site}/0", "it does not answer as Redis does"),
        ("redis://:wrong@127.0.0.1:{redis}/0", "it refuses the log-in (invalid username-password pair"),
        ("redis://127.0.0.1:{redis}/0", "it refuses the log-in (Authentication required"),
    ],
    ids=["away", "no Redis", "wrong password", "no password"],
)
def test_it_cannot_be_used_from_the_start(address: str, said: str, site: Server, tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    with redis_server(tmp_path / "redis", "right") as server:
        where = address.format(site=site.port, redis=server.port)
        assert_told(*ended(start_worker(tmp_path / "data", site.url, where)), said)
    assert not any(target.startswith("/news/") for target in site.log)
    assert crawl(tmp_path / "data", site.url).returncode == 0
    assert_whole(tmp_path / "data", site)


def test_it_is_silent(site: Server, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = f"redis://127.0.0.1:{silent.getsockname()[1]}"
        assert_told(*ended(start_worker(tmp_path / "data", site.url, where)), "it does not answer as Redis does")


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "127.0.0.1:6379", "redis://127.0.0.1:x/", "redis://[::1/"])
def test_an_address_that_is_none_is_wrong_usage(address: str, site: Server, tmp_path: Path) -> None:
    code, errors = ended(start_worker(tmp_path / "data", site.url, address))
    assert (code, len(errors)) == (2, 1)
    assert "FRONTIER_REDIS names no Redis" in errors[0]


def go_away(redis: RedisServer) -> None:
    redis.kill()


def fill(redis: RedisServer) -> None:
    redis.client().config_set("maxmemory", "1")


def empty(redis: RedisServer) -> None:
    redis.client().flushall()


def restart_empty(redis: RedisServer) -> None:
    redis.kill()
    redis.start()


def damage(redis: RedisServer) -> None:
    client: Any = redis.client()
    (log,) = client.scan_iter(_type="stream")
    last = client.xrevrange(log, count=1)[0][0]
    client.xadd(log, {"after": last, "event": b'["x",1,"settled","__import__"]'})


@pytest.mark.parametrize(
    ("fail", "said"),
    [
        (go_away, "it does not answer as Redis does"),
        (fill, "it is full: raise its 'maxmemory'"),
        (empty, "it has lost the crawl's log"),
        (restart_empty, "it has lost the crawl's log"),
        (damage, "is damaged at"),
    ],
)
@pytest.mark.parametrize("goes_on", ["with it", "alone"])
def test_it_fails_in_the_middle(
    fail: Callable[[RedisServer], None], said: str, goes_on: str, site: Server, redis: RedisServer, tmp_path: Path
) -> None:
    place = tmp_path / "data"
    workers = [start_worker(place, site.url, redis) for _ in range(2)]
    wait_until_asked(site.log, 6)
    fail(redis)
    for worker in workers:
        assert_told(*ended(worker), said)
    assert_stopped(place)
    if goes_on == "alone":
        assert crawl(place, site.url).returncode == 0
    else:
        redis.kill()
        redis.start()
        all_ended_well([start_worker(place, site.url, redis) for _ in range(2)])
    assert_whole(place, site)


def test_restarted_with_what_it_had_the_crawl_goes_on(site: Server, redis: RedisServer, tmp_path: Path) -> None:
    place = tmp_path / "data"
    workers = [start_worker(place, site.url, redis) for _ in range(2)]
    wait_until_asked(site.log, 6)
    redis.client().shutdown(save=True)
    time.sleep(0.5)
    redis.start()
    all_ended_well(workers)
    assert_whole(place, site)


def test_restarted_with_an_older_state(site: Server, redis: RedisServer, tmp_path: Path) -> None:
    """Whoever knew more than Redis does stops; a worker started then goes on from what it has, and the archive."""
    place = tmp_path / "data"
    workers = [start_worker(place, site.url, redis) for _ in range(2)]
    wait_until_asked(site.log, 5)
    redis.save()
    wait_until_asked(site.log, 9)
    redis.kill()
    redis.start()
    for worker in workers:
        assert_told(*ended(worker), "it has lost the crawl's log, or the end of it")
    assert_stopped(place)
    all_ended_well([start_worker(place, site.url, redis) for _ in range(2)])
    assert_whole(place, site)
