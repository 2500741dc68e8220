"""Jobs: what a crawl was asked, when it began, whether it ended, and its counts (``jobs/JOB.json``)."""

import fcntl
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.layout import Archive, Stem
from archive.model.times import format_time, utc_now

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_NAME_LENGTH = 8

ADDED = "added"
"""The reason of a job that crawled nothing: its file was made by another tool and taken in by 'archive add'."""

STOPPED = frozenset({"shutdown", "max_bytes"})
"""The reasons of jobs that ended in good order, but before their end."""


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl. ``began`` and ``ended`` are moments in UTC; a job that was killed has no ``ended``.

    ``extracted`` are the stems of the WARC files whose every record has been extracted from.
    """

    job: str
    site: str
    asked: Mapping[str, Any]
    began: str
    ended: str | None = None
    reason: str | None = None
    extracted: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Whether it came to its end by itself: neither killed, nor stopped by its user or by a limit of bytes."""
        return self.ended is not None and self.reason not in STOPPED

    @classmethod
    def begin(cls, archive: Archive, site: str, asked: Mapping[str, Any]) -> "Job":
        """A new job, on disk."""
        name = "".join(secrets.choice(_ALPHABET) for _ in range(_NAME_LENGTH))
        return cls(name, site, dict(asked), format_time(utc_now())).save(archive)

    def end(self, archive: Archive, reason: str, counts: Mapping[str, int]) -> "Job":
        """The job with its end written down; all of its files are finished and extracted from."""
        stems = tuple(str(stem) for stem in archive.stems() if stem.job == self.job)
        return replace(self, ended=format_time(utc_now()), reason=reason, extracted=stems, counts=dict(counts)).save(
            archive
        )

    def mark_extracted(self, archive: Archive, stem: Stem) -> "Job":
        """The job with the file written down as extracted from."""
        return replace(self, extracted=tuple(sorted({*self.extracted, str(stem)}))).save(archive)

    def save(self, archive: Archive) -> "Job":
        """The job itself, as it now stands on disk. Raises ArchiveUnusable when it cannot be written."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        replace_file(job_file(archive, self.job), [text.encode()])
        return self


def job_file(archive: Archive, job: str) -> Path:
    return archive.jobs_dir / f"{job}.json"


def find_jobs(archive: Archive) -> dict[str, Job]:
    """The jobs of the archive by name.

    Raises ArchiveDamaged at a file that holds none.
    """
    return {path.stem: _read(path) for path in sorted(archive.jobs_dir.glob("*.json"))}


def interrupted(archive: Archive, site: str, asked: Mapping[str, Any]) -> list[Job]:
    """The jobs of a site that were asked the very same, latest first, back to the last that is complete."""
    same = [job for job in find_jobs(archive).values() if job.site == site and dict(job.asked) == dict(asked)]
    latest_first = sorted(same, key=lambda job: job.began, reverse=True)
    return list(takewhile(lambda job: not job.is_complete, latest_first))


def is_added(archive: Archive, stem: Stem) -> bool:
    """Whether a WARC file was made by another tool."""
    return job_of(archive, stem).reason == ADDED


def job_of(archive: Archive, stem: Stem) -> Job:
    """The job that wrote a WARC file; a new one, not saved yet, where its file is lost."""
    path = job_file(archive, stem.job)
    return _read(path) if path.exists() else Job(stem.job, stem.site, {}, format_time(utc_now()))


def unextracted(archive: Archive) -> list[Stem]:
    """The stems of the WARC files that have not been wholly extracted from, in order of their names."""
    done = {stem for job in find_jobs(archive).values() for stem in job.extracted}
    return [stem for stem in archive.stems() if str(stem) not in done]


def lock_site(archive: Archive, site: str) -> IO[bytes]:
    """The site's lock, held until the stream that comes back is closed or the process ends.

    Raises ArchiveLocked when another crawl of the site into this archive holds it, ArchiveUnusable when it cannot
    be made.
    """
    path = archive.jobs_dir / f"{site}.lock"
    with disk_errors(path):
        stream = path.open("ab")
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise ArchiveLocked(
            f"{archive.root}: another crawl of {site} is under way; wait for it, or crawl into another archive"
        ) from error
    return stream


def _read(path: Path) -> Job:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        return Job(**{**values, "extracted": tuple(values["extracted"])})
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveDamaged(
            f"{path}: no job ({error}); remove the file, its crawl is then taken as not ended"
        ) from error
