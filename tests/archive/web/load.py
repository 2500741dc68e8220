"""Many readers at once, and a crawl that writes meanwhile, each in a process of its own."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from typing import Any
from urllib.parse import urlsplit

from archive.index import IndexWriter
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document, make_entry


@dataclass(slots=True)
class Reading:
    """What readers met: seconds that answers took, and what was no answer with status 200."""

    seconds: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


async def read(url: str, paths: Sequence[str], readers: int, rounds: int, pause: float = 0.0) -> Reading:
    """Lets so many readers ask for pages at the same time, each on a connection of its own, one page after another.

    ``pause`` is for how many seconds they read a page before they ask for the next, on average.
    """
    reading = Reading()
    await asyncio.gather(*(_reader(url, paths, rounds, pause, seed, reading) for seed in range(readers)))
    return reading


async def _reader(url: str, paths: Sequence[str], rounds: int, pause: float, seed: int, reading: Reading) -> None:
    chance = random.Random(seed)
    await asyncio.sleep(chance.random() * pause)
    host, port = urlsplit(url).hostname, urlsplit(url).port
    stream = await asyncio.open_connection(host, port)
    for _ in range(rounds):
        path, start = chance.choice(paths), time.perf_counter()
        try:
            status, body = await _ask(stream, path)
        except (OSError, asyncio.IncompleteReadError, ValueError) as error:
            reading.faults.append(f"{path}: {error!r}")
            stream = await asyncio.open_connection(host, port)
            continue
        reading.seconds.append(time.perf_counter() - start)
        if status != 200:
            reading.faults.append(f"{path}: {status} {body[:500].decode('utf-8', 'replace')}")
        await asyncio.sleep(min(4.0, chance.expovariate(1 / pause)) if pause else 0)
    stream[1].close()


async def _ask(stream: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> tuple[int, bytes]:
    reader, writer = stream
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    return int(head.split()[1]), await reader.readexactly(length)


class Crawl:
    """A process that adds documents and captures to the index, one transaction each, until it is left."""

    def __init__(self, archive: Archive, pause: float) -> None:
        """``pause`` is how many seconds lie between two pages."""
        context = get_context("spawn")
        self._end = context.Event()
        self._written = context.Value("i", 0)
        self._process = context.Process(target=_write, args=(archive, pause, self._end, self._written))

    @property
    def written(self) -> int:
        """How many pages were added so far."""
        return int(self._written.value)

    def __enter__(self) -> "Crawl":
        """Returns when the first page is written."""
        self._process.start()
        while not self.written and self._process.is_alive():
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._process.join()
        if self._process.exitcode:
            raise RuntimeError(f"the crawl ended with exit code {self._process.exitcode}")


def _write(archive: Archive, pause: float, end: Event, written: Any) -> None:
    crawl = f"{time.time_ns():x}"  # pages of its own: those that are there already would change nothing
    with IndexWriter(archive) as writer:
        number = 0
        while not end.wait(pause):
            number += 1
            document = make_document(
                f"爬取的第{number}页，国际产能合作", f"page {number} of the crawl", path=f"{crawl}-{number}"
            )
            writer.add([make_entry(document.url, offset=number)], [document])
            written.value = number
