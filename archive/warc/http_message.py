"""Raw HTTP/1 responses, read without changing them (RFC 9112).

Servers of all ages are read: bare LF line ends, folded fields, no reason phrase, lines that are no fields.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from archive.model.page import Headers

_PIECE = 64 * 1024
_MAX_HEAD = 1024 * 1024
_MAX_CHUNK_LINE = 16 * 1024
_SWITCHING = 101

NOT_MODIFIED = 304
"""The status by which a server says that what the client has is still the same (RFC 9110, 15.4.5)."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """Status, header pairs (names in their case, repeats and order kept), and the head's length in bytes."""

    status: int
    headers: Headers
    length: int

    def values(self, name: str) -> list[str]:
        """The values of all fields of that name, in any case."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    @property
    def mime(self) -> str | None:
        """The media type without parameters, in lower case; None where there is none."""
        values = self.values("content-type")
        return values[0].partition(";")[0].strip().lower() or None if values else None

    @property
    def until_close(self) -> bool:
        """Whether the body ends where the connection does, so that a close cuts nothing off."""
        return self.status > 0 and not self.chunked and not self.values("content-length")

    @property
    def chunked(self) -> bool:
        codings = ",".join(self.values("transfer-encoding")).lower()
        return codings.rpartition(",")[2].strip() == "chunked"


def read_head(block: BinaryIO) -> ResponseHead:
    """The head of the response at the stream's position, which is left at the first byte of the body.

    A block that is no HTTP response has status 0, no headers and a head of no length.
    """
    start = block.tell()
    status_line = block.readline(_MAX_HEAD)
    status = _status(status_line)
    if not status:
        block.seek(start)
        return ResponseHead(0, (), 0)
    headers = tuple(_fields(_head_lines(block)))
    return ResponseHead(status, headers, block.tell() - start)


def fetch_destination(request: BinaryIO) -> str | None:
    """As what a request says that it asks for its target (Sec-Fetch-Dest of Fetch Metadata), in lower case.

    None where it does not say.

    >>> fetch_destination(BytesIO(b"GET / HTTP/1.1\\r\\nsec-fetch-dest: image\\r\\n\\r\\n"))
    'image'
    """
    values = request_values(request, "sec-fetch-dest")
    return values[0].lower() or None if values else None


def request_values(request: BinaryIO, name: str) -> list[str]:
    """The values of all fields of that name, given in lower case, in the head of the request at the position."""
    request.readline(_MAX_HEAD)
    return [value for key, value in _fields(_head_lines(request)) if key.lower() == name]


def read_interim(block: BinaryIO) -> bytes:
    """The heads of the 1xx responses (RFC 9110, 15.2) at the stream's position, which is left behind them."""
    start = block.tell()
    end = start
    while 100 <= (head := read_head(block)).status < 200 and head.status != _SWITCHING:
        end += head.length
    block.seek(start)
    return block.read(end - start)


def payload_pieces(head: ResponseHead, block: BinaryIO) -> Iterator[bytes]:
    """The entity body after the head, in pieces: transfer coding removed, content coding kept.

    A chunked body that breaks off gives what was whole; one that is not chunked at all comes back as it is.
    """
    return _dechunk(block) if head.chunked else _rest(block)


def _status(line: bytes) -> int:
    """The status code of a status line, 0 for a line that is none."""
    version, _, rest = line.strip().partition(b" ")
    code = rest.strip()[:3]
    return int(code) if version[:5].upper() == b"HTTP/" and len(code) == 3 and code.isdigit() else 0


def _head_lines(block: BinaryIO) -> Iterator[str]:
    read = 0
    while line := block.readline(_MAX_HEAD):
        read += len(line)
        if line in (b"\r\n", b"\n") or read > _MAX_HEAD:
            return
        yield line.decode("latin-1").rstrip("\r\n")


def _fields(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Name and value pairs; a folded line joins the value before it, a line without a colon is passed over."""
    name, value = "", ""
    for line in lines:
        if line[:1] in (" ", "\t"):
            value = f"{value} {line.strip()}"
            continue
        if name:
            yield name, value.strip()
        name, colon, value = line.partition(":")
        name = name.strip() if colon else ""
    if name:
        yield name, value.strip()


def _rest(block: BinaryIO) -> Iterator[bytes]:
    while piece := block.read(_PIECE):
        yield piece


def _dechunk(block: BinaryIO) -> Iterator[bytes]:
    """The data of the chunks (RFC 9112, 7.1), without sizes, extensions and trailers."""
    start = block.tell()
    size = _chunk_size(block.readline(_MAX_CHUNK_LINE))
    if size is None:
        block.seek(start)
        yield from _rest(block)
    while size:
        yield from _exactly(block, size)
        block.readline(_MAX_CHUNK_LINE)
        size = _chunk_size(block.readline(_MAX_CHUNK_LINE))


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if digits[:1] not in (b"-", b"+") else None
    except ValueError:
        return None


def _exactly(block: BinaryIO, size: int) -> Iterator[bytes]:
    while size and (piece := block.read(min(size, _PIECE))):
        size -= len(piece)
        yield piece


def read_up_to(pieces: Iterator[bytes], limit: int, over: Callable[[], Exception]) -> bytes:
    """All pieces joined; raises what ``over`` makes when they are more than ``limit`` bytes."""
    joined = BytesIO()  # gives its content without a second copy
    for piece in pieces:
        joined.write(piece)
        if joined.tell() > limit:
            raise over()
    return joined.getvalue()
