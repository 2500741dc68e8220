from pathlib import Path

import pytest

from archive.layout import Archive
from tests.archive.cli.sample_archive import make_archive


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """The sample archive, named by the environment."""
    monkeypatch.setenv("ARCHIVE_DIR", str(tmp_path / "data"))
    return make_archive(tmp_path / "data")
