"""Other people's programs that tests run: without them the tests are skipped, but not in CI."""

import os
import shutil
from pathlib import Path

import pytest


def needs(program: str | Path, advice: str) -> pytest.MarkDecorator:
    """Skips a test where the program (a command's name, or a file) is missing; ``advice`` says how to get it."""
    is_there = shutil.which(program) is not None if isinstance(program, str) else program.exists()
    return pytest.mark.skipif(not is_there and not os.environ.get("CI"), reason=f"{program} is missing: {advice}")
