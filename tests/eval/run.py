"""Runs extractors over the corpus and takes the means."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TypeVar

from archive.model.capture import Capture
from archive.model.document import Document
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from crawler.sites import KnownSites
from tests.eval.columns import COLUMNS, Scores
from tests.eval.gold import Case
from tests.eval.peers import Peer
from tests.eval.reading import Reading
from tests.eval.score import faults, score_document, score_reading

DATE = "2026-11-24T09:32:26.481203Z"
"""When every page of the corpus is said to have been captured."""

LOWEST = "body_f1_lowest"
"""The worst page's body F1, which stands among the means."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page: its scores and what is wrong."""

    name: str
    scores: Scores
    faults: list[str]


@dataclass(frozen=True, slots=True)
class Result:
    """One extractor over the corpus: its name, a result for each page, and pages a second of extraction alone."""

    name: str
    pages: list[PageResult]
    speed: float

    def means(self) -> Scores:
        """The mean of each column over the pages that it applies to, and the lowest body F1; None where none does."""
        means: Scores = {
            column.name: _mean(page.scores.get(column.name) for page in self.pages) for column in COLUMNS
        }
        means[LOWEST] = min(
            (f1 for page in self.pages if (f1 := page.scores.get("body_f1")) is not None), default=None
        )
        return means


def page_of(case: Case) -> Page:
    """The case as extraction gets it: a capture without a record, answered with status 200."""
    capture = Capture(case.url, None, None, None, None, DATE, 200, None)
    headers = (("Content-Type", case.content_type),) if case.content_type is not None else ()
    return Page(KnownSites().site_at(case.url), capture, headers, case.payload)


def run_ours(cases: Sequence[Case]) -> Result:
    """Our own extractor, in all columns."""
    documents, speed = _timed(lambda case: extract(page_of(case)), cases)
    return Result("ours", [_judge(*both) for both in zip(cases, documents, strict=True)], speed)


def run_peer(peer: Peer, cases: Sequence[Case]) -> Result:
    """Another extractor, in the columns that it can be measured in."""
    readings, speed = _timed(peer.read, cases)
    pages = [
        PageResult(case.name, _of_peer(peer, case, reading), [])
        for case, reading in zip(cases, readings, strict=True)
    ]
    return Result(f"{peer.name} {peer.version}".strip(), pages, speed)


def _of_peer(peer: Peer, case: Case, reading: Reading) -> Scores:
    scores = score_reading(case, reading)
    return scores if peer.dates else scores | {"day": None}


def _judge(case: Case, document: Document) -> PageResult:
    return PageResult(case.name, score_document(case, document), faults(case, document))


def _timed(read: Callable[[Case], T], cases: Sequence[Case]) -> tuple[list[T], float]:
    """What an extractor makes of each case, and cases a second; one is read before, to load what is lazy."""
    read(cases[0])
    began = time.perf_counter()
    results = [read(case) for case in cases]
    return results, len(cases) / (time.perf_counter() - began)


def _mean(values: Iterable[float | None]) -> float | None:
    present = [value for value in values if value is not None]
    return fmean(present) if present else None
