"""``python -m tests.samplesite`` as a process."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

_ROOT = Path(__file__).parents[2]


@contextmanager
def _program(*options: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.samplesite", *options]
    with subprocess.Popen(command, cwd=_ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def _url(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    found = re.fullmatch(r"Sample site on (http://127\.0\.0\.1:\d+/)\n", process.stdout.readline())
    assert found
    return found[1]


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_names_its_address_and_ends_when_told(stop: signal.Signals) -> None:
    with _program("--port", "0") as process:
        with urlopen(_url(process), timeout=10) as answer:  # noqa: S310 (an address on the loopback device)
            assert answer.status == 200
        process.send_signal(stop)
        said, complained = process.communicate(timeout=10)
        assert (process.returncode, said, complained) == (0, "", "")


def test_without_a_port_a_second_one_takes_another() -> None:
    with _program() as first, _program() as second:
        assert _url(first) != _url(second)


def test_a_taken_port_that_was_asked_for_is_an_error() -> None:
    with _program("--port", "0") as first:
        port = _url(first).rstrip("/").rpartition(":")[2]
        with _program("--port", port) as second:
            said, complained = second.communicate(timeout=10)
    assert (second.returncode, said) == (2, "")
    assert complained.count("\n") == 1
    assert "in use" in complained
