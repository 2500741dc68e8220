"""The result of a crawl: its counts, how it changed the site's documents, and the error that it ended with."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import Crawler

from archive.errors import ArchiveError, SiteUnreachable
from archive.index import Index
from archive.jobs_and_locks import STOPPED, Job, jobs_of_site
from archive.layout import Archive
from archive.model.times import format_time, utc_now
from archive.query.history.changes import find_changes
from archive.query.statistics import LeftOutSection, left_out_sections
from crawler.capture.recorder_and_capture_sink import Recorder
from crawler.spiders.response_text_document_and_crawl_report import Report

_KIND, _LANGUAGE = "archive/documents/kind/", "archive/documents/lang/"


@dataclass(frozen=True, slots=True)
class CrawlCounts:
    """Counts of pages and documents of a crawl. ``size`` is in bytes on the wire, ``seconds`` since it began."""

    pages: int
    documents: int
    size: int
    seconds: float
    kinds: Mapping[str, int]
    languages: Mapping[str, int]

    @classmethod
    def of_stats(cls, stats: Mapping[str, Any], seconds: float) -> "CrawlCounts":
        """Read a crawl's counts from Scrapy's stats; without capture, they are the items and the bytes of the
        downloader.
        """
        captured = "archive/captures" in stats
        return cls(
            pages=stats.get("crawl/pages", 0),
            documents=stats.get("archive/documents" if captured else "item_scraped_count", 0),
            size=stats.get("archive/bytes" if captured else "downloader/response_bytes", 0),
            seconds=seconds,
            kinds=_below(stats, _KIND),
            languages=_below(stats, _LANGUAGE),
        )


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    return {key.removeprefix(prefix): count for key, count in stats.items() if key.startswith(prefix)}


_COUNTED = ("new", "changed", "unchanged", "missing", "gone", "back")


@dataclass(frozen=True, slots=True)
class CrawlDiff:
    """A crawl diff: the changes of a site's documents in one crawl, including the stopped crawls that it continued.

    ``new`` documents came for the first time, ``changed`` have a version with another text, ``unchanged`` were seen
    with the same text, ``missing`` were no longer there, ``gone`` are missing for good, ``back`` were missing before.
    ``is_later`` means that the site had been crawled before.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    missing: int = 0
    gone: int = 0
    back: int = 0
    is_later: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """Return the counts of a crawl diff by kind of change."""
        return {name: getattr(self, name) for name in _COUNTED}

    def line(self) -> str:
        """Return the counts of a crawl diff that are not zero, in words.

        >>> CrawlDiff(new=3, changed=10, unchanged=42).line(), CrawlDiff().line()
        ('3 new, 10 changed, 42 unchanged', '0')
        """
        return ", ".join(f"{count} {name}" for name, count in self.counts.items() if count) or "0"


def _diff_of_crawl(archive: Archive, site: str, began: str, seen: set[str]) -> CrawlDiff:
    """Compute the crawl diff of a site since a moment; ``seen`` are the ids of documents that the crawl met.

    A first crawl's documents are all new, without a look at the index. Changes are counted as in ``archive changes``.
    Raises ArchiveError if the archive cannot be read.
    """
    if not any(job.began < began for job in jobs_of_site(archive, site)):
        return CrawlDiff(new=len(seen))
    with Index(archive) as index, index.snapshot():
        changes = [(change.kind, change.document.id) for change in find_changes(archive, index, began, site)]
    kinds = Counter[str](kind for kind, _ in changes)
    touched = {id_ for kind, id_ in changes if kind in ("new", "changed")}
    kinds["unchanged"] = len(seen - touched)
    return CrawlDiff(**{name: kinds[name] for name in _COUNTED}, is_later=True)


CUT_SHORT = frozenset({"start_error"})
"""Finish reasons of crawls whose spider failed before its first request."""


def error_of_crawl(crawler: Crawler) -> ArchiveError | None:
    """Return the error that a crawl ended with: the archive's, or SiteUnreachable for the site; None without
    error.
    """
    recorder = _recorder_of(crawler)
    if recorder and recorder.failure:
        return recorder.failure
    report = getattr(crawler.spider, "report", None)
    start = _start_url_of(crawler.spider)
    if report is not None and report.unreachable is not None:
        return SiteUnreachable(
            f"{start} cannot be crawled: {report.unreachable}; name another start page with -a start_url=URL, or try "
            "the sample site with 'make crawl'"
        )
    if report is not None and report.kept_out is not None:
        return SiteUnreachable(f"the crawl of {start} was kept out: {report.kept_out}; the captures so far are kept")
    if crawler._stats and crawler.stats.get_value("finish_reason") in CUT_SHORT:
        return SiteUnreachable(f"the crawl of {start} could not begin: its spider failed; see the log above")
    return None


def _recorder_of(crawler: Crawler) -> Recorder | None:
    """The recorder of a crawl, None if the crawl ended before it had one."""
    return crawler.get_extension(Recorder) if crawler._extensions else None


def _start_url_of(spider: Any) -> str:
    """The start page of a spider, '' if it has none."""
    return getattr(getattr(spider, "arguments", None), "start_url", "")


@dataclass(frozen=True, slots=True)
class CrawlResult:
    """The result of a crawl that has ended. ``began`` and ``ended`` are moments in UTC.

    ``reason`` is Scrapy's finish reason, None if the crawl did not end in good order; ``error`` is the error that it
    failed with. ``waiting`` has, for each shape of URL that was not requested, the number of URLs and an example;
    ``given_up`` has the same for dead ends. ``conditional`` counts conditional requests, ``not_modified`` the 304s
    among their answers, ``captured_before`` the pages taken over from a stopped crawl. ``clock_behind`` is the number
    of seconds by which the clock was behind the site's last crawl. ``sections`` are those of the site without
    documents.
    """

    spider: str
    site: str
    start_url: str
    archive: Archive
    job: str | None
    began: str
    ended: str
    reason: str | None
    error: ArchiveError | None
    figures: CrawlCounts
    report: Report
    left_out: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, tuple[int, str]] = field(default_factory=dict)
    given_up: dict[str, tuple[int, str]] = field(default_factory=dict)
    conditional: int = 0
    not_modified: int = 0
    captured_before: int = 0
    clock_behind: int = 0
    diff: CrawlDiff = field(default_factory=CrawlDiff)
    sections: tuple[LeftOutSection, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether the crawl ended by itself and without error."""
        return self.reason is not None and self.reason not in STOPPED and self.error is None

    @property
    def why(self) -> str | None:
        """Return the cause of the crawl's error, without its advice to the reader; None if there was no error."""
        if self.error is None:
            return None
        return self.report.unreachable or self.report.kept_out or " ".join(str(self.error).split())

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else 0

    @classmethod
    def of_crawler(cls, crawler: Crawler, error: ArchiveError | None) -> "CrawlResult":
        """Make the result of a crawl that ended with ``error``; changes of documents are read from the archive."""
        spider: Any = crawler.spider
        recorder = _recorder_of(crawler)
        stats = crawler.stats.get_stats() if crawler._stats else {}
        archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
        report = getattr(spider, "report", None) or Report()
        frontier = getattr(spider, "frontier", None)
        site = getattr(spider, "site", crawler.spidercls.name)
        now = format_time(utc_now())
        return cls(
            spider=crawler.spidercls.name,
            site=site,
            start_url=_start_url_of(spider),
            archive=archive,
            job=recorder.job.job if recorder else None,
            began=recorder.job.began if recorder else now,
            ended=now,
            reason=stats.get("finish_reason"),
            error=error,
            figures=CrawlCounts.of_stats(stats, stats.get("elapsed_time_seconds", 0.0)),
            report=report,
            left_out=report.left_out + frontier.left_out if frontier else Counter(),
            waiting=frontier.waiting() if frontier else {},
            given_up=frontier.dead_ends.given_up if frontier else {},
            conditional=stats.get("recall/asked", 0),
            not_modified=stats.get("recall/unchanged", 0),
            captured_before=stats.get("recall/captured", 0),
            clock_behind=stats.get("archive/clock_behind", 0),
            sections=tuple(left_out_sections(archive, site)),
            diff=_diff(archive, site, [*recorder.interrupted, recorder.job], report) if recorder else CrawlDiff(),
        )


def _diff(archive: Archive, site: str, jobs: Iterable[Job], report: Report) -> CrawlDiff:
    """Compute the crawl diff, without documents that cannot be read, which the crawl or a later command reports."""
    try:
        return _diff_of_crawl(archive, site, min(job.began for job in jobs), report.seen)
    except ArchiveError:
        return CrawlDiff(new=len(report.seen))
