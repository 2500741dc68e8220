"""How far a run over many sites is, and what it came to."""

import time
from collections import Counter
from dataclasses import dataclass, field

from scrapy.crawler import Crawler

from archive.errors import ArchiveError, SiteUnreachable
from archive.model.times import format_time, utc_now
from crawler.many.outcome import COMMON_FAULTS, SiteOutcome, figures_of
from crawler.many.sites import Site
from crawler.progress.figures import in_units


@dataclass(frozen=True, slots=True)
class Whole:
    """A run over many sites that has ended. ``stopped`` says why it was cut short, None where it was not.

    ``outcomes`` are of the sites whose crawls ended, in that order, of each the last; ``left`` sites were not begun
    or did not come to an end. ``seconds`` is how long it took, ``fault`` what stopped it. Where ``is_queued``, the
    sites were those that other workers had left.
    """

    began: str
    ended: str
    seconds: float
    stopped: str | None
    outcomes: list[SiteOutcome]
    left: int
    fault: ArchiveError | None = None
    is_queued: bool = False

    @property
    def failed(self) -> list[SiteOutcome]:
        return [outcome for outcome in self.outcomes if outcome.error]

    @property
    def error(self) -> ArchiveError | None:
        """What the run as a whole came to grief by: a fault that is all sites', or that each had one of its own."""
        common = next((o.error for o in self.outcomes if isinstance(o.error, COMMON_FAULTS)), None)
        if self.fault or common:
            return self.fault or common
        if not self.is_queued and self.outcomes and len(self.failed) == len(self.outcomes):
            return SiteUnreachable(f"none of {len(self.outcomes)} sites could be crawled; each is named above")
        return None

    @property
    def exit_code(self) -> int:
        """0 where a site was crawled, or the run stopped before any ended; else the error's."""
        return self.error.exit_code if self.error else 0


@dataclass(slots=True)
class Tally:
    """Counts sites and what they gave while they are crawled; ``total`` is None where others crawl them too."""

    total: int | None
    _began: str = field(default_factory=lambda: format_time(utc_now()))
    _start: float = field(default_factory=time.monotonic)
    _running: dict[Site, Crawler] = field(default_factory=dict)
    _outcomes: dict[Site, SiteOutcome] = field(default_factory=dict)
    _sums: Counter[str] = field(default_factory=Counter)

    def begin(self, site: Site, crawler: Crawler) -> None:
        self._running[site] = crawler

    def end(self, site: Site, outcome: SiteOutcome) -> None:
        """Take down how a site ended, and lets go of its crawl."""
        del self._running[site]
        self._outcomes.pop(site, None)
        self._outcomes[site] = outcome
        self._sums.update(
            done=1,
            failed=int(bool(outcome.error)),
            pages=outcome.pages,
            documents=outcome.documents,
            size=outcome.size,
        )

    def drop(self, site: Site) -> None:
        """Take down that the crawl of a site was not begun after all."""
        del self._running[site]

    def crawlers(self) -> list[Crawler]:
        """Those under way."""
        return list(self._running.values())

    def crawler_of(self, site: Site) -> Crawler | None:
        """The crawl of a site that is under way."""
        return self._running.get(site)

    def line(self) -> str:
        """How far the run is, in one line.

        >>> Tally(200).line()
        '0 of 200 sites done, 0 under way, 0 failed, 0 pages, 0 documents, 0 bytes, 0.0 pages/s'
        """
        under_way = [figures_of(crawler) for crawler in self._running.values()]
        pages = self._sums["pages"] + sum(figures.pages for figures in under_way)
        documents = self._sums["documents"] + sum(figures.documents for figures in under_way)
        size = self._sums["size"] + sum(figures.size for figures in under_way)
        seconds = time.monotonic() - self._start
        done = f"{self._sums['done']}" + ("" if self.total is None else f" of {self.total}")
        return (
            f"{done} sites done, {len(under_way)} under way, "
            f"{self._sums['failed']} failed, {pages} pages, {documents} documents, {in_units(size)}, "
            f"{pages / seconds if seconds >= 1 else 0.0:.1f} pages/s"
        )

    def conclude(self, stopped: str | None, fault: ArchiveError | None, waiting: int) -> Whole:
        """The run as it has ended, with ``waiting`` sites never begun."""
        seconds = time.monotonic() - self._start
        left = waiting + len(self._running)
        ended, outcomes = format_time(utc_now()), list(self._outcomes.values())
        return Whole(self._began, ended, seconds, stopped, outcomes, left, fault, self.total is None)
