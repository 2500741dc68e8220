"""The summary of a crawl as JSON, for monitors: ``summaries/SITE.json`` in the archive, and setting SUMMARY_FILE."""

import json
from collections.abc import Mapping
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveError, ArchiveLocked, ArchiveUnusable
from archive.layout import Archive
from crawler.discovery import Outcome
from crawler.progress.ended import Ended
from crawler.spiders.report import Report

SCHEMA = 1

_NAMED = {Outcome.FAILED: "failed", Outcome.REFUSED: "refused", Outcome.DEAD: "missing", Outcome.EMPTY: "missing"}
_FIRST = 20
"""Failures of one sort that are named."""


def summary_file(archive: Archive, name: str) -> Path:
    """Where the summary of a site's last crawl lies."""
    return archive.summaries_dir / f"{name}.json"


def write_summary(values: Mapping[str, Any], path: Path) -> None:
    """Write a summary into a file, in one step, and makes the file's directory where there is none.

    Raises ArchiveUnusable when it cannot be written.
    """
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(values, ensure_ascii=False, indent=1) + "\n"
    replace_file(path, [text.encode("utf-8", "backslashreplace")])


def keep_summary(crawl: Ended, elsewhere: str | None) -> None:
    """Write the summary of a crawl into the archive, and into the file ``elsewhere`` where one is named.

    A crawl that was refused since another crawl of the site is under way does not take the place of that one's.
    Raises ArchiveUnusable when one cannot be written, unless the crawl itself came to grief by that.
    """
    own = None if isinstance(crawl.error, ArchiveLocked) else summary_file(crawl.archive, crawl.site)
    keep_values(summary_values(crawl), own, elsewhere, crawl.error)


def keep_values(
    values: Mapping[str, Any], own: Path | None, elsewhere: str | None, error: ArchiveError | None
) -> None:
    """Write a summary into the archive's ``own`` file, and into ``elsewhere``, where these are named.

    Raises ArchiveUnusable when one cannot be written; not of the archive's where that is the crawl's ``error``.
    """
    if own:
        with suppress(ArchiveUnusable) if isinstance(error, ArchiveUnusable) else nullcontext():
            write_summary(values, own)
    if elsewhere:
        write_summary(values, Path(elsewhere))


def summary_values(crawl: Ended) -> dict[str, Any]:
    """The summary of one crawl as JSON values, by docs/formats.md."""
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
        "asked_conditionally": crawl.asked,
        "not_modified": crawl.unmodified,
        "captured_before": crawl.captured,
        "documents": _documents(crawl),
        "failures": _failures(crawl.report),
        "left_out": dict(crawl.left_out.most_common()),
        "waiting": sum(count for count, _ in crawl.waiting.values()),
        "sections_left_out": [
            {"name": each.name, "pages": each.pages, "example": each.example} for each in crawl.sections
        ],
        "given_up": [{"like": example, "count": count} for count, example in sorted(crawl.given_up.values())[::-1]],
    }


def _documents(crawl: Ended) -> dict[str, Any]:
    return {
        **crawl.turnout.counts,
        "stored": crawl.figures.documents,
        "kinds": dict(crawl.figures.kinds),
        "languages": dict(crawl.figures.languages),
    }


def _failures(report: Report) -> dict[str, Any]:
    """For each sort how many there are, and the first of them with their reasons."""
    found: dict[str, Any] = {}
    for outcome, name in _NAMED.items():
        pages = report.named.get(outcome, {})
        sort = found.setdefault(name, {"count": 0, "first": []})
        sort["count"] += len(pages) + report.unnamed[outcome]
        first = [{"url": url, "reason": reason} for url, reason in pages.items()]
        sort["first"] = [*sort["first"], *first][:_FIRST]
    return found
