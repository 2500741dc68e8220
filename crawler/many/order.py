"""In what order sites are crawled: those that had to wait longest first."""

from collections.abc import Iterable

from archive.jobs import ADDED, Job, find_jobs
from archive.layout import Archive
from crawler.many.sites import Site


def longest_ago_first(archive: Archive, sites: Iterable[Site]) -> list[Site]:
    """The sites by when their last crawl began, those never crawled first, in the order given among equals.

    A run that is cut short is so fair to all in the runs after it. Raises ArchiveDamaged at a job that is none.
    """
    last = last_crawls(archive)
    return sorted(sites, key=lambda site: last[site.name].began if site.name in last else "")


def last_crawls(archive: Archive) -> dict[str, Job]:
    """The job of each site's crawl that began last, by the site's name."""
    jobs = sorted(find_jobs(archive).values(), key=lambda job: job.began)
    return {job.site: job for job in jobs if job.reason != ADDED}
