"""In what order sites are crawled: those that had to wait longest first."""

from collections.abc import Iterable

from archive.jobs import ADDED, find_jobs
from archive.layout import Archive
from crawler.many.sites import Site


def longest_ago_first(archive: Archive, sites: Iterable[Site]) -> list[Site]:
    """The sites by when their last crawl began, those never crawled first, in the order given among equals.

    A run that is cut short is so fair to all in the runs after it. Raises ArchiveDamaged at a job that is none.
    """
    began: dict[str, str] = {}
    for job in find_jobs(archive).values():
        if job.reason != ADDED:
            began[job.site] = max(job.began, began.get(job.site, ""))
    return sorted(sites, key=lambda site: began.get(site.name, ""))
