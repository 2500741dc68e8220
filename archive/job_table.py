"""A table of crawl jobs (SQLite): which jobs a site has, and which run, so that nobody need read all files in
``jobs/``.

``index/jobs.sqlite3`` follows from ``jobs/``, which stays the truth; ``jobs.sql`` defines its tables. If the table is
deleted, damaged or of another version, it is made again.

The table has all names while ``jobs/`` has the change time that is in the table. This program notes its own changes
(``changing``); after any other, the directory is listed, and the files with new names are read. The change time is
set here, to the nanosecond, since the system gives the same time to all changes within some milliseconds. A row is
right while its file has the change time that is in the row; else the file is read.
"""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from importlib.resources import files
from typing import Any

from archive.layout import Archive

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
