"""Serves a folder of files over HTTP/1.1 on the loopback address, and counts what was asked for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Served:
    """A running server; ``log`` has the target and the status of every answer."""

    url: str
    log: list[tuple[str, int]] = field(default_factory=list)


class _Handler(SimpleHTTPRequestHandler):
    """Files as they are, with no list of a directory that has no index page."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: Any, log: list[tuple[str, int]], **more: Any) -> None:
        self._log = log
        super().__init__(*args, **more)

    def list_directory(self, path: Any) -> None:
        self.send_error(404)

    def log_request(self, code: Any = "-", size: Any = "-") -> None:
        self._log.append((self.path, int(code)))

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """The folder on a free port, until the block ends."""
    found = Served("")
    handler = partial(_Handler, directory=str(folder), log=found.log)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        found.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
