"""Answers that are too large or never end are cut, the records say so, and memory stays small."""

from pathlib import Path

from archive.check import check
from archive.layout import Archive
from tests.crawler.capture.measuring import large_answers, peak_memory, truncations


def test_large_answers_are_cut_and_take_little_memory(tmp_path: Path) -> None:
    with large_answers(200_000_000) as url:
        assert peak_memory(tmp_path, f"{url}list/big-promised-gzip-drip") < 300
    assert truncations(tmp_path) == {
        "/robots.txt": None,
        "/sitemap.xml": None,
        "/list/big-promised-gzip-drip": None,
        "/big.html": "length",
        "/promised.html": "length",
        "/gzip.html": None,  # wholly there as it was sent; only its content is not read
        "/drip.html": "time",
    }
    assert check(Archive(tmp_path)).faults == []
