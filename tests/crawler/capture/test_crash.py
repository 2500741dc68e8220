"""A crawl killed at any point leaves an archive that the next crawl brings to what it would have been."""

import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.jobs_and_locks import find_jobs
from archive.layout import Archive
from tests.crawler.capture.crawling import PAGES, assert_sound, crawl, documents_in, small_site, start_crawl
from tests.crawler.spiders.odd_server import Server, serve

WINDOWS = {
    "within a document": ("archive.document_and_unit_files:write_whole", "1"),
    "between documents and index": ("archive.document_and_unit_files:DocumentsWriter.append+", "2"),
    "within a record": ("archive.warc.open_warc_file_and_recovery:write_whole", "15"),
    "between the records of an exchange": ("archive.warc.open_warc_file_and_recovery:OpenFile._write+", "17"),
    "before the WARC file is synced": ("archive.warc.open_warc_file_and_recovery:OpenFile.sync", "3"),
    "before the documents": ("crawler.document_store:DocumentStore.receive", "3"),
    "after the index": ("archive.index.index_writer_and_source_files:IndexWriter.add+", "3"),
    "before the file has its name": ("archive.warc.open_warc_file_and_recovery:OpenFile.finish", "0"),
    "before the job's end": ("archive.warc.open_warc_file_and_recovery:OpenFile.finish+", "0"),
}
IN_RECOVERY = {
    "before the tail is cut": "archive.warc.open_warc_file_and_recovery:_keep_tail+",
    "before the whole file has its name": "archive.warc.open_warc_file_and_recovery:warc_name",
    "before the job is written": "archive.jobs_and_locks:replace_file",
    "within an owed document": "archive.document_and_unit_files:write_whole",
    "after an owed document": "archive.document_and_unit_files:DocumentsWriter.append+",
    "before the file counts as extracted": "archive.jobs_and_locks:Job.mark_extracted",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(small_site) as served:
        yield served


def assert_whole(archive: Path, url: str) -> None:
    """All articles are there, and nothing is wrong."""
    ended = crawl(archive, url)
    assert ended.returncode == 0, ended.stderr
    assert len({document.url for document in documents_in(archive)}) == PAGES
    assert_sound(archive)


def test_killed_in_each_window(tmp_path: Path, server: Server) -> None:
    for number, (window, fault) in enumerate(WINDOWS.items()):
        # Each is asked something else, so that none goes on from the one before and all come to their window.
        killed = crawl(tmp_path, server.url, "-a", f"max_pages={1000 + number}", fault=(*fault, "kill"))
        assert killed.returncode == -signal.SIGKILL, window
    jobs = find_jobs(Archive(tmp_path)).values()
    assert [job.ended for job in jobs] == [None] * len(WINDOWS)
    assert_whole(tmp_path, server.url)


def test_killed_in_recovery_again_and_again(tmp_path: Path, server: Server) -> None:
    fault = ("archive.warc.open_warc_file_and_recovery:write_whole", "21", "kill")
    assert crawl(tmp_path, server.url, fault=fault).returncode == -signal.SIGKILL
    for path in Archive(tmp_path).documents_paths():
        path.write_bytes(b"")  # as if none had been written
    for point in IN_RECOVERY.values():
        assert crawl(tmp_path, server.url, fault=(point, "0", "kill")).returncode == -signal.SIGKILL, point
    assert_whole(tmp_path, server.url)


def test_killed_at_random_moments(tmp_path: Path, server: Server) -> None:
    moments = random.Random(3)
    for _ in range(4):
        asked = len(server.log)
        process = start_crawl(tmp_path, server.url)
        while len(server.log) == asked and process.poll() is None:
            time.sleep(0.005)
        time.sleep(moments.random() * 0.5)
        process.kill()
        process.communicate()
    assert_whole(tmp_path, server.url)
