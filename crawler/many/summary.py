"""The summary of a run over many sites, for people and as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from archive.layout import Archive
from crawler.many.outcome import SiteOutcome
from crawler.many.tally import Whole
from crawler.progress.figures import in_time, in_units
from crawler.progress.record import SCHEMA
from crawler.progress.summary import laid_out
from crawler.progress.turnout import Turnout

NAME = "many-sites"
"""The name of the summary of a whole run in the archive, which no site can have."""


def whole_summary(whole: Whole, archive: Archive) -> str:
    """The summary, in lines of a label and its text; each site that failed is named."""
    rows = (*_counted(whole), *_failed(whole))
    title = next((outcome.title for outcome in whole.outcomes if outcome.title), None)
    return laid_out(rows, archive, title)


def whole_values(whole: Whole) -> dict[str, Any]:
    """The run as JSON values, by docs/formats.md."""
    documents = _turnout(whole.outcomes)
    return {
        "schema": SCHEMA,
        "began": whole.began,
        "ended": whole.ended,
        "seconds": round(whole.seconds, 3),
        "reason": whole.stopped or "finished",
        "complete": whole.stopped is None and not whole.left and all(each.is_complete for each in whole.outcomes),
        "exit_code": whole.exit_code,
        "error": whole.error and " ".join(str(whole.error).split()),
        "sites": {
            "crawled": len(whole.outcomes) - len(whole.failed),
            "failed": len(whole.failed),
            "left": whole.left,
        },
        "pages": sum(outcome.pages for outcome in whole.outcomes),
        "bytes": sum(outcome.size for outcome in whole.outcomes),
        "documents": dict(documents),
        "crawls": [outcome.values() for outcome in whole.outcomes],
    }


def _counted(whole: Whole) -> Iterator[tuple[str, str]]:
    outcomes = whole.outcomes
    crawled = len(outcomes) - len(whole.failed)
    end = f" ({whole.stopped}; the same command goes on)" if whole.stopped else ""
    left = f", {whole.left} left" if whole.left else ""
    yield "sites", f"{crawled} crawled, {len(whole.failed)} failed{left}{end}"
    size = in_units(sum(outcome.size for outcome in outcomes))
    yield "pages", f"{sum(outcome.pages for outcome in outcomes)} in {in_time(whole.seconds)}, {size}"
    yield "documents", ", ".join(f"{count} {name}" for name, count in _turnout(outcomes).items() if count) or "0"
    cut = Counter(each.reason for each in outcomes if not each.error and each.reason != "finished")
    for reason, count in cut.items():
        yield "cut short", f"{count} ({reason}); the same command goes on with them"


def _failed(whole: Whole) -> Iterator[tuple[str, str]]:
    for outcome in sorted(whole.failed, key=lambda outcome: outcome.site.name):
        yield "failed", f"{outcome.site.start_url}: {outcome.why}"


def _turnout(outcomes: Iterable[SiteOutcome]) -> Counter[str]:
    """What became of documents, summed over the sites."""
    total = Counter(Turnout().counts)
    for each in outcomes:
        total.update(each.turnout.counts)
    return total
