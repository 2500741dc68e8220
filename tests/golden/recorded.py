"""Texts that tests compare with what was recorded; ``--update-golden`` records them anew."""

from difflib import unified_diff
from pathlib import Path

import pytest

DIFFERENCE = "golden difference"
"""The name under which a test's report carries the unified diff of what it rewrote."""


def recorded(path: Path, text: str, request: pytest.FixtureRequest) -> str:
    """Return what a file has recorded; with ``--update-golden`` write the text to it first."""
    if request.config.getoption("--update-golden", default=False) and (changed := rewrite(path, text)):
        request.node.user_properties.append((DIFFERENCE, changed))
    return path.read_text(encoding="utf-8")


def rewrite(path: Path, text: str) -> str:
    """Write a text to a file and return the unified diff; empty where the file had that text already."""
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before != text:
        path.write_text(text, encoding="utf-8")
    lines = unified_diff(before.splitlines(), text.splitlines(), f"{path} (recorded)", f"{path} (now)", lineterm="")
    return "\n".join(lines)
