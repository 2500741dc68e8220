"""Leases of sites in Redis: one worker a site, one site a host, and what becomes of those whose worker is gone."""

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from crawler.many_sites.redis_site_queue_and_host_slots import (
    MOST_DEATHS,
    Connection,
    HostSlots,
    QueueEntry,
    SiteQueue,
    SiteReport,
    apply_action,
    queued_sites,
)
from tests.clients.needed import needs
from tests.clients.redis_server import RedisServer, redis_server

pytestmark = [pytest.mark.clients, needs("redis-server", "apt-get install redis-server")]

LEASE = 60.0
ROOT = "agency-archive:sites"
HARBOUR = QueueEntry("harbour", "http://harbour.example/", ("harbour.example", "news.example"))
LANTERN = QueueEntry("lantern", "http://lantern.example/", ("lantern.example",))
SISTER = QueueEntry("sister", "http://harbour.example/sister/", ("harbour.example",))
DAILY = QueueEntry("daily", "http://daily.example/", ("daily.example",), every=86_400.0)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis")) as served:
        yield served


@pytest.fixture
def connection(server: RedisServer) -> Connection:
    server.client().flushall()
    return Connection(server.url)


@pytest.fixture
def worker(connection: Connection, server: RedisServer) -> Callable[[str], SiteQueue]:
    """Makes workers of a queue of two sites, which may be taken from."""

    def begin(name: str) -> SiteQueue:
        queue = SiteQueue(connection, name, LEASE)
        queue.beat([])
        queue.add([HARBOUR, LANTERN])
        end_calm(server)
        return queue

    return begin


def end_calm(server: RedisServer) -> None:
    """As if the time was over in which nothing is taken."""
    server.client().delete(f"{ROOT}:calm")


def end_lease(server: RedisServer, entry: QueueEntry) -> None:
    """As if nothing was heard of the site's worker for the time of a lease."""
    client = server.client()
    client.zadd(f"{ROOT}:due", {entry.name: 1})
    client.delete(*[f"{ROOT}:host:{host}" for host in entry.hosts])


def test_a_site_is_one_workers(worker: Callable[[str], SiteQueue]) -> None:
    first, second = worker("first"), worker("second")
    assert first.due()[1] == ["harbour", "lantern"]
    assert first.take("harbour")
    assert not second.take("harbour")
    assert second.due()[1:] == (["lantern"], {"harbour", "lantern"})
    assert second.take("lantern")


def test_two_sites_of_a_host_do_not_run_at_once(worker: Callable[[str], SiteQueue]) -> None:
    first, second = worker("first"), worker("second")
    second.add([SISTER])
    assert first.take("harbour")
    assert not second.take("sister")
    first.end("harbour", SiteReport("done"))
    assert second.take("sister")
    assert not first.take("harbour")


def test_a_silent_workers_site_is_anothers_and_then_no_more_its_own(
    server: RedisServer, worker: Callable[[str], SiteQueue]
) -> None:
    first, second = worker("first"), worker("second")
    assert first.take("harbour")
    end_lease(server, HARBOUR)
    assert second.take("harbour")
    assert first.beat(["harbour"])[1] == {"harbour"}
    first.end("harbour", SiteReport("done"))
    assert second.beat(["harbour"])[1] == set()


def test_a_sign_of_life_makes_a_lease_longer(server: RedisServer, worker: Callable[[str], SiteQueue]) -> None:
    first, second = worker("first"), worker("second")
    second.add([SISTER])
    assert first.take("harbour")
    end_lease(server, HARBOUR)
    assert first.beat(["harbour"])[1] == set()
    assert not second.take("harbour")
    assert not second.take("sister")


def test_a_host_that_is_anothers_by_now_is_not_taken_back(
    server: RedisServer, worker: Callable[[str], SiteQueue]
) -> None:
    first, second = worker("first"), worker("second")
    second.add([SISTER])
    assert first.take("harbour")
    end_lease(server, HARBOUR)
    assert second.take("sister")
    assert first.beat(["harbour"])[1] == {"harbour"}


def test_after_a_time_without_signs_of_life_nothing_is_taken_until_the_living_came(
    server: RedisServer, worker: Callable[[str], SiteQueue]
) -> None:
    first, second = worker("first"), worker("second")
    assert first.take("harbour")
    end_lease(server, HARBOUR)
    server.client().delete(f"{ROOT}:seen")  # as if Redis had been away
    second.beat([])
    assert second.due()[1:] == ([], {"harbour", "lantern"})
    assert not second.take("harbour")
    assert not second.take("lantern")
    assert first.beat(["harbour"])[1] == set()
    end_calm(server)
    assert not second.take("harbour")
    assert second.take("lantern")


def test_a_queue_that_was_lost_has_another_name_and_first_takes_what_is_held(
    server: RedisServer, connection: Connection, worker: Callable[[str], SiteQueue]
) -> None:
    first, second = worker("first"), worker("second")
    assert first.take("harbour")
    before = second.due()[0]
    server.client().flushall()
    assert second.due()[0] == ""
    assert second.beat([])[0] not in ("", before)
    second.add([HARBOUR, LANTERN])
    assert not second.take("harbour")
    assert first.take("harbour", is_kept=True)
    assert first.beat(["harbour"])[1] == set()
    end_calm(server)
    assert not second.take("harbour")
    assert second.take("lantern")
    assert not first.take("lantern", is_kept=True)


def test_a_site_over_which_workers_die_has_failed(
    server: RedisServer, connection: Connection, worker: Callable[[str], SiteQueue]
) -> None:
    for number in range(MOST_DEATHS):
        assert worker(f"worker {number}").take("harbour")
        end_lease(server, HARBOUR)
    queue = worker("the last")
    assert not queue.take("harbour")
    failed = next(site for site in queued_sites(connection) if site.name == "harbour")
    assert failed.state == "failed"
    assert failed.error == f"{MOST_DEATHS} workers died over it, the last was worker {MOST_DEATHS - 1}"
    apply_action(connection, "retry", ["harbour"])
    assert queue.take("harbour")


def test_what_came_of_a_site_and_when_it_is_due_again(
    connection: Connection, worker: Callable[[str], SiteQueue]
) -> None:
    queue = worker("first")
    queue.add([DAILY])
    for name in ("daily", "lantern"):
        assert queue.take(name)
    queue.end("daily", SiteReport("failed", "finished", "no answer", 3, 2))
    queue.end("lantern", SiteReport("done", "finished"))
    found = {site.name: site for site in queued_sites(connection)}
    daily = found["daily"]
    assert (daily.state, daily.reason, daily.error) == ("failed", "finished", "no answer")
    assert (daily.pages, daily.documents, daily.worker) == (3, 2, "first")
    assert daily.due is not None
    assert 86_300 < daily.due - daily.since <= 86_400
    assert found["lantern"].due is None
    assert queue.due()[1:] == (["harbour"], {"harbour", "daily"})
    queue.add([QueueEntry(LANTERN.name, LANTERN.url, LANTERN.hosts, every=1e-9)])
    assert "lantern" in queue.due()[1]


def test_one_known_to_be_done_is_not_due(worker: Callable[[str], SiteQueue]) -> None:
    queue = worker("first")
    queue.add([QueueEntry("later", "http://later.example/", ("later.example",), 3600.0, time.time() + 3600)])
    assert "later" not in queue.due()[1]
    assert "later" in queue.due()[2]


def test_what_is_given_back_may_be_taken_after_its_time(
    server: RedisServer, worker: Callable[[str], SiteQueue]
) -> None:
    first, second = worker("first"), worker("second")
    assert first.take("harbour")
    first.end("harbour", SiteReport("waiting"))
    assert second.take("harbour")
    second.end("harbour", SiteReport("waiting", wait=LEASE))
    assert second.due()[1:] == (["lantern"], {"harbour", "lantern"})
    assert not first.take("harbour")
    end_lease(server, HARBOUR)
    assert first.take("harbour")


def test_paused_it_rests_until_it_is_told(connection: Connection, worker: Callable[[str], SiteQueue]) -> None:
    queue = worker("first")
    apply_action(connection, "pause", ["harbour"])
    queue.add([HARBOUR])
    assert queue.due()[1:] == (["lantern"], {"lantern"})
    assert not queue.take("harbour")
    apply_action(connection, "retry", ["harbour"])
    assert queue.take("harbour")
    apply_action(connection, "drop", ["lantern"])
    assert [site.name for site in queued_sites(connection)] == ["harbour"]
    assert not queue.take("lantern")


def test_a_turn_at_a_host_is_one_workers_until_its_delay_is_over(connection: Connection) -> None:
    first, second = partial(connection.run, "slot", "images.example", "1"), partial(connection.run, "slot")
    assert first(60_000) == 0
    assert second("images.example", "2", 60_000) > 50_000
    assert second("other.example", "2", 60_000) == 0
    assert first(1) == 0  # it has asked, and the delay begins
    time.sleep(0.1)
    assert second("images.example", "2", 60_000) == 0


def test_the_shortest_delay_is_one_too(connection: Connection) -> None:
    turns = HostSlots(connection)

    async def take_twice() -> None:
        for _ in range(2):
            start_delay = await turns.take("images.example", 1e-6)
            start_delay()

    asyncio.run(asyncio.wait_for(take_twice(), 50))
    assert turns.is_usable


def test_no_turn_is_waited_for_where_redis_is_away() -> None:
    turns = HostSlots(Connection("redis://127.0.0.1:1/0"))
    asyncio.run(asyncio.wait_for(turns.take("images.example", 60), 50))
    assert not turns.is_usable
