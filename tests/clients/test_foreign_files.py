"""WARC files that other tools wrote, as pywb's source package carries them, are added and replayed, or refused.

The package is fetched into an ignored folder, and nothing of it is part of this project.
"""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from archive.cli import main
from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.page_headers_content_and_charset_names import Page
from archive.replay.app import create_replay_app
from archive.warc.captures_and_pages import read_page
from tests.clients.installed import CLIENTS
from tests.clients.needed import needs

FILES = CLIENTS / "pywb-source" / "sample_archive" / "warcs"
REFUSED = {
    "bad.arc": 2,
    "example.arc": 2,
    "example.arc.gz": 2,
    "example-extra.warc": 3,
    "example.warc": 3,
    "missing-status-text.warc": 3,
}
"""Files of another format, and files damaged where their line ends were changed or left out."""

pytestmark = [pytest.mark.clients, needs(FILES, "'make clients' brings it")]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return Archive(tmp_path_factory.mktemp("foreign") / "data")


@pytest.fixture(scope="module")
def added(archive: Archive) -> dict[str, int]:
    """The exit code of each file's addition."""
    files = sorted(path for path in FILES.iterdir() if path.is_file())
    return {path.name: main(["add", str(path), "--archive", str(archive.root)]) for path in files}


def test_each_is_taken_or_refused_in_a_line(added: dict[str, int], capsys: pytest.CaptureFixture[str]) -> None:
    assert {name: code for name, code in added.items() if code} == REFUSED
    assert len(added) - len(REFUSED) >= 10
    for name in REFUSED:
        main(["add", str(FILES / name)])
        assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.usefixtures("added")
def test_every_capture_is_replayed(archive: Archive) -> None:
    client = TestClient(create_replay_app(archive), base_url="http://127.0.0.1:8081", follow_redirects=False)
    number = 0
    for entry, page in _pages(archive):
        stamp = "".join(character for character in entry.capture.date if character.isdigit())
        stored = client.get(f"/{stamp}id_/{entry.capture.uri}", headers={"Accept-Encoding": "identity"})
        assert stored.status_code == page.status
        with client.stream("GET", f"/{stamp}id_/{entry.capture.uri}") as raw:
            assert b"".join(raw.iter_raw()) == page.payload
        assert client.get(f"/{stamp}/{entry.capture.uri}").status_code == page.status
        number += 1
    assert number >= 100


def _pages(archive: Archive) -> Iterator[tuple[CatalogueEntry, Page]]:
    """The captures whose payload is in the archive: some revisits point to files that are not there."""
    with Index(archive) as index:
        for entry in [entry for warc in index.warc_files() for entry in index.entries_in(warc)]:
            original = index.original(entry) if entry.record_type == "revisit" else None
            try:
                yield entry, read_page(archive, entry, original)
            except ArchiveMissing:
                continue
