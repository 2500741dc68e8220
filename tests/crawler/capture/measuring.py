"""Crawls the server of large answers and measures the most memory that the crawl took."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from archive.layout import Archive
from archive.warc import read_records
from tests.crawler.capture.crawling import start_crawl

SERVER = Path(__file__).with_name("large_answers.py")


@contextmanager
def large_answers(size: int) -> Iterator[str]:
    """The address of the server whose answers are of that many bytes, until the block ends."""
    command = [sys.executable, str(SERVER), str(size)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            yield f"http://127.0.0.1:{int(server.stdout.readline())}/"
        finally:
            server.kill()


def peak_memory(archive: Path, url: str) -> int:
    """The most memory that the crawl took, in megabytes; answers are given five seconds each, and no second try."""
    process = start_crawl(archive, url, "-s", "DOWNLOAD_TIMEOUT=5", "-s", "RETRY_TIMES=0")
    for pipe in (process.stdout, process.stderr):
        assert pipe
        pipe.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_maxrss // 1000


def truncations(archive: Path) -> dict[str, str | None]:
    """For each path what its response record says about being cut short."""
    (path,) = Archive(archive).warc_paths()
    return {
        urlsplit(record.field("WARC-Target-URI") or "").path: record.field("WARC-Truncated")
        for record in read_records(path)
        if record.type == "response"
    }
