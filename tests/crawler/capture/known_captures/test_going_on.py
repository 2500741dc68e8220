"""A stopped crawl goes on from the archive, and a second one asks only for what may be new."""

import shutil
import signal
from collections import Counter
from pathlib import Path

import pytest

from archive.layout import Archive
from tests.crawler.capture.crawling import assert_sound, crawl, documents_in
from tests.crawler.capture.known_captures.going_on import Whole, broken, repeated, state_of, unbroken
from tests.forked import Started
from tests.samplesite import serve

IN_FLIGHT = 2
"""Pages that are asked for at once; with each, at most one requisite."""


def kill(process: Started) -> None:
    process.kill()


def interrupt(process: Started) -> None:
    process.send_signal(signal.SIGINT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return unbroken(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def copied(whole: Whole, tmp_path: Path) -> Path:
    """A copy of the archive of a whole crawl."""
    shutil.copytree(whole.root, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(
    ("stop", "stops"), [(kill, [1.0, 2.0]), (interrupt, [2.0])], ids=["killed twice", "interrupted"]
)
def test_it_ends_as_if_never_stopped(whole: Whole, stop: object, stops: list[float], tmp_path: Path) -> None:
    expected = whole.crawled
    crawled = broken(tmp_path, whole.port, stops, stop)  # type: ignore[arg-type] # one of the two above
    assert crawled.documents == expected.documents
    assert crawled.captures == expected.captures
    assert abs(crawled.endless - expected.endless) <= IN_FLIGHT * len(stops)
    assert repeated(crawled, expected) <= 2 * IN_FLIGHT * len(stops)
    assert_sound(tmp_path)


def test_a_second_crawl_asks_conditionally_and_stores_nothing_twice(whole: Whole, copied: Path) -> None:
    versions = [(document.id, document.version) for document in documents_in(copied)]
    with serve(whole.port) as site:
        assert crawl(copied, site.url).returncode == 0
    articles = {document.url.removeprefix(site.url.rstrip("/")) for document in documents_in(copied)}
    answers = [logged for logged in site.log if logged.target in articles and logged.status != 503]
    assert answers
    assert {logged.status for logged in answers} == {304}
    assert sum(len(logged.payload) for logged in answers) == 0 < whole.sent
    assert [(document.id, document.version) for document in documents_in(copied)] == versions
    second = state_of(copied, Counter())
    assert {digest for _, _, digest in second.captures} >= {digest for _, _, digest in whole.crawled.captures}
    assert_sound(copied)


def test_a_page_that_cannot_be_read_any_more_is_asked_for_anew(whole: Whole, copied: Path) -> None:
    """The archive of the first crawl has lost a file: what it held is fetched again, and nothing fails."""
    (path,) = Archive(copied).warc_paths()
    path.rename(copied / "elsewhere.warc.gz")
    with serve(whole.port) as site:
        ended = crawl(copied, site.url)
        assert ended.returncode == 0, ended.stderr
    assert len({document.url for document in documents_in(copied)}) >= 50
