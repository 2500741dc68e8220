"""``make bench`` runs every benchmark and writes the tables into benchmarks/RESULTS.md.

``python -m benchmarks NAME...`` runs those that are named and leaves the other tables as they are.
"""

import argparse
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
ORDER = (
    "capture",
    "start",
    "extract",
    "reextract",
    "language",
    "search",
    "corpus",
    "serve",
    "replay",
    "export",
    "cross_page_units",
    "cost",
    "limits",
    "workers",
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(ORDER)}; all unless told")
    names = parser.parse_args().names or ORDER
    if unknown := set(names).difference(ORDER):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    sections = {**_written(), **{name: _run(name) for name in names}}
    RESULTS.write_text(_page(sections[name] for name in ORDER if name in sections), encoding="utf-8")


def _run(name: str) -> str:
    """The section of one benchmark: a process of its own, so that none pays for what another has loaded."""
    command = [sys.executable, "-m", f"benchmarks.{name}"]
    print(f"$ python -m benchmarks.{name}", flush=True)
    table = subprocess.run(command, cwd=HERE.parent, check=True, stdout=subprocess.PIPE, text=True).stdout
    print(table, flush=True)
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    machine = f"Python {platform.python_version()}, {platform.machine()}, {cores} cores, load {load:.1f} at the end"
    return (
        f"## {name}\n\n`python -m benchmarks.{name}` on {datetime.now(UTC):%Y-%m-%d}; {machine}.\n\n{table.strip()}\n"
    )


def _written() -> dict[str, str]:
    """The sections that stand in the file already, by name."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    parts = re.split(r"^## (?=\S)", text, flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: f"## {part.strip()}\n" for part in parts}


def _page(sections: Iterable[str]) -> str:
    return "\n".join(["# Benchmarks\n\n`make bench` makes these tables.\n", *sections])


if __name__ == "__main__":
    main()
