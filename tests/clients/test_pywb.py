"""The WARC files of a crawl load in pywb, which gives back every article's payload as it was stored."""

import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.document_and_unit_files import find_documents
from archive.index import Index
from archive.layout import Archive
from archive.warc.captures_and_pages import read_page
from tests.clients.needed import needs
from tests.clients.pywb_server import PYWB, collection
from tests.samplesite import serve

ROOT = Path(__file__).parents[2]
PATIENCE = 60.0

pytestmark = [
    pytest.mark.clients,
    needs(PYWB / "wayback", "'make clients' installs it"),
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
def wayback(archive: Archive) -> Iterator[str]:
    with collection(*archive.warc_paths()) as address:
        yield address


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
