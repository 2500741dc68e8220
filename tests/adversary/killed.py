"""A command that is killed (SIGKILL) at one of its calls that change files, in a process of its own."""

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from archive.cli import main

_CALLS = frozenset(
    ["open", "mkdir", "write", "writelines", "flush", "fsync", "rename", "replace", "sendfile", "close"]
)


class Calls:
    """Counts returns of calls that change files, as a profiler; the one with the number ``killed`` is the last."""

    def __init__(self, killed: int) -> None:
        self.number = 0
        self._killed = killed

    def __call__(self, _frame: FrameType, event: str, called: Any) -> None:
        is_text = isinstance(getattr(called, "__self__", None), str | bytes)
        if event == "c_return" and called.__name__ in _CALLS and not is_text:
            self.number += 1
            if self.number == self._killed:
                os.kill(os.getpid(), signal.SIGKILL)


def count_calls(arguments: list[str], notes: Path) -> int:
    """How many such calls a command makes that is let run to its end; ``notes`` is a file to use."""
    assert run_killed(arguments, 0, notes) == 0
    return int(notes.read_text())


def run_killed(arguments: list[str], at: int, notes: Path | None = None) -> int:
    """Runs ``archive`` with these arguments up to its call number ``at``; its exit code, or -9 when it was killed."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            calls = Calls(at)
            sys.setprofile(calls)
            code = main(arguments)
            sys.setprofile(None)
            if notes:
                notes.write_text(str(calls.number))
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
