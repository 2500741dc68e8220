"""The sample site crawled 20 times, stopped at random moments and let go on: it always ends the same."""

import random
from pathlib import Path

import pytest

from tests.crawler.capture.known_captures.going_on import Whole, broken, repeated, unbroken

TIMES = 20
IN_FLIGHT = 4


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    return unbroken(tmp_path_factory.mktemp("whole"))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(TIMES))
def test_stopped_and_gone_on(number: int, whole: Whole, tmp_path: Path) -> None:
    expected = whole.crawled
    stops = [random.Random(number).random() * 5]
    crawled = broken(tmp_path, whole.port, stops, lambda process: process.kill())
    assert (crawled.documents, crawled.captures) == (expected.documents, expected.captures)
    assert repeated(crawled, expected) <= IN_FLIGHT
