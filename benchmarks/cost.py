"""Measures what a page costs, from request to index, and reckons a million of them: ``python -m benchmarks.cost``.

A generated site is served on the loopback address, crawled, extracted again (with the alignments that the crawl kept,
then without them), indexed anew and checked, each by its command. Processor time and memory are those of the
commands; what lies on disk is counted afterwards. The prices are assumptions: put in your own with --core-hour and
--gigabyte-month. The time that politeness takes (--delay) costs nothing here, for a crawl that waits takes next to no
processor time.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.document_and_unit_files import find_documents
from archive.layout import Archive
from benchmarks.crawled import site_pages
from benchmarks.served import served

BIN = Path(sys.executable).parent
PAGES = 600
MILLION = 1_000_000
DAY = 86_400.0

CORE_HOUR = 0.02
"""EUR for an hour of one core of a rented machine, with 2 GB or more of memory; assumed in November 2026."""
GIGABYTE_MONTH = 0.02
"""EUR for a month of a gigabyte in object storage; assumed in November 2026. Disks cost about twice that."""


@dataclass(frozen=True, slots=True)
class Step:
    """A command: what it is called in the table, its processor time in seconds and its peak memory in MB."""

    name: str
    cpu: float
    peak: float


@dataclass(frozen=True, slots=True)
class Measured:
    """What the steps took for so many articles of those that were served, and the bytes on disk by directory."""

    articles: int
    served: int
    steps: list[Step]
    disk: Mapping[str, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=int, default=PAGES, help="articles of the site")
    parser.add_argument("--core-hour", type=float, default=CORE_HOUR, help="EUR for an hour of a core")
    parser.add_argument("--gigabyte-month", type=float, default=GIGABYTE_MONTH, help="EUR for a month of a gigabyte")
    parser.add_argument("--delay", type=float, default=1.0, help="seconds between two requests to a host")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        measured = measure(Archive(Path(directory) / "data"), options.pages)
    _print_steps(measured)
    _print_disk(measured)
    _print_million(measured, options.core_hour, options.gigabyte_month, options.delay)


def measure(archive: Archive, pages: int) -> Measured:
    """Crawls a site with so many articles, and does again what follows from its WARC files."""
    place = f"ARCHIVE_DIR={archive.root}"
    with served(site_pages(pages)) as (port, _):
        url = f"http://127.0.0.1:{port}/"
        crawl = _step("crawl, all in", "scrapy", "crawl", "agency", "-a", f"start_url={url}", "-s", place)
    again = ("scrapy", "reextract", "--all", "--workers", "1", "-s", place)
    kept = _step("extract again, one worker, alignments kept", *again)
    shutil.rmtree(archive.alignments_file("any").parent)
    steps = [
        crawl,
        kept,
        _step("extract again, one worker, aligned anew", *again),
        _step("index anew", "archive", "index", "--rebuild", "--archive", str(archive.root)),
        _step("check", "archive", "check", "--archive", str(archive.root)),
    ]
    documents = sum(1 for _ in find_documents(archive))
    places = (archive.warc_dir, archive.documents_dir, archive.bitext_dir, archive.index_file.parent)
    disk = {place.name: sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) for place in places}
    return Measured(documents, pages, steps, disk)


def _step(name: str, *command: str) -> Step:
    running = subprocess.Popen([BIN / command[0], *command[1:]], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(running.pid, 0)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return Step(name, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _print_steps(measured: Measured) -> None:
    print(f"| {measured.articles} articles of {measured.served} on the site | ms of CPU an article | peak MB |")
    print("| --- | ---: | ---: |")
    for step in measured.steps:
        print(f"| {step.name} | {step.cpu * 1000 / measured.articles:.1f} | {step.peak:.0f} |")


def _print_disk(measured: Measured) -> None:
    print("\n| on disk | bytes an article | GB a million |\n| --- | ---: | ---: |")
    for name, size in measured.disk.items():
        each = size / measured.articles
        print(f"| `{name}/` | {each:,.0f} | {each * MILLION / 1e9:.1f} |")


def _print_million(measured: Measured, core_hour: float, gigabyte_month: float, delay: float) -> None:
    print(f"\nA million articles, at EUR {core_hour} a core and hour and EUR {gigabyte_month} a GB and month:\n")
    print("| | core hours | EUR |\n| --- | ---: | ---: |")
    for step in measured.steps:
        hours = step.cpu / measured.articles * MILLION / 3600
        print(f"| {step.name} | {hours:.1f} | {hours * core_hour:.2f} |")
    gigabytes = sum(measured.disk.values()) / measured.articles * MILLION / 1e9
    print(f"| kept for a year, {gigabytes:.0f} GB | | {gigabytes * gigabyte_month * 12:.2f} |")
    days = MILLION * delay / DAY
    print(f"\nOne host gives them in {days:.1f} days at least, {delay:g} s between two requests; ten in a tenth.")


if __name__ == "__main__":
    main()
