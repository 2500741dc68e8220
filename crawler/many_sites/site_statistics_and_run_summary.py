"""Statistics of a run over many sites: each site's result, counts while it runs, and its summary as text and JSON."""

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rich.filesize import decimal
from scrapy.crawler import Crawler

from archive.errors import ArchiveError, ArchiveUnusable, QueueUnusable, SiteUnreachable
from archive.layout import Archive
from archive.model.times import format_time, utc_now
from crawler.many_sites.site_list import Site
from crawler.progress.crawl_result_and_summary import (
    SCHEMA,
    CrawlCounts,
    CrawlDiff,
    CrawlResult,
    format_duration,
    format_rows,
)

SHARED_ERRORS = (ArchiveUnusable, QueueUnusable)
"""Errors that concern all sites of a run, such as a full disk."""


@dataclass(frozen=True, slots=True)
class SiteResult:
    """The result of one site's crawl among many, kept small: a run may have thousands."""

    site: Site
    job: str | None
    reason: str | None
    is_complete: bool
    error: ArchiveError | None
    why: str | None
    pages: int
    documents: int
    size: int
    diff: CrawlDiff
    title: str | None

    @classmethod
    def of_crawl(cls, site: Site, crawl: CrawlResult) -> "SiteResult":
        figures, error = crawl.figures, crawl.error
        return cls(
            site,
            crawl.job,
            crawl.reason,
            crawl.is_complete,
            type(error)(*error.args) if error else None,  # its traceback would keep the whole crawl
            crawl.why,
            figures.pages,
            figures.documents,
            figures.size,
            crawl.diff,
            crawl.report.title,
        )

    @classmethod
    def of_failure(cls, site: Site, fault: Exception) -> "SiteResult":
        """Return the result of a site of which only the exception that ended its crawl is known."""
        error = ArchiveError(f"the crawl failed: {fault!r}")
        return cls(site, None, None, False, error, str(error), 0, 0, 0, CrawlDiff(), None)

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else 0

    def values(self) -> dict[str, Any]:
        """Return the result of a site's crawl as JSON values, as docs/formats.md describes."""
        diff = self.diff
        return {
            "site": self.site.name,
            "start_url": self.site.start_url,
            "job": self.job,
            "reason": self.reason,
            "complete": self.is_complete,
            "exit_code": self.exit_code,
            "error": self.why,
            "pages": self.pages,
            "bytes": self.size,
            "documents": {"new": diff.new, "changed": diff.changed, "unchanged": diff.unchanged},
        }


def _counts_of_crawler(crawler: Any) -> CrawlCounts:
    """The counts of a running crawl."""
    return CrawlCounts.of_stats(crawler.stats.get_stats() if crawler._stats else {}, 0.0)


@dataclass(frozen=True, slots=True)
class RunResult:
    """A run over many sites that has ended. ``stopped`` is the reason why it was cut short, None if it was not.

    ``results`` are those of the sites whose crawls ended, in that order, the last of each; ``left`` sites were not
    begun or did not end. ``seconds`` is the duration, ``fault`` the error that stopped the run. If ``is_queued``, the
    sites came from a queue shared with other workers.
    """

    began: str
    ended: str
    seconds: float
    stopped: str | None
    results: list[SiteResult]
    left: int
    fault: ArchiveError | None = None
    is_queued: bool = False

    @property
    def failed(self) -> list[SiteResult]:
        return [result for result in self.results if result.error]

    @property
    def error(self) -> ArchiveError | None:
        """Return the error of a run over many sites as a whole: one shared by all, or the fact that every site
        failed.
        """
        common = next((o.error for o in self.results if isinstance(o.error, SHARED_ERRORS)), None)
        if self.fault or common:
            return self.fault or common
        if not self.is_queued and self.results and len(self.failed) == len(self.results):
            return SiteUnreachable(f"none of {len(self.results)} sites could be crawled; each is named above")
        return None

    @property
    def exit_code(self) -> int:
        """Return the exit code of a run over many sites: 0 if one was crawled or the run was stopped before any
        ended, else the error's.
        """
        return self.error.exit_code if self.error else 0


@dataclass(slots=True)
class SiteStatistics:
    """Counts sites, pages and documents during a run over many; ``total`` is None if other workers crawl the sites
    too.
    """

    total: int | None
    _began: str = field(default_factory=lambda: format_time(utc_now()))
    _start: float = field(default_factory=time.monotonic)
    _running: dict[Site, Crawler] = field(default_factory=dict)
    _results: dict[Site, SiteResult] = field(default_factory=dict)
    _sums: Counter[str] = field(default_factory=Counter)

    def begin(self, site: Site, crawler: Crawler) -> None:
        self._running[site] = crawler

    def end(self, site: Site, result: SiteResult) -> None:
        """Count the result of a site in the run, and release its crawler."""
        del self._running[site]
        self._results.pop(site, None)
        self._results[site] = result
        self._sums.update(
            done=1, failed=int(bool(result.error)), pages=result.pages, documents=result.documents, size=result.size
        )

    def drop(self, site: Site) -> None:
        """Note that the crawl of a site was not begun after all."""
        del self._running[site]

    def crawlers(self) -> list[Crawler]:
        """List the crawlers of the run's crawls under way."""
        return list(self._running.values())

    def crawler_of(self, site: Site) -> Crawler | None:
        """Return the crawler of a site in the run, None if its crawl is not running."""
        return self._running.get(site)

    def line(self) -> str:
        """Return the progress of a run over many sites, in one line.

        >>> SiteStatistics(200).line()
        '0 of 200 sites done, 0 under way, 0 failed, 0 pages, 0 documents, 0 bytes, 0.0 pages/s'
        """
        under_way = [_counts_of_crawler(crawler) for crawler in self._running.values()]
        pages = self._sums["pages"] + sum(figures.pages for figures in under_way)
        documents = self._sums["documents"] + sum(figures.documents for figures in under_way)
        size = self._sums["size"] + sum(figures.size for figures in under_way)
        seconds = time.monotonic() - self._start
        done = f"{self._sums['done']}" + ("" if self.total is None else f" of {self.total}")
        return (
            f"{done} sites done, {len(under_way)} under way, "
            f"{self._sums['failed']} failed, {pages} pages, {documents} documents, {decimal(size)}, "
            f"{pages / seconds if seconds >= 1 else 0.0:.1f} pages/s"
        )

    def conclude(self, stopped: str | None, fault: ArchiveError | None, waiting: int) -> RunResult:
        """Return the result of the run over many sites, with ``waiting`` sites never begun."""
        seconds = time.monotonic() - self._start
        left = waiting + len(self._running)
        ended, results = format_time(utc_now()), list(self._results.values())
        return RunResult(self._began, ended, seconds, stopped, results, left, fault, self.total is None)


RUN_NAME = "many-sites"
"""The name of a run's summary in the archive, which no site can have."""


def run_summary(whole: RunResult, archive: Archive) -> str:
    """Print the summary of a run over many sites, in lines of a label and its text; each failed site is listed."""
    rows = (*_counted(whole), *_failed(whole))
    title = next((result.title for result in whole.results if result.title), None)
    return format_rows(rows, archive, title)


def run_values(whole: RunResult) -> dict[str, Any]:
    """Return the summary of a run over many sites as JSON values, as docs/formats.md describes."""
    documents = _diff(whole.results)
    return {
        "schema": SCHEMA,
        "began": whole.began,
        "ended": whole.ended,
        "seconds": round(whole.seconds, 3),
        "reason": whole.stopped or "finished",
        "complete": whole.stopped is None and not whole.left and all(each.is_complete for each in whole.results),
        "exit_code": whole.exit_code,
        "error": whole.error and " ".join(str(whole.error).split()),
        "sites": {"crawled": len(whole.results) - len(whole.failed), "failed": len(whole.failed), "left": whole.left},
        "pages": sum(result.pages for result in whole.results),
        "bytes": sum(result.size for result in whole.results),
        "documents": dict(documents),
        "crawls": [result.values() for result in whole.results],
    }


def _counted(whole: RunResult) -> Iterator[tuple[str, str]]:
    results = whole.results
    crawled = len(results) - len(whole.failed)
    end = f" ({whole.stopped}; the same command goes on)" if whole.stopped else ""
    left = f", {whole.left} left" if whole.left else ""
    yield "sites", f"{crawled} crawled, {len(whole.failed)} failed{left}{end}"
    size = decimal(sum(result.size for result in results))
    yield "pages", f"{sum(result.pages for result in results)} in {format_duration(whole.seconds)}, {size}"
    yield "documents", ", ".join(f"{count} {name}" for name, count in _diff(results).items() if count) or "0"
    cut = Counter(each.reason for each in results if not each.error and each.reason != "finished")
    for reason, count in cut.items():
        yield "cut short", f"{count} ({reason}); the same command goes on with them"


def _failed(whole: RunResult) -> Iterator[tuple[str, str]]:
    for result in sorted(whole.failed, key=lambda result: result.site.name):
        yield "failed", f"{result.site.start_url}: {result.why}"


def _diff(results: Iterable[SiteResult]) -> Counter[str]:
    """Sum up the crawl diffs of the sites."""
    total = Counter(CrawlDiff().counts)
    for each in results:
        total.update(each.diff.counts)
    return total
