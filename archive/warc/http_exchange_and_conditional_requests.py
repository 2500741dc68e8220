"""HTTP/1 exchanges as bytes on the wire: heads, bodies and conditions, parsed without changing them (RFC 9112).

Responses of servers of any age are accepted: bare LF line ends, folded fields, no reason phrase, malformed fields.
The conditions of a request are matched with a stored response (RFC 9110, 13.1).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from io import BytesIO
from os import SEEK_END
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Literal, Self, cast

from archive.disk import read_pieces
from archive.model.capture import CatalogueEntry
from archive.model.page_headers_content_and_charset_names import Headers

_MAX_HEAD = 1024 * 1024
_MAX_CHUNK_LINE = 16 * 1024
_SWITCHING = 101

NOT_MODIFIED = 304
"""The status by which a server reports that the client's copy is still current (RFC 9110, 15.4.5)."""


@dataclass(frozen=True, slots=True)
class ResponseHead:
    """The head of an HTTP response: status, header pairs (case, repeats and order kept), and its length in bytes."""

    status: int
    headers: Headers
    length: int

    def values(self, name: str) -> list[str]:
        """Return the values of all header fields of that name in an HTTP response, in any case."""
        wanted = name.lower()
        return [value for key, value in self.headers if key.lower() == wanted]

    @property
    def mime(self) -> str | None:
        """Return the media type of an HTTP response without parameters, in lower case, or None."""
        values = self.values("content-type")
        return values[0].partition(";")[0].strip().lower() or None if values else None

    @property
    def until_close(self) -> bool:
        """Return whether the response body ends where the connection does, so that a close cuts nothing off."""
        return self.status > 0 and not self.chunked and not self.values("content-length")

    @property
    def chunked(self) -> bool:
        codings = ",".join(self.values("transfer-encoding")).lower()
        return codings.rpartition(",")[2].strip() == "chunked"


def read_head(block: BinaryIO) -> ResponseHead:
    """Read the head of the HTTP response at the stream's position, which is left at the first byte of the body.

    A block that is not an HTTP response has status 0, no headers and a head of no length.
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
    """Read the Sec-Fetch-Dest value of a captured request (Fetch Metadata) in lower case; None if it has none.

    >>> fetch_destination(BytesIO(b"GET / HTTP/1.1\\r\\nsec-fetch-dest: image\\r\\n\\r\\n"))
    'image'
    """
    values = _request_values(request, "sec-fetch-dest")
    return values[0].lower() or None if values else None


def _request_values(request: BinaryIO, name: str) -> list[str]:
    """The values of all fields of that name, given in lower case, in the head of the request at the position."""
    request.readline(_MAX_HEAD)
    return [value for key, value in _fields(_head_lines(request)) if key.lower() == name]


def _read_interim(block: BinaryIO) -> bytes:
    """The heads of the 1xx responses (RFC 9110, 15.2) at the stream's position, which moves behind them."""
    start = end = block.tell()
    while 100 <= (status := _status(block.readline(_MAX_HEAD))) < 200 and status != _SWITCHING:
        for _ in _head_lines(block):
            pass
        end = block.tell()
    block.seek(start)
    return block.read(end - start)


def payload_pieces(head: ResponseHead, block: BinaryIO) -> Iterator[bytes]:
    """Read the entity body of an HTTP response in pieces: transfer coding (chunks) removed, content coding kept.

    A chunked body that breaks off is returned as far as it goes; one that is not chunked in fact is returned as is.
    """
    return _dechunk(block) if head.chunked else read_pieces(block)


def _status(line: bytes) -> int:
    """The status code of a status line, 0 for any other line."""
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
    """Name and value pairs; a folded line continues the value before it, a line without a colon is skipped."""
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


def _dechunk(block: BinaryIO) -> Iterator[bytes]:
    """The data of the chunks (RFC 9112, 7.1), without sizes, extensions and trailers."""
    start = block.tell()
    size = _chunk_size(block.readline(_MAX_CHUNK_LINE))
    if size is None:
        block.seek(start)
        yield from read_pieces(block)
    while size:
        yield from read_pieces(block, size)
        block.readline(_MAX_CHUNK_LINE)
        size = _chunk_size(block.readline(_MAX_CHUNK_LINE))


def _chunk_size(line: bytes) -> int | None:
    digits = line.partition(b";")[0].strip()
    try:
        return int(digits, 16) if digits[:1] not in (b"-", b"+") else None
    except ValueError:
        return None


def read_up_to(pieces: Iterator[bytes], limit: int, over: Callable[[], Exception]) -> bytes:
    """Join the pieces of a payload; raises what ``over`` makes when they are more than ``limit`` bytes."""
    joined = BytesIO()  # gives its content without a second copy
    for piece in pieces:
        joined.write(piece)
        if joined.tell() > limit:
            raise over()
    return joined.getvalue()


_IN_MEMORY = 1024 * 1024

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is truncated: values of WARC-Truncated (WARC/1.1, 5.13)."""


@dataclass(frozen=True)
class Exchange:
    """A request and its response as bytes on the wire, before they are written to WARC.

    ``uri`` is the requested URL, without fragment and credentials. ``request`` is the request as written;
    ``response`` is a seekable stream of the response as read, from the status line on; ``interim`` holds the
    heads of 1xx responses that came before it. ``began`` is the time at which the request was written, in UTC.
    ``ip`` is the peer's address. ``truncated`` is the reason why the response is not complete, None if it is.
    ``surplus`` holds bytes that were read after the end of the response and belong to no response. ``found`` is the
    URL's provenance, as names and values of a ``metadata`` record (``via``, ``hopsFromSeed``).
    """

    uri: str
    request: bytes
    response: BinaryIO
    began: datetime
    ip: str | None = None
    interim: bytes = b""
    truncated: Truncation | None = None
    surplus: bytes = b""
    found: tuple[tuple[str, str], ...] = ()

    @cached_property
    def head(self) -> ResponseHead:
        """Return the head of the response, parsed at the first call; it leaves the response's position anywhere."""
        self.response.seek(0)
        return read_head(self.response)

    @property
    def is_answered(self) -> bool:
        """Return whether any byte of a response came in this HTTP exchange; interim responses do not count."""
        return self.response.seek(0, SEEK_END) > 0

    @classmethod
    def of_wire(
        cls, uri: str, request: bytes, received: BinaryIO, *, began: datetime, ip: str | None, cut: Truncation | None
    ) -> "Exchange":
        """Make the exchange of a request and the bytes ``received`` from the wire; ``cut`` is the reason if reading
        ended early.

        Interim responses are split off. A body that ends with the connection is not truncated by its close.
        """
        received.seek(0)
        interim = _read_interim(received)
        response = _copy_of_rest(received) if interim else received
        exchange = cls(uri, request, response, began, ip, interim, cut)
        return replace(exchange, truncated=None) if cut == "disconnect" and exchange.head.until_close else exchange


def _copy_of_rest(stream: BinaryIO) -> BinaryIO:
    rest = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 # it lives as long as the exchange
    copyfileobj(stream, rest)
    return rest


_TAG = re.compile(r'(?:W/)?("[^"]*"|[^\s,"]+)')


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a stored HTTP response: its entity tags, without their ``W/``, and its Last-Modified.

    ``etags`` are the tags as the server wrote them.
    """

    tags: frozenset[str]
    modified: tuple[str, ...]
    etags: tuple[str, ...] = ()

    @classmethod
    def of_response(cls, response: BinaryIO) -> Self:
        """Read the validators (ETag, Last-Modified) of the HTTP response that begins at the stream's position."""
        return cls.of_head(read_head(response))

    @classmethod
    def of_head(cls, head: ResponseHead) -> Self:
        """Take the validators (ETag, Last-Modified) from the head of an HTTP response."""
        etags = tuple(head.values("etag"))
        return cls(_tags(etags), tuple(head.values("last-modified")), etags)

    @property
    def are_any(self) -> bool:
        return bool(self.tags or self.modified)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of an HTTP request: entity tags, without their ``W/``, or, if it has none, a Last-Modified.

    >>> request = b'GET / HTTP/1.1\\r\\nIf-None-Match: W/"a", "b"\\r\\n\\r\\n'
    >>> sorted(Conditions.of_request(request).tags)
    ['"a"', '"b"']
    """

    tags: frozenset[str] = frozenset()
    since: str | None = None

    @classmethod
    def of_request(cls, request: bytes) -> Self:
        """Read the conditions (If-None-Match, If-Modified-Since) in the head of an HTTP request."""
        tags = _tags(_request_values(BytesIO(request), "if-none-match"))
        since = _request_values(BytesIO(request), "if-modified-since")
        return cls(tags, since[0] if since and not tags else None)

    @property
    def are_any(self) -> bool:
        return bool(self.tags or self.since)

    def match(self, stored: Validators) -> bool:
        """Return whether a conditional request refers to the stored response, by weak comparison (RFC 9110,
        8.8.3.2).
        """
        if self.tags:
            return bool(self.tags & stored.tags)
        return self.since is not None and self.since in stored.modified


FindUnmodified = Callable[[str, Conditions], CatalogueEntry | None]
"""Returns the response record with the payload that the conditions for a URL refer to, or None."""


def _tags(values: Iterable[str]) -> frozenset[str]:
    return frozenset(tag for value in values for tag in _TAG.findall(value))
