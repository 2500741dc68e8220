from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.capture import CatalogueEntry
from archive.model.document import Document
from archive.web.app import create_app
from tests.archive.cli.sample_archive import NEWS, SPEECH, make_archive
from tests.archive.cli.test_history import changed_speech
from tests.archive_files import made_once


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return make_two_versions(tmp_path / "data")


@made_once
def make_two_versions(root: Path) -> Archive:
    """The sample archive, in which the speech has two versions."""
    made = make_archive(root)
    earlier, news, later = (_with_digest(document) for document in (SPEECH, NEWS, changed_speech()))
    gone = replace(
        later.capture, date="2026-01-11T00:00:00.000000Z", offset=1234, status=404, payload_digest="sha1:GGGGGGGG"
    )
    with IndexWriter(made) as writer:
        writer.add(
            [CatalogueEntry(later.capture, "response"), CatalogueEntry(gone, "response")], [earlier, news, later]
        )
    return made


def _with_digest(document: Document) -> Document:
    """The document with a payload digest of the length that they have."""
    return replace(document, capture=replace(document.capture, payload_digest="sha1:ABCDEFGH"))


@pytest.fixture
def client(archive: Archive) -> Iterator[TestClient]:
    """Asks the reading room of the sample archive; what it fails at is an answer, not an exception."""
    app = create_app(archive, replay_port=8641)
    with TestClient(app, "http://127.0.0.1:8640", raise_server_exceptions=False) as made:
        yield made
