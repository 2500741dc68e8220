"""The WARC files of a crawl load in pywb, which gives back every article's payload as it was stored.

pywb lives in an environment of its own, since its pins clash with ours: ``make clients`` sets it up.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from archive.documents import find_documents
from archive.index import Index
from archive.layout import Archive
from archive.warc import read_page
from tests.samplesite import serve

ROOT = Path(__file__).parents[2]
PYWB = ROOT / ".clients" / "pywb" / "bin"
PATIENCE = 60.0

pytestmark = [
    pytest.mark.clients,
    pytest.mark.skipif(not (PYWB / "wayback").exists(), reason="pywb is not installed: 'make clients' installs it"),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    place = tmp_path_factory.mktemp("pywb") / "data"
    with serve() as site:
        scrapy = str(Path(sys.executable).with_name("scrapy"))
        command = [scrapy, "crawl", "daxinya", "-a", f"start_url={site.url}"]
        env = {**os.environ, "ARCHIVE_DIR": str(place)}
        subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
    return Archive(place)


@pytest.fixture(scope="module")
def wayback(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a collection that holds the archive's WARC files."""
    place = tmp_path_factory.mktemp("wayback")
    subprocess.run([PYWB / "wb-manager", "init", "sample"], cwd=place, check=True, capture_output=True)
    files = [str(path) for path in archive.warc_paths()]
    subprocess.run([PYWB / "wb-manager", "add", "sample", *files], cwd=place, check=True, capture_output=True)
    port = _free_port()
    with subprocess.Popen(
        [PYWB / "wayback", "-b", "127.0.0.1", "-p", str(port)],
        cwd=place,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        _await(port)
        yield f"http://127.0.0.1:{port}/sample"
        server.terminate()


def test_every_article_comes_back(archive: Archive, wayback: str) -> None:
    checked = 0
    with Index(archive) as index:
        for stored in find_documents(archive):
            entry = index.capture(stored.document.url)
            assert entry
            page = read_page(archive, entry)
            assert _fetch(f"{wayback}/id_/{entry.capture.uri}") in (page.payload, page.content())
            checked += 1
    assert checked >= 50


def _fetch(url: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})  # noqa: S310 # the loopback address
    with urllib.request.urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 # the same
        content: bytes = response.read()
        return content


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    """Returns when something answers at the port.

    Raises TimeoutError when nothing does in a minute.
    """
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise TimeoutError(f"pywb does not answer at port {port}")
