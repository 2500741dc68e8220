"""Crawls of many generated sites as a process, measured, and what must hold of each site afterwards."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import nan
from pathlib import Path
from typing import Any

from archive.check.consistency_and_repair import check
from archive.index import Index
from archive.layout import Archive
from archive.model.times import parse_time
from archive.warc.captures_and_pages import catalogue_file
from tests import forked
from tests.crawler.capture.crawling import crawl_environment, documents_in
from tests.crawler.many_sites.generated import PAGES, Sites, article_targets
from tests.crawler.peak import measured
from tests.crawler.spiders.odd_server import PROJECT, SCRAPY


@dataclass(frozen=True, slots=True)
class Run:
    """A run that has ended: its exit code, what it said, and, if measured, its peak of memory in megabytes."""

    code: int
    said: str
    errors: str
    peak: float = nan


def command(root: Path, urls: Iterable[str], *more: str) -> list[str]:
    """``scrapy crawl agency`` over a file of sites, which is written beside the archive."""
    listed = root.with_suffix(".txt")
    listed.write_text("\n".join(["# sites", *urls, ""]), encoding="utf-8")
    arguments = ["-a", f"sites={listed}", "-s", f"ARCHIVE_DIR={root}", "-s", "RETRY_TIMES=1"]
    return [str(SCRAPY), "crawl", "agency", *arguments, *more]


def start(root: Path, urls: Iterable[str], *more: str) -> forked.Started:
    """The run as a process, which the caller waits for."""
    return forked.start(command(root, urls, *more), cwd=PROJECT, env=crawl_environment())


def run(root: Path, urls: Iterable[str], *more: str) -> Run:
    """The run to its end."""
    ended = forked.run(command(root, urls, *more), cwd=PROJECT, env=crawl_environment(), timeout=280)
    return Run(ended.returncode, ended.stdout, ended.stderr)


def run_measured(root: Path, urls: Iterable[str], *more: str) -> Run:
    """The same, measured, as a process that loads the program itself; files beside the archive keep what it says."""
    said, errors, peak = (root.parent / f"{root.name}.{kept}" for kept in ("out", "err", "peak"))
    line = measured(peak, command(root, urls, *more))
    with said.open("w") as out, errors.open("w") as err:
        ended = subprocess.run(line, cwd=PROJECT, env=crawl_environment(), stdout=out, stderr=err, check=False)
    return Run(ended.returncode, said.read_text(), errors.read_text(), int(peak.read_text()) / 1024)


def summary(root: Path, name: str = "many-sites") -> Any:
    """The summary as JSON."""
    return json.loads((Archive(root).summaries_dir / f"{name}.json").read_text(encoding="utf-8"))


def missing_pages(root: Path, sites: Sites) -> dict[str, int]:
    """For each sound site that is not wholly in the archive how many pages or articles it lacks."""
    archive, captured, extracted = Archive(root), defaultdict(set), defaultdict(set)
    for path in archive.warc_paths():
        for entry in catalogue_file(path):
            if entry.capture.status == 200:
                captured[entry.capture.uri.split("/")[2]].add(entry.capture.uri)
    for document in documents_in(root):
        extracted[document.url.split("/")[2]].add(document.url)
    lacking = {}
    for url in sites.sound:
        host = url.split("/")[2]
        articles = {url.rstrip("/") + target for target in article_targets()}
        pages = {url, *(f"{url}list_{n}.html" for n in range(2, PAGES - len(articles) + 1)), *articles}
        if lack := len(pages - captured[host]) + len(articles ^ extracted[host]):
            lacking[url] = lack
    return lacking


def faults(root: Path) -> list[str]:
    """What 'archive check' finds, and documents that the index does not hold."""
    archive = Archive(root)
    with Index(archive) as index:
        unknown = [doc.url for doc in documents_in(root) if index.document(doc.id, doc.version) is None]
    return [*map(str, check(archive).faults), *(f"{url} is not in the index" for url in unknown)]


def shortest_gap(*roots: Path) -> float:
    """The least time between two requests to one host, in seconds, by when each was written to the wire.

    A millisecond is added: the system's time of day, which captures have, runs a little faster or slower than the
    clock that delays are kept by.
    """
    asked = defaultdict(list)
    for path in [path for root in roots for path in Archive(root).warc_paths()]:
        for entry in catalogue_file(path):
            asked[entry.capture.uri.split("/")[2]].append(parse_time(entry.capture.date))
    gaps = [later - sooner for times in asked.values() for sooner, later in pairwise(sorted(times))]
    return min(gaps).total_seconds() + 0.001


def hurried(sites: Sites, delay: float) -> dict[str, float]:
    """The hosts that were asked more often than a delay allows, by the server's log, and how many seconds apart.

    Counted over all requests to a host: one may come late to a server on a busy machine, and the next in time.
    """
    mean = {
        host: (times[-1] - times[0]) / (len(times) - 1) for host, times in sites.asked().items() if len(times) > 9
    }
    return {host: apart for host, apart in mean.items() if apart < delay * 0.95}
