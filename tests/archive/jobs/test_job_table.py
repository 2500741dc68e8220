"""The table of jobs gives the answers that reading all files in jobs/ gives, whatever happens to files and table."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import jobs_and_locks
from archive.disk import replace_file
from archive.jobs_and_locks import (
    ADDED,
    Job,
    find_jobs,
    job_file,
    jobs_of_site,
    last_crawls,
    live_jobs,
    lock_job,
    remove_dead_locks,
)
from archive.layout import Archive
from archive.manifest_and_seals import encode_with_digest

SITES = ("a.example", "b.example")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path).create()


def table_of(archive: Archive) -> Path:
    return archive.index_file.with_name("jobs.sqlite3")


def by_hand(archive: Archive, job: Job) -> None:
    """Put a job's file there as another program does, in an archive elsewhere made by this one."""
    with tempfile.TemporaryDirectory() as directory:
        other = Archive(Path(directory)).create()
        job.save(other)
        shutil.copy2(job_file(other, job.job), job_file(archive, job.job))


def without_counts(job: Job) -> Job:
    return replace(job, extracted=(), counts={}, rules={})


def check_answers(archive: Archive) -> None:
    """Hold all answers of the table against the files."""
    everything = list(find_jobs(archive).values())
    for site in SITES:
        assert jobs_of_site(archive, site) == [without_counts(job) for job in everything if job.site == site]
    crawls = sorted((job for job in everything if job.reason != ADDED), key=lambda job: job.began)
    assert {site: without_counts(job) for site, job in last_crawls(archive).items()} == {
        job.site: without_counts(job) for job in crawls
    }


def job_at(number: int, site: str, **facts: Any) -> Job:
    return Job(f"job{number}", site, {}, f"2026-01-01T00:00:{number:02}.000000Z", **facts)


CHANGES: dict[str, Callable[[Archive, Job], object]] = {
    "saved": lambda archive, job: job.save(archive),
    "ended": lambda archive, job: job.end(archive, "finished", {}),
    "added by hand": by_hand,
    "added by 'archive add'": lambda archive, job: replace(job, job=f"add{job.job}", reason=ADDED).save(archive),
    "killed before the table is": lambda archive, job: replace_file(
        job_file(archive, job.job), [job_file(archive, job.save(archive).job).read_bytes()]
    ),
    "deleted": lambda archive, job: job_file(archive, job.job).unlink(missing_ok=True),
    "written into": lambda archive, job: job_file(archive, job.job).write_bytes(
        encode_with_digest(asdict(replace(job, ended="2026-02-02T00:00:00.000000Z", reason="finished")))
    ),
    "damaged": lambda archive, job: job_file(archive, job.job).write_bytes(b"{"),
    "table deleted": lambda archive, job: table_of(archive).unlink(missing_ok=True),
    "table damaged": lambda archive, job: table_of(archive).write_bytes(b"no table" * 1000),
    "table torn": lambda archive, job: (
        table_of(archive).write_bytes(table_of(archive).read_bytes()[:5000]) if table_of(archive).exists() else None
    ),
    "looked up": lambda archive, job: check_answers(archive),
}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 5)), max_size=12))
def test_the_answers_are_those_of_the_files(changes: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        for change, number in changes:
            CHANGES[change](archive, job_at(number, SITES[number % 2]))
        check_answers(archive)


def test_files_of_other_sites_are_not_read(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(40):
        by_hand(archive, job_at(number, SITES[number % 10 == 0]))
    assert len(jobs_of_site(archive, SITES[1])) == 4
    read: list[str] = []
    read_job = jobs_and_locks._read

    def note_and_read(path: Path) -> Job:
        read.append(path.stem)
        return read_job(path)

    monkeypatch.setattr(jobs_and_locks, "_read", note_and_read)
    assert len(jobs_of_site(archive, SITES[1])) == 4
    assert read == []
    by_hand(archive, job_at(50, SITES[1]))
    assert len(jobs_of_site(archive, SITES[1])) == 5
    assert read == ["job50"]


def test_after_changes_of_its_own_the_directory_is_not_listed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert jobs_of_site(archive, SITES[0]) == []
    listed: list[object] = []
    list_directory = os.listdir

    def note_and_list(place: Any) -> list[Any]:
        if place == archive.jobs_dir:
            listed.append(place)
        return list_directory(place)

    monkeypatch.setattr(os, "listdir", note_and_list)
    job = Job.begin(archive, SITES[0], {})
    lock = lock_job(archive, job.job)
    assert live_jobs(archive) == {job.job}
    jobs_and_locks.release_job(archive, job.job, lock)
    ended = job.end(archive, "finished", {})
    assert (jobs_of_site(archive, SITES[0]), live_jobs(archive), listed) == ([without_counts(ended)], set(), [])
    by_hand(archive, job_at(1, SITES[0]))
    assert (len(jobs_of_site(archive, SITES[0])), len(listed)) == (2, 1)


def test_a_malformed_file_is_read_again_when_a_good_copy_is_written_into_it(archive: Archive) -> None:
    job_file(archive, "job1").write_bytes(b"{")
    assert jobs_of_site(archive, SITES[0]) == []
    job = job_at(1, SITES[0])
    with tempfile.TemporaryDirectory() as directory:
        other = Archive(Path(directory)).create()
        content = job_file(other, job.save(other).job).read_bytes()
    job_file(archive, "job1").write_bytes(content)
    assert jobs_of_site(archive, SITES[0]) == [job]


def test_the_lock_of_a_job_killed_before_is_found(archive: Archive) -> None:
    job = Job.begin(archive, SITES[0], {})
    assert live_jobs(archive) == set()
    lock_file = archive.jobs_dir / f"{job.job}.alive"
    lock_file.touch()  # by a process of which the table knows nothing
    assert live_jobs(archive) == set()
    remove_dead_locks(archive, SITES[1])
    assert lock_file.exists()
    remove_dead_locks(archive, SITES[0])
    assert not lock_file.exists()


def test_without_a_table_all_files_are_read(archive: Archive) -> None:
    table_of(archive).mkdir()  # where no table can be
    job = Job.begin(archive, SITES[0], {})
    by_hand(archive, job_at(1, SITES[1]))
    with lock_job(archive, job.job):
        assert live_jobs(archive) == {job.job}
        check_answers(archive)


def test_a_file_with_the_name_of_another_job_is_no_job(archive: Archive) -> None:
    job = Job.begin(archive, SITES[0], {})
    (archive.jobs_dir / "other.json").write_bytes(encode_with_digest({"job": job.job}))
    check_answers(archive)
