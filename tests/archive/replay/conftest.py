from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from starlette.testclient import TestClient

from archive.replay.app import create_replay_app
from tests.archive.replay.written import Answer, write_archive

ORIGIN = "http://127.0.0.1:8641"


class Replay(Protocol):
    """Replays an archive of these answers, a WARC file for each run of them; redirects are not followed."""

    def __call__(self, *files: list[Answer]) -> TestClient: ...


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Replay]:
    clients: list[TestClient] = []

    def serve(*files: list[Answer]) -> TestClient:
        app = create_replay_app(write_archive(tmp_path, *files), room_port=8640)
        clients.append(TestClient(app, ORIGIN, follow_redirects=False).__enter__())
        return clients[-1]

    yield serve
    for client in clients:
        client.__exit__(None, None, None)
