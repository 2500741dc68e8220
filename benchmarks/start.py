"""What commands take to start and finish: Python, Scrapy's own floor, and what this project adds to it.

Seconds of CPU (user and system) of whole processes, the least of interleaved runs: a bare import of Scrapy's command
line, ``scrapy version`` in an empty project, where Scrapy imports the modules of its own commands, and in this one,
and the extraction of one page. ``--before DIR`` measures another checkout with its own .venv beside this one.
"""

import argparse
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

RUNS = 11
HERE = Path(__file__).parents[1]
PAGE = HERE / "tests" / "golden" / "nanhu" / "portal_gb2312" / "page.html"
EXTRACT = ("extract", str(PAGE), "--url", "http://example.com/news/1.html")
EMPTY = {
    "scrapy.cfg": "[settings]\ndefault = empty.settings\n",
    "empty/settings.py": 'BOT_NAME = "empty"\nSPIDER_MODULES = ["empty"]\n',
    "empty/__init__.py": "",
}

Command = tuple[str, Path, tuple[str, ...]]
"""A row of the table, the folder that a command runs in, and the command, its program in that checkout's .venv."""


def _commands(empty: Path) -> list[Command]:
    return [
        ("python -c pass", empty, ("python", "-c", "pass")),
        ("python -c 'import scrapy.cmdline'", empty, ("python", "-c", "import scrapy.cmdline")),
        ("scrapy version, empty project", empty, ("scrapy", "version")),
        ("scrapy version", HERE, ("scrapy", "version")),
        ("scrapy extract, one page", HERE, ("scrapy", *EXTRACT)),
        ("archive extract, one page", HERE, ("archive", *EXTRACT)),
    ]


def _seconds(checkout: Path, folder: Path, command: tuple[str, ...]) -> float:
    program = checkout / ".venv" / "bin" / command[0]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before = os.times()
    subprocess.run([program, *command[1:]], cwd=folder, env=kept, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def _rows(checkouts: list[Path], runs: int, empty: Path) -> Iterator[str]:
    commands = _commands(empty)
    taken: dict[tuple[str, Path], list[float]] = {(row, tree): [] for row, *_ in commands for tree in checkouts}
    for _ in range(runs):
        for row, folder, command in commands:
            for tree in checkouts:
                taken[row, tree].append(_seconds(tree, tree if folder == HERE else folder, command))
    for row, *_ in commands:
        yield f"| `{row}` | " + " | ".join(f"{min(taken[row, tree]):.2f}" for tree in checkouts) + " |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--before", type=Path, help="another checkout, with its own .venv")
    options = parser.parse_args()
    checkouts = [*([options.before] if options.before else []), HERE]
    print("| start to finish | " + " | ".join(["CPU s, before"] * bool(options.before) + ["CPU s"]) + " |")
    print("| --- |" + " ---: |" * len(checkouts))
    with tempfile.TemporaryDirectory() as directory:
        for name, text in EMPTY.items():
            path = Path(directory, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for line in _rows(checkouts, options.runs, Path(directory)):
            print(line)


if __name__ == "__main__":
    main()
