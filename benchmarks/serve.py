"""Measures ``archive serve`` on generated bilingual documents: ``python -m benchmarks.serve [DOCUMENTS]``.

Prints two tables in Markdown: how long after it was started the first page came, and the memory that it then held;
and how long 200 readers, who all ask at once while another process writes a page every tenth of a second, wait for
their answers: those who read a page for a second before they ask for the next, and those who never pause.
``--kept`` uses an archive that was made before; what is written goes into it.
"""

import argparse
import asyncio
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from archive.index import Filters, Index
from archive.layout import Archive
from benchmarks.filled import filled
from benchmarks.generated import Words, queries
from tests.archive.web.load import Crawl, Reading, read

READERS = 200
ROUNDS = 15
STARTS = 5
PAUSE = 0.1
"""Seconds between two pages that the other process writes."""
LIMITS = {"first page": 1.0, "memory": 150, "answer": 250}
"""Seconds; MiB; milliseconds at the 95th percentile."""


@dataclass(frozen=True, slots=True)
class Server:
    url: str
    pid: int
    first_page: float
    """Seconds from the start of the process to the end of its first answer."""

    def memory(self, field: str) -> float:
        """MiB that the process holds (``VmRSS``), or held at most (``VmHWM``)."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(rf"{field}:\s*(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0


@contextmanager
def server(archive: Archive) -> Iterator[Server]:
    """A server on free ports, when its first page has come."""
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", "--archive", str(archive.root)]
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        url = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - the loopback address
            answer.read()
        yield Server(url, process.pid, time.perf_counter() - start)
        process.terminate()


def pages(archive: Archive) -> list[str]:
    """What readers ask for: half are documents, three in ten searches, the others the first page and the API."""
    chance = random.Random(1)
    with Index(archive) as index:
        documents = [hit.document.id for hit in index.search("", Filters(), 200).hits]
    asked = [quote(query) for query in chance.sample(queries(Words(1)), 60)]
    paths = [f"/document/{chance.choice(documents)}" for _ in range(500)]
    paths += [f"/?q={chance.choice(asked)}" for _ in range(300)]
    paths += [f"/api/search?q={chance.choice(asked)}" for _ in range(100)] + ["/"] * 100
    return paths


def row(name: str, reading: Reading, seconds: float) -> str:
    times = [each * 1000 for each in reading.seconds]
    median, late = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    rate = len(times) / seconds
    return f"| {name} | {len(times)} | {len(reading.faults)} | {median:.0f} ms | {late:.0f} ms | {rate:.0f} |"


def starts(archive: Archive) -> None:
    times, memory = [], []
    for _ in range(STARTS):
        with server(archive) as started:
            times.append(started.first_page)
            memory.append(started.memory("VmHWM"))
    print("| after the start | median | worst | limit |\n| --- | --- | --- | --- |")
    print(f"| first page | {statistics.median(times):.2f} s | {max(times):.2f} s | {LIMITS['first page']:.0f} s |")
    print(f"| memory | {statistics.median(memory):.0f} MiB | {max(memory):.0f} MiB | {LIMITS['memory']} MiB |\n")


def readers(archive: Archive) -> None:
    paths = pages(archive)
    print(f"| {READERS} readers | answers | faults | median | 95th percentile | answers a second |")
    print("| --- | --- | --- | --- | --- | --- |")
    with server(archive) as served, Crawl(archive, PAUSE) as crawl:
        for name, pause in (("who read for a second", 1.0), ("who never pause", 0.0)):
            start = time.perf_counter()
            reading = asyncio.run(read(served.url, paths, READERS, ROUNDS, pause))
            print(row(name, reading, time.perf_counter() - start))
            for fault in reading.faults[:3]:
                print(f"\n{fault}\n", file=sys.stderr)
        print(
            f"\nlimit {LIMITS['answer']} ms at the 95th percentile; {crawl.written} pages were written meanwhile; ",
            end="",
        )
        print(f"at most {served.memory('VmHWM'):.0f} MiB were held")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=100_000)
    parser.add_argument("--kept", type=Path, metavar="DIR", help="where archives stand, or are to be made and left")
    given = parser.parse_args()
    with filled(given.documents, given.kept) as made:
        print(f"{made.count} documents\n")
        starts(made.archive)
        readers(made.archive)


if __name__ == "__main__":
    main()
