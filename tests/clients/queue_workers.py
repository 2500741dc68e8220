"""Workers of a queue of sites, as processes, and what must hold of what they made together."""

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from archive.cli import main
from archive.layout import Archive
from crawler.many_sites.redis_site_queue_and_host_slots import (
    Action,
    Connection,
    QueuedSite,
    apply_action,
    queued_sites,
)
from tests.archive_files import files_below
from tests.clients.redis_server import RedisServer
from tests.crawler.capture.crawling import crawl_environment, documents_in
from tests.crawler.many_sites.crawling import faults, hurried, missing_pages, shortest_gap, start
from tests.crawler.many_sites.generated import Sites, article_targets
from tests.crawler.spiders.odd_server import PROJECT, SCRAPY, run_scrapy
from tests.forked import Started

LEASE = 6.0

Worker = Started


def start_worker(root: Path, urls: list[str], redis: RedisServer | str, *more: str) -> Worker:
    where = redis if isinstance(redis, str) else redis.url
    return start(root, urls, "-s", f"SITES_QUEUE={where}", "-s", f"SITES_LEASE={LEASE}", *more)


def ended(worker: Worker) -> tuple[int, str, list[str]]:
    """The exit code of a worker, its summary, and its lines on standard error without progress and a new archive."""
    said, errors = worker.communicate()
    lines = [line for line in errors.splitlines() if not line.startswith("a new archive in ")]
    return worker.wait(), said, [line for line in lines if not line.endswith("pages/s")]


def kill(worker: Worker) -> None:
    worker.kill()
    worker.communicate()


def scrapy_sites(redis: RedisServer | str, *more: str) -> "subprocess.CompletedProcess[str]":
    """``scrapy sites``, run to its end."""
    where = redis if isinstance(redis, str) else redis.url
    line = [str(SCRAPY), "sites", "-s", f"SITES_QUEUE={where}", *more]
    return subprocess.run(
        line, cwd=PROJECT, env=crawl_environment(), capture_output=True, text=True, check=False, timeout=60
    )


def standing(redis: RedisServer) -> dict[str, QueuedSite]:
    """By its start page, what the queue knows of each site."""
    return {site.url: site for site in queued_sites(Connection(redis.url))}


def command(redis: RedisServer, what: Action, name: str) -> None:
    """What ``scrapy sites`` does with a site, at once."""
    apply_action(Connection(redis.url), what, [name])


def wait_until(holds: Callable[[], bool]) -> None:
    """Returns when it holds; a test that waits in vain is ended by its own time limit."""
    while not holds():
        time.sleep(0.05)


def drill(places: list[Path], sites: Sites, redis: RedisServer, kills: list[int], *more: str) -> None:
    """Runs two workers for each place, and when so many requests came kills one of them and starts another."""
    chance = random.Random(17)  # the same each time
    workers = [(place, start_worker(place, sites.urls, redis, *more)) for place in places * 2]
    for requests in kills:
        wait_until(lambda least=requests: len(sites.log) >= least)  # type: ignore[misc]
        place, worker = workers.pop(chance.randrange(len(workers)))
        kill(worker)
        workers.append((place, start_worker(place, sites.urls, redis, *more)))
    for _, worker in workers:
        code, _, errors = ended(worker)
        assert code == 0, errors
        assert errors == []


def merged(places: list[Path], target: Path) -> Path:
    """One archive of all, when each is repaired, as docs/scrapy-commands.md has it."""
    for place in places:
        main(["check", "--repair", "--archive", str(place)])
    assert main(["merge", *map(str, places), "--archive", str(target)]) == 0
    assert run_scrapy("reextract", "-s", f"ARCHIVE_DIR={target}", timeout=1800).returncode == 0
    return target


def documents_of(root: Path, sites: Sites) -> dict[str, str]:
    """The documents of sound sites by address, without what says when and by which job they were captured."""
    plain = {}
    for document in documents_in(root):
        if document.url.startswith(tuple(sites.sound)):
            values = asdict(document)
            values["capture"] = values["capture"]["payload_digest"]
            values.pop("version")
            values["extractor"].pop("template")
            plain[document.url] = repr(values)
    return plain


def assert_whole(root: Path, sites: Sites, delay: float) -> None:
    """Each page of each sound site is there, with one text, and no host was asked twice within its delay."""
    assert missing_pages(root, sites) == {}
    assert faults(root) == []
    stored = [each for each in documents_in(root) if each.url.startswith(tuple(sites.sound))]
    pages = {(each.id, each.capture.payload_digest) for each in stored}
    assert len(pages) == len({each.url for each in stored}) == len(sites.sound) * len(article_targets())
    assert shortest_gap(root) >= delay
    assert hurried(sites, delay) == {}
    assert [Path(name).suffix for name in files_below(root / "warc")] == [".gz"] * len(Archive(root).warc_paths())


def asked_twice(sites: Sites) -> Counter[tuple[str, str]]:
    """The articles of sound sites that were asked for more than once, and how many times too many."""
    hosts = {url.split("/")[2].partition(":")[0] for url in sites.sound}
    asked = Counter((each.host, each.target) for each in sites.log if each.target in article_targets())
    return Counter({page: number - 1 for page, number in asked.items() if number > 1 and page[0] in hosts})
