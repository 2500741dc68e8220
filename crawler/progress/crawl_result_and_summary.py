"""The result of a crawl (its counts, how it changed the site's documents, the error that it ended with), and its
summary: text for people, and JSON for monitors (``summaries/SITE.json``, SUMMARY_FILE).
"""

import json
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.filesize import decimal
from scrapy.crawler import Crawler

from archive.disk import replace_file
from archive.errors import ArchiveError, ArchiveLocked, ArchiveUnusable, SiteUnreachable, disk_errors
from archive.index import Index, IndexWriter, mark_job_indexed
from archive.jobs_and_locks import STOPPED, Job, jobs_of_site
from archive.layout import DEFAULT_DIR, Archive, summary_file
from archive.model.times import format_time, utc_now
from archive.query.history.changes import find_changes
from archive.query.statistics import LeftOutSection, left_out_sections
from crawler.capture.recorder_and_capture_sink import Recorder
from crawler.discovery.budgets import IN_A_ROW
from crawler.discovery.outcome import Outcome
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


SCHEMA = 1

_NAMED = {Outcome.FAILED: "failed", Outcome.REFUSED: "refused", Outcome.DEAD: "missing", Outcome.EMPTY: "missing"}
_FIRST = 20
"""The number of failures of one kind that are listed."""
_FIRST_MISSING = 5
"""The number of missing pages that are printed."""


def store_summary(crawl: CrawlResult, path: str | None = None) -> None:
    """Store the summary of a crawl that has ended, in the archive and in a file at ``path`` too, and mark its files
    in the index as completely indexed.

    Later commands then need not read its files again. Raises ArchiveUnusable if the archive cannot be written.
    """
    _write_summaries(crawl, path)
    if crawl.job and crawl.error is None and crawl.reason is not None:
        with suppress(ArchiveLocked), IndexWriter(crawl.archive) as writer:  # or else they read them
            mark_job_indexed(crawl.archive, writer, crawl.job)


def _write_summaries(crawl: CrawlResult, other: str | None) -> None:
    """Write the summary of a crawl into the archive, and into the file ``other`` if one is named.

    A crawl that was refused because another crawl of the site is running does not replace that one's summary.
    Raises ArchiveUnusable if one cannot be written, unless the crawl itself failed with it.
    """
    own = None if isinstance(crawl.error, ArchiveLocked) else summary_file(crawl.archive, crawl.site)
    store_values(summary_values(crawl), own, other, crawl.error)


def store_values(values: Mapping[str, Any], own: Path | None, other: str | None, error: ArchiveError | None) -> None:
    """Write a crawl's or run's summary into the archive's ``own`` file, and into ``other``, as far as these are
    named.

    Raises ArchiveUnusable if one cannot be written; not for the archive's if that is the crawl's ``error`` anyway.
    """
    if own:
        with suppress(ArchiveUnusable) if isinstance(error, ArchiveUnusable) else nullcontext():
            _write_summary(values, own)
    if other:
        _write_summary(values, Path(other))


def _write_summary(values: Mapping[str, Any], path: Path) -> None:
    """Write a summary into a file, in one step, and create the file's directory if it does not exist.

    Raises ArchiveUnusable if it cannot be written.
    """
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    replace_file(path, [text.encode("utf-8", "backslashreplace")])


def summary_values(crawl: CrawlResult) -> dict[str, Any]:
    """Return the summary of one crawl as JSON values, as docs/formats.md describes."""
    return {
        "schema": SCHEMA,
        "job": crawl.job,
        "spider": crawl.spider,
        "site": crawl.site,
        "start_url": crawl.start_url,
        "began": crawl.began,
        "ended": crawl.ended,
        "seconds": round(crawl.figures.seconds, 3),
        "reason": crawl.reason,
        "complete": crawl.is_complete,
        "exit_code": crawl.exit_code,
        "error": crawl.why,
        "pages": crawl.figures.pages,
        "bytes": crawl.figures.size,
        "asked_conditionally": crawl.conditional,
        "not_modified": crawl.not_modified,
        "captured_before": crawl.captured_before,
        "documents": _documents(crawl),
        "failures": _failures(crawl.report),
        "left_out": dict(crawl.left_out.most_common()),
        "waiting": sum(count for count, _ in crawl.waiting.values()),
        "sections_left_out": [
            {"name": each.name, "pages": each.pages, "example": each.example} for each in crawl.sections
        ],
        "given_up": [{"like": example, "count": count} for count, example in sorted(crawl.given_up.values())[::-1]],
    }


def _documents(crawl: CrawlResult) -> dict[str, Any]:
    return {
        **crawl.diff.counts,
        "stored": crawl.figures.documents,
        "kinds": dict(crawl.figures.kinds),
        "languages": dict(crawl.figures.languages),
    }


def _failures(report: Report) -> dict[str, Any]:
    """For each kind of failure the count, and the first ones with their reasons."""
    found: dict[str, Any] = {}
    for outcome, name in _NAMED.items():
        pages = report.named.get(outcome, {})
        sort = found.setdefault(name, {"count": 0, "first": []})
        sort["count"] += len(pages) + report.unnamed[outcome]
        first = [{"url": url, "reason": reason} for url, reason in pages.items()]
        sort["first"] = [*sort["first"], *first][:_FIRST]
    return found


_UNSURE = 5  # pages
_SHAPES = 5
_DATED = re.compile(r"\d[年月日号届]")
_HAN = re.compile(r"[㐀-鿿]{2,}")
_WORD = re.compile(r"(?:(?![㐀-鿿])[^\W\d_]){4,}")
_WHOLE = 6  # the most Chinese characters of a title that is used as a query unchanged
_LEAST = 4  # those of a longer one


def summary_text(crawl: CrawlResult) -> str:
    """Print the summary of a crawl, in lines of a label and its text."""
    rows = (
        *_counted(crawl),
        *_left_out(crawl),
        *_given_up(crawl),
        *unsure_rows(crawl.report),
        *_failure_rows(crawl.report),
    )
    return format_rows(rows, crawl.archive, crawl.report.title)


def format_rows(rows: Iterable[tuple[str, str]], archive: Archive, title: str | None) -> str:
    """Format a summary as lines of a label and its text, followed by the archive and commands to try on it."""
    lines = [f"{label:<10} {text}".rstrip() for label, text in (*rows, ("archive", str(archive.root.resolve())))]
    return "\n".join(
        [*lines, "", "Next:", *(f"  {command}" for command in _suggested_commands(str(archive.root), title))]
    )


def _suggested_commands(archive: str, title: str | None) -> list[str]:
    """Commands to try on an archive; the first is a query with a result, if there is the ``title`` of an article."""
    place = "" if archive == DEFAULT_DIR else f"ARCHIVE_DIR={shlex.quote(archive)} "
    query = _query(title or "")
    commands = [f"archive query {shlex.quote(query)}"] if query else []
    return [place + command for command in (*commands, "archive stats", "archive check")]


def _counted(crawl: CrawlResult) -> Iterator[tuple[str, str]]:
    figures = crawl.figures
    end = "" if crawl.reason == "finished" else f" ({crawl.reason or 'ended at once'})"
    yield "crawl", f"{crawl.spider}, {crawl.start_url}{end}"
    yield "pages", f"{figures.pages} in {format_duration(figures.seconds)}, {decimal(figures.size)}"
    yield from _document_rows(figures, crawl.diff)
    if crawl.clock_behind:
        behind = format_duration(crawl.clock_behind)
        yield "warning", f"this machine's clock is {behind} behind the last crawl; what was captured counts as newer"
    if figures.languages:
        yield "languages", _list(figures.languages).removeprefix(": ")


def format_duration(seconds: float) -> str:
    """Format the duration of a crawl in hours, minutes and seconds.

    >>> format_duration(3.2), format_duration(75), format_duration(7300)
    ('3 s', '1 min 15 s', '2 h 1 min')
    """
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"


def _document_rows(figures: CrawlCounts, diff: CrawlDiff) -> Iterator[tuple[str, str]]:
    """The number of documents; for a later crawl, the changes of documents."""
    if diff.is_later:
        yield "documents", diff.line()
        if figures.documents:
            yield "versions", f"{figures.documents}{_list(figures.kinds)}"
    else:
        yield "documents", f"{figures.documents}{_list(figures.kinds)}"


def _list(counts: Mapping[str, int]) -> str:
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ": " + ", ".join(f"{count} {name}" for name, count in most_first) if most_first else ""


def _left_out(crawl: CrawlResult) -> Iterator[tuple[str, str]]:
    for reason, count in crawl.left_out.most_common():
        yield "left out", f"{count} {reason}"
    for section in sorted(crawl.sections, key=lambda each: -each.pages)[:_SHAPES]:
        yield "left out", f"{section.pages} pages of the section {section.name!r}, like {section.example}"
    if len(crawl.sections) > _SHAPES:
        yield "left out", f"and {len(crawl.sections) - _SHAPES} other sections, which 'archive stats' names"
    waiting = crawl.waiting
    if waiting:
        total = sum(count for count, _ in waiting.values())
        yield "left out", f"{total} like pages that led to no article, or beyond the limit of pages:"
    yield from _likes("", waiting)


def _given_up(crawl: CrawlResult) -> Iterator[tuple[str, str]]:
    return _likes("given up", crawl.given_up, f", since {IN_A_ROW} others in a row were missing")


def _likes(label: str, shapes: Mapping[str, tuple[int, str]], why: str = "") -> Iterator[tuple[str, str]]:
    """Yield a summary's lines with the number of URLs of each shape and an example; the most frequent first."""
    for count, example in sorted(shapes.values(), reverse=True)[:_SHAPES]:
        yield label, f"{count} like {example}{why}"
    if len(shapes) > _SHAPES:
        yield label, f"and {len(shapes) - _SHAPES} other kinds of address"


def unsure_rows(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the summary's lines on pages that may be articles but were not stored: their number, and the
    likeliest.
    """
    count = len(report.unsure) + report.unsure_unnamed
    if not count:
        return
    yield "unsure", f"{count} pages with a text may be articles and were not stored, the likeliest:"
    ranked = sorted(report.unsure.items(), key=lambda page: (-page[1], page[0]))
    for url, confidence in ranked[:_UNSURE]:
        yield "", f"{confidence:.2f} {url}"


def _failure_rows(report: Report) -> Iterator[tuple[str, str]]:
    """The failures of a crawl with their reasons, the first ones of each kind."""
    for outcome, label in _NAMED.items():
        most = _FIRST_MISSING if label == "missing" else _FIRST
        pages = report.named.get(outcome, {})
        for url, reason in list(pages.items())[:most]:
            yield label, f"{url}: {reason}"
        if (more := len(pages) - most + report.unnamed[outcome]) > 0:
            yield label, f"and {more} more"


def _query(title: str) -> str:
    """A query that finds the article with this title: its first Chinese characters, or its first two long words.

    >>> _query("王毅:推进产能合作"), _query("Promote Industrial Coöperation"), _query("深化中国和法国之间的产能合作")
    ('推进产能合作', 'Promote Industrial', '深化中国')
    """
    chinese = max(_HAN.findall(_DATED.sub(" ", title)), key=len, default="")
    whole = chinese if len(chinese) <= _WHOLE else chinese[:_LEAST]
    return whole or " ".join(_WORD.findall(title)[:2])
