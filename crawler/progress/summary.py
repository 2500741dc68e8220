"""The summary at the end of a crawl."""

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping

from archive.layout import DEFAULT_DIR, Archive
from archive.terms.tokens import chinese_runs
from crawler.discovery import Outcome
from crawler.discovery.dead_ends import IN_A_ROW
from crawler.progress.ended import Ended
from crawler.progress.figures import Figures, in_time, in_units
from crawler.progress.turnout import Turnout
from crawler.spiders.report import Report

_FAILURES = {
    Outcome.FAILED: ("failed", 20),
    Outcome.REFUSED: ("refused", 20),
    Outcome.DEAD: ("missing", 5),
    Outcome.EMPTY: ("missing", 5),
}
_UNSURE = 5  # pages
_SHAPES = 5
_DATED = re.compile(r"\d[年月日号届]")
_HAN = re.compile(r"[㐀-鿿]{2,}")
_WORD = re.compile(r"(?:(?![㐀-鿿])[^\W\d_]){4,}")
_WHOLE = 6  # Chinese characters that are a query as they stand
_LEAST = 4  # of a longer text


def summary_of(crawl: Ended) -> str:
    """The summary, in lines of a label and its text."""
    rows = (
        *_counted(crawl),
        *_left_out(crawl),
        *_given_up(crawl),
        *named_unsure(crawl.report),
        *named_failures(crawl.report),
    )
    return laid_out(rows, crawl.archive, crawl.report.title)


def laid_out(rows: Iterable[tuple[str, str]], archive: Archive, title: str | None) -> str:
    """Lines of a label and its text, with the archive and commands to try on it behind them."""
    lines = [f"{label:<10} {text}".rstrip() for label, text in (*rows, ("archive", str(archive.root.resolve())))]
    return "\n".join([*lines, "", "Next:", *(f"  {command}" for command in commands_on(str(archive.root), title))])


def commands_on(archive: str, title: str | None) -> list[str]:
    """Commands to try on an archive: a query that has an answer first, where there is the ``title`` of an article."""
    place = "" if archive == DEFAULT_DIR else f"ARCHIVE_DIR={shlex.quote(archive)} "
    query = _query(title or "")
    commands = [f"archive query {shlex.quote(query)}"] if query else []
    return [place + command for command in (*commands, "archive stats", "archive check")]


def _counted(crawl: Ended) -> Iterator[tuple[str, str]]:
    figures = crawl.figures
    end = "" if crawl.reason == "finished" else f" ({crawl.reason or 'ended at once'})"
    yield "crawl", f"{crawl.spider}, {crawl.start_url}{end}"
    yield "pages", f"{figures.pages} in {in_time(figures.seconds)}, {in_units(figures.size)}"
    yield from documents_of(figures, crawl.turnout)
    if crawl.clock_behind:
        behind = in_time(crawl.clock_behind)
        yield "warning", f"this machine's clock is {behind} behind the last crawl; what was captured counts as newer"
    if figures.languages:
        yield "languages", _list(figures.languages).removeprefix(": ")


def documents_of(figures: Figures, turnout: Turnout) -> Iterator[tuple[str, str]]:
    """How many documents there are; of a later crawl what became of those that were there."""
    if turnout.is_later:
        yield "documents", turnout.line()
        if figures.documents:
            yield "versions", f"{figures.documents}{_list(figures.kinds)}"
    else:
        yield "documents", f"{figures.documents}{_list(figures.kinds)}"


def _list(counts: Mapping[str, int]) -> str:
    most_first = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return ": " + ", ".join(f"{count} {name}" for name, count in most_first) if most_first else ""


def _left_out(crawl: Ended) -> Iterator[tuple[str, str]]:
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


def _given_up(crawl: Ended) -> Iterator[tuple[str, str]]:
    return _likes("given up", crawl.given_up, f", since {IN_A_ROW} others in a row were missing")


def _likes(label: str, shapes: Mapping[str, tuple[int, str]], why: str = "") -> Iterator[tuple[str, str]]:
    """How many addresses of each shape, and one of them, the most first."""
    for count, example in sorted(shapes.values(), reverse=True)[:_SHAPES]:
        yield label, f"{count} like {example}{why}"
    if len(shapes) > _SHAPES:
        yield label, f"and {len(shapes) - _SHAPES} other kinds of address"


def named_unsure(report: Report) -> Iterator[tuple[str, str]]:
    """How many pages may be articles and were not stored, and the likeliest of them."""
    count = len(report.unsure) + report.unsure_unnamed
    if not count:
        return
    yield "unsure", f"{count} pages with a text may be articles and were not stored, the likeliest:"
    ranked = sorted(report.unsure.items(), key=lambda page: (-page[1], page[0]))
    for url, confidence in ranked[:_UNSURE]:
        yield "", f"{confidence:.2f} {url}"


def named_failures(report: Report) -> Iterator[tuple[str, str]]:
    for outcome, (label, most) in _FAILURES.items():
        pages = report.named.get(outcome, {})
        for url, reason in list(pages.items())[:most]:
            yield label, f"{url}: {reason}"
        if (more := len(pages) - most + report.unnamed[outcome]) > 0:
            yield label, f"and {more} more"


def _query(title: str) -> str:
    """A query that finds the article of that title: whole Chinese words, or its first two long ones of others.

    >>> _query("王毅:推进产能合作"), _query("Promote Industrial Coöperation"), _query("深化中国和法国之间的产能合作")
    ('推进产能合作', 'Promote Industrial', '深化中国')
    >>> _query("关于公布2020年译员考核结果的通知")
    '译员考核'
    """
    chinese = max(_HAN.findall(_DATED.sub(" ", title)), key=len, default="")
    return _first_words(chinese) if chinese else " ".join(_WORD.findall(title)[:2])


def _first_words(chinese: str) -> str:
    """The whole text where it is short, else as many of its first words as make four characters.

    Characters that are no word follow each other in a name ('普拉博沃'), which is not cut.
    """
    if len(chinese) <= _WHOLE:
        return chinese
    words = [token for run in chinese_runs(chinese) for token in run]
    end = next((n for n, token in enumerate(words) if token.end >= _LEAST), len(words) - 1)
    while end + 1 < len(words) and all(len(token.key) == 1 for token in words[end : end + 2]):
        end += 1
    return chinese[: words[end].end]
