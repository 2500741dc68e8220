"""A full disk ends a crawl with one line and code 3; what is stored stays, and the same command completes it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.check.consistency_and_repair import check
from archive.jobs_and_locks import find_jobs
from archive.layout import Archive
from tests.crawler.capture.crawling import PAGES, assert_sound, crawl, documents_in, small_site
from tests.crawler.spiders.odd_server import Reply, Server, serve

WRITES = {
    "in a document": ("archive.document_and_unit_files:write_whole", "2"),
    "in a record": ("archive.warc.open_warc_file_and_recovery:write_whole", "15"),
    "in the first record": ("archive.warc.open_warc_file_and_recovery:write_whole", "0"),
    "in a sync": ("archive.warc.open_warc_file_and_recovery:os.fsync", "3"),
    "in the job": ("archive.disk:Path.replace", "0"),
    "in the job's end": ("archive.disk:Path.replace", "1"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serve(small_site) as served:
        yield served


def assert_told(ended: "subprocess.CompletedProcess[str]") -> None:
    assert ended.returncode == 3, ended.stderr
    lines = ended.stderr.splitlines()
    assert len(lines) == 1, ended.stderr
    assert lines[0].startswith("error: ")
    assert "make room" in lines[0]


def assert_nothing_torn(root: Path) -> None:
    """All that is on disk is whole; units and index may be behind, and what cannot be synced cannot be finished."""
    behind = ("index: ", "not finished", "units are missing, from")
    assert [fault for fault in check(Archive(root)).faults if not any(each in fault for each in behind)] == []


def test_a_disk_that_is_full(tmp_path: Path, server: Server) -> None:
    for fault in WRITES.values():
        assert_told(crawl(tmp_path, server.url, fault=(*fault, "full")))
        assert_nothing_torn(tmp_path)
    assert all(job.ended is None for job in find_jobs(Archive(tmp_path)).values())
    again = crawl(tmp_path, server.url)
    assert again.returncode == 0, again.stderr
    assert {document.url for document in documents_in(tmp_path)} == {
        f"{server.url}news/{n}.html" for n in range(PAGES)
    }
    assert_sound(tmp_path)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 900 kB of its own."""
    mounted = ["mount", "-t", "tmpfs", "-o", "size=900k", "none", str(tmp_path)]
    if subprocess.run(mounted, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a file system")
    yield tmp_path
    subprocess.run(["umount", "--lazy", str(tmp_path)], check=True)


def large_site(target: str) -> Reply:
    """The small site with style sheets' worth of bytes in each page that no compression makes smaller."""
    reply = small_site(target)
    noise = "".join(chr(0x4E00 + (n * n * 7919 + len(target) * n) % 20000) for n in range(9000))
    return Reply(reply.body.replace(b"</body>", f"<!-- {target} {noise} --></body>".encode()), reply.status)


def test_a_small_disk(small_disk: Path) -> None:
    with serve(large_site) as server:
        assert_told(crawl(small_disk, server.url))
        assert_nothing_torn(small_disk)
        kept = len(documents_in(small_disk))
        subprocess.run(["mount", "-o", "remount,size=20m", str(small_disk)], check=True)
        ended = crawl(small_disk, server.url)
    assert 0 < kept < PAGES
    assert ended.returncode == 0, ended.stderr
    assert len(documents_in(small_disk)) == PAGES
    assert_sound(small_disk)
