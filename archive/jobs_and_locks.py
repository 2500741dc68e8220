"""Crawl jobs (arguments, begin, end and counts, in ``jobs/JOB.json``), the locks of sites and of running jobs, and
the table (SQLite) that says which jobs a site has and which run, so that nobody need read all files in ``jobs/``.

The table, ``index/jobs.sqlite3``, follows from ``jobs/``, which stays the truth; ``jobs.sql`` defines its tables. If
it is deleted, damaged or of another version, it is made again.

It has all names while ``jobs/`` has the change time that is in the table. This program notes its own changes
(``changing``); after any other, the directory is listed, and the files with new names are read. The change time is
set here, to the nanosecond, since the system gives the same time to all changes within some milliseconds. A row is
right while its file has the change time that is in the row; else the file is read.
"""

import fcntl
import json
import os
import secrets
import sqlite3
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import entry_points
from importlib.resources import files
from itertools import takewhile
from pathlib import Path
from typing import IO, Any

from archive.disk import replace_file
from archive.errors import ArchiveDamaged, ArchiveLocked, disk_errors
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import decode_with_digest, encode_with_digest
from archive.model.times import format_time, utc_now

JOB_SUFFIX, LIVE_SUFFIX = ".json", ".alive"

_VERSION = 1
_WAIT = 10.0  # seconds, for other writers
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

Row = tuple[str, str, str]
"""The site of a job, when it began ('' for one that crawled nothing), and its facts as text."""

NO_JOB = ("", "", "")
"""The row of a file that is no job. It counts among those of each site, since a good copy may replace it."""

ReadJob = Callable[[str], Row]
"""Returns the row of a job, by its name, from its file; else NO_JOB."""


class JobTable:
    """The table of an archive's crawl jobs. Where it cannot be written, as in a read-only archive, all files are
    read.
    """

    def __init__(self, archive: Archive, read: ReadJob) -> None:
        self._directory, self._read = archive.jobs_dir, read
        self._file = archive.index_file.with_name("jobs.sqlite3")

    def jobs_of(self, site: str) -> list[str]:
        """Look up the facts of a site's crawl jobs, in order of their names."""
        rows = self._ask("SELECT job, changed, site, began, facts FROM jobs WHERE site IN (?, '') ORDER BY job", site)
        right = [
            row if changed == self._changed(job + JOB_SUFFIX) else self._read(job) for job, changed, *row in rows
        ]
        return [facts for its_site, _, facts in right if its_site == site]

    def last_jobs(self) -> list[tuple[str, str]]:
        """List each crawled site with the name of its job that began last; and '' with each file that is no job.

        When a job began is that of its file as first read.
        """
        rows = self._ask("SELECT site, job, max(began) FROM jobs WHERE began > '' GROUP BY site")
        faulty = self._ask("SELECT site, job FROM jobs WHERE site = ''")
        return [(site, job) for site, job, *_ in (*rows, *faulty)]

    def with_lock(self) -> list[str]:
        """List the names of the crawl jobs that have a lock file."""
        return [job for (job,) in self._ask("SELECT job FROM live")]

    @contextmanager
    def changing(self, job: str) -> Iterator[None]:
        """Update the table for what this program changes of a crawl job's file and lock file within this context.

        A change by another program in the same milliseconds is noticed with the next one.
        """
        is_current = False
        with closing(self._connect()) as connection:
            with suppress(sqlite3.Error):  # the table stays as it is, and is not current any more
                connection.execute("BEGIN IMMEDIATE")
                is_current = self._is_current(connection)
            yield
            if is_current:
                with suppress(sqlite3.Error):
                    self._note(connection, job)
                    self._mark_current(connection)
                    connection.execute("COMMIT")

    def _ask(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Query the table of jobs after making it current."""
        try:
            with closing(self._connect()) as connection:
                self._update(connection)
                return connection.execute(query, values).fetchall()
        except sqlite3.OperationalError:  # it cannot be written
            with closing(_opened(":memory:")) as connection:
                self._update(connection)
                return connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode not in _DAMAGED:
                raise
            self._file.unlink(missing_ok=True)
            return self._ask(query, *values)

    def _connect(self) -> sqlite3.Connection:
        try:
            return _opened(str(self._file))
        except sqlite3.OperationalError:
            return _opened(":memory:")
        except sqlite3.DatabaseError:  # it is no table
            self._file.unlink(missing_ok=True)
            return _opened(str(self._file))

    def _update(self, connection: sqlite3.Connection) -> None:
        """Make the table of jobs current: list the directory, and read the files with new names."""
        if self._is_current(connection):
            return
        connection.execute("BEGIN IMMEDIATE")
        self._mark_current(connection)  # before it is listed: what changes meanwhile is found the next time
        names = os.listdir(self._directory) if self._directory.is_dir() else []  # noqa: PTH208 - half a million of them
        found = {name.removesuffix(JOB_SUFFIX) for name in names if name.endswith(JOB_SUFFIX)}
        connection.execute("DELETE FROM jobs WHERE site = ''")
        known = {job for (job,) in connection.execute("SELECT job FROM jobs")}
        connection.executemany("DELETE FROM jobs WHERE job = ?", ((job,) for job in known - found))
        for job in sorted(found - known):
            self._store(connection, job)
        locked = (name.removesuffix(LIVE_SUFFIX) for name in names if name.endswith(LIVE_SUFFIX))
        connection.execute("DELETE FROM live")
        connection.executemany("INSERT INTO live VALUES (?)", ((job,) for job in locked))
        connection.execute("COMMIT")

    def _note(self, connection: sqlite3.Connection, job: str) -> None:
        """Update the table's row of one crawl job from its files."""
        connection.execute("DELETE FROM live WHERE job = ?", (job,))
        if (self._directory / f"{job}{LIVE_SUFFIX}").exists():
            connection.execute("INSERT INTO live VALUES (?)", (job,))
        if (self._directory / f"{job}{JOB_SUFFIX}").exists():
            self._store(connection, job)

    def _store(self, connection: sqlite3.Connection, job: str) -> None:
        changed = self._changed(job + JOB_SUFFIX)  # before it is read: a later change is noticed
        connection.execute("INSERT OR REPLACE INTO jobs VALUES (?, ?, ?, ?, ?)", (job, *self._read(job), changed))

    def _is_current(self, connection: sqlite3.Connection) -> bool:
        (changed,) = connection.execute("SELECT changed FROM state").fetchone()
        return bool(changed == self._changed())

    def _mark_current(self, connection: sqlite3.Connection) -> None:
        """Give the directory of jobs a change time that no other change gives it, and note that one."""
        with suppress(OSError):  # the directory of another user, or none: it is listed each time
            os.utime(self._directory, ns=(now := time.time_ns(), now))
            connection.execute("UPDATE state SET changed = ?", (self._changed(),))

    def _changed(self, name: str = "") -> int | None:
        """Return the change time of the directory of jobs, or of a file in it; None where there is none."""
        try:
            return os.stat(f"{self._directory}/{name}").st_mtime_ns  # noqa: PTH116 - of thousands of files
        except FileNotFoundError:
            return None


def _opened(place: str) -> sqlite3.Connection:
    """Connect to a table of jobs of today's version."""
    connection = sqlite3.connect(place, timeout=_WAIT, isolation_level=None)
    try:
        if connection.execute("PRAGMA user_version").fetchone() != (_VERSION,):
            connection.execute("BEGIN IMMEDIATE")
            if connection.execute("PRAGMA user_version").fetchone() != (_VERSION,):
                for statement in files("archive").joinpath("jobs.sql").read_text(encoding="utf-8").split(";\n"):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            connection.execute("COMMIT")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


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
