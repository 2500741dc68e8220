"""Three workers crawl the sample site together; one after the other is killed at random moments and started again."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.needed import needs
from tests.clients.redis_server import RedisServer, redis_server
from tests.clients.workers import Made, all_ended_well, assert_once, kill, made_in, start_worker, wait_until_asked
from tests.crawler.capture.crawling import crawl
from tests.samplesite import serve

TIMES = 20
WORKERS = 3

pytestmark = [pytest.mark.soak, needs("redis-server", "apt-get install redis-server")]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    with redis_server(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, int]:
    place = tmp_path_factory.mktemp("alone")
    with serve() as site:
        assert crawl(place, site.url).returncode == 0
        return made_in(place), site.port


@pytest.mark.parametrize("number", range(TIMES))
def test_killed_and_started(number: int, alone: tuple[Made, int], redis: RedisServer, tmp_path: Path) -> None:
    chance, (whole, port) = random.Random(number), alone
    with serve(port) as site:
        workers = [start_worker(tmp_path, site.url, redis) for _ in range(WORKERS)]
        wait_until_asked(site.log, 1)
        for _ in range(chance.randint(1, 4)):
            time.sleep(chance.random() * 5)
            kill(workers.pop(chance.randrange(WORKERS)))
            time.sleep(chance.choice([0.0, 0.0, 4.0]))
            workers.append(start_worker(tmp_path, site.url, redis))
        all_ended_well(workers)
    assert made_in(tmp_path) == whole
    assert_once(tmp_path)
