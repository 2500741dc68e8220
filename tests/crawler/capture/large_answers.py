"""``python large_answers.py BYTES``: a server of answers that are too large or never end, made while they are sent.

Prints its port. It stands in a process of its own, so that the memory it takes is not the crawl's.
"""

import socket
import sys
import threading
import time
import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

PIECE = 1 << 20
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_LIST = "/list/"


def _list(names: str) -> bytes:
    """The start page ``/list/NAME-NAME``: links to the answers of those names."""
    links = "".join(f"<li><a href='/{name}.html'>A story about large things</a>" for name in names.split("-"))
    page = f"<title>Large</title><ul>{links}</ul>".encode()
    return _HEAD + b"Content-Length: %d\r\n\r\n" % len(page) + page


def _whole(text: bytes) -> bytes:
    page = b"<title>A story about large things</title>" + text
    return _HEAD + b"Content-Length: %d\r\n\r\n" % len(page) + page


def _bomb(compress: Callable[[bytes], bytes], finish: Callable[[], bytes], size: int) -> Iterator[bytes]:
    for _ in range(size // PIECE):
        yield compress(bytes(PIECE))
    yield finish()


def _answer(path: str, size: int) -> Iterator[bytes]:
    if path.startswith(_LIST):
        yield _list(path.removeprefix(_LIST))
    elif path == "/big.html":
        yield _HEAD + b"Connection: close\r\n\r\n"
        yield from (b"<p>text</p>\n" * (PIECE // 12) for _ in range(size // PIECE))
    elif path == "/whole.html":
        yield _whole(b"<p>" + b"a word of many " * (60_000_000 // 15))
    elif path == "/pieces.html":
        yield _whole(b"<h1>A story about large things</h1>" + b"<p>They said so, and they said it again." * 19_900)
    elif path == "/promised.html":
        yield _HEAD + b"Content-Length: %d\r\n\r\n" % size
        yield from (bytes(PIECE) for _ in range(size // PIECE))
    elif path == "/chunked.html":
        yield _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        yield from (b"%x\r\n" % PIECE + bytes(PIECE) + b"\r\n" for _ in range(size // PIECE))
    elif path == "/drip.html":
        yield _HEAD + b"Connection: close\r\n\r\n<p>"
        while True:
            time.sleep(0.1)
            yield b"drop "
    else:
        yield from _coded(path, size)


def _coded(path: str, size: int) -> Iterator[bytes]:
    coder = path.strip("/").removesuffix(".html")
    if coder == "gzip":
        deflate = zlib.compressobj(9, zlib.DEFLATED, 31)
        pieces = _bomb(deflate.compress, deflate.flush, size)
    elif coder == "br":
        brotler = brotli.Compressor(quality=5)
        pieces = _bomb(brotler.process, brotler.finish, size)
    elif coder == "zstd":
        packer = zstandard.ZstdCompressor().compressobj()
        pieces = _bomb(packer.compress, packer.flush, size)
    else:
        yield b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        return
    yield _HEAD + b"Connection: close\r\nContent-Encoding: %s\r\n\r\n" % coder.encode()
    yield from pieces


def _serve(connection: socket.socket, size: int) -> None:
    with connection:
        request = connection.makefile("rb")
        while line := request.readline():
            path = line.split(b" ")[1].decode()
            while request.readline() not in (b"\r\n", b""):
                pass
            try:
                for piece in _answer(path, size):
                    connection.sendall(piece)
            except OSError:
                return
            if not path.startswith(_LIST):
                return


if __name__ == "__main__":
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        accepted, _ = listener.accept()
        threading.Thread(target=_serve, args=(accepted, int(sys.argv[1])), daemon=True).start()
