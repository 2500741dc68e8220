"""Measures ``archive serve`` on generated bilingual documents: ``python -m benchmarks.serve [DOCUMENTS]``.

Prints two tables in Markdown: how long after it was started the first page came, and the memory that it then held;
and how long 200 readers, who all ask at once while another process writes a page every tenth of a second, wait for
their answers, and how much of the processor an answer takes from the server and from the readers, who are one process
of this program. Some read a page for a second before they ask for the next, some never pause; each kind asks a server
that was just started, which has to work all out, and one that was asked before. ``--kept`` uses an archive that was
made before; what is written goes into it.
"""

import argparse
import asyncio
import os
import random
import re
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from archive.index import Filters, Index
from archive.index.query_language.query_parser import MAX_TERMS
from archive.layout import Archive
from benchmarks.filled import filled
from benchmarks.generated import Words, queries
from tests.archive.web.load import Crawl, Reading, read

READERS = 200
WORST = 24
"""Readers who ask the dearest questions."""
STARTS = 5
PAUSE = 0.1
"""Seconds between two pages that the other process writes."""
LIMITS = {"first page": 1.0, "memory": 150, "answer": 250, "alone": 1.0}
"""Seconds; MiB; milliseconds at the 95th percentile; seconds of the processor."""


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

    def processor(self) -> float:
        """Seconds of the processor that the process took (``utime`` and ``stime``)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Turn:
    """What readers do: seconds between two pages of one, pages of each, and how a table calls them."""

    name: str
    pause: float
    rounds: int


CALM = Turn("read for a second", 1.0, 15)
HASTY = Turn("never pause", 0.0, 40)


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


def row(name: str, reading: Reading, seconds: float, processor: tuple[float, float]) -> str:
    times = [each * 1000 for each in reading.seconds]
    hundredths = statistics.quantiles(times, n=100)
    shown = " | ".join(f"{hundredths[at - 1]:.0f} ms" for at in (50, 95, 99))
    taken = " | ".join(f"{1000 * each / len(times):.2f} ms" for each in processor)
    return f"| {name} | {len(times)} | {len(reading.faults)} | {shown} | {len(times) / seconds:.0f} | {taken} |"


def starts(archive: Archive) -> None:
    times, memory = [], []
    for _ in range(STARTS):
        with server(archive) as started:
            times.append(started.first_page)
            memory.append(started.memory("VmHWM"))
    print("| after the start | median | worst | limit |\n| --- | --- | --- | --- |")
    print(f"| first page | {statistics.median(times):.2f} s | {max(times):.2f} s | {LIMITS['first page']:.0f} s |")
    print(f"| memory | {statistics.median(memory):.0f} MiB | {max(memory):.0f} MiB | {LIMITS['memory']} MiB |\n")


def ask(served: Server, paths: list[str], turn: Turn, name: str) -> None:
    """Lets the readers take a turn, and prints its row."""
    start, began = time.perf_counter(), (served.processor(), time.process_time())
    reading = asyncio.run(read(served.url, paths, READERS, turn.rounds, turn.pause))
    seconds = time.perf_counter() - start
    print(row(name, reading, seconds, (served.processor() - began[0], time.process_time() - began[1])), flush=True)
    for fault in reading.faults[:3]:
        print(f"\n{fault}\n", file=sys.stderr)


def readers(archive: Archive) -> None:
    paths = pages(archive)
    print(f"{len(set(paths))} addresses, half of what is asked for documents, two fifths searches with facets\n")
    print(f"| {READERS} readers who | answers | faults | median | 95 % | 99 % | a second | server | readers |")
    print("| --- |" + " ---: |" * 8)
    memory, written = 0.0, 0
    for turn in (CALM, HASTY):
        with server(archive) as served, Crawl(archive, PAUSE) as crawl:
            for state in ("just started", "asked before"):
                ask(served, paths, turn, f"{turn.name}; server {state}")
            memory, written = max(memory, served.memory("VmHWM")), written + crawl.written
    print(
        f"\nlimit {LIMITS['answer']} ms at the 95th percentile; {written} pages were written meanwhile; "
        f"at most {memory:.0f} MiB were held"
    )


def worst() -> list[str]:
    """The dearest questions that are answered at all: common terms to the limit, joined in every way."""
    words = Words(1)
    english, chinese = words.english[:MAX_TERMS], words.chinese[:MAX_TERMS]
    asked = [
        " OR ".join(english),
        " OR ".join(chinese),
        " ".join(chinese),
        " OR ".join(f"{c}*" for c in "etaoinshrdlu"),
    ]
    asked += [f'"{" ".join([english[0]] * 24)}"', chinese[0] * 25, f"{english[0]}~ " * 20]
    paths = [f"/?q={quote(query)}&n={number}" for query in asked for number in range(40)]
    return paths + [f"/concordance?q={quote(query)}&n={n}" for query in (english[0], chinese[0]) for n in range(40)]


def dearest() -> list[tuple[str, str]]:
    """The dearest questions of each kind, by name, with their addresses."""
    english, chinese = Words(1).english, Words(1).chinese
    searches = [address for address in worst() if address.endswith("&n=0") and address.startswith("/?")]
    return [
        *((f"search, the worst ({number})", address) for number, address in enumerate(searches, 1)),
        ("concordance of the commonest word", f"/concordance?q={quote(english[0])}"),
        ("concordance of the commonest character", f"/concordance?q={quote(chinese[0])}"),
        ("terms", "/terms"),
    ]


def alone(archive: Archive) -> None:
    """Prints what of the processor each of the dearest questions takes from a server that was just started."""
    print("\n| one request | status | processor | limit |\n| --- | ---: | ---: | ---: |")
    for name, address in dearest():
        with server(archive) as served:
            began = served.processor()
            try:
                with urllib.request.urlopen(served.url.rstrip("/") + address) as answer:  # noqa: S310 - loopback
                    answer.read()
                    status = answer.status
            except urllib.error.HTTPError as error:
                status = error.code
            print(f"| {name} | {status} | {served.processor() - began:.2f} s | {LIMITS['alone']:.0f} s |", flush=True)


async def _beside(url: str, ordinary: list[str]) -> Reading:
    """What one reader met who asked ordinary questions beside those of the worst."""
    crowd = asyncio.create_task(read(url, worst(), WORST, 60))
    await asyncio.sleep(1)
    met = await read(url, ordinary, 1, 60, 0.1)
    crowd.cancel()
    return met


def beside_the_worst(archive: Archive) -> None:
    """Prints how long an ordinary search takes beside those who ask the dearest questions without a pause."""
    common = Words(1).english
    ordinary = [f"/?q={common[300 + n]}+{common[500 + n]}" for n in range(200)]
    with server(archive) as served:
        met = asyncio.run(_beside(served.url, ordinary))
    hundredths = statistics.quantiles(met.seconds, n=100)
    print(f"\n| searches beside {WORST} of the worst | faults | median | 95 % | limit |")
    print("| ---: | ---: | ---: | ---: | ---: |")
    print(f"| {len(met.seconds)} | {len(met.faults)} | {hundredths[49]:.2f} s | {hundredths[94]:.2f} s | 0.5 s |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", nargs="?", type=int, default=100_000)
    parser.add_argument("--kept", type=Path, metavar="DIR", help="where archives stand, or are to be made and left")
    parser.add_argument("--worst", action="store_true", help="only the dearest questions, alone and beside others")
    given = parser.parse_args()
    with filled(given.documents, given.kept) as made:
        print(f"{made.count} documents\n")
        if not given.worst:
            starts(made.archive)
            readers(made.archive)
        alone(made.archive)
        beside_the_worst(made.archive)


if __name__ == "__main__":
    main()
