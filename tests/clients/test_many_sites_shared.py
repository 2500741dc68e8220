"""Many sites crawled by two workers together: each page once."""

from collections import Counter
from pathlib import Path

import pytest

from tests.clients.needed import needs
from tests.clients.redis_server import redis_server
from tests.crawler.many.crawling import faults, missing_pages, start
from tests.crawler.many.generated import BROKEN, article_targets, serve

pytestmark = [pytest.mark.clients, needs("redis-server", "apt-get install redis-server")]


def test_two_workers_share_every_site(tmp_path: Path) -> None:
    with redis_server(tmp_path) as redis, serve(3, {"reset": BROKEN["reset"]}) as sites:
        settings = ("-s", f"FRONTIER_REDIS={redis.url}", "-s", "DOWNLOAD_DELAY=0.05")
        workers = [start(tmp_path / "data", sites.urls, *settings) for _ in range(2)]
        ended = [(*worker.communicate(timeout=180), worker.returncode) for worker in workers]
    assert [code for _, _, code in ended] == [0, 0], ended
    assert missing_pages(tmp_path / "data", sites) == {}
    assert faults(tmp_path / "data") == []
    asked = Counter((logged.host, logged.target) for logged in sites.log if logged.target in article_targets())
    assert len(asked) == 3 * len(article_targets())
    assert set(asked.values()) == {1}
