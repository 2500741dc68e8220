"""Measures what grows with an archive and is looked through whole or held in memory: ``python -m benchmarks.limits``.

Directories are filled with as many files as an archive of that size would have, the index with captures, a frontier
with addresses. Times are processor time, the best of three, so that other programs on the machine change them little.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from itertools import islice
from pathlib import Path

from archive.index import Index, IndexWriter
from archive.jobs_and_locks import (
    Job,
    captured_until,
    find_jobs,
    interrupted,
    job_file,
    jobs_of_site,
    last_crawls,
    live_jobs,
    lock_job,
    release_job,
    remove_dead_locks,
    unextracted,
)
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import encode_with_digest
from archive.model.capture import Capture, CatalogueEntry
from crawler.discovery.frontier import Frontier
from crawler.discovery.links import LinkCandidate
from crawler.discovery.urls_and_crawl_scope import Scope

FILES = (1_000, 10_000, 100_000)
JOBS = (10_000, 730_000)
SITES = 1_000
CAPTURES = (100_000, 1_000_000)
ADDRESSES = 100_000
ROUNDS = 3

_DATE = "2026-01-01T00:00:00.000000Z"
_BATCH = 10_000


def main() -> None:
    argparse.ArgumentParser(description=__doc__.partition("\n")[0]).parse_args()
    print("| what | how many | time | of each |")
    print("| --- | ---: | ---: | ---: |")
    _print_frontier()
    for number in FILES:
        with tempfile.TemporaryDirectory() as directory:
            archive = _with_files(Archive(Path(directory)).create(), number)
            _print("WARC files listed (`Archive.warc_names`)", number, _best(archive.warc_names))
            of_site = partial(archive.warc_names_of, "site7")
            _print("those of one site among a hundred", number // 100, _best(of_site))
    for number in JOBS:
        with tempfile.TemporaryDirectory() as directory:
            archive = _with_jobs(Archive(Path(directory)).create(), number)
            _print("jobs read (`find_jobs`)", number, _best(partial(find_jobs, archive), rounds=1))
            _print("jobs put into a table, once", number, _best(partial(jobs_of_site, archive, "site0"), rounds=1))
            _print("jobs, looked up when a crawl begins", number, _best(partial(_begin_and_end, archive)))
            _print("last crawls of all sites", number, _best(partial(last_crawls, archive)))
    print("\n| captures in the index | indexed, each | bytes of the index, each | an address looked up |")
    print("| ---: | ---: | ---: | ---: |")
    for number in CAPTURES:
        with tempfile.TemporaryDirectory() as directory:
            _print_captures(Archive(Path(directory)).create(), number)


def _with_files(archive: Archive, number: int) -> Archive:
    """WARC files of a hundred sites, with nothing in them: they are only listed."""
    for n in range(number):
        path = archive.new_warc_file(WarcName(f"site{n % 100}", "20260101000000", f"job{n // 100:08}", 0))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return archive


def _with_jobs(archive: Archive, number: int) -> Archive:
    counts = {f"downloader/response_status_count/{n}": 7 for n in range(30)}
    for n in range(number):
        job = Job(f"job{n:08}", f"site{n % SITES}", {"spider": "agency"}, _DATE, _DATE, "finished", (), counts)
        job_file(archive, job.job).write_bytes(encode_with_digest(asdict(job)))
    return archive


def _begin_and_end(archive: Archive) -> None:
    """What a crawl asks of the jobs when it begins, and the begin of its own."""
    site, asked = "site7", {"spider": "agency"}
    remove_dead_locks(archive, site)
    live_jobs(archive)
    unextracted(archive, site)
    interrupted(archive, site, asked)
    captured_until(archive, site)
    job = Job.begin(archive, site, asked)
    held = lock_job(archive, job.job)
    jobs_of_site(archive, site)
    release_job(archive, job.job, held)


def _print_frontier() -> None:
    before = _resident()
    start = time.process_time()
    frontier = Frontier(Scope.around(["http://a.example/"]))
    frontier.add(LinkCandidate(f"http://a.example/{n % 50}/2026/{n}.html") for n in range(ADDRESSES))
    seconds = time.process_time() - start
    size = (_resident() - before) / ADDRESSES
    _print(f"addresses in a crawl's frontier, {size:.0f} bytes each", ADDRESSES, seconds)


def _print_captures(archive: Archive, number: int) -> None:
    entries = _entries(number)
    start = time.process_time()
    with IndexWriter(archive) as writer:
        while batch := list(islice(entries, _BATCH)):
            writer.add(batch, ())
    each = (time.process_time() - start) / number
    size = sum(path.stat().st_size for path in archive.index_file.parent.iterdir())
    with Index(archive) as index:
        addresses = [_address(n) for n in range(0, number, number // 1000)]
        found = _best(lambda: [index.captures(address) for address in addresses]) / len(addresses)
    print(f"| {number:,} | {each * 1e6:.0f} µs | {size / number:.0f} | {found * 1e6:.0f} µs |")


def _entries(number: int) -> Iterator[CatalogueEntry]:
    for n in range(number):
        warc = WarcName(f"site{n % 100}", "20260101000000", f"job{n // 100_000:08}", 0).warc
        uuid = f"<urn:uuid:{n:08x}-0000-4000-8000-{n:012x}>"
        capture = Capture(_address(n), warc, n * 10_000, 9_000, uuid, _DATE, 200, f"sha1:{n:032X}")
        yield CatalogueEntry(capture, "response", "text/html", None, None)


def _address(number: int) -> str:
    return f"http://www.site{number % 100}.example/news/2026/{number}.html"


def _best(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of processor time, the best of three."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def _print(what: str, number: int, seconds: float) -> None:
    print(f"| {what} | {number:,} | {seconds * 1000:,.0f} ms | {seconds / number * 1e6:.0f} µs |", flush=True)


if __name__ == "__main__":
    main()
