"""An archive of two sites, the second of which has a page that the first had before."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from archive.index import Index, update_index
from archive.jobs_and_locks import Job
from archive.layout import Archive
from archive.model.times import format_time
from archive.warc.http_exchange_and_conditional_requests import Exchange
from archive.warc.warc_writer import WarcWriter
from crawler.reextract.reextraction_of_files_and_worker_processes import reextract_missing
from tests.archive.check.archive_with_articles import BEGAN, exchange

ONE, OTHER = "one.example", "other.example"


def of_site(site: str, number: int, day: int = 0) -> Exchange:
    whole = exchange(number, day)
    return replace(whole, uri=whole.uri.replace("sample.example", site))


def crawl(archive: Archive, site: str, job: str, *numbers: int, day: int = 0) -> None:
    """A crawl of a site that finds these articles; payloads that the archive has become revisits."""
    update_index(archive.create())
    begun = Job(job, site, {}, format_time(BEGAN + timedelta(days=day))).save(archive)
    with (
        Index(archive) as index,
        WarcWriter(archive, site, job, {"software": "test"}, index.capture_with_digest) as writer,
    ):
        for number in numbers:
            writer.append(of_site(site, number, day))
    update_index(archive)
    list(reextract_missing(archive, site))
    begun.end(archive, "finished", {})
    update_index(archive)


def make_two_sites(root: Path) -> Archive:
    archive = Archive(root)
    crawl(archive, ONE, "first", 1, 2)
    crawl(archive, OTHER, "second", 3, 1, day=1)
    return archive
