"""A server of odd answers on raw sockets: for each path a list of byte strings, sent as they stand.

It keeps what it read and what it sent, connection by connection, so that a test can hold both against a record.
"""

import gzip
import itertools
import socket
import socketserver
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import brotli
import zstandard

_counter = itertools.count()


def _page() -> bytes:
    """A page that no other answer sends, so that none is stored as a revisit of another."""
    return b"<html><title>page</title><p>" + b"text " * 200 + b"%d</p></html>" % next(_counter)


SHORT = _page()
_GZIPPED = gzip.compress(_page(), mtime=0)
_DEFLATED = zlib.compress(_page())


@dataclass(frozen=True)
class Answer:
    """What is sent for a path: pieces, ``pause`` seconds after each, and whether the connection is closed then.

    ``record`` is the response block expected in the archive where it is not simply all pieces; ``surplus`` is what
    was sent behind the response's end.
    """

    pieces: tuple[bytes, ...]
    close: bool = False
    pause: float = 0.0
    truncated: str | None = None
    record: bytes | None = None
    interim: bytes = b""
    surplus: bytes = b""

    @property
    def block(self) -> bytes:
        return b"".join(self.pieces) if self.record is None else self.record


def _sized(body: bytes, *fields: bytes, status: bytes = b"200 OK", version: bytes = b"1.1") -> bytes:
    lines = (b"HTTP/" + version + b" " + status, *fields, b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def _plain(*pieces: bytes, close: bool = False, pause: float = 0.0, truncated: str | None = None) -> Answer:
    return Answer(pieces, close, pause, truncated)


_HTML = b"Content-Type: text/html; charset=utf-8"
_CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
_EARLY = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n"
_LONG, _HINTED, _LATE, _SLOW = (_sized(_page(), _HTML) for _ in range(4))
_PROMISED = b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n"
_NO_CONTENT = b"HTTP/1.1 204 Empty\r\n\r\n"
_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"

ANSWERS: dict[str, Answer] = {
    "/plain": _plain(_sized(_page(), _HTML)),
    "/lower-case": _plain(_sized(_page(), b"content-type: text/html", b"server: x", b"x-ODD-cAsE: 1")),
    "/repeated": _plain(_sized(_page(), _HTML, b"Set-Cookie: a=1", b"Set-Cookie: b=2", b"set-cookie: c=3")),
    "/folded": _plain(_sized(_page(), _HTML, b"X-Folded: one\r\n  two\r\n\tthree")),
    "/folded-first": _plain(_sized(_page(), b" of no field", _HTML)),
    "/spaces": _plain(_sized(_page(), b"Content-Type:text/html", b"X-Space:    wide   ", b"X-Empty:")),
    "/no-reason": _plain(_sized(_page(), _HTML, status=b"200")),
    "/odd-reason": _plain(_sized(_page(), _HTML, status=b"200 Alles in Ordnung!")),
    "/http-1.0": _plain(_sized(_page(), _HTML, version=b"1.0"), close=True),
    "/until-close": _plain(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _page(), close=True),
    "/until-close-1.0": _plain(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + _page(), close=True),
    "/chunked": _plain(_CHUNKED + b"5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"),
    "/chunk-extensions": _plain(_CHUNKED + b'5;a=b\r\nHello\r\n06;q="x"\r\n world\r\n000\r\n\r\n'),
    "/trailers": _plain(_CHUNKED + b"5\r\nthere\r\n0\r\nX-Checksum: 1\r\nX-Other: 2\r\n\r\n"),
    "/upper-hex": _plain(_CHUNKED + b"A\r\n0123456789\r\n0\r\n\r\n"),
    "/gzip": _plain(_sized(gzip.compress(_page(), mtime=0), _HTML, b"Content-Encoding: gzip")),
    "/deflate": _plain(_sized(zlib.compress(_page()), _HTML, b"Content-Encoding: deflate")),
    "/raw-deflate": _plain(_sized(_DEFLATED[2:-4], _HTML, b"Content-Encoding: deflate")),
    "/br": _plain(_sized(brotli.compress(_page()), _HTML, b"Content-Encoding: br")),
    "/zstd": _plain(_sized(zstandard.compress(_page()), _HTML, b"Content-Encoding: zstd")),
    "/chunked-gzip": _plain(
        _CHUNKED[:-2] + b"Content-Encoding: gzip\r\n\r\n",
        b"%x\r\n" % len(_GZIPPED) + _GZIPPED + b"\r\n0\r\n\r\n",
    ),
    "/too-long": Answer((_LONG + b"bytes too many",), record=_LONG, surplus=b"bytes too many"),
    "/204-body": Answer((_NO_CONTENT + b"a body",), record=_NO_CONTENT, surplus=b"a body"),
    "/nothing": _plain(close=True),
    "/nothing-but-hints": Answer((_EARLY,), close=True, record=b"", interim=_EARLY),
    "/too-short": _plain(
        b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + SHORT, close=True, truncated="disconnect"
    ),
    "/chunk-cut": _plain(_CHUNKED + b"5\r\nhello\r\n40\r\nthe rest never", close=True, truncated="disconnect"),
    "/204": _plain(b"HTTP/1.1 204 No Content\r\nX-A: 1\r\n\r\n"),
    "/304": _plain(b'HTTP/1.1 304 Not Modified\r\nETag: "a"\r\nContent-Length: 12\r\n\r\n'),
    "/empty": _plain(_sized(b"", _HTML)),
    "/early-hints": Answer((_EARLY, _HINTED), record=_HINTED, interim=_EARLY, pause=0.05),
    "/continue": Answer((_CONTINUE + _EARLY + _LATE,), record=_LATE, interim=_CONTINUE + _EARLY),
    "/redirect": _plain(_sized(b"<p>moved</p>", b"Location: /plain?from=redirect", status=b"302 Found")),
    "/gbk": _plain(_sized("<p>中国的产能合作</p>".encode("gbk"), b"Content-Type: text/html; charset=gb2312")),
    "/odd-bytes": _plain(_sized(_page(), _HTML, b"X-Raw: \xd6\xd0\xff\xfe", "X-Utf: 中".encode())),
    "/no-colon": _plain(_sized(_page(), b"this line is no field", _HTML)),
    "/500": _plain(_sized(b"<p>error</p>", _HTML, status=b"500 Internal Server Error")),
    "/drip": Answer(tuple(_SLOW[at : at + 200] for at in range(0, len(_SLOW), 200)), pause=0.02),
    "/bare-lf": _plain(b"HTTP/1.1 200 OK\nContent-Type: text/html\nContent-Length: 5\n\nplain"),
    "/404": _plain(_sized(b"<p>none</p>", _HTML, status=b"404 Not Found"), close=True),
}


@dataclass
class Served:
    """What the server saw: its address, and for each path the requests read, byte for byte."""

    url: str
    requests: dict[str, list[bytes]] = field(default_factory=dict)


class _Handler(socketserver.BaseRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        while request := self._read_request():
            path = request.split(b" ", 2)[1].decode().partition("?")[0]
            self.server.served.requests.setdefault(path, []).append(request)
            answer = ANSWERS.get(path, ANSWERS["/404"])
            for piece in answer.pieces:
                self.request.sendall(piece)
                time.sleep(answer.pause)
            if answer.close:
                self.request.shutdown(socket.SHUT_RDWR)
                return

    def _read_request(self) -> bytes:
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            piece = self.request.recv(65536)
            if not piece:
                return b""
            request += piece
        return request


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    served: Served


@contextmanager
def serve() -> Iterator[Served]:
    """Serves on a free loopback port until the block ends."""
    with _Server(("127.0.0.1", 0), _Handler) as server:
        server.served = Served(f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.served
        server.shutdown()
