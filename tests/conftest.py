"""Write temporary files into memory where there is room, which saves waiting for a disk; run long tests first."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import settings

_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
_ROOM = 4 * 1024**3
"""Bytes that must be free; a whole run needs less than half."""
_LONG = (
    "tests/adversary/test_crawl.py",
    "tests/crawler/capture/known_captures/",
    "tests/crawler/capture/test_crash.py",
    "tests/crawler/many_sites/",
    "tests/crawler/reextract/",
    "tests/end_to_end/",
)


settings.register_profile("without deadline", deadline=None)  # no test asserts a time
settings.load_profile("without deadline")


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder for temporary files, which commands inherit; ``TMPDIR`` and ``--basetemp`` overrule it."""
    if "TMPDIR" not in os.environ and config.option.basetemp is None and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def _has_room() -> bool:
    with suppress(OSError):
        return os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that workers that share the tests end together."""
    items.sort(key=lambda item: not item.nodeid.startswith(_LONG))
