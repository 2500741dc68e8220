"""What capture costs: a crawl of 1,000 pages of 20 kB from loopback, with the add-on and without.

CPU time (user and system, of the whole process) in interleaved runs; the ratio is what counts. GNU Wget with
``--warc-file`` stands beside it where it is installed.
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
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = 1000
RUNS = 7

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
PLAIN = {"TELNETCONSOLE_ENABLED": False, "LOG_LEVEL": "WARNING", "CONCURRENT_REQUESTS_PER_DOMAIN": 8}
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    BODIES.extend(page(number) for number in range(PAGES))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_address[1]}"
    contenders = {"Scrapy alone": _scrapy(PLAIN, url), "with capture": _scrapy(PLAIN | CAPTURE, url)}
    if shutil.which("wget"):
        contenders["wget --warc-file"] = _wget(url)
    measured: dict[str, list[Run]] = {name: [] for name in contenders}
    for _ in range(runs):
        for name, command in contenders.items():
            with tempfile.TemporaryDirectory() as place:
                measured[name].append(_measure(command(Path(place)), Path(place)))
    _print(measured)


def _print(measured: dict[str, list[Run]]) -> None:
    plain = measured["Scrapy alone"]
    print(f"| {PAGES} pages of 20 kB | CPU s, median | wall s, median | CPU over Scrapy alone, median of pairs |")
    print("| --- | --- | --- | --- |")
    for name, runs in measured.items():
        ratio = statistics.median(run.cpu / base.cpu for run, base in zip(runs, plain, strict=True))
        cpu, wall = (statistics.median(getattr(run, part) for run in runs) for part in ("cpu", "wall"))
        print(f"| {name} | {cpu:.2f} | {wall:.2f} | {ratio:.2f} |")


if __name__ == "__main__":
    main()
