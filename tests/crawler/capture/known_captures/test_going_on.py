"""A stopped crawl goes on from the archive, and a second one asks only for what may be new."""

import signal
from collections import Counter
from pathlib import Path

import pytest

from archive.layout import Archive
from tests.crawler.capture.crawling import assert_sound, crawl, documents_in
from tests.crawler.capture.known_captures.going_on import Crawled, broken, repeated, state_of, unbroken
from tests.forked import Started
from tests.samplesite import serve

IN_FLIGHT = 2
"""Pages that are asked for at once; with each, at most one requisite."""


def kill(process: Started) -> None:
    process.kill()


def interrupt(process: Started) -> None:
    process.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Crawled, int]:
    return unbroken(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize(
    ("stop", "stops"), [(kill, [1.0, 2.0]), (interrupt, [2.0])], ids=["killed twice", "interrupted"]
)
def test_it_ends_as_if_never_stopped(
    whole: tuple[Crawled, int], stop: object, stops: list[float], tmp_path: Path
) -> None:
    expected, port = whole
    crawled = broken(tmp_path, port, stops, stop)  # type: ignore[arg-type] # one of the two above
    assert crawled.documents == expected.documents
    assert crawled.captures == expected.captures
    assert repeated(crawled, expected) <= 2 * IN_FLIGHT * len(stops)
    assert_sound(tmp_path)


def test_a_second_crawl_asks_conditionally_and_stores_nothing_twice(tmp_path: Path) -> None:
    with serve() as site:
        assert crawl(tmp_path, site.url).returncode == 0
        first, asked = state_of(tmp_path, Counter()), len(site.log)
        versions = [(document.id, document.version) for document in documents_in(tmp_path)]
        sent = sum(len(logged.payload) for logged in site.log)
        assert crawl(tmp_path, site.url).returncode == 0
        again = site.log[asked:]
    articles = {document.url.removeprefix(site.url.rstrip("/")) for document in documents_in(tmp_path)}
    answers = [logged for logged in again if logged.target in articles and logged.status != 503]
    assert answers
    assert {logged.status for logged in answers} == {304}
    assert sum(len(logged.payload) for logged in answers) == 0 < sent
    assert [(document.id, document.version) for document in documents_in(tmp_path)] == versions
    second = state_of(tmp_path, Counter())
    assert {digest for _, _, digest in second.captures} >= {digest for _, _, digest in first.captures}
    assert_sound(tmp_path)


def test_a_page_that_cannot_be_read_any_more_is_asked_for_anew(tmp_path: Path) -> None:
    """The archive of the first crawl has lost a file: what it held is fetched again, and nothing fails."""
    with serve() as site:
        assert crawl(tmp_path, site.url).returncode == 0
        (path,) = Archive(tmp_path).warc_paths()
        path.rename(tmp_path / "elsewhere.warc.gz")
        ended = crawl(tmp_path, site.url)
        assert ended.returncode == 0, ended.stderr
    assert len({document.url for document in documents_in(tmp_path)}) >= 50
