"""An archive for tests of the corpus."""

from pathlib import Path

import pytest

from archive.layout import Archive


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data").create()
