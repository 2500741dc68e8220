"""The replay of an archive, as ``archive serve`` runs it, and whatever a page may try to reach beside it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import uvicorn

from archive.layout import Archive
from archive.replay.app import create_replay_app
from tests.clients.pywb_server import free_port


@contextmanager
def replayed(archive: Archive) -> Iterator[str]:
    """The origin at which the archive is replayed, until the block ends."""
    port = free_port()
    config = uvicorn.Config(create_replay_app(archive), host="127.0.0.1", port=port, log_level="error", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@dataclass(slots=True)
class Sink:
    """A server that takes down everything that is asked of it, and lets everyone read its answers."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def sink() -> Iterator[Sink]:
    """A sink on the loopback address, until the block ends; it takes down what comes by UDP too, at the same port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<p>reached")

        do_POST = do_HEAD = do_OPTIONS = do_GET  # noqa: N815 - the names that the base class asks for

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the sink is read."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Sink(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets:
            packets.bind(server.server_address)
            threading.Thread(target=_take_packets, args=(packets, found), daemon=True).start()
            yield found
        server.shutdown()
        thread.join()


def _take_packets(packets: socket.socket, found: Sink) -> None:
    """Takes down each packet, until the socket is closed."""
    packets.settimeout(0.1)
    while packets.fileno() >= 0:
        with suppress(OSError):
            found.asked.append(f"UDP {len(packets.recv(4096))} bytes")
