"""Prints results as a table in Markdown, a row for each column and an extractor in each column."""

import os
import platform
from collections.abc import Sequence
from datetime import date

from tests.eval.columns import COLUMNS, Scores
from tests.eval.run import LOWEST, PageResult, Result

COMMAND = "make eval"


def table(results: Sequence[Result]) -> str:
    """The means of the results beside each other; a dash where an extractor cannot be measured."""
    means = [result.means() for result in results]
    rows = [["", *(result.name for result in results)]]
    rows += [_row("lowest body F1 of a page", LOWEST, means)]
    rows += [_row(column.label, column.name, means) for column in COLUMNS]
    rows += [["pages a second", *(f"{result.speed:.0f}" for result in results)]]
    return markdown(rows)


def page_lines(pages: Sequence[PageResult]) -> str:
    """A line for each page with the columns that are not whole, and below it what is wrong."""
    lines = []
    for page in pages:
        lines.append(f"{page.name}: {_weak(page.scores) or 'all right'}")
        lines += [f"    {fault}" for fault in page.faults]
    return "\n".join(lines)


def results_file(results: Sequence[Result], day: date) -> str:
    """The text of RESULTS.md: the table with what it was measured on, when and how."""
    pages = results[0].pages
    articles = sum("body_f1" in page.scores for page in pages)
    return (
        "# What the evaluation of extraction found\n\n"
        "The pages of `corpus/` were written together with the rules. They show that each rule works; how good ours\n"
        "is on other people's pages, [the evaluation on public sets](../eval_public/RESULTS.md) shows.\n\n"
        f"{len(pages)} pages, {articles} of them articles. Python {platform.python_version()} on "
        f"{platform.machine()}, {os.cpu_count()} cores, {day.isoformat()}.\n\n"
        f"    {COMMAND}\n\n"
        f"{table(results)}\n\n"
        "Means over the pages that a row applies to, 1 is best. A dash: the extractor does not give this. Peers get\n"
        "the page decoded as it is truly written. Pages a second: extraction alone, one process.\n"
    )


def _row(label: str, name: str, means: Sequence[Scores]) -> list[str]:
    return [label, *(_figure(mean[name]) for mean in means)]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def _weak(scores: Scores) -> str:
    return ", ".join(f"{name} {value:.3f}" for name, value in scores.items() if value is not None and value < 1)


def markdown(rows: list[list[str]]) -> str:
    """A table in Markdown, its first row the head."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)
