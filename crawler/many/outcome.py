"""What came of one site among many."""

from dataclasses import dataclass
from typing import Any

from archive.errors import ArchiveError, ArchiveUnusable, QueueUnusable
from crawler.many.sites import Site
from crawler.progress.ended import Ended
from crawler.progress.figures import Figures
from crawler.progress.turnout import Turnout

COMMON_FAULTS = (ArchiveUnusable, QueueUnusable)
"""Faults that are every site's and not one's: a full disk is full for all."""


@dataclass(frozen=True, slots=True)
class SiteOutcome:
    """How the crawl of one site ended, in little: a run may have thousands."""

    site: Site
    job: str | None
    reason: str | None
    is_complete: bool
    error: ArchiveError | None
    why: str | None
    pages: int
    documents: int
    size: int
    turnout: Turnout
    title: str | None

    @classmethod
    def of(cls, site: Site, ended: Ended) -> "SiteOutcome":
        figures, error = ended.figures, ended.error
        return cls(
            site,
            ended.job,
            ended.reason,
            ended.is_complete,
            type(error)(*error.args) if error else None,  # its traceback would keep the whole crawl
            ended.why,
            figures.pages,
            figures.documents,
            figures.size,
            ended.turnout,
            ended.report.title,
        )

    @classmethod
    def lost(cls, site: Site, fault: Exception) -> "SiteOutcome":
        """The outcome of a site of which nothing is known but by what its crawl failed."""
        error = ArchiveError(f"the crawl failed: {fault!r}")
        return cls(site, None, None, False, error, str(error), 0, 0, 0, Turnout(), None)

    @property
    def exit_code(self) -> int:
        return self.error.exit_code if self.error else 0

    def values(self) -> dict[str, Any]:
        """The outcome as JSON values, by docs/formats.md."""
        turnout = self.turnout
        return {
            "site": self.site.name,
            "start_url": self.site.start_url,
            "job": self.job,
            "reason": self.reason,
            "complete": self.is_complete,
            "exit_code": self.exit_code,
            "error": self.why,
            "pages": self.pages,
            "bytes": self.size,
            "documents": {"new": turnout.new, "changed": turnout.changed, "unchanged": turnout.unchanged},
        }


def figures_of(crawler: Any) -> Figures:
    """How far a crawl that is under way has come."""
    return Figures.read(crawler.stats.get_stats() if crawler._stats else {}, 0.0)
