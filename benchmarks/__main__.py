"""``make bench``: runs every benchmark and writes the tables into benchmarks/RESULTS.md."""

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).parent
ORDER = ("capture", "extract", "language", "search")


def main() -> None:
    """Each benchmark is a process of its own, so that none pays for what another has loaded."""
    machine = f"Python {platform.python_version()}, {platform.machine()}, {_cores()} cores"
    parts = [f"# Benchmarks\n\n`make bench` on {datetime.now(UTC):%Y-%m-%d}; {machine}.\n"]
    for name in ORDER:
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        print(f"$ python -m benchmarks.{name}", flush=True)
        table = subprocess.run(command, cwd=HERE.parent, check=True, stdout=subprocess.PIPE, text=True).stdout
        print(table, flush=True)
        parts.append(f"\n## {name}\n\n`python -m benchmarks.{name}`\n\n{table}")
    (HERE / "RESULTS.md").write_text("".join(parts), encoding="utf-8")


def _cores() -> int:
    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    main()
