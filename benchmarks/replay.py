"""Measures replay beside pywb on the same archive: ``python -m benchmarks.replay``.

The sample site is crawled once. Both servers then answer for its articles, rewritten, one request after the other,
in turns, each over a connection of its own (over one that is kept, pywb's answers wait 40 ms for the client's
acknowledgement). Pages a second are those of whole answers; the first byte is that of the answer's head.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from archive.document_and_unit_files import find_documents
from archive.layout import Archive
from tests.clients.pywb_server import PYWB, collection
from tests.samplesite import serve

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
ROUNDS = 8
_OK = 200


@dataclass(slots=True)
class Measured:
    """What a server took: seconds a page, and seconds to its first byte."""

    pages: list[float] = field(default_factory=list)
    firsts: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Pages per second."""
        return len(self.pages) / sum(self.pages)

    def row(self, name: str) -> str:
        first = statistics.median(self.firsts) * 1000
        high = statistics.quantiles(self.firsts, n=20)[-1] * 1000
        return f"| {name} | {self.rate:.0f} | {first:.1f} ms | {high:.1f} ms |"


def main() -> None:
    if not (PYWB / "wayback").exists():
        sys.exit("pywb is missing: 'make clients' installs it")
    with tempfile.TemporaryDirectory() as place:
        archive = crawled(Path(place) / "data")
        asked = [
            (re.sub(r"\D", "", stored.document.capture.date)[:14], stored.document.capture.uri)
            for stored in find_documents(archive)
        ]
        with ours(archive) as replay, collection(*archive.warc_paths()) as wayback:
            measured = measure(
                {
                    "this program": [f"{replay}{stamp}/{uri}" for stamp, uri in asked],
                    "pywb 2.10": [f"{wayback}/{stamp}mp_/{uri}" for stamp, uri in asked],
                }
            )
    print(f"{len(asked)} articles of the sample site, {ROUNDS} times each:\n")
    print("| server | pages a second | first byte, median | first byte, 95 % |\n| --- | ---: | ---: | ---: |")
    for name, times in measured.items():
        print(times.row(name))
    first, second = measured.values()
    print(f"\n{first.rate / second.rate:.1f} times as many pages a second as pywb.")


def crawled(place: Path) -> Archive:
    """An archive of the sample site."""
    with serve() as site:
        command = [str(BIN / "scrapy"), "crawl", "daxinya", "-a", f"start_url={site.url}"]
        env = {**os.environ, "ARCHIVE_DIR": str(place)}
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    return Archive(place)


@contextmanager
def ours(archive: Archive) -> Iterator[str]:
    """The address of the replay as ``archive serve`` runs it."""
    command = [
        str(BIN / "archive"),
        "--archive",
        str(archive.root),
        "serve",
        "--port",
        "0",
        "--replay-port",
        "0",
        "--no-browser",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None  # noqa: S101 - it is a pipe
            lines = iter(server.stdout)
            yield next(line.split()[1] for line in lines if line.startswith("Replay"))
        finally:
            server.terminate()


def measure(servers: dict[str, list[str]]) -> dict[str, Measured]:
    """What each server took for its addresses, asked in turns, after one round that does not count.

    Raises ValueError where an answer is none.
    """
    measured = {name: Measured() for name in servers}
    for number in range(ROUNDS + 1):
        for name, addresses in servers.items():
            ask(addresses, measured[name] if number else Measured())
    return measured


def ask(addresses: list[str], measured: Measured) -> None:
    for address in addresses:
        parts = urlsplit(address)
        with closing(HTTPConnection(parts.netloc, timeout=60)) as connection:
            began = time.perf_counter()
            connection.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
            answer = connection.getresponse()
            measured.firsts.append(time.perf_counter() - began)
            answer.read()
            measured.pages.append(time.perf_counter() - began)
            if answer.status != _OK:
                raise ValueError(f"{address}: {answer.status}")


if __name__ == "__main__":
    main()
