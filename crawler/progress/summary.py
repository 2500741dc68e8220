"""The summary at the end of a crawl."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.layout import DEFAULT_DIR
from crawler.discovery import AnyFrontier, Outcome
from crawler.progress.figures import Figures, in_time, in_units
from crawler.spiders.report import Report

_FAILURES = {
    Outcome.FAILED: ("failed", 20),
    Outcome.REFUSED: ("refused", 20),
    Outcome.DEAD: ("missing", 5),
    Outcome.EMPTY: ("missing", 5),
}
_SHAPES = 5
_HAN = re.compile(r"[㐀-鿿]{2,}")
_WORD = re.compile(r"[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Crawl:
    """What the summary is about: the spider's name and start page, its figures, report and frontier, the archive."""

    spider: str
    start_url: str
    reason: str
    archive: Path
    figures: Figures
    report: Report
    frontier: AnyFrontier


def summary_of(crawl: Crawl) -> str:
    """The summary, in lines of a label and its text."""
    rows = [*_counted(crawl), *_left_out(crawl), *_named(crawl.report), ("archive", str(crawl.archive.resolve()))]
    lines = [f"{label:<10} {text}".rstrip() for label, text in rows]
    return "\n".join([*lines, "", "Next:", *(f"  {command}" for command in next_commands(crawl))])


def next_commands(crawl: Crawl) -> list[str]:
    """Commands to try on the archive: a query that has an answer first, where there is a document."""
    place = "" if str(crawl.archive) == DEFAULT_DIR else f"ARCHIVE_DIR={shlex.quote(str(crawl.archive))} "
    query = _query(crawl.report.title or "")
    commands = [f"archive query {shlex.quote(query)}"] if query else []
    return [place + command for command in (*commands, "archive stats", "archive check")]


def _counted(crawl: Crawl) -> Iterator[tuple[str, str]]:
    figures = crawl.figures
    end = "" if crawl.reason == "finished" else f" ({crawl.reason})"
    yield "crawl", f"{crawl.spider}, {crawl.start_url}{end}"
    yield "pages", f"{figures.pages} in {in_time(figures.seconds)}, {in_units(figures.size)}"
    yield "documents", f"{figures.documents}{_list(figures.kinds)}"
    if figures.languages:
        yield "languages", _list(figures.languages).removeprefix(": ")


def _list(counts: Mapping[str, int]) -> str:
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ": " + ", ".join(f"{count} {name}" for name, count in most_first) if most_first else ""


def _left_out(crawl: Crawl) -> Iterator[tuple[str, str]]:
    for reason, count in (crawl.report.left_out + crawl.frontier.left_out).most_common():
        yield "left out", f"{count} {reason}"
    waiting = crawl.frontier.waiting()
    if waiting:
        total = sum(count for count, _ in waiting.values())
        yield "left out", f"{total} like pages that led to no article, or beyond the limit of pages:"
    for count, example in sorted(waiting.values(), reverse=True)[:_SHAPES]:
        yield "", f"{count} like {example}"
    if len(waiting) > _SHAPES:
        yield "", f"and {len(waiting) - _SHAPES} other kinds of address"


def _named(report: Report) -> Iterator[tuple[str, str]]:
    for outcome, (label, most) in _FAILURES.items():
        pages = report.named.get(outcome, {})
        for url, reason in list(pages.items())[:most]:
            yield label, f"{url}: {reason}"
        if len(pages) > most:
            yield label, f"and {len(pages) - most} more"


def _query(title: str) -> str:
    """A query that finds the article of that title: its first Chinese words, or its first two long English ones.

    >>> _query("王毅:推进产能合作"), _query("Promote Industrial Cooperation")
    ('推进产能', 'Promote Industrial')
    """
    chinese = max(_HAN.findall(title), key=len, default="")
    return chinese[:4] or " ".join(_WORD.findall(title)[:2])
