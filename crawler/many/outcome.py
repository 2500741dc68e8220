"""What came of one site among many."""

from dataclasses import dataclass
from typing import Any

from archive.errors import ArchiveError
from crawler.many.sites import Site
from crawler.progress.ended import Ended
from crawler.progress.figures import Figures
from crawler.progress.turnout import Turnout


@dataclass(frozen=True, slots=True)
class SiteOutcome:
    """How the crawl of one site ended, in little: a run may have thousands."""

    site: Site
    job: str | None
    reason: str | None
    is_complete: bool
    error: ArchiveError | None
    pages: int
    documents: int
    size: int
    turnout: Turnout
    title: str | None

    @classmethod
    def of(cls, site: Site, ended: Ended, error: ArchiveError | None) -> "SiteOutcome":
        figures = ended.figures
        return cls(
            site,
            ended.job,
            ended.reason,
            ended.is_complete and error is None,
            error.with_traceback(None) if error else None,
            figures.pages,
            figures.documents,
            figures.size,
            ended.turnout,
            ended.report.title,
        )

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
            "error": said(self.error) if self.error else None,
            "pages": self.pages,
            "bytes": self.size,
            "documents": {"new": turnout.new, "changed": turnout.changed, "unchanged": turnout.unchanged},
        }


def said(error: ArchiveError) -> str:
    """The error's message in one line."""
    return " ".join(str(error).split())


def figures_of(crawler: Any) -> Figures:
    """How far a crawl that is under way has come."""
    return Figures.read(crawler.stats.get_stats() if crawler._stats else {}, 0.0)
