"""docs/commands.md and the help say the same: every command and option of one is in the other."""

import re
from pathlib import Path

import pytest

from archive.cli import main
from archive.export.formats_and_export_of_units import FORMATS, TERM_FORMATS

DOCUMENT = Path(__file__).parents[3] / "docs" / "commands.md"
_OPTION = re.compile(r"^\s*(?:-[a-z], )?(--[a-z-]+)(?: / (--[a-z-]+))?", re.MULTILINE)
_DOCUMENTED_OPTION = re.compile(r"^\| `(--[a-z-]+)", re.MULTILINE)


def sections() -> dict[str, str]:
    """The sections about ``archive`` by command; the one about all commands has the empty name."""
    parts = re.split(r"^## ", DOCUMENT.read_text(encoding="utf-8"), flags=re.MULTILINE)
    found = {}
    for part in parts[1:]:
        heading, _, text = part.partition("\n")
        name, _, command = heading.partition(" ")
        if name == "archive":
            found[command.strip()] = text
    return found


def help_of(capsys: pytest.CaptureFixture[str], *command: str) -> str:
    assert main([*command, "--help"]) == 0
    return capsys.readouterr().out


def test_every_command_has_its_section_and_the_reverse(capsys: pytest.CaptureFixture[str]) -> None:
    commands = set(re.findall(r"^  ([a-z]+)", help_of(capsys).partition("Commands:")[2], re.MULTILINE))
    assert {name for name in sections() if name} == commands
    assert "query" in commands


@pytest.mark.parametrize("command", sorted(sections()), ids=lambda command: command or "archive")
def test_every_option_is_documented_and_the_reverse(capsys: pytest.CaptureFixture[str], command: str) -> None:
    text = help_of(capsys, *command.split())
    if "COMMAND [ARGS]" in text and command:
        _check_group(capsys, command, text)
        return
    options = {option for names in _OPTION.findall(text) for option in names if option} - {"--help"}
    assert "--archive" in options
    if f"takes the options of [`scrapy {command}`]" in sections()[command]:
        return  # which are held to their own reference
    assert set(_DOCUMENTED_OPTION.findall(sections()[command])) == options
    for argument in re.findall(r"\{(\S+)\}", text.partition("\n")[0]):
        assert argument in sections()[command]


def _check_group(capsys: pytest.CaptureFixture[str], command: str, text: str) -> None:
    """Every command of a group, and its options, stand in the section of the group."""
    for name in re.findall(r"^  ([a-z]+)", text.partition("Commands:")[2], re.MULTILINE):
        assert f"`archive {command} {name}" in sections()[command]
        options = {option for names in _OPTION.findall(help_of(capsys, command, name)) for option in names if option}
        assert {option for option in options - {"--help"} if f"`{option}" not in sections()[command]} == set()


def test_every_export_form_is_documented_and_the_reverse() -> None:
    section = sections()["export"]
    assert f"archive export {'|'.join(FORMATS)}" in section
    table = section.partition("| Form |")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `([a-z0-9]+)` \| (.+) \|$", table, re.MULTILINE))
    assert list(rows) == list(FORMATS)
    assert [name for name, form in FORMATS.items() if not rows[name].startswith(form.help)] == []


def test_every_form_of_terms_is_documented_and_the_reverse() -> None:
    section = sections()["terms"]
    assert "`--format " + r"\|".join(TERM_FORMATS) + "`" in section
    table = section.partition("| Form |")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `([a-z0-9]+)` \| (.+) \|$", table, re.MULTILINE))
    assert list(rows) == list(TERM_FORMATS)
    assert [name for name, form in TERM_FORMATS.items() if not rows[name].startswith(form.help)] == []
