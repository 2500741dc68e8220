"""In what order sites are crawled: those that had to wait longest first."""

from collections import deque
from collections.abc import Iterable

from archive.jobs import ADDED, Job, find_jobs
from archive.layout import Archive
from crawler.many.outcome import SiteOutcome
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


class ListedSites:
    """Sites of a list, each once, in its order; ``left`` says how many are still to be taken."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._waiting = deque(sites)
        self._is_stopped = False

    @property
    def left(self) -> int:
        return len(self._waiting)

    def start(self) -> None:
        """There is nothing to begin."""

    async def take(self) -> Site | None:
        """The next site, to be crawled by the caller; None when there is none, or no more are given out."""
        return None if self._is_stopped or not self._waiting else self._waiting.popleft()

    def end(self, site: Site, outcome: SiteOutcome | None) -> None:
        """Take down what came of a site; None where its crawl was not begun after all."""
        if outcome is None:
            self._waiting.appendleft(site)

    def stop(self) -> None:
        """Return out no more."""
        self._is_stopped = True

    async def close(self) -> None:
        """There is nothing to wait for."""
