"""The summary of a crawl at its end: text for people, JSON for monitors (``summaries/SITE.json``, SUMMARY_FILE)."""

import json
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from rich.filesize import decimal

from archive.disk import replace_file
from archive.errors import ArchiveError, ArchiveLocked, ArchiveUnusable, disk_errors
from archive.index import IndexWriter, mark_job_indexed
from archive.layout import DEFAULT_DIR, Archive, summary_file
from crawler.discovery.budgets import IN_A_ROW
from crawler.discovery.outcome import Outcome
from crawler.progress.crawl_result import CrawlCounts, CrawlDiff, CrawlResult
from crawler.spiders.response_text_document_and_crawl_report import Report

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
