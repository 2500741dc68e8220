"""What capture costs: a crawl of 1,000 pages of 20 kB from loopback, with the add-on and without.

CPU time (user and system, of the whole process) in interleaved runs; the ratio is what counts. Both sides have the
same settings but for the add-on. By default Scrapy makes 100 tasks for each response, and capture lets fewer of them
live at once; the rows with CONCURRENT_ITEMS = 2, as our own crawls have it, are without them. GNU Wget with
``--warc-file`` stands beside it where it is installed. The last column says how many of the odd answers of
tests/crawler/capture/odd_answers.py each keeps exactly: response as sent, request as read by the server.

Of Scrapy's WARC add-ons, scrapy-webarchive 0.5.3 does not install beside Scrapy 2.19, and scrapy-warcio 0.0.8 builds
status lines and heads of its own, so that it keeps none exactly.
"""

import argparse
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

from archive.errors import ArchiveDamaged
from archive.warc.warc_records_and_digests import read_records

PAGES = 1000
RUNS = 7
ALONE = "Scrapy alone"

SPIDER = """
import scrapy

class Pages(scrapy.Spider):
    name = "pages"
    custom_settings = {settings!r}

    async def start(self):
        for number in range({pages}):
            yield scrapy.Request(f"{url}/{{number}}")

    def parse(self, response):
        pass
"""
ODD_SPIDER = """
import scrapy

class Odd(scrapy.Spider):
    name = "odd"
    start_urls = {urls!r}
    custom_settings = {settings!r}

    def parse(self, response):
        pass
"""
PLAIN = {"TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "WARNING", "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
LEAN = {"CONCURRENT_ITEMS": 2}
CAPTURE = {"ADDONS": {"crawler.capture.CaptureAddon": 0}, "ARCHIVE_DIR": "data"}


@dataclass(frozen=True)
class Run:
    """One run: seconds of CPU and of the clock."""

    cpu: float
    wall: float


def page(number: int) -> bytes:
    """A page of 20 kB that compresses about as news pages do."""
    words = random.Random(number)
    text = " ".join(f"{words.choice(WORDS)}{words.randrange(30)}" for _ in range(2600))
    return f"<html><head><title>{number}</title></head><body><p>{text}</p></body></html>".encode()[:20_000]


WORDS = ("cooperation", "capacity", "industry", "forum", "minister", "翻译", "合作", "产能", "发展", "speech")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one packet

    def do_GET(self) -> None:
        body = BODIES[int(self.path.strip("/") or 0) % len(BODIES)]
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


BODIES: list[bytes] = []


def _measure(command: list[str], place: Path) -> Run:
    before, began = os.times(), time.monotonic()
    subprocess.run(command, cwd=place, check=True, capture_output=True)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(cpu, time.monotonic() - began)


def _scrapy(settings: dict[str, object], url: str) -> Callable[[Path], list[str]]:
    def command(place: Path) -> list[str]:
        spider = place / "spider.py"
        spider.write_text(SPIDER.format(settings=settings, pages=PAGES, url=url), encoding="utf-8")
        return [sys.executable, "-m", "scrapy", "runspider", str(spider)]

    return command


def _wget(url: str) -> Callable[[Path], list[str]]:
    def command(place: Path) -> list[str]:
        addresses = place / "addresses"
        addresses.write_text("".join(f"{url}/{number}\n" for number in range(PAGES)), encoding="utf-8")
        return ["wget", "-q", "-O", "/dev/null", "--warc-file", str(place / "out"), "-i", str(addresses)]

    return command


def _kept_exactly(crawl: Callable[[list[str], Path], list[str]]) -> str:
    """How many of the odd answers' exchanges are kept as they crossed the wire: the best of three tries.

    On a busy machine wget now and then gives up an answer too soon, and writes a record that cannot be read.
    """
    odd = _load_odd_answers()
    return f"{max(_count_kept(odd, crawl) for _ in range(3))} of {len(odd.ANSWERS)}"


def _count_kept(odd: ModuleType, crawl: Callable[[list[str], Path], list[str]]) -> int:
    """How many stand in the WARC files of one try, up to the first record that cannot be read."""
    with odd.serve() as served, tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        urls = [served.url + path for path in odd.ANSWERS]
        subprocess.run(crawl(urls, place), cwd=place, capture_output=True, check=False, timeout=120)
        stored: dict[tuple[str, str], set[bytes]] = {}
        for path in place.rglob("*.warc.gz*"):
            with suppress(ArchiveDamaged):
                for record in read_records(path):
                    at = urlsplit((record.field("WARC-Target-URI") or "").strip("<>")).path
                    stored.setdefault((at, record.type), set()).add(record.block.read())
        return sum(
            answer.block in stored.get((path, "response"), {b""})
            and bool(stored.get((path, "request"), set()).intersection(served.requests.get(path, [])))
            for path, answer in odd.ANSWERS.items()
        )


def _load_odd_answers() -> ModuleType:
    path = Path(__file__).parents[1] / "tests" / "crawler" / "capture" / "odd_answers.py"
    spec = spec_from_file_location("odd_answers", path)
    module = module_from_spec(spec) if spec else None
    if spec is None or spec.loader is None or module is None:
        raise FileNotFoundError(path)
    sys.modules["odd_answers"] = module
    spec.loader.exec_module(module)
    return module


def _odd_scrapy(urls: list[str], place: Path) -> list[str]:
    spider = place / "spider.py"
    settings = PLAIN | CAPTURE | {"RETRY_ENABLED": False, "CONCURRENT_REQUESTS_PER_DOMAIN": 1}
    spider.write_text(ODD_SPIDER.format(settings=settings, urls=urls), encoding="utf-8")
    return [sys.executable, "-m", "scrapy", "runspider", str(spider)]


def _odd_wget(urls: list[str], place: Path) -> list[str]:
    addresses = place / "addresses"
    addresses.write_text("".join(f"{url}\n" for url in urls), encoding="utf-8")
    warc = ["--warc-file", str(place / "out"), "--no-warc-digests"]
    return ["wget", "-q", "-O", "/dev/null", "-t", "1", "-T", "5", "--max-redirect", "0", *warc, "-i", str(addresses)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    BODIES.extend(page(number) for number in range(PAGES))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    contenders = {
        ALONE: _scrapy(PLAIN, url),
        "with capture": _scrapy(PLAIN | CAPTURE, url),
        f"{ALONE}, CONCURRENT_ITEMS = 2": _scrapy(PLAIN | LEAN, url),
        "with capture, CONCURRENT_ITEMS = 2": _scrapy(PLAIN | LEAN | CAPTURE, url),
    }
    if shutil.which("wget"):
        contenders["wget --warc-file"] = _wget(url)
    measured: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, command in contenders.items():
            with tempfile.TemporaryDirectory() as place:
                measured[name].append(_measure(command(Path(place)), Path(place)))
    kept = {"with capture": _kept_exactly(_odd_scrapy)}
    if shutil.which("wget"):
        kept["wget --warc-file"] = _kept_exactly(_odd_wget)
    _print(measured, kept)


def _print(measured: dict[str, list[Run]], kept: dict[str, str]) -> None:
    print(f"| {PAGES} pages of 20 kB | CPU s | wall s | CPU over Scrapy alone | odd answers kept exactly |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, runs in measured.items():
        plain = measured[", ".join([ALONE, *name.split(", ")[1:]])]
        ratio = statistics.median(run.cpu / base.cpu for run, base in zip(runs, plain, strict=True))
        cpu, wall = (statistics.median(getattr(run, part) for run in runs) for part in ("cpu", "wall"))
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {ratio:.2f} | {kept.get(name, '')} |")


if __name__ == "__main__":
    main()
