"""What a crawl came to, gathered when it has ended: for the summary that people read, and the one for monitors."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from scrapy.crawler import Crawler

from archive.errors import ArchiveError
from archive.jobs import STOPPED, Job
from archive.layout import Archive
from archive.model.times import format_time, utc_now
from archive.query.statistics import LeftOutSection, left_out_sections
from crawler.progress.fault import recorder_of, start_of
from crawler.progress.figures import Figures
from crawler.progress.turnout import Turnout, turnout_of
from crawler.spiders.report import Report


@dataclass(frozen=True, slots=True)
class Ended:
    """One crawl that has ended. ``began`` and ``ended`` are moments in UTC.

    ``reason`` is Scrapy's, None where the crawl did not come to an end in good order; ``error`` what it came to grief
    by. ``waiting`` gives, for each sort of address that was not asked for, how many there are and one of them,
    ``given_up`` the same for those of dead ends.
    ``asked`` counts conditional requests, ``unmodified`` the 304s among their answers, ``captured`` the pages that
    were taken from a stopped crawl. ``clock_behind`` is by how many seconds the clock was behind the site's last
    crawl. ``sections`` are those of the site of which no documents are made.
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
    figures: Figures
    report: Report
    left_out: Counter[str] = field(default_factory=Counter)
    waiting: dict[str, tuple[int, str]] = field(default_factory=dict)
    given_up: dict[str, tuple[int, str]] = field(default_factory=dict)
    asked: int = 0
    unmodified: int = 0
    captured: int = 0
    clock_behind: int = 0
    turnout: Turnout = field(default_factory=Turnout)
    sections: tuple[LeftOutSection, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Return whether it came to its end by itself and without grief."""
        return self.reason is not None and self.reason not in STOPPED and self.error is None

    @property
    def why(self) -> str | None:
        """Why it came to grief, without the advice that its error gives to a reader; None where it did not."""
        if self.error is None:
            return None
        return self.report.unreachable or self.report.kept_out or " ".join(str(self.error).split())

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else 0

    @classmethod
    def of(cls, crawler: Crawler, error: ArchiveError | None) -> "Ended":
        """What the crawl came to; ``error`` is what it ended with. The archive is asked what became of documents."""
        spider: Any = crawler.spider
        recorder = recorder_of(crawler)
        stats = crawler.stats.get_stats() if crawler._stats else {}
        archive = Archive.at(crawler.settings.get("ARCHIVE_DIR"))
        report = getattr(spider, "report", None) or Report()
        frontier = getattr(spider, "frontier", None)
        site = getattr(spider, "site", crawler.spidercls.name)
        now = format_time(utc_now())
        return cls(
            spider=crawler.spidercls.name,
            site=site,
            start_url=start_of(spider),
            archive=archive,
            job=recorder.job.job if recorder else None,
            began=recorder.job.began if recorder else now,
            ended=now,
            reason=stats.get("finish_reason"),
            error=error,
            figures=Figures.read(stats, stats.get("elapsed_time_seconds", 0.0)),
            report=report,
            left_out=report.left_out + frontier.left_out if frontier else Counter(),
            waiting=frontier.waiting() if frontier else {},
            given_up=frontier.given_up if frontier else {},
            asked=stats.get("recall/asked", 0),
            unmodified=stats.get("recall/unchanged", 0),
            captured=stats.get("recall/captured", 0),
            clock_behind=stats.get("archive/clock_behind", 0),
            sections=tuple(left_out_sections(archive, site)),
            turnout=_turnout(archive, site, [*recorder.interrupted, recorder.job], report) if recorder else Turnout(),
        )


def _turnout(archive: Archive, site: str, jobs: Iterable[Job], report: Report) -> Turnout:
    """Of what cannot be read nothing is said: the crawl has said why, or the next command on the archive will."""
    try:
        return turnout_of(archive, site, min(job.began for job in jobs), report.seen)
    except ArchiveError:
        return Turnout(new=len(report.seen))
