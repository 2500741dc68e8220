"""Jobs on disk, the locks of sites, and what a killed job leaves to be done."""

import errno
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from archive.disk import replacing
from archive.errors import ArchiveLocked, ArchiveUnusable
from archive.jobs_and_locks import (
    Job,
    find_jobs,
    interrupted,
    job_faults,
    job_file,
    job_of,
    live_jobs,
    lock_job,
    lock_site,
    release_job,
    remove_dead_locks,
    unextracted,
)
from archive.layout import Archive, WarcName
from archive.manifest_and_seals import encode_with_digest

HOLD = """
import sys
from archive.jobs_and_locks import lock_site
from archive.layout import Archive
lock = lock_site(Archive.at(sys.argv[1]), "site")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path).create()


def add_file(archive: Archive, job: Job, serial: int = 0) -> WarcName:
    stem = WarcName("site", "20261124093226", job.job, serial)
    path = archive.warc_file(stem)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")
    return stem


def test_a_job_is_read_as_it_was_written(archive: Archive) -> None:
    job = Job.begin(archive, "site", {"start_url": "http://例.example/", "full": "1"})
    assert find_jobs(archive) == {job.job: job}
    stems = [add_file(archive, job, serial) for serial in (0, 1)]
    ended = job.end(archive, "finished", {"archive/captures": 7})
    assert find_jobs(archive) == {job.job: ended}
    assert (ended.reason, ended.counts) == ("finished", {"archive/captures": 7})
    assert ended.extracted == tuple(map(str, stems))
    assert list(archive.jobs_dir.glob("*.new")) == []


def test_a_killed_job_owes_its_files(archive: Archive) -> None:
    ended, killed = Job.begin(archive, "site", {}), Job.begin(archive, "site", {})
    add_file(archive, ended)
    owed = [add_file(archive, killed, serial) for serial in (0, 1)]
    ended.end(archive, "finished", {})
    assert unextracted(archive) == owed
    assert find_jobs(archive)[killed.job].ended is None
    for stem in owed:
        job_of(archive, stem).mark_extracted(archive, stem)
    assert unextracted(archive) == []
    assert find_jobs(archive)[killed.job].ended is None


def test_a_file_of_no_job_owes_its_documents(archive: Archive) -> None:
    stem = add_file(archive, Job("gone", "site", {}, "2026-11-24T09:32:26.000000Z"))
    assert unextracted(archive) == [stem]
    job_of(archive, stem).mark_extracted(archive, stem)
    assert unextracted(archive) == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"job": "a"}', b"\xff\xfe"])
def test_a_file_that_is_no_job_is_named(content: bytes, archive: Archive) -> None:
    (archive.jobs_dir / "odd.json").write_bytes(content)
    assert find_jobs(archive) == {}
    (told,) = job_faults(archive)
    assert "odd.json: not a job" in told


def test_a_full_disk_leaves_the_job_as_it_was(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Job.begin(archive, "site", {})

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ArchiveUnusable, match="make room"):
        job.end(archive, "finished", {})
    assert find_jobs(archive) == {job.job: job}
    assert list(archive.jobs_dir.glob("*.new")) == []


def test_a_site_has_one_crawl_at_a_time(archive: Archive) -> None:
    with lock_site(archive, "site"):
        with pytest.raises(ArchiveLocked, match="another crawl of site is under way"):
            lock_site(archive, "site")
        lock_site(archive, "other").close()
    lock_site(archive, "site").close()


def test_the_lock_of_a_killed_process_is_free(archive: Archive) -> None:
    command = [sys.executable, "-c", HOLD, str(archive.root)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ArchiveLocked):
            lock_site(archive, "site")
        process.kill()
    lock_site(archive, "site").close()


def test_a_lock_that_cannot_be_made(archive: Archive) -> None:
    (archive.jobs_dir / "site.lock").mkdir()
    with pytest.raises(ArchiveUnusable, match=r"site\.lock cannot be written"):
        lock_site(archive, "site")


def test_a_job_is_alive_until_it_is_released_or_killed(archive: Archive) -> None:
    held, killed = Job.begin(archive, "site", {}), Job.begin(archive, "site", {})
    lock = lock_job(archive, held.job)
    lock_job(archive, killed.job).close()  # as the end of its process does
    assert live_jobs(archive) == {held.job}
    remove_dead_locks(archive, "site")
    assert [path.stem for path in archive.jobs_dir.glob("*.alive")] == [held.job]
    release_job(archive, held.job, lock)
    assert live_jobs(archive) == set()
    assert list(archive.jobs_dir.glob("*.alive")) == []


def test_a_job_of_an_older_archive_is_read(archive: Archive) -> None:
    """Jobs had the name of a crawl that several shared."""
    job = Job.begin(archive, "site", {"start_url": "a"}).end(archive, "frontier_lost", {})
    job_file(archive, job.job).write_bytes(encode_with_digest({**asdict(job), "crawl": "9f3c"}))
    assert find_jobs(archive) == {job.job: job}
    assert interrupted(archive, "site", {"start_url": "a"}) == [job]


def test_two_processes_replace_a_file_at_once(tmp_path: Path) -> None:
    """As two workers do that end at the same moment: each writes its own beside, and one of the two is there."""
    path = tmp_path / "summary.json"
    with replacing(path) as ours:
        ours.write(b"ours")
        code = "import sys; from archive.disk import replace_file; from pathlib import Path\n"
        code += "replace_file(Path(sys.argv[1]), [b'theirs'])"
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)
        assert path.read_bytes() == b"theirs"
    assert path.read_bytes() == b"ours"
    assert list(tmp_path.iterdir()) == [path]
