"""Measures what a second worker of a queue of sites adds: ``python -m benchmarks.workers``.

Generated sites are served on loopback addresses, where no delay holds a crawl, and crawled by one worker and by two,
each with an archive of its own. Counted are articles and lists from the first that is asked for to the last, so that
starting and ending are left out; Redis runs on this machine too.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from benchmarks.crawled import site_pages
from benchmarks.served import served
from tests.clients.redis_server import redis_server

SCRAPY = Path(sys.executable).with_name("scrapy")
SITES, PAGES, AT_ONCE = 12, 60, 4
SETTINGS = ("-s", f"SITES_AT_ONCE={AT_ONCE}", "-s", "SITES_LEASE=6", "-s", "PROGRESS_INTERVAL=0")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sites", type=int, default=SITES, help="sites in the queue")
    parser.add_argument("--pages", type=int, default=PAGES, help="articles of each")
    options = parser.parse_args()
    pages = site_pages(options.pages)
    speeds = [measure(workers, options.sites, pages) for workers in (1, 2)]
    print(f"{options.sites} sites of {options.pages} articles, {AT_ONCE} at a time in each worker:\n")
    print("| workers | pages a second | over one worker |\n| ---: | ---: | ---: |")
    for workers, speed in enumerate(speeds, 1):
        print(f"| {workers} | {speed:.1f} | {speed / speeds[0]:.2f} |")


def measure(workers: int, sites: int, pages: Mapping[str, bytes]) -> float:
    """Pages a second of all workers together."""
    with tempfile.TemporaryDirectory() as directory, served(pages) as (port, asked):
        listed = Path(directory, "sites.txt")
        listed.write_text("".join(f"http://127.2.0.{n}:{port}/\n" for n in range(1, sites + 1)))
        with redis_server(Path(directory)) as redis:
            queue = ("-a", f"sites={listed}", "-s", f"SITES_QUEUE={redis.url}")
            running = [
                subprocess.Popen(
                    [SCRAPY, "crawl", "agency", *queue, *SETTINGS, "-s", f"ARCHIVE_DIR={directory}/{number}"],
                    stdout=subprocess.DEVNULL,
                )
                for number in range(workers)
            ]
            codes = [worker.wait() for worker in running]
            if any(codes):
                raise RuntimeError("a worker failed")
    return len(asked) / (max(asked) - min(asked))


if __name__ == "__main__":
    main()
