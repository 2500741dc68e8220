"""``archive serve`` as a process, and requests over sockets to it."""

import os
import re
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests import forked

PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running server and the addresses that it printed."""

    process: forked.Started
    room: str
    replay: str

    def end(self, number: int = signal.SIGINT) -> tuple[int, str, str]:
        """Exit code, and what else it printed on standard output and error."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.wait(), out, err


def command(archive: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "archive", "serve", "--archive", str(archive), *options]


@contextmanager
def serving(archive: Path, *options: str) -> Iterator[Served]:
    """The server on free ports, when it answers."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = forked.start(command(archive, "--port", "0", *options), cwd=Path.cwd(), env=environment)
    try:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(2)]
        addresses = re.findall(r"http://\S+", "".join(lines))
        assert len(addresses) == 2, (lines, process.communicate())
        yield Served(process, *addresses)
    finally:
        process.kill()


def ask(url: str, *headers: str, path: str = "/", method: str = "GET") -> tuple[int, str]:
    """Status and the whole answer to a request of these header lines, as they are, and no others."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=PATIENCE) as connection:
        lines = [f"{method} {path} HTTP/1.1", *headers, "Connection: close", "", ""]
        connection.sendall("\r\n".join(lines).encode())
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    text = answer.decode("utf-8", "replace")
    return int(text.split(" ", 2)[1]), text
