"""Start the project's commands as processes that do not load the program anew.

A command takes seconds to import what it needs. ``start`` and ``run`` fork it from a process that has imported it
already: still a process with its own output, environment, directory and signals. Tests of what happens before the
program is loaded (its script, its encoding, its peak of memory) start it by ``subprocess``.
"""

import io
import os
import runpy
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.preloaded"])


class Started:
    """A running command: as much of ``subprocess.Popen`` as tests use, its output as text."""

    def __init__(
        self, command: Sequence[str | Path], streams: Sequence[int], cwd: Path, env: Mapping[str, str]
    ) -> None:
        self.args = [str(part) for part in command]
        passed = [Connection(os.dup(stream)) for stream in streams]
        self._process = _context.Process(target=_run, args=(self.args, passed, str(cwd), dict(env)))
        self._process.start()
        for stream in passed:
            stream.close()
        self.stdout: IO[str] | None = None
        self.stderr: IO[str] | None = None

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """The exit code, negative for a signal; None while the command runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Return the exit code; raise TimeoutExpired after so many seconds."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Return what is left of the output when the command has ended."""
        said = ["", ""]
        threads = [
            threading.Thread(target=_read, args=(stream, said, number), daemon=True)
            for number, stream in enumerate((self.stdout, self.stderr))
        ]
        for thread in threads:
            thread.start()
        self.wait(timeout)
        for thread in threads:
            thread.join(timeout)
        return said[0], said[1]

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        self._process.kill()


def start(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: int | IO[bytes] | None = None,
    stdout: int | IO[str] = subprocess.PIPE,
    stderr: int | IO[str] = subprocess.PIPE,
) -> Started:
    """Start a script of Python (``.venv/bin/scrapy``) or an interpreter's command line; stdin is empty by default."""
    pipes: list[IO[str] | None] = []
    theirs: list[int] = [os.open(os.devnull, os.O_RDONLY) if stdin is None else os.dup(_number(stdin))]
    for stream in (stdout, stderr):
        reading, writing = os.pipe() if stream == subprocess.PIPE else (None, os.dup(_number(stream)))
        pipes.append(None if reading is None else os.fdopen(reading, encoding="utf-8"))
        theirs.append(writing)
    try:
        started = Started(command, theirs, cwd, env)
    finally:
        for stream in theirs:
            os.close(stream)
    started.stdout, started.stderr = pipes
    return started


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    env: Mapping[str, str],
    given: bytes = b"",
    timeout: float = 120,
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, ``given`` on its stdin; kill it and raise TimeoutExpired when that takes too long."""
    with TemporaryFile() as stdin:
        stdin.write(given)
        stdin.seek(0)
        started = start(command, cwd=cwd, env=env, stdin=stdin)
    try:
        said, errors = started.communicate(timeout)
    finally:
        started.kill()
    return subprocess.CompletedProcess(started.args, started.wait(), said, errors)


def _number(stream: int | IO[str] | IO[bytes]) -> int:
    return stream if isinstance(stream, int) else stream.fileno()


def _read(stream: IO[str] | None, said: list[str], number: int) -> None:
    if stream:
        with stream:
            said[number] = stream.read()


def _written(number: int, errors: str, immediately: bool) -> io.TextIOWrapper:
    stream = os.fdopen(number, "wb", 0 if immediately else -1, closefd=False)
    return io.TextIOWrapper(stream, "utf-8", errors, write_through=immediately)


def _run(command: list[str], streams: Sequence[Connection], cwd: str, env: Mapping[str, str]) -> None:
    """In the forked process: become the command."""
    assert "tests.preloaded" in sys.modules
    assert "twisted.internet.reactor" not in sys.modules
    for number, stream in enumerate(streams):
        os.dup2(stream.fileno(), number)
        stream.close()
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = _written(1, "strict", immediately=bool(env.get("PYTHONUNBUFFERED")) or os.isatty(1))
    sys.stderr = _written(2, "backslashreplace", immediately=True)
    sys.path[:0] = [path for path in env.get("PYTHONPATH", "").split(os.pathsep) if path]
    sys.argv = command[1:] if command[0] == sys.executable else command
    if sys.argv[0] == "-c":
        sys.path.insert(0, "")
        exec(sys.argv.pop(1), {"__name__": "__main__"})  # noqa: S102 - a program of a test
    elif sys.argv[0] == "-m":
        runpy.run_module(sys.argv.pop(1), run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")
