"""Results of earlier crawls of a site, from the archive: captured URLs and known articles."""

from collections.abc import Iterable

from scrapy.crawler import Crawler

from archive.errors import ArchiveError
from archive.index import Index
from archive.jobs import Job, find_jobs
from archive.layout import Archive, WarcName
from archive.model.url import canonical, document_id
from crawler.capture.recorder import Recorder
from crawler.discovery.link_selection import EarlierCrawls


def find_earlier_crawls(crawler: Crawler, site: str, start_url: str) -> EarlierCrawls | None:
    """The results of crawls before this one and those that it resumes; None if no crawl was completed.

    Only crawls from the same start page count.
    """
    recorder = crawler.get_extension(Recorder)
    if recorder is None:
        return None
    archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
    own = {recorder.job.job, *(job.job for job in recorder.interrupted)}
    jobs = [job for name, job in find_jobs(archive).items() if job.site == site and name not in own]
    if not any(job.is_complete and job.asked.get("start_url") == start_url for job in jobs):
        return None
    return _read(archive, site, jobs)


def archived_article_urls(crawler: Crawler, site: str) -> list[str]:
    """The URLs of all articles of a site that the archive holds, sorted."""
    archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
    try:
        captured, articles = _captured_and_articles(archive, archive.warc_names_of(site))
    except ArchiveError:
        return []
    return sorted(url for url in captured if document_id(site, url) in articles)


def _read(archive: Archive, site: str, jobs: list[Job]) -> EarlierCrawls:
    names = {job.job for job in jobs}
    captured, articles = _captured_and_articles(
        archive, [stem for stem in archive.warc_names_of(site) if stem.job in names]
    )
    return EarlierCrawls(lambda url: document_id(site, url) in articles, lambda url: url in captured)


def _captured_and_articles(archive: Archive, stems: Iterable[WarcName]) -> tuple[set[str], set[str]]:
    """The canonical URLs in the files that were answered without a server error, and the documents' ids."""
    captured: set[str] = set()
    articles: set[str] = set()
    with Index(archive) as index:
        for stem in stems:
            entries = index.entries_in(stem.warc)
            captured.update(canonical(entry.capture.uri) for entry in entries if entry.capture.status < 500)
            articles.update(id_ for id_, *_ in index.versions_in(stem.warc))
    return captured, articles
