"""Crawl jobs (arguments, begin, end and counts, in ``jobs/JOB.json``), and the locks of sites and of running jobs."""

import fcntl
import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import entry_points
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from archive.disk import replace_file
from archive.errors import ArchiveDamaged, ArchiveLocked, disk_errors
from archive.job_table import JOB_SUFFIX, LIVE_SUFFIX, NO_JOB, JobTable, Row
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import decode_with_digest, encode_with_digest
from archive.model.times import format_time, utc_now

_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_NAME_LENGTH = 8

ADDED = "added"
"""The reason of a job that crawled nothing: its file was made by another tool and added by 'archive add'."""

TAKEN = "taken"
"""The reason if a worker left a site of a queue, which was paused, dropped, or given to another worker."""

OVERTIME = "site_time"
"""The reason of a crawl among many that exceeded the time limit of a site."""

STOPPED = frozenset({"shutdown", "max_bytes", OVERTIME, TAKEN, "frontier_lost", "left"})
"""The reasons of jobs that stopped early, but in good order; the last two are of crawls before version 0.1."""


_FACTS = ("job", "site", "asked", "began", "ended", "reason")
"""Fields of a job that the table holds too."""


@dataclass(frozen=True, slots=True)
class Job:
    """A crawl job. ``began`` and ``ended`` are times in UTC; a job that was killed has no ``ended``.

    ``asked`` are the arguments of the crawl. ``extracted`` are the names (stems) of the WARC files that were
    completely extracted, ``rules`` the rules that they were extracted by.
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
        """Return whether the crawl job ended by itself: neither killed, nor stopped by the user or a limit."""
        return self.ended is not None and self.reason not in STOPPED

    @classmethod
    def begin(cls, archive: Archive, site: str, asked: Mapping[str, Any]) -> "Job":
        """Begin a crawl job: a new one, stored on disk."""
        name = "".join(secrets.choice(_ALPHABET) for _ in range(_NAME_LENGTH))
        return cls(name, site, dict(asked), format_time(utc_now())).save(archive)

    def end(self, archive: Archive, reason: str, counts: Mapping[str, int], rules: str | None = None) -> "Job":
        """Store the end of a crawl job; all of its WARC files are finished, and extracted by these rules."""
        stems = tuple(str(stem) for stem in archive.warc_names_of(self.site) if stem.job == self.job)
        made = {**dict.fromkeys(stems, rules), **self.rules} if rules else self.rules
        ended = replace(self, ended=format_time(utc_now()), reason=reason, extracted=stems, counts=dict(counts))
        return replace(ended, rules=made).save(archive)

    def mark_extracted(self, archive: Archive, stem: WarcName, rules: str | None = None) -> "Job":
        """Store in the crawl job that a WARC file was extracted by these rules."""
        made = {**self.rules, str(stem): rules} if rules else self.rules
        return replace(self, extracted=tuple(sorted({*self.extracted, str(stem)})), rules=made).save(archive)

    def save(self, archive: Archive) -> "Job":
        """Write the crawl job to its file, and return it. Raises ArchiveUnusable if it cannot be written."""
        with _table(archive).changing(self.job):
            replace_file(job_file(archive, self.job), [encode_with_digest(asdict(self))])
        return self


def job_file(archive: Archive, job: str) -> Path:
    return archive.jobs_dir / f"{job}{JOB_SUFFIX}"


def find_jobs(archive: Archive) -> dict[str, Job]:
    """Read all crawl jobs of the archive by name; a malformed file counts as lost, and ``job_faults`` reports it."""
    names = sorted(path.stem for path in archive.jobs_dir.glob(f"*{JOB_SUFFIX}"))
    return {job.job: job for job in _read_each(archive, names)}


def jobs_of_site(archive: Archive, site: str) -> list[Job]:
    """List the crawl jobs of a site, in order of their names, without their counts and files."""
    return [Job(**json.loads(facts)) for facts in _table(archive).jobs_of(site)]


def last_crawls(archive: Archive) -> dict[str, Job]:
    """Look up the job of each site's latest crawl, by the site's name."""
    last: dict[str, Job] = {}
    for site, name in _table(archive).last_jobs():
        found = list(_read_each(archive, [name])) or (jobs_of_site(archive, site) if site else [])
        for job in found:
            if job.reason != ADDED and job.began >= last.get(job.site, job).began:
                last[job.site] = job
    return last


def job_faults(archive: Archive) -> Iterator[str]:
    """Check the files of crawl jobs: a line for each fault."""
    for path in sorted(archive.jobs_dir.glob("*.json")):
        try:
            _read(path)
        except ArchiveDamaged as error:
            yield str(error)


def interrupted(archive: Archive, site: str, asked: Mapping[str, Any]) -> list[Job]:
    """List the interrupted crawl jobs of a site with the same arguments, latest first, since the last complete
    one.
    """
    same = [job for job in jobs_of_site(archive, site) if dict(job.asked) == dict(asked)]
    latest_first = sorted(same, key=lambda job: job.began, reverse=True)
    return list(takewhile(lambda job: not job.is_complete, latest_first))


def is_added(archive: Archive, stem: WarcName) -> bool:
    """Return whether a WARC file was imported from another tool, by its job."""
    return job_of(archive, stem).reason == ADDED


def job_of(archive: Archive, stem: WarcName) -> Job:
    """Read the job that wrote a WARC file; a new one, not saved yet, if its file is missing or malformed."""
    with suppress(ArchiveDamaged, FileNotFoundError):
        return _read(job_file(archive, stem.job))
    return Job(stem.job, stem.site, {}, format_time(utc_now()))


def captured_until(archive: Archive, site: str) -> str:
    """Return the latest end of a site's crawls, by the clocks of their time; empty if there were none.

    For a killed crawl, that is the time when its files were last written.
    """
    written: dict[str, str] = {}
    for stem in archive.warc_names_of(site):
        moment = datetime.fromtimestamp(archive.warc_file(stem).stat().st_mtime, UTC)
        written[stem.job] = max(written.get(stem.job, ""), format_time(moment))
    jobs = [job for job in jobs_of_site(archive, site) if job.reason != ADDED]
    return max((job.ended or written.get(job.job, job.began) for job in jobs), default="")


def unextracted(archive: Archive, site: str | None = None) -> list[WarcName]:
    """List the WARC files whose extraction is pending, of all sites or of one, in order of their names."""
    stems, jobs = _files_and_jobs(archive, site)
    done = {stem for job in jobs for stem in job.extracted}
    return [stem for stem in stems if str(stem) not in done]


def outdated(archive: Archive, rules: str, site: str | None = None) -> list[WarcName]:
    """List the WARC files that were extracted by other rules than these, as their jobs state, in order of names."""
    stems, jobs = _files_and_jobs(archive, site)
    made = {stem: job.rules.get(stem) for job in jobs for stem in job.extracted}
    return [stem for stem in stems if str(stem) in made and made[str(stem)] != rules]


def _files_and_jobs(archive: Archive, site: str | None) -> tuple[list[WarcName], Iterable[Job]]:
    """List the WARC files of an archive or a site, and the jobs that wrote them."""
    if site is None:
        return archive.warc_names(), find_jobs(archive).values()
    stems = archive.warc_names_of(site)
    return stems, _read_each(archive, sorted({stem.job for stem in stems}))


def installed_rules(archive: Archive) -> str | None:
    """Return the extraction rules of the crawler installed with this program; without one, those of the latest
    job.
    """
    for point in entry_points(group="agency_archive", name="rules"):
        return str(point.load()())
    return _newest_rules(archive)


def _newest_rules(archive: Archive) -> str | None:
    """Return the extraction rules of the job that began last, among jobs that state any."""
    jobs = [job for job in find_jobs(archive).values() if job.rules]
    return list(max(jobs, key=lambda job: job.began).rules.values())[-1] if jobs else None


def lock_site(archive: Archive, site: str) -> IO[bytes]:
    """Lock a site against other crawls, until the stream returned is closed or the process ends.

    Raises ArchiveLocked if another crawl of the site into this archive holds it, ArchiveUnusable if the lock file
    cannot be created.
    """
    said = f"{archive.root}: another crawl of {site} is under way; wait for it, or crawl into another archive"
    return _lock(archive.jobs_dir / f"{site}.lock", said)


def lock_job(archive: Archive, job: str) -> IO[bytes]:
    """Lock a crawl job, which marks it as running, until ``release_job`` or the end of the process."""
    with _table(archive).changing(job):
        return _lock(_alive_file(archive, job), f"{archive.root}: job {job} is under way already")


def release_job(archive: Archive, job: str, held: IO[bytes]) -> None:
    """Release the lock that marks the crawl job as running."""
    with _table(archive).changing(job):
        _alive_file(archive, job).unlink(missing_ok=True)
    held.close()


def live_jobs(archive: Archive) -> set[str]:
    """List the names of the crawl jobs that are running now on this machine."""
    return {job for job in _table(archive).with_lock() if _is_held(_alive_file(archive, job))}


def remove_dead_locks(archive: Archive, site: str) -> None:
    """Delete the lock files of a site's killed crawl jobs. The caller holds the site's lock."""
    for job in _read_each(archive, _table(archive).with_lock()):
        path = _alive_file(archive, job.job)
        if job.site == site and not _is_held(path):
            with _table(archive).changing(job.job):
                path.unlink(missing_ok=True)


def _alive_file(archive: Archive, job: str) -> Path:
    return archive.jobs_dir / f"{job}{LIVE_SUFFIX}"


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


def _table(archive: Archive) -> JobTable:
    def read(name: str) -> Row:
        job = next(_read_each(archive, [name]), None)
        if job is None:
            return NO_JOB
        facts = json.dumps({name: getattr(job, name) for name in _FACTS})
        return job.site, "" if job.reason == ADDED else job.began, facts

    return JobTable(archive, read)


def _read_each(archive: Archive, names: Iterable[str]) -> Iterator[Job]:
    """Read the crawl jobs of these names, without those whose file is missing or malformed."""
    for name in names:
        with suppress(ArchiveDamaged, FileNotFoundError):
            yield _read(job_file(archive, name))


def _read(path: Path) -> Job:
    try:
        values = decode_with_digest(path.read_bytes())
        if values["job"] != path.stem:
            raise ValueError("it has the name of another job")
        values.pop("crawl", None)  # what several workers shared, before version 0.1
        return Job(**{**values, "extracted": tuple(values["extracted"])})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveDamaged(
            f"{path}: not a job ({error}); put a good copy in its place, or 'archive reextract' writes a new one"
        ) from error


Jobs = Mapping[str, Sequence[WarcName]]
"""The WARC files of a site by the job that wrote them; the jobs in the order in which they began."""


def group_by_job(stems: Sequence[WarcName]) -> Jobs:
    """Group the WARC files of one site by their jobs, in the order in which these began."""
    found: defaultdict[str, list[WarcName]] = defaultdict(list)
    for stem in sorted(stems, key=lambda stem: (stem.time, stem.job, stem.serial)):
        found[stem.job].append(stem)
    return dict(found)
