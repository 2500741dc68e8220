"""What tests share: the reading room over one crawl, a browser for each module, a Redis for each test."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from archive.index import IndexWriter
from archive.layout import Archive
from tests.clients.chromium import chromium
from tests.clients.reading_room import Room, changed, crawl, hostile, serve_room
from tests.clients.redis_server import RedisServer, redis_server


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """The reading room over a crawl of the sample site, in which the seed's speech has two versions."""
    archive = Archive(tmp_path_factory.mktemp("room") / "data")
    seed, size = crawl(archive)
    with IndexWriter(archive) as writer:
        writer.add([], [changed(seed), hostile(seed)])
    with serve_room(archive) as (url, replay):
        yield Room(url, replay, replace(seed), size)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for one module: Playwright bears one at a time, and other modules open their own."""
    with chromium() as running:
        yield running


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis of the test's own."""
    place = tmp_path / "redis"
    place.mkdir()
    with redis_server(place) as server:
        yield server
