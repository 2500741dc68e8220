"""Jobs: what a crawl was asked, when it began, whether it ended, and its counts (``jobs/JOB.json``)."""

import fcntl
import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import entry_points
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from archive.disk import disk_errors, replace_file
from archive.errors import ArchiveDamaged, ArchiveLocked
from archive.layout import Archive, WarcName
from archive.model.times import format_time, utc_now

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_NAME_LENGTH = 8

ADDED = "added"
"""The reason of a job that crawled nothing: its file was made by another tool and taken in by 'archive add'."""

TAKEN = "taken"
"""Why a worker left a site of a queue: it was paused, dropped, or given to another."""

OVERTIME = "site_time"
"""Why a crawl among many ended that took longer than a site may."""

STOPPED = frozenset({"shutdown", "max_bytes", OVERTIME, TAKEN, "frontier_lost", "left"})
"""The reasons of jobs that ended in good order, but before their end; the last two of crawls before version 0.1."""

_ALIVE = ".alive"


@dataclass(frozen=True, slots=True)
class Job:
    """One crawl. ``began`` and ``ended`` are moments in UTC; a job that was killed has no ``ended``.

    ``extracted`` are the stems of the WARC files whose every record has been extracted from, and ``rules`` says by
    which rules, by stem.
    """

    job: str
    site: str
    asked: Mapping[str, Any]
    began: str
    ended: str | None = None
    reason: str | None = None
    extracted: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Return whether it came to its end by itself: neither killed, nor stopped by its user or by a limit."""
        return self.ended is not None and self.reason not in STOPPED

    @classmethod
    def begin(cls, archive: Archive, site: str, asked: Mapping[str, Any]) -> "Job":
        """A new job, on disk."""
        name = "".join(secrets.choice(_ALPHABET) for _ in range(_NAME_LENGTH))
        return cls(name, site, dict(asked), format_time(utc_now())).save(archive)

    def end(self, archive: Archive, reason: str, counts: Mapping[str, int], rules: str | None = None) -> "Job":
        """The job with its end written down; all of its files are finished and extracted from, by these rules."""
        stems = tuple(str(stem) for stem in archive.stems() if stem.job == self.job)
        made = {**dict.fromkeys(stems, rules), **self.rules} if rules else self.rules
        ended = replace(self, ended=format_time(utc_now()), reason=reason, extracted=stems, counts=dict(counts))
        return replace(ended, rules=made).save(archive)

    def mark_extracted(self, archive: Archive, stem: WarcName, rules: str | None = None) -> "Job":
        """The job with the file written down as extracted from, by these rules."""
        made = {**self.rules, str(stem): rules} if rules else self.rules
        return replace(self, extracted=tuple(sorted({*self.extracted, str(stem)})), rules=made).save(archive)

    def save(self, archive: Archive) -> "Job":
        """The job itself, as it now stands on disk. Raises ArchiveUnusable when it cannot be written."""
        replace_file(job_file(archive, self.job), [_encode(asdict(self))])
        return self


def job_file(archive: Archive, job: str) -> Path:
    return archive.jobs_dir / f"{job}.json"


def find_jobs(archive: Archive) -> dict[str, Job]:
    """The jobs of the archive by name; a file that holds none counts as lost, as ``job_faults`` tells."""
    found = {}
    for path in sorted(archive.jobs_dir.glob("*.json")):
        with suppress(ArchiveDamaged):
            found[path.stem] = _read(path)
    return found


def job_faults(archive: Archive) -> Iterator[str]:
    """What is wrong with the files of jobs, a line each."""
    for path in sorted(archive.jobs_dir.glob("*.json")):
        try:
            _read(path)
        except ArchiveDamaged as error:
            yield str(error)


def interrupted(archive: Archive, site: str, asked: Mapping[str, Any]) -> list[Job]:
    """The jobs of a site that were asked the very same, latest first, back to the last that is complete."""
    same = [job for job in find_jobs(archive).values() if job.site == site and dict(job.asked) == dict(asked)]
    latest_first = sorted(same, key=lambda job: job.began, reverse=True)
    return list(takewhile(lambda job: not job.is_complete, latest_first))


def is_added(archive: Archive, stem: WarcName) -> bool:
    """Return whether a WARC file was made by another tool."""
    return job_of(archive, stem).reason == ADDED


def job_of(archive: Archive, stem: WarcName) -> Job:
    """The job that wrote a WARC file; a new one, not saved yet, where its file is lost or holds none."""
    with suppress(ArchiveDamaged, FileNotFoundError):
        return _read(job_file(archive, stem.job))
    return Job(stem.job, stem.site, {}, format_time(utc_now()))


def captured_until(archive: Archive, site: str) -> str:
    """When the crawls of a site ended, by the clock of their time, the latest; empty where there were none.

    Of one that was killed, when its files were last written.
    """
    written: dict[str, str] = {}
    for stem in archive.stems_of(site):
        moment = datetime.fromtimestamp(archive.warc_file(stem).stat().st_mtime, UTC)
        written[stem.job] = max(written.get(stem.job, ""), format_time(moment))
    jobs = [job for job in find_jobs(archive).values() if job.site == site and job.reason != ADDED]
    return max((job.ended or written.get(job.job, job.began) for job in jobs), default="")


def unextracted(archive: Archive) -> list[WarcName]:
    """The stems of the WARC files that have not been wholly extracted from, in order of their names."""
    done = {stem for job in find_jobs(archive).values() for stem in job.extracted}
    return [stem for stem in archive.stems() if str(stem) not in done]


def outdated(archive: Archive, rules: str) -> list[WarcName]:
    """The stems of the WARC files that were extracted from by other rules than these, in order of their names."""
    made = {stem: revision for job in find_jobs(archive).values() for stem, revision in job.rules.items()}
    owing = set(unextracted(archive))
    return [stem for stem in archive.stems() if stem not in owing and made.get(str(stem)) != rules]


def installed_rules(archive: Archive) -> str | None:
    """The rules of the crawler that is installed with this program, else those that a job used last."""
    for point in entry_points(group="agency_archive", name="rules"):
        return str(point.load()())
    return newest_rules(archive)


def newest_rules(archive: Archive) -> str | None:
    """The rules of the job that began last, of those that say so."""
    jobs = [job for job in find_jobs(archive).values() if job.rules]
    return list(max(jobs, key=lambda job: job.began).rules.values())[-1] if jobs else None


def lock_site(archive: Archive, site: str) -> IO[bytes]:
    """The site's lock, held until the stream that comes back is closed or the process ends.

    Raises ArchiveLocked when another crawl of the site into this archive holds it, ArchiveUnusable when it cannot
    be made.
    """
    said = f"{archive.root}: another crawl of {site} is under way; wait for it, or crawl into another archive"
    return _lock(archive.jobs_dir / f"{site}.lock", said)


def lock_job(archive: Archive, job: str) -> IO[bytes]:
    """The lock that tells that a job is alive, held until ``release_job`` or the end of the process."""
    return _lock(_alive_file(archive, job), f"{archive.root}: job {job} is under way already")


def release_job(archive: Archive, job: str, held: IO[bytes]) -> None:
    """Say that the job is not alive any more."""
    _alive_file(archive, job).unlink(missing_ok=True)
    held.close()


def live_jobs(archive: Archive) -> set[str]:
    """The names of the jobs whose processes are writing now, on this machine."""
    return {path.stem for path in archive.jobs_dir.glob(f"*{_ALIVE}") if _is_held(path)}


def remove_dead_locks(archive: Archive, site: str) -> None:
    """Remove the locks of a site's jobs that were killed. The caller holds the site's lock."""
    for job in find_jobs(archive).values():
        path = _alive_file(archive, job.job)
        if job.site == site and path.exists() and not _is_held(path):
            path.unlink()


def _alive_file(archive: Archive, job: str) -> Path:
    return archive.jobs_dir / f"{job}{_ALIVE}"


def _is_held(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            fcntl.flock(stream.fileno(), fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        pass
    return False


def _lock(path: Path, said: str) -> IO[bytes]:
    with disk_errors(path):
        stream = path.open("ab")
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        stream.close()
        raise ArchiveLocked(said) from error
    return stream


def _encode(values: dict[str, Any]) -> bytes:
    """A job's values as JSON with the SHA-256 of the JSON without it."""
    digest = sha256(json.dumps(values, ensure_ascii=False, indent=1).encode()).hexdigest()
    return json.dumps({**values, "sha256": digest}, ensure_ascii=False, indent=1).encode()


def _read(path: Path) -> Job:
    try:
        content = path.read_bytes()
        values = json.loads(content)
        if values.pop("sha256", None) and _encode(values) != content:
            raise ValueError("it is not what was written")
        if values["job"] != path.stem:
            raise ValueError("it is another's")
        values.pop("crawl", None)  # what several workers shared, before version 0.1
        return Job(**{**values, "extracted": tuple(values["extracted"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"{path}: no job ({error}); put a good copy in its place, or 'scrapy reextract' writes a new one"
        ) from error
