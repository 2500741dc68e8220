"""Two hundred sites in one crawl, 26 of them broken in ways of their own, beside twenty of the same kind."""

from pathlib import Path

import pytest

from tests.crawler.many_sites.crawling import faults, hurried, missing_pages, run_measured, shortest_gap, summary
from tests.crawler.many_sites.generated import BROKEN, PAGES, serve

SITES = 180
HEAVY = ("robots huge", "bomb", "huge body", "endless chunks", "long titles")
"""The broken sites that take memory; they are in the small run too."""

DELAY = 0.2

SETTINGS = (
    "-s", f"DOWNLOAD_DELAY={DELAY}", "-s", "DOWNLOAD_TIMEOUT=20", "-s", "SITE_MAX_SECONDS=400", "-a", "max_pages=150",
)  # fmt: skip


@pytest.mark.soak
def test_two_hundred_sites_of_which_some_are_broken(tmp_path: Path) -> None:
    with serve(20 - len(HEAVY), {name: BROKEN[name] for name in HEAVY}) as sites:
        few = run_measured(tmp_path / "few", sites.urls, *SETTINGS)
    assert few.code == 0, few.errors
    with serve(SITES, BROKEN) as sites:
        many = run_measured(tmp_path / "many", sites.urls, *SETTINGS)
    gap = shortest_gap(tmp_path / "many")
    print(f"peak {few.peak:.0f} MB with 20 sites, {many.peak:.0f} MB with {len(sites.urls)}; least gap {gap:.3f} s")
    print(many.said)
    assert many.code == 0, many.errors
    assert missing_pages(tmp_path / "many", sites) == {}
    assert faults(tmp_path / "many") == []
    assert gap >= DELAY
    assert hurried(sites, DELAY) == {}
    assert many.peak < 1.2 * few.peak
    found = summary(tmp_path / "many")
    named = {crawl["start_url"] for crawl in found["crawls"] if crawl["error"]}
    assert named <= set(sites.broken)
    assert found["sites"]["crawled"] + found["sites"]["failed"] == len(sites.urls)
    assert sum(c["pages"] for c in found["crawls"] if c["start_url"] in sites.sound) >= SITES * PAGES
