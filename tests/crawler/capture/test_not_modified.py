"""Projects whose requests are conditional: what a server says to be unchanged is captured as a revisit."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.query.lookup_of_documents_pages_and_attachments import find_page
from archive.warc.captures_and_pages import catalogue_file
from tests import forked
from tests.crawler.capture.crawling import assert_sound, crawl_command, crawl_environment, documents_in
from tests.crawler.spiders.odd_server import PROJECT
from tests.samplesite import Served, serve

ALONE = """
import scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Twice(scrapy.Spider):
    name = "twice"
    handle_httpstatus_list = [304]

    async def start(self):
        yield scrapy.Request({url!r})

    def parse(self, response):
        if response.status == 200:
            named = {{"If-None-Match": response.headers["ETag"]}}
            yield response.request.replace(headers=named, dont_filter=True)

process = AsyncCrawlerProcess({{"ADDONS": {{"crawler.capture.CaptureAddon": 0}}, "ARCHIVE_DIR": {archive!r}}})
process.crawl(Twice)
process.start()
"""


@pytest.fixture(scope="module")
def site() -> Iterator[Served]:
    with serve() as served:
        yield served


def captures(root: Path) -> list[CatalogueEntry]:
    return [entry for path in Archive(root).warc_paths() for entry in catalogue_file(path)]


def test_capture_alone_knows_what_it_has_stored(tmp_path: Path, site: Served) -> None:
    script = ALONE.format(url=site.url, archive=str(tmp_path))
    forked.run([sys.executable, "-c", script], cwd=PROJECT, env=os.environ).check_returncode()
    first, second = captures(tmp_path)
    assert (first.record_type, first.capture.status) == ("response", 200)
    assert (second.record_type, second.capture.status) == ("revisit", 304)
    assert (second.refers_to_uri, second.refers_to_date) == (first.capture.uri, first.capture.date)
    assert second.capture.payload_digest == first.capture.payload_digest


def test_a_second_crawl_through_a_cache(tmp_path: Path, site: Served) -> None:
    archive = tmp_path / "data"
    command = crawl_command(archive, site.url, "-a", "max_pages=30", "-s", f"HTTPCACHE_DIR={tmp_path / 'cache'}")
    environment = {**crawl_environment(), "SCRAPY_SETTINGS_MODULE": "tests.crawler.capture.cached_settings"}
    for _ in range(2):
        forked.run(command, cwd=PROJECT, env=environment).check_returncode()
    articles = [document.url for document in documents_in(archive)]
    assert len(articles) == len(set(articles)) > 3
    stored = captures(archive)
    unmodified = [entry for entry in stored if entry.capture.status == 304]
    assert len(unmodified) > 10
    assert {entry.record_type for entry in unmodified} == {"revisit"}
    originals = {(entry.capture.uri, entry.capture.date): entry for entry in stored}
    for entry in unmodified:
        original = originals[entry.refers_to_uri or "", entry.refers_to_date or ""]
        assert original.capture.payload_digest == entry.capture.payload_digest
        assert find_page(Archive(archive), entry.capture.uri, entry.capture.date).status == 200
    assert_sound(archive)
