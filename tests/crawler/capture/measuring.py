"""Crawls the server of large answers and measures the most memory that the crawl took."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from archive.layout import Archive
from archive.warc.warc_records_and_digests import read_records
from tests.crawler.capture.crawling import crawl_command, crawl_environment
from tests.crawler.peak import measured
from tests.crawler.spiders.odd_server import PROJECT

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


def peak_memory(archive: Path, url: str, seconds: int = 5) -> int:
    """The most memory that the crawl took, in megabytes; each answer is given so many seconds, and no second try."""
    command = crawl_command(archive, url, "-s", f"DOWNLOAD_TIMEOUT={seconds}", "-s", "RETRY_TIMES=0")
    with TemporaryDirectory() as place:
        peak = Path(place, "peak")
        subprocess.run(
            measured(peak, command), cwd=PROJECT, env=crawl_environment(), capture_output=True, check=False
        )
        return int(peak.read_text()) // 1000


def truncations(archive: Path) -> dict[str, str | None]:
    """For each path what its response record says about being cut short."""
    (path,) = Archive(archive).warc_paths()
    return {
        urlsplit(record.field("WARC-Target-URI") or "").path: record.field("WARC-Truncated")
        for record in read_records(path)
        if record.type == "response"
    }
