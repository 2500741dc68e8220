"""For each odd answer, what the server sent and read equals what the records hold, byte for byte."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from archive.check.warc_files import check_file
from archive.layout import Archive
from archive.warc.warc_records_and_digests import Record, read_records
from tests import forked

HERE = Path(__file__).parent

SPIDER = """
import scrapy

class Odd(scrapy.Spider):
    name = "odd"
    start_urls = {urls!r}
    handle_httpstatus_list = [204, 304, 404, 500]
    custom_settings = {{
        "ADDONS": {{"crawler.capture.CaptureAddon": 0}},
        "ARCHIVE_DIR": {archive!r},
        "RETRY_ENABLED": False,
        "ROBOTSTXT_OBEY": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "TELNETCONSOLE_ENABLED": False,
    }}

    async def start(self):
        for url in self.start_urls:
            yield scrapy.Request(url, errback=self.fail)

    def fail(self, failure):
        self.logger.info(failure.getErrorMessage())

    def parse(self, response):
        yield {{"url": response.url, "status": response.status, "size": len(response.body)}}
"""


def _load(name: str) -> ModuleType:
    spec = spec_from_file_location(name, HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


odd = _load("odd_answers")


@dataclass(frozen=True)
class Stored:
    response: bytes
    request: bytes
    interim: bytes
    surplus: bytes
    truncated: str | None


@dataclass(frozen=True)
class Listed:
    type: str
    path: str
    concurrent_to: str | None


@dataclass(frozen=True)
class Crawl:
    warc: Path
    records: list[Listed]
    stored: dict[str, Stored]
    requests: dict[str, list[bytes]]
    items: dict[str, int]
    log: str


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawl]:
    place = tmp_path_factory.mktemp("odd")
    with odd.serve() as served:
        spider = place / "spider.py"
        urls = [served.url + path for path in odd.ANSWERS]
        spider.write_text(SPIDER.format(urls=urls, archive=str(place / "data")), encoding="utf-8")
        command = [sys.executable, "-m", "scrapy", "runspider", str(spider), "-O", str(place / "items.json")]
        run = forked.run(command, cwd=place, env=os.environ)
        items = {urlsplit(item["url"]).path: item["size"] for item in json.loads((place / "items.json").read_text())}
        (warc,) = Archive(place / "data").warc_paths()
        yield Crawl(warc, _listed(warc), _stored(warc), served.requests, items, run.stderr)


def _listed(path: Path) -> list[Listed]:
    return [
        Listed(record.type, urlsplit(record.field("WARC-Target-URI") or "").path, record.field("WARC-Concurrent-To"))
        for record in read_records(path)
    ]


def _stored(path: Path) -> dict[str, Stored]:
    parts: dict[str, dict[str, bytes]] = {}
    cut: dict[str, str | None] = {}
    for record in read_records(path):
        target = urlsplit(record.field("WARC-Target-URI") or "")
        if record.type != "warcinfo" and not target.query:
            parts.setdefault(target.path, {})[_part(record)] = record.block.read()
            if record.type == "response":
                cut[target.path] = record.field("WARC-Truncated")
    return {
        path: Stored(
            part.get("response", b""),
            part["request"],
            part.get("interim", b""),
            part.get("surplus", b""),
            cut.get(path),
        )
        for path, part in parts.items()
    }


def _part(record: Record) -> str:
    if record.type != "metadata":
        return record.type
    return "surplus" if (record.field("Content-Type") or "").endswith("msgtype=surplus") else "interim"


@pytest.mark.parametrize("path", odd.ANSWERS)
def test_records_hold_the_bytes_on_the_wire(crawl: Crawl, path: str) -> None:
    answer, stored = odd.ANSWERS[path], crawl.stored[path]
    assert stored.response == answer.block
    assert stored.request in crawl.requests[path]
    assert stored.interim == answer.interim
    assert stored.surplus == answer.surplus
    assert stored.truncated == answer.truncated


def test_a_short_body_reaches_the_spider(crawl: Crawl) -> None:
    assert crawl.items["/too-short"] == len(odd.SHORT)


def test_nothing_went_wrong(crawl: Crawl) -> None:
    assert "Traceback" not in crawl.log
    assert len(crawl.items) >= len(odd.ANSWERS) - 5


@pytest.mark.parametrize("path", ["/nothing", "/nothing-but-hints"])
def test_a_request_without_an_answer_is_a_request_record_alone(crawl: Crawl, path: str) -> None:
    records = [record for record in crawl.records if record.path == path]
    assert [record.type for record in records if record.type == "response"] == []
    assert [record.type for record in records].count("request") == len(crawl.requests[path])
    assert all(record.concurrent_to is None for record in records if record.type == "request")


def test_the_archive_checks_clean(crawl: Crawl) -> None:
    checked = check_file(crawl.warc)
    assert checked.faults == []
    assert checked.records > 2 * len(odd.ANSWERS) - 2


CHUNKED = {path for path, answer in odd.ANSWERS.items() if b"Transfer-Encoding: chunked" in answer.block}


def test_another_reader_finds_the_same_records(crawl: Crawl) -> None:
    """FastWARC takes payload digests with the chunks, and reads no head with bare line feeds."""
    with crawl.warc.open("rb") as stream:
        blocks = [record.verify_block_digest() for record in ArchiveIterator(stream, parse_http=False)]
    assert blocks == [True] * len(crawl.records)
    with crawl.warc.open("rb") as stream:
        responses = ArchiveIterator(stream, record_types=WarcRecordType.response)
        failed = {_path(record) for record in responses if not record.verify_payload_digest()}
    assert failed == CHUNKED | {"/bare-lf"}


def test_warcio_reports_chunked_payloads_alone(crawl: Crawl, tmp_path: Path) -> None:
    """Without the one answer in ``br``, at which warcio 1.8.1 breaks off with Brotli 1.2.1."""
    content, paths = crawl.warc.read_bytes(), {}
    copy = tmp_path / "copy.warc.gz"
    with copy.open("wb") as stream:
        for record in read_records(crawl.warc):
            path = urlsplit(record.field("WARC-Target-URI") or "").path
            if path != "/br":
                paths[record.field("WARC-Record-ID")] = path
                stream.write(content[record.offset : record.offset + record.length])
    command = [str(Path(sys.executable).with_name("warcio")), "check", str(copy)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.stderr == ""
    assert {paths[name] for name in re.findall(r"WARC-Record-ID (\S+)", checked.stdout)} == CHUNKED
    assert "block digest failed" not in checked.stdout


def _path(record: WarcRecord) -> str:
    return urlsplit(str(record.headers.get("WARC-Target-URI"))).path
