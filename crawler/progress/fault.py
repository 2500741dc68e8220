"""What a crawl came to grief by, if anything."""

from typing import Any

from scrapy.crawler import Crawler

from archive.errors import ArchiveError, SiteUnreachable
from crawler.capture.recorder import Recorder

CUT_SHORT = frozenset({"start_error"})
"""Reasons of Scrapy's for the end of a crawl whose spider failed before it had asked for anything."""


def fault_of(crawler: Crawler) -> ArchiveError | None:
    """The error that the crawl ended with: the archive's, or SiteUnreachable for the site; None if it went well."""
    recorder = recorder_of(crawler)
    if recorder and recorder.failure:
        return recorder.failure
    report = getattr(crawler.spider, "report", None)
    start = start_of(crawler.spider)
    if report is not None and report.unreachable is not None:
        return SiteUnreachable(
            f"{start} cannot be crawled: {report.unreachable}; name another start page with -a start_url=URL, or try "
            "the sample site with 'make crawl'"
        )
    if report is not None and report.kept_out is not None:
        return SiteUnreachable(f"the crawl of {start} was kept out: {report.kept_out}; what was captured is kept")
    if crawler._stats and crawler.stats.get_value("finish_reason") in CUT_SHORT:
        return SiteUnreachable(f"the crawl of {start} could not begin: its spider failed; see the log above")
    return None


def recorder_of(crawler: Crawler) -> Recorder | None:
    """The recorder of a crawl, None where it did not come to have one."""
    return crawler.get_extension(Recorder) if crawler._extensions else None


def start_of(spider: Any) -> str:
    """The page that a spider begins with, '' where it says none."""
    return getattr(getattr(spider, "arguments", None), "start_url", "")
