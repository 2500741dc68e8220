"""``python peak.py FILE COMMAND...``: runs the command and writes the most memory that it took, in kilobytes.

A process of its own, for a small one: on Linux a process begins with the peak of the one that started it, so that
what a test process had grown to would be counted too.
"""

import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path


def measured(peak: Path, command: Sequence[str]) -> list[str]:
    """The command by which another one is run, its peak of memory written into a file, in kilobytes."""
    return [sys.executable, str(Path(__file__)), str(peak), *command]


if __name__ == "__main__":
    ended = subprocess.run(sys.argv[2:], check=False)
    Path(sys.argv[1]).write_text(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), encoding="utf-8")
    sys.exit(ended.returncode)
