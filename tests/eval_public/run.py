"""Runs the extractors over the pages in two processes, and says how far it is."""

import logging
import sys
import warnings
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import NamedTuple

from tests.eval_public.days import stands_on
from tests.eval_public.extractors import read_pages
from tests.eval_public.pages import PublicPage
from tests.eval_public.rows import Row, row_of

PROCESSES = 2
_CHUNK = 20  # pages


class Task(NamedTuple):
    """What one process does at a time: an extractor and some pages."""

    extractor: str
    pages: list[PublicPage]


def run(pages: Sequence[PublicPage], extractors: Sequence[str]) -> list[Row]:
    """The rows of extractors, one extractor after the other, in order of the pages.

    Raises ValueError when our own extractor cannot read a page.
    """
    tasks = [Task(name, list(pages[at : at + _CHUNK])) for name in extractors for at in range(0, len(pages), _CHUNK)]
    rows: list[Row] = []
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn"), initializer=_hush) as pool:
        for done, (task, found) in enumerate(zip(tasks, pool.map(_read, tasks), strict=True), 1):
            rows += found
            _tell(task.extractor, done, len(tasks))
    return rows


def unreadable_days(pages: Sequence[PublicPage]) -> int:
    """On how many pages the gold day stands nowhere in a form that a program could read."""
    return sum(page.day is not None and not stands_on(page.day, page.url, page.html) for page in pages)


def _read(task: Task) -> list[Row]:
    return [row_of(page, found) for page, found in read_pages(task.extractor, task.pages)]


def _hush() -> None:
    """Keeps what peers warn and log of pages out of the run's progress."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)


def _tell(extractor: str, done: int, total: int) -> None:
    """Says on standard error how far the run is: on a terminal in one line, elsewhere each twentieth."""
    if sys.stderr.isatty():
        print(f"\r{100 * done // total:3} % {extractor:20}", end="" if done < total else "\n", file=sys.stderr)
    elif 20 * done // total > 20 * (done - 1) // total:
        print(f"{100 * done // total:3} % {extractor}", file=sys.stderr, flush=True)
