"""Requests that two servers may read in two ways, and paths that lead out, sent to room and replay over sockets."""

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.archive.cli.sample_archive import make_archive
from tests.archive.web.served import Served, serving

OUTSIDE_TEXT = "a file beside the archive"
_HOST = b"Host: localhost\r\n"
_HIDDEN = b"GET /hidden HTTP/1.1\r\n" + _HOST + b"\r\n"
_START = b"GET /help HTTP/1.1\r\n" + _HOST
SMUGGLED = {
    "length and chunks": b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n%s"
    % (5 + len(_HIDDEN), _HIDDEN),
    "chunks and length": b"Transfer-Encoding: chunked\r\nContent-Length: %d\r\n\r\n0\r\n\r\n%s"
    % (5 + len(_HIDDEN), _HIDDEN),
    "two lengths": b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n%s" % (len(_HIDDEN), _HIDDEN),
    "two lengths in one": b"Content-Length: 0, %d\r\n\r\n%s" % (len(_HIDDEN), _HIDDEN),
    "a length with a sign": b"Content-Length: +0\r\n\r\n%s" % _HIDDEN,
    "a length below nothing": b"Content-Length: -1\r\n\r\n%s" % _HIDDEN,
    "a length beyond numbers": b"Content-Length: 99999999999999999999999\r\n\r\n%s" % _HIDDEN,
    "a coding that is none": b"Transfer-Encoding: xchunked\r\n\r\n%s" % _HIDDEN,
    "a coding behind a tab": b"Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n%s" % _HIDDEN,
    "space before the colon": b"Content-Length : %d\r\n\r\n%s" % (len(_HIDDEN), _HIDDEN),
    "a folded length": b"X: a\r\n Content-Length: %d\r\n\r\n%s" % (len(_HIDDEN), _HIDDEN),
    "a size of a chunk that is none": b"Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n%s" % _HIDDEN,
    "lines that end with CR": b"X: a\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n%s" % _HIDDEN,
    "NUL": b"Content-Length\x00: 5\r\n\r\n%s" % _HIDDEN,
}
"""What stands behind a request line and a host, by the name of its trick."""
OUTSIDE = [
    path.format(up=up, file="beside.txt")
    for up in ("../", "..%2f", "%2e%2e/", "..\\", "..%5c", "..%c0%af", "%252e%252e%252f", "..;/", ".../", "..%00/")
    for path in ("/static/{up}{up}{up}{up}{file}", "/-/{up}{up}{up}{file}", "/{up}{up}{file}", "/document/{up}{file}")
] + [
    "/20261124120000/file://{root}/beside.txt", "/frame/20261124120000/file://{root}/beside.txt", "//etc/passwd",
    "/static/{root}/beside.txt", "/-/{root}/beside.txt", "/static//{root}/beside.txt", "/document/{root}/beside.txt",
]  # fmt: skip
"""Paths to a file beside the archive; ``root`` is its folder."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive and a file beside it."""
    root = tmp_path_factory.mktemp("requests")
    (root / "beside.txt").write_text(OUTSIDE_TEXT)
    make_archive(root / "data")
    return root


@pytest.fixture(scope="module")
def served(root: Path) -> Iterator[Served]:
    with serving(root / "data") as served:
        yield served


def answers(url: str, sent: bytes) -> bytes:
    """All that comes for these bytes, until the server closes the connection or is silent for a while."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 80), timeout=2) as connection:
        connection.sendall(sent)
        got = b""
        try:
            while piece := connection.recv(65536):
                got += piece
        except (TimeoutError, ConnectionResetError):
            pass
        return got


def count(got: bytes) -> int:
    return got.count(b"HTTP/1.1 ")


@pytest.mark.parametrize("trick", SMUGGLED)
def test_a_request_that_may_be_read_in_two_ways_is_refused(served: Served, trick: str) -> None:
    for url in (served.room, served.replay):
        got = answers(url, _START + SMUGGLED[trick])
        assert got.startswith(b"HTTP/1.1 400 ")
        assert count(got) == 1  # the hidden one is not answered
        assert b"connection: close" in got.lower()


def test_requests_in_order_are_answered_in_order(served: Served) -> None:
    got = answers(served.room, _START + b"\r\n" + _HIDDEN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert count(got) == 2
    assert got.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 404 " in got


def test_no_path_leads_out_of_the_archive(served: Served, root: Path) -> None:
    for path in OUTSIDE:
        request = f"GET {path.replace('{root}', str(root))} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        for url in (served.room, served.replay):
            got = answers(url, request.encode())
            assert count(got) == 1, path
            assert got.split(b" ", 2)[1] in (b"400", b"404", b"307"), (path, got[:200])
            assert OUTSIDE_TEXT.encode() not in got, path
            assert b"root:" not in got, path
