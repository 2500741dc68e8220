"""docs/scale.md: its commands and options exist, and its links lead somewhere."""

import os
import re
import sys
from pathlib import Path

import pytest

from tests import forked

ROOT = Path(__file__).parents[3]
BIN = Path(sys.executable).parent
PAGE = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
COMMANDS = sorted({*re.findall(r"(?:python -m|archive|scrapy) [a-z][\w.]*(?: [^`\n|]*)?", PAGE)})


def help_of(command: str) -> str:
    program, name = (command.split()[0], command.split()[1]) if not command.startswith("python") else ("", "")
    shown = [BIN / program, name] if program else [sys.executable, "-m", command.split()[2]]
    done = forked.run([*shown, "--help"], cwd=ROOT, env=os.environ)
    return done.stdout if done.returncode == 0 else ""


def test_there_are_commands() -> None:
    assert len(COMMANDS) > 8


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_and_its_options_exist(command: str) -> None:
    told = help_of(command)
    assert told, command
    assert [option for option in re.findall(r"--[a-z][a-z-]+", command) if option not in told] == []


def test_each_link_leads_somewhere() -> None:
    links = re.findall(r"\]\(([^)#]+)(?:#([^)]+))?\)", PAGE)
    assert links
    for path, anchor in links:
        text = (ROOT / "docs" / path).resolve().read_text(encoding="utf-8")
        assert not anchor or anchor in {anchor_of(line) for line in re.findall(r"^#+ (.*)", text, re.MULTILINE)}
    assert "docs/scale.md" in (ROOT / "README.md").read_text(encoding="utf-8")


def anchor_of(heading: str) -> str:
    """The name by which a heading is linked to."""
    return re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-")
