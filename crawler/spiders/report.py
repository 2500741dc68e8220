"""What a crawl has to say beside its documents: what failed, what refused, what was left out, why it ended early."""

from collections import Counter
from dataclasses import dataclass, field

from crawler.discovery import Candidate, Outcome
from crawler.spiders.judging import Verdict

MOST_NAMED = 1_000
"""Pages of one sort that are named; more are only counted."""

MOST_IN_A_ROW = {Outcome.REFUSED: 50, Outcome.FAILED: 25}
"""Refusals or failures without a page between, after which the site is taken to be closed to the crawl."""


@dataclass(slots=True)
class Report:
    """Filled by the spider while it crawls.

    ``pages`` counts the addresses that were answered. ``named`` gives, for failed, refused and missing pages, the
    reason for each address; ``left_out`` counts addresses that were not asked for, by the reason. ``unreachable``
    says why the crawl could not begin, ``kept_out`` why it could not go on. ``title`` is that of an article.
    """

    pages: int = 0
    named: dict[Outcome, dict[str, str]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    unreachable: str | None = None
    kept_out: str | None = None
    title: str | None = None
    _row: tuple[Outcome | None, int] = (None, 0)

    @property
    def is_over(self) -> bool:
        return self.unreachable is not None or self.kept_out is not None

    def take_down(self, candidate: Candidate, verdict: Verdict, url: str) -> None:
        """Count an answered address, and name it where it gave no page."""
        outcome = verdict.answer.outcome
        if outcome is Outcome.FORBIDDEN:
            self.left_out["forbidden by robots.txt"] += 1
            return
        self.pages += 1
        self._count_row(outcome, verdict.reason)
        if outcome is Outcome.COPY and verdict.reason:
            self.left_out["redirected to a page known already or off the site"] += 1
        elif verdict.reason and not (candidate.role == "sitemap" and candidate.source is None):
            named = self.named.setdefault(outcome, {})
            if len(named) < MOST_NAMED:
                named[url] = verdict.reason

    def _count_row(self, outcome: Outcome, reason: str) -> None:
        last, count = self._row
        self._row = (outcome, count + 1 if outcome is last else 1)
        if self._row[1] >= MOST_IN_A_ROW.get(outcome, self._row[1] + 1):
            self.kept_out = f"{self._row[1]} pages in a row gave nothing, the last: {reason}"
