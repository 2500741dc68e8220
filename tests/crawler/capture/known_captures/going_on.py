"""Crawls of the sample site that are stopped and go on, held against one that is not."""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive.index import Index
from archive.layout import Archive
from tests.crawler.capture.crawling import crawl, documents_in, start_crawl
from tests.forked import Started
from tests.samplesite import serve
from tests.samplesite.traps import ENDLESS_PATHS

Captures = frozenset[tuple[str, int, str | None]]


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl came to: addresses with status and payload digest, documents, and how often each was asked for.

    ``endless`` counts the captures of pages without end. A budget ends their requests, and which of them it admits
    depends on whose answer comes first, so that two crawls agree in their number only.
    """

    captures: Captures
    endless: int
    documents: frozenset[str]
    asked: Counter[str]


def state_of(root: Path, asked: Counter[str]) -> Crawled:
    with Index(Archive(root)) as index:
        entries = [entry.capture for warc in index.warc_files() for entry in index.entries_in(warc)]
    captures = frozenset((capture.uri, capture.status, capture.payload_digest) for capture in entries)
    endless = frozenset(capture for capture in captures if urlsplit(capture[0]).path in ENDLESS_PATHS)
    documents = frozenset(document.url for document in documents_in(root))
    return Crawled(captures - endless, len(endless), documents, asked)


@dataclass(frozen=True, slots=True)
class Whole:
    """A crawl to its end: its archive, the port of its site, at which another can be served, and the bytes sent."""

    root: Path
    port: int
    crawled: Crawled
    sent: int


def unbroken(root: Path) -> Whole:
    """Crawl the sample site to its end."""
    with serve() as site:
        ended = crawl(root, site.url)
        assert ended.returncode == 0, ended.stderr
        sent = sum(len(logged.payload) for logged in site.log)
        return Whole(root, site.port, state_of(root, Counter(site.targets())), sent)


def broken(root: Path, port: int, stops: list[float], stop: Callable[[Started], None]) -> Crawled:
    """The same, stopped so many seconds after the first answer each time, and then let go on to its end."""
    with serve(port) as site:
        for seconds in stops:
            before, process = len(site.log), start_crawl(root, site.url)
            while len(site.log) == before and process.poll() is None:
                time.sleep(0.01)
            time.sleep(seconds)
            stop(process)
            process.communicate()
        ended = crawl(root, site.url)
        assert ended.returncode == 0, ended.stderr
        return state_of(root, Counter(site.targets()))


def repeated(crawled: Crawled, whole: Crawled) -> int:
    """How many requests the stopped crawl made beyond those of the whole one."""
    return (crawled.asked - whole.asked).total()
