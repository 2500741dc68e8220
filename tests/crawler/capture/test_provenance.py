"""Records say how each address was come to, and what each page names."""

import os
import sys
from pathlib import Path

from scrapy.http import Request

from archive.layout import Archive
from archive.warc.warc_records_and_digests import read_records
from crawler.capture.download_handler_and_request_provenance import provenance_of
from tests import forked
from tests.samplesite import serve


def test_a_redirect_is_a_step_and_what_it_came_from_is_named() -> None:
    passed = ["http://a.example/1", "http://a.example/2"]
    meta = {"via": "http://a.example/", "hops": "L", "redirect_urls": passed}
    assert provenance_of(Request("http://a.example/3", meta=meta)) == (
        ("via", "http://a.example/2"),
        ("hopsFromSeed", "LRR"),
    )


def test_a_foreign_spider_is_known_by_its_referer() -> None:
    assert provenance_of(Request("http://a.example/", headers={"Referer": "http://b.example/"})) == (
        ("via", "http://b.example/"),
    )
    assert provenance_of(Request("http://a.example/")) == ()


def test_a_crawl_writes_down_ways_and_outlinks(tmp_path: Path) -> None:
    with serve() as site:
        scrapy = str(Path(sys.executable).with_name("scrapy"))
        command = [scrapy, "crawl", "daxinya", "-a", f"start_url={site.url}", "-a", "max_pages=15"]
        env = {**os.environ, "ARCHIVE_DIR": str(tmp_path)}
        forked.run(command, cwd=Path.cwd(), env=env).check_returncode()
    ways: dict[str, dict[str, str]] = {}
    outlinks: dict[str, list[str]] = {}
    responses: dict[str, str] = {}
    for path in Archive(tmp_path).warc_paths():
        for record in read_records(path):
            target = record.field("WARC-Target-URI") or ""
            if record.type == "response":
                responses[record.field("WARC-Record-ID") or ""] = target
            if record.type != "metadata" or record.field("Content-Type") != "application/warc-fields":
                continue
            lines = [line.partition(": ")[::2] for line in record.block.read().decode().splitlines()]
            if about := record.field("WARC-Refers-To"):
                assert responses[about] == target
                outlinks[target] = [value for name, value in lines if name == "outlink"]
            else:
                assert responses[record.field("WARC-Concurrent-To") or ""] == target
                ways[target] = dict(lines)
    assert ways[f"{site.url}robots.txt"]["hopsFromSeed"] == "P"
    linked = [target for target, way in ways.items() if way.get("hopsFromSeed") == "L" and target in outlinks]
    assert linked
    assert all(ways[target]["via"] == site.url for target in linked)
    assert set(linked) <= set(outlinks[site.url])
