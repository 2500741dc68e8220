"""The sample site crawled 50 times with a kill at a random moment, then to the end."""

import hashlib
import random
import time
from base64 import b32encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.capture.crawling import assert_sound, crawl, documents_in, start_crawl, stored_digests
from tests.samplesite import Logged, Served, serve

TIMES = 50


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with serve() as served:
        yield served


@pytest.fixture(scope="module")
def articles(site: Served, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The addresses of the documents of a crawl that nothing stopped."""
    archive = tmp_path_factory.mktemp("whole")
    assert crawl(archive, site.url).returncode == 0
    return {document.url for document in documents_in(archive)}


def digest(logged: Logged) -> str:
    return "sha1:" + b32encode(hashlib.sha1(logged.payload, usedforsecurity=False).digest()).decode()


@pytest.mark.soak
@pytest.mark.parametrize("number", range(TIMES))
def test_killed_and_started_again(number: int, tmp_path: Path, site: Served, articles: set[str]) -> None:
    chance, asked = random.Random(number), len(site.log)
    process = start_crawl(tmp_path, site.url)
    while len(site.log) == asked:
        time.sleep(0.005)
    time.sleep(chance.random() * 5)
    process.kill()
    process.communicate()
    # One request at a time: the next is sent when the answer before it is on disk, so all but the last are.
    sent = {digest(logged) for logged in site.log[asked:-1] if logged.payload}
    ended = crawl(tmp_path, site.url)
    assert ended.returncode == 0, ended.stderr
    assert sent <= stored_digests(tmp_path)
    assert {document.url for document in documents_in(tmp_path)} == articles
    assert_sound(tmp_path)
