"""Serves the site over HTTP/1.1 on the loopback address, with a log of every request.

The same request gets the same bytes: there is no Date field (RFC 9110, 6.6.1 allows that to a server without a
clock), and compression is without time stamps.
"""

import gzip
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.samplesite.article import Article
from tests.samplesite.resource import HeaderPairs, Resource
from tests.samplesite.routes import Site

HOST = "127.0.0.1"
_CHUNK = 4096
_POLL_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Logged:
    """One request and its answer; ``payload`` is the body as sent, without transfer coding, with content coding."""

    method: str
    target: str
    status: int
    payload: bytes


@dataclass(slots=True)
class Served:
    """A running server: ``url`` is its home page, ``log`` every request in the order of the answers."""

    port: int
    log: list[Logged] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"

    def targets(self) -> list[str]:
        """Path and query of every request so far."""
        return [logged.target for logged in list(self.log)]


class Server(ThreadingHTTPServer):
    """The server of one site; answers each connection in a thread of its own."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, port: int, articles: tuple[Article, ...]) -> None:
        self.site = Site(articles)
        super().__init__((HOST, port), _Handler)
        self.served = Served(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of a client that went away; anything else is a fault of the site and is printed."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(articles: tuple[Article, ...], port: int = 0) -> Iterator[Served]:
    """The site on the port, any free one for 0, until the block ends.

    Raises OSError when the port is taken.
    """
    with Server(port, articles) as server:
        thread = threading.Thread(target=server.serve_forever, args=(_POLL_SECONDS,), daemon=True)
        thread.start()
        try:
            yield server.served
        finally:
            server.shutdown()
            thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60

    def do_GET(self) -> None:
        host = self.headers.get("Host") or f"{HOST}:{self.server.served.port}"
        resource = self.server.site.answer(self.path, host)
        packed = resource.gzip and "gzip" in self.headers.get("Accept-Encoding", "")
        validators = _validators(resource, packed)
        if resource.status == HTTPStatus.OK and self._has_it(dict(validators)):
            self._send(HTTPStatus.NOT_MODIFIED, validators, b"")
            return
        body = gzip.compress(resource.body, mtime=0) if packed else resource.body
        coding = (("Content-Encoding", "gzip"),) if packed else ()
        chunked = resource.chunked and self.request_version == "HTTP/1.1"
        length = ("Transfer-Encoding", "chunked") if chunked else ("Content-Length", str(len(body)))
        pairs = (("Content-Type", resource.media_type), *resource.headers, *validators, *coding, length)
        self._send(resource.status, pairs, body, chunked)

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.close_connection = True
        self._send(HTTPStatus.METHOD_NOT_ALLOWED, (("Allow", "GET, HEAD"), ("Content-Length", "0")), b"")

    def _has_it(self, validators: dict[str, str]) -> bool:
        """Whether a conditional request names what the client has (RFC 9110, 13.2.2)."""
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            named = [tag.strip().removeprefix("W/") for tag in tags.split(",")]
            return "ETag" in validators and (validators["ETag"] in named or "*" in named)
        since = self.headers.get("If-Modified-Since")
        return bool(since) and "Last-Modified" in validators and _not_after(validators["Last-Modified"], since)

    def _send(self, status: int, pairs: HeaderPairs, body: bytes, chunked: bool = False) -> None:
        payload = b"" if self.command == "HEAD" else body
        self.server.served.log.append(Logged(self.command, self.path, int(status), payload))
        self.send_response_only(status)
        for name, value in (("Server", "nginx"), *pairs):
            self.send_header(name, value)
        self.end_headers()
        for piece in _chunks(payload) if chunked and self.command != "HEAD" else (payload,):
            self.wfile.write(piece)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the log is a list."""


def _validators(resource: Resource, packed: bool) -> HeaderPairs:
    """Last-Modified, ETag (another one for the compressed form, RFC 9110, 8.8.3.3) and Vary."""
    tag = resource.etag
    pairs = [("Last-Modified", resource.modified)] if resource.modified else []
    if tag:
        pairs.append(("ETag", f'{tag[:-1]}-gzip"' if packed else tag))
    if resource.gzip:
        pairs.append(("Vary", "Accept-Encoding"))
    return tuple(pairs)


def _not_after(modified: str, since: str | None) -> bool:
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since or "")
    except (TypeError, ValueError):
        return False


def _chunks(body: bytes) -> Iterator[bytes]:
    """The body in the chunked coding (RFC 9112, 7.1)."""
    for start in range(0, len(body), _CHUNK):
        piece = body[start : start + _CHUNK]
        yield b"%x\r\n%b\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"
