"""Answers that are too large or never end are cut, the records say so, and memory stays small."""

from pathlib import Path

from archive.check.consistency_and_repair import check
from archive.layout import Archive
from tests.crawler.capture.measuring import large_answers, peak_memory, truncations

NAMES = "big-promised-gzip-br-zstd-whole-drip"


def test_large_answers_are_cut_and_take_little_memory(tmp_path: Path) -> None:
    with large_answers(200_000_000) as url:
        assert peak_memory(tmp_path, f"{url}list/{NAMES}") < 300
    assert truncations(tmp_path) == {
        "/robots.txt": None,
        "/.well-known/tdmrep.json": None,
        "/sitemap.xml": None,
        f"/list/{NAMES}": None,
        "/big.html": "length",
        "/promised.html": "length",
        # Wholly there as they were sent; only their content is not read.
        "/gzip.html": None,
        "/br.html": None,
        "/zstd.html": None,
        "/whole.html": None,
        "/drip.html": "time",
    }
    assert check(Archive(tmp_path)).faults == []
