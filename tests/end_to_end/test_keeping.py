"""Each command of docs/keeping.md is run, in the order in which it stands there."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from archive.cli.app import main
from archive.layout import Archive
from tests.archive.keeping.two_sites import ONE, crawl, make_two_sites

ROOT = Path(__file__).parents[2]
BLOCKS = re.findall(r"^```sh\n(.*?)^```", (ROOT / "docs" / "keeping.md").read_text(encoding="utf-8"), re.M | re.S)


def run(line: str, capsys: pytest.CaptureFixture[str]) -> int:
    """The exit code of a command; ``archive`` runs in this process, which takes a tenth of the time."""
    if line.startswith("archive "):
        command, _, file = line.partition(" > ")
        capsys.readouterr()
        code = main(shlex.split(command)[1:])
        if file:
            Path(file).write_text(capsys.readouterr().out, encoding="utf-8")
        return code
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    return subprocess.run(["sh", "-c", line], env=environment, timeout=120, check=False).returncode


def test_every_command_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make_two_sites(tmp_path / "data")
    crawl(Archive(tmp_path / "other"), ONE, "third", 7)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ARCHIVE_DIR", raising=False)
    lines = [line for block in BLOCKS for line in block.splitlines()]
    assert len(lines) > 20
    for line in lines:
        assert run(line, capsys) == 0, (line, capsys.readouterr())
    assert '"faults": []' in (tmp_path / "check.json").read_text(encoding="utf-8")
