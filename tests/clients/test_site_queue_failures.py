"""Redis is away, forgets, is full or refuses: a clear line, what is under way goes on, and nothing is lost."""

import socket
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.jobs_and_locks import find_jobs
from archive.layout import Archive
from tests.clients.needed import needs
from tests.clients.queue_workers import (
    asked_twice,
    ended,
    scrapy_sites,
    standing,
    start_worker,
    wait_until,
)
from tests.clients.redis_server import RedisServer, redis_server
from tests.crawler.capture.crawling import documents_in
from tests.crawler.many_sites.crawling import faults, missing_pages
from tests.crawler.many_sites.generated import serve

pytestmark = [pytest.mark.clients, needs("redis-server", "apt-get install redis-server")]


AWAY = 4.0
"""Seconds, in which each worker tries to be heard some times."""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("redis://127.0.0.1:1/0", "it does not answer as Redis does"),
        ("redis://:wrong@127.0.0.1:{redis}/0", "it refuses the log-in (invalid username-password pair"),
        ("redis://127.0.0.1:{redis}/0", "it refuses the log-in (Authentication required"),
    ],
    ids=["away", "wrong password", "no password"],
)
def test_it_cannot_be_used_from_the_start(address: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    with redis_server(tmp_path / "redis", "right") as server, serve(1, {}) as sites:
        where = address.format(redis=server.port)
        code, _, errors = ended(start_worker(tmp_path / "data", sites.urls, where))
        shown = scrapy_sites(where)
        assert sites.log == []
    assert (code, len(errors)) == (4, 1)
    assert errors[0].startswith("error: Redis at 127.0.0.1:")
    assert said in errors[0]
    assert shown.returncode == 4
    assert said in shown.stderr


def test_it_is_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        shown = scrapy_sites(f"redis://127.0.0.1:{silent.getsockname()[1]}")
    assert shown.returncode == 4
    assert "it does not answer as Redis does" in shown.stderr


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "127.0.0.1:6379", "redis://127.0.0.1:x/", ""])
def test_an_address_that_is_none_is_wrong_usage(address: str) -> None:
    shown = scrapy_sites(address)
    assert shown.returncode == 2
    assert "SITES_QUEUE" in shown.stderr


def kill(redis: RedisServer) -> None:
    redis.kill()


def fill(redis: RedisServer) -> None:
    redis.client().config_set("maxmemory", "1")


def make_room(redis: RedisServer) -> None:
    redis.client().config_set("maxmemory", "0")


def refuse(redis: RedisServer) -> None:
    client = redis.client()
    client.config_set("requirepass", "changed")
    client.client_kill_filter(_type="normal")


def admit(redis: RedisServer) -> None:
    client = redis.client()
    client.connection_pool.connection_kwargs["password"] = "changed"  # noqa: S105 # a server of the test's own
    client.config_set("requirepass", "")


def empty(redis: RedisServer) -> None:
    redis.client().flushall()


@pytest.mark.parametrize(
    ("fail", "said", "recover"),
    [
        (kill, "it does not answer as Redis does", RedisServer.start),
        (fill, "it is full: raise its 'maxmemory'", make_room),
        (refuse, "it refuses the log-in", admit),
        (empty, None, None),
    ],
)
def test_it_fails_in_the_middle_and_comes_back(
    fail: Callable[[RedisServer], None],
    said: str | None,
    recover: Callable[[RedisServer], None] | None,
    redis: RedisServer,
    tmp_path: Path,
) -> None:
    """Sites are done, under way, and waiting; Redis may have lost all of it."""
    more = ("-s", "SITES_LEASE=30", "-s", "SITES_AT_ONCE=1", "-s", "DOWNLOAD_DELAY=0.2", "-a", "max_pages=12")
    with serve(5, {}) as sites:
        workers = [start_worker(tmp_path / name, sites.urls, redis, *more) for name in ("one", "two")]
        wait_until(lambda: len({logged.host for logged in sites.log if "news" in logged.target}) >= 3)
        fail(redis)
        if recover:
            time.sleep(AWAY)
            recover(redis)
        results = [ended(worker) for worker in workers]
        assert {site.state for site in standing(redis).values()} == {"done"}
        starts = Counter(logged.host for logged in sites.log if logged.target == "/")
    for code, _, errors in results:
        assert code == 0, errors
        assert len(errors) == (2 if said else 0), errors
        if said:
            assert said in errors[0]
            assert errors[0].endswith("what is being crawled goes on for 27 seconds")
            assert errors[1].endswith("the queue of sites can be used again")
    assert sorted(starts.values()) == [1] * 5
    found = [{document.site for document in documents_in(tmp_path / name)} for name in ("one", "two")]
    assert [len(found[0] | found[1]), len(found[0] & found[1])] == [5, 0]
    assert faults(tmp_path / "one") + faults(tmp_path / "two") == []


def test_it_stays_away_and_the_same_command_goes_on(redis: RedisServer, tmp_path: Path) -> None:
    with serve(2, {}) as sites:
        worker = start_worker(tmp_path / "data", sites.urls, redis, "-s", "DOWNLOAD_DELAY=0.5")
        wait_until(lambda: len(sites.log) > 12)
        redis.kill()
        code, said, errors = ended(worker)
        assert code == 4
        assert len(errors) == 2, errors
        assert "what is being crawled goes on for 5.4 seconds" in errors[0]
        assert errors[1].startswith("error: Redis at 127.0.0.1:")
        assert "queue_lost; the same command goes on" in said
        assert {job.reason for job in find_jobs(Archive(tmp_path / "data")).values()} == {"shutdown"}
        redis.start()
        assert ended(start_worker(tmp_path / "data", sites.urls, redis))[0] == 0
        assert asked_twice(sites).total() <= 2 * 2
    assert missing_pages(tmp_path / "data", sites) == {}
    assert faults(tmp_path / "data") == []
