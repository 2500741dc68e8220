"""A small HTTP server with any answers, and the ``scrapy`` command run against it as a process."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests import forked

PROJECT = Path(__file__).parents[3]
SCRAPY = Path(sys.executable).with_name("scrapy")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: status, body, and header pairs beside Content-Length."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)


Answerer = Callable[[str], Reply]
"""Gives the reply to a request target: path and query as sent."""


@dataclass(slots=True)
class Server:
    """A running server; ``log`` has the targets asked for, in order, ``agents`` who asked."""

    port: int
    log: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


@contextmanager
def serve(answer: Answerer) -> Iterator[Server]:
    """Serves on a free port of 127.0.0.1 until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.log.append(self.path)
            server.agents.add(self.headers.get("User-Agent", ""))
            reply = answer(self.path)
            self.send_response(reply.status)
            for name, value in (*reply.headers, ("Content-Length", str(len(reply.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server = Server(http.server_address[1])
    threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()


def run_scrapy(*args: str, project: Path = PROJECT, timeout: float = 120) -> subprocess.CompletedProcess[str]:
    """The command as a process in the project's directory, with its output; forked unless it is another project."""
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONIOENCODING": "utf-8"}
    environment.pop("ARCHIVE_DIR", None)
    command = [str(SCRAPY), *args]
    if project == PROJECT:
        return forked.run(command, cwd=project, env=environment, timeout=timeout)
    return subprocess.run(
        command, cwd=project, env=environment, capture_output=True, text=True, timeout=timeout, check=False
    )
