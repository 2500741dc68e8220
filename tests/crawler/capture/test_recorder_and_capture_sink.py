"""The recorder when things go wrong around it: it stores what it took, and never keeps the process alive."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.jobs_and_locks import find_jobs
from archive.layout import Archive
from tests import forked
from tests.crawler.capture.crawling import assert_sound, crawl, documents_in, small_site
from tests.crawler.spiders.odd_server import PROJECT, Server, serve

SCRIPT = """
import asyncio
from datetime import UTC, datetime
from io import BytesIO

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from archive.errors import ArchiveError
from archive.warc.http_exchange_and_conditional_requests import Exchange
from crawler.capture.recorder_and_capture_sink import Recorder

def exchange(number):
    response = BytesIO(b"HTTP/1.1 200 OK\\r\\nContent-Length: 1\\r\\n\\r\\n%d" % number)
    return Exchange(f"http://example.com/{{number}}", b"GET", response, datetime.now(UTC))

class Stored(scrapy.Spider):
    name = "stored"
    custom_settings = {{"ADDONS": {{"crawler.capture.CaptureAddon": 0}}, "ARCHIVE_DIR": {archive!r}}}

    async def start(self):
        recorder = Recorder.of_crawler(self.crawler)
        requests = [scrapy.Request(f"http://example.com/{{number}}") for number in range(9)]
{steps}
        for nothing in ():
            yield nothing

process = AsyncCrawlerProcess({{"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False}})
process.crawl(Stored)
process.start()
"""
LATE = """
        taken = [asyncio.ensure_future(recorder.store([exchange(n)], request)) for n, request in enumerate(requests)]
        await asyncio.sleep(0)
        await recorder.close(self, "finished")
        await asyncio.gather(*taken)
        print(sum("capture" in request.meta for request in requests))
        try:
            await recorder.store([exchange(10)], requests[0])
        except ArchiveError as error:
            print(error)
"""
TOGETHER = """
        written, write = [], recorder._write
        recorder._write = lambda batches, links: written.append(len(batches)) or write(batches, links)

        async def download(number, ended):
            with recorder.download():
                await ended.wait()
                await recorder.store([exchange(number)], requests[number])

        ended, slow = asyncio.Event(), asyncio.Event()
        others = [asyncio.ensure_future(download(number, ended)) for number in range(8)]
        last = asyncio.ensure_future(download(8, slow))
        await asyncio.sleep(0)
        ended.set()
        await asyncio.gather(*others)
        slow.set()
        await last
        print(written, "capture" in requests[8].meta)
"""
LET_GO = """
import gc

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from twisted.web._newclient import Response
from twisted.web.client import Agent

class Pages(scrapy.Spider):
    name = "pages"
    start_urls = [f"{url}news/{{number}}.html" for number in range(12)]
    custom_settings = {{"ADDONS": {{"crawler.capture.CaptureAddon": 0}}, "ARCHIVE_DIR": {archive!r}}}

    def parse(self, response):
        pass

    def closed(self, reason):
        print(sum(isinstance(each, Agent | Response) for each in gc.get_objects()))

gc.disable()
process = AsyncCrawlerProcess({{"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False}})
process.crawl(Pages)
process.start()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(small_site) as served:
        yield served


def run(steps: str, archive: Path) -> "subprocess.CompletedProcess[str]":
    """Run a crawl of which the recorder alone is used, by these steps."""
    script = SCRIPT.format(archive=str(archive), steps=steps)
    return forked.run([sys.executable, "-c", script], cwd=PROJECT, env=os.environ)


def test_closed_while_it_writes_it_stores_all_and_then_takes_no_more(tmp_path: Path) -> None:
    ended = run(LATE, tmp_path)
    assert ended.stdout.splitlines() == ["9", "the crawl has ended: nothing is stored"], ended.stderr
    archive = Archive(tmp_path)
    (warc,) = archive.warc_paths()
    assert warc.suffix == ".gz"
    assert check(archive).captures == 9
    (job,) = find_jobs(archive).values()
    assert job.reason == "finished"


def test_downloads_that_end_together_share_a_write_and_wait_for_no_slow_one(tmp_path: Path) -> None:
    ended = run(TOGETHER, tmp_path)
    assert ended.stdout.splitlines() == ["[8, 1] True"], ended.stderr


def test_what_a_download_needed_goes_without_the_garbage_collector(tmp_path: Path, server: Server) -> None:
    script = LET_GO.format(url=server.url, archive=str(tmp_path))
    ended = forked.run([sys.executable, "-c", script], cwd=PROJECT, env=os.environ)
    assert ended.stdout.splitlines()[-1:] == ["0"], ended.stderr


def test_a_fault_of_the_program_ends_the_crawl_with_3(tmp_path: Path, server: Server) -> None:
    ended = crawl(tmp_path, server.url, fault=("crawler.document_store:DocumentStore.receive", "2", "fault"))
    assert ended.returncode == 3
    assert ended.stderr.splitlines()[-1].startswith("error: storing a capture failed: RuntimeError(")
    (job,) = find_jobs(Archive(tmp_path)).values()
    assert job.ended is None
    assert crawl(tmp_path, server.url).returncode == 0
    assert documents_in(tmp_path)
    assert_sound(tmp_path)


def test_an_engine_that_cannot_be_built_ends_the_process(tmp_path: Path, server: Server) -> None:
    ended = crawl(tmp_path, server.url, "-s", "SCHEDULER=crawler.none.Scheduler")
    assert ended.returncode != 0
    assert "crawler.none" in ended.stderr
