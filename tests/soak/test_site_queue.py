"""Four workers take two hundred sites from one queue, 26 of them broken, and are killed twenty times."""

import random
from pathlib import Path

import pytest

from tests.clients.needed import needs
from tests.clients.queue_workers import assert_whole, documents_of, drill, merged, standing
from tests.clients.redis_server import redis_server
from tests.crawler.many_sites.crawling import run
from tests.crawler.many_sites.generated import BROKEN, PAGES, serve

pytestmark = [pytest.mark.soak, needs("redis-server", "apt-get install redis-server")]

SITES = 200 - len(BROKEN)
KILLS = 20
DELAY = 0.2
SETTINGS = (
    "-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "DOWNLOAD_TIMEOUT=10", "-s", "SITE_MAX_SECONDS=400", "-a", "max_pages=150",
)  # fmt: skip


def test_workers_that_are_killed_make_what_one_makes(tmp_path: Path) -> None:
    (tmp_path / "redis").mkdir()
    kills = sorted(random.Random(200).sample(range(50, SITES * PAGES), KILLS))
    with redis_server(tmp_path / "redis") as redis, serve(SITES, BROKEN) as sites:
        places = [tmp_path / "one", tmp_path / "two"]
        drill(places, sites, redis, kills, *SETTINGS)
        both = merged(places, tmp_path / "both")
        assert_whole(both, sites, DELAY)
        found = standing(redis)
        assert {found[url].state for url in sites.sound} == {"done"}
        assert {site.state for site in found.values()} == {"done", "failed"}
        alone = run(tmp_path / "alone", sites.sound, "-s", "DOWNLOAD_DELAY=0")
    assert alone.code == 0
    assert documents_of(both, sites) == documents_of(tmp_path / "alone", sites)
