"""Other crawls of a site into the same archive: which are waited for, and which this one cannot be beside."""

import time
from collections.abc import Mapping
from typing import Any

from archive.errors import ArchiveLocked
from archive.jobs import jobs_at_work
from archive.layout import Archive

_PATIENCE, _POLL = 60.0, 0.1  # seconds


def wait_for_the_last(archive: Archive, site: str, asked: Mapping[str, Any], shared: str | None) -> None:
    """Waits, a minute at most, for workers of the crawl before this one, which end when this one begins.

    ``shared`` is the name of the crawl that this one is a worker of, None where it is a crawl alone.
    """
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        at_work = jobs_at_work(archive, site)
        if not any(job.crawl != shared and dict(job.asked) == asked for job in at_work):
            return
        time.sleep(_POLL)


def refuse_others(archive: Archive, site: str, shared: str | None) -> None:
    """Raises ArchiveLocked where a crawl is under way with which this one shares nothing."""
    if any(job.crawl != shared for job in jobs_at_work(archive, site)):
        raise ArchiveLocked(
            f"{archive.root}: a crawl of {site} that was asked something else is under way; wait for it, or crawl"
            " into another archive"
        )
