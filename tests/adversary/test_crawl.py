"""Hostile sites in one crawl with sound ones: it ends, in little memory, and of the others nothing is missing."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from archive.layout import Archive
from archive.warc.warc_records_and_digests import read_records
from tests.adversary.bodies import BODIES, make_sitemaps
from tests.adversary.heads import HEADS
from tests.crawler.many_sites.crawling import Run, faults, missing_pages, run_measured, summary
from tests.crawler.many_sites.generated import Sites, serve

SOUND = 2
MOST_MEMORY = 300
"""Megabytes that a crawl may take, whatever it meets."""
_QUICK = ("-s", "DOWNLOAD_DELAY=0.01", "-s", "DOWNLOAD_TIMEOUT=10")


@dataclass(frozen=True, slots=True)
class Crawled:
    """A crawl of sound and of hostile sites that has ended."""

    root: Path
    sites: Sites
    ended: Run


@pytest.fixture(scope="module")
def heads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    root = tmp_path_factory.mktemp("heads") / "data"
    with serve(SOUND, {name: answer for name, (answer, _) in HEADS.items()}) as sites:
        yield Crawled(root, sites, run_measured(root, sites.urls, *_QUICK))


def test_heads_without_end_harm_nothing_else(heads: Crawled) -> None:
    assert heads.ended.code == 0, heads.ended.errors
    assert heads.ended.peak < MOST_MEMORY
    assert missing_pages(heads.root, heads.sites) == {}
    assert faults(heads.root) == []


def test_each_is_named_with_the_bound_that_it_broke(heads: Crawled) -> None:
    said = {crawl["start_url"]: crawl["error"] for crawl in summary(heads.root)["crawls"] if crawl["error"]}
    reasons = {name: said[url] for url, name in heads.sites.broken.items()}
    assert {name for name, reason in reasons.items() if HEADS[name][1] not in reason} == set()


def test_what_came_of_a_head_is_kept_and_said_to_be_cut(heads: Crawled) -> None:
    kept: defaultdict[str, int] = defaultdict(int)
    for path in Archive(heads.root).warc_paths():
        for record in read_records(path):
            url = (record.field("WARC-Target-URI") or "").rpartition("robots.txt")[0]
            if record.type in ("response", "metadata") and record.field("WARC-Truncated") == "length":
                kept[heads.sites.broken[url]] += len(record.block.read())
    assert set(kept) == set(HEADS)
    assert all(100 < size < 2 * 262144 for size in kept.values()), kept


def test_sites_that_take_memory_harm_nothing_else(tmp_path: Path) -> None:
    with serve(1, BODIES) as sites:
        ended = run_measured(tmp_path / "data", sites.urls, *_QUICK)
    assert ended.code == 0, ended.errors
    assert ended.peak < MOST_MEMORY
    assert missing_pages(tmp_path / "data", sites) == {}
    assert faults(tmp_path / "data") == []


def test_many_sitemaps_of_the_largest_size_are_read_one_at_a_time(tmp_path: Path) -> None:
    patient = ("-s", "DOWNLOAD_TIMEOUT=120")  # one is sent while another is read, which takes long on a busy machine
    with serve(1, make_sitemaps()) as sites:
        ended = run_measured(tmp_path / "data", sites.urls, *_QUICK, *patient, "-s", "MAX_PAGES=60")
        asked = {(logged.host, logged.target) for logged in sites.log}
    assert ended.code == 0, ended.errors
    assert ended.peak < MOST_MEMORY
    assert missing_pages(tmp_path / "data", sites) == {}
    for url in sites.broken:
        assert (urlsplit(url).hostname, "/0.html") in asked  # the sitemap was read


def test_heads_count_towards_the_bytes_of_a_crawl(tmp_path: Path) -> None:
    limit = ("-s", "CRAWL_MAX_BYTES=100000")
    with serve(0, {"fields": HEADS["fields without end"][0]}) as sites:
        ended = run_measured(tmp_path / "data", sites.urls, *_QUICK, *limit)
    assert "max_bytes" in ended.said + str(summary(tmp_path / "data"))
