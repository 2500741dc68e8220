"""Put what tests write into memory where there is room: most of their time would go into waiting for a disk."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

_MEMORY = Path("/dev/shm")  # noqa: S108 - pytest makes a folder of its own there
_ROOM = 4 * 1024**3
"""Bytes that must be free; a whole run needs less than half."""


def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder for temporary files, which commands inherit; ``TMPDIR`` and ``--basetemp`` overrule it."""
    if "TMPDIR" not in os.environ and config.option.basetemp is None and _has_room():
        os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def _has_room() -> bool:
    with suppress(OSError):
        return os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM
    return False
