"""What the archive says of earlier crawls of a site."""

from collections.abc import Iterator

from scrapy.crawler import Crawler

from archive.errors import ArchiveError
from archive.index import Index
from archive.jobs import Job, find_jobs
from archive.layout import WARC_SUFFIX, Archive
from archive.model.capture import CatalogueEntry
from archive.model.url import canonical_url, document_id
from crawler.capture.recorder import Recorder
from crawler.discovery.known import Earlier


def earlier_crawls(crawler: Crawler, site: str, start_url: str) -> Earlier | None:
    """What crawls came to before this one and those that it goes on from; None where none came to its end.

    Only crawls from the same start page count.
    """
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        return None
    archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
    jobs = [job for job in find_jobs(archive).values() if job.site == site and job not in recorder.interrupted]
    if not any(job.is_complete and job.asked.get("start_url") == start_url for job in jobs):
        return None
    return _read(archive, site, jobs)


def known_articles(crawler: Crawler, site: str) -> list[str]:
    """The addresses of all articles of a site that the archive holds, in no order."""
    archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
    try:
        with Index(archive) as index:
            return sorted(
                {
                    _canonical(entry.capture.uri)
                    for stem in archive.stems_of(site)
                    for entry in index.entries_in(f"{stem}{WARC_SUFFIX}")
                    if entry.capture.status == 200 and index.versions(_canonical(entry.capture.uri))
                }
            )
    except ArchiveError:
        return []


def _read(archive: Archive, site: str, jobs: list[Job]) -> Earlier:
    captured: set[str] = set()
    articles: set[str] = set()
    names = {job.job for job in jobs}
    with Index(archive) as index:
        for stem in archive.stems_of(site):
            if stem.job in names:
                warc = f"{stem}{WARC_SUFFIX}"
                captured.update(_canonical(entry.capture.uri) for entry in _pages(index, warc))
                articles.update(id_ for id_, _ in index.versions_in(warc))
    return Earlier(lambda url: document_id(site, url) in articles, lambda url: url in captured)


def _pages(index: Index, warc: str) -> Iterator[CatalogueEntry]:
    return (entry for entry in index.entries_in(warc) if entry.capture.status < 500)


def _canonical(url: str) -> str:
    try:
        return canonical_url(url)
    except ValueError:
        return url
