"""Crawls as processes that are killed or fail, and what must hold of the archive afterwards."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from archive.check.consistency_and_repair import check
from archive.document_and_unit_files import find_documents
from archive.index import Index
from archive.jobs_and_locks import find_jobs, unextracted
from archive.layout import Archive
from archive.model.document import Document
from archive.warc.warc_records_and_digests import read_records
from crawler.reextract.reextraction_of_files_and_worker_processes import document_changes
from crawler.template_files_and_learning import template_of
from tests import forked
from tests.crawler.spiders.odd_server import PROJECT, SCRAPY, Reply
from tests.crawler.spiders.odd_site import article

FAILING = Path(__file__).with_name("failing_crawl.py")
PAGES = 12
_LINKS = "".join(f"<li><a href='/news/{n}.html'>A story with the number {n}</a></li>" for n in range(PAGES))


def small_site(target: str) -> Reply:
    """A list of 12 articles and each of them."""
    number = target.removeprefix("/news/").removesuffix(".html")
    if number.isdigit() and int(number) < PAGES:
        return Reply(article(int(number)).encode())
    return Reply(f"<title>Stories</title><ul>{_LINKS}</ul>".encode()) if target == "/" else Reply(status=404)


def crawl_command(archive: Path, url: str, *more: str, fault: Iterable[str] = ()) -> list[str]:
    """``scrapy crawl daxinya``; ``fault`` is the point, count and action of ``failing_crawl``."""
    program = [sys.executable, str(FAILING), *fault] if fault else [str(SCRAPY)]
    settings = ("-s", f"ARCHIVE_DIR={archive}", "-s", "PROGRESS_INTERVAL=900")  # no line in time
    return [*program, "crawl", "daxinya", "-a", f"start_url={url}", *settings, *more]


def crawl_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"}


def start_crawl(archive: Path, url: str, *more: str, fault: Iterable[str] = ()) -> forked.Started:
    """The crawl as a process, which the caller waits for."""
    return forked.start(crawl_command(archive, url, *more, fault=fault), cwd=PROJECT, env=crawl_environment())


def crawl(archive: Path, url: str, *more: str, fault: Iterable[str] = ()) -> "subprocess.CompletedProcess[str]":
    """The crawl run to its end, within two minutes."""
    return forked.run(crawl_command(archive, url, *more, fault=fault), cwd=PROJECT, env=crawl_environment())


def documents_in(root: Path) -> list[Document]:
    return [stored.document for stored in find_documents(Archive(root))]


def assert_sound(root: Path) -> None:
    """The archive has no faults, no record twice, and exactly the documents that its records give."""
    archive = Archive(root)
    faults = check(archive).faults
    assert faults == [], faults
    assert unextracted(archive) == [] or not all(job.ended for job in find_jobs(archive).values())
    ids: Counter[str | None] = Counter()
    captures: Counter[tuple[str | None, ...]] = Counter()
    for path in archive.warc_paths():
        for record in read_records(path):
            ids[record.field("WARC-Record-ID")] += 1
            if record.is_capture:
                captures[record.field("WARC-Target-URI"), record.field("WARC-Date")] += 1
    assert {*ids.values(), *captures.values()} <= {1}
    with Index(archive) as index:
        lines = [
            line
            for stem in archive.warc_names()
            for line in document_changes(archive, stem, index.capture_with_digest, template_of(archive, stem))
        ]
    assert lines == []


def stored_digests(root: Path) -> set[str | None]:
    """The payload digests of all captures."""
    return {
        record.field("WARC-Payload-Digest")
        for path in Archive(root).warc_paths()
        for record in read_records(path)
        if record.is_capture
    }
