"""A page: one response as stored, which extraction works on, and its content, decoded under a limit.

The content codings are those of HTTP (RFC 9110, section 8.4.1), the names of charsets those of the WHATWG Encoding
Standard (4.2), whose labels are in ``encodings.txt``.
"""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import brotli
import zstandard

from archive.errors import ContentCodingError, ContentTooLarge
from archive.model.capture import Capture

_CHUNK = 64 * 1024
_SLICE = 16 * 1024


def decode_content(body: bytes, codings: str, limit: int) -> bytes:
    """Remove the content codings (gzip, deflate, br, zstd) of a Content-Encoding field from a body, last applied
    first.

    A body that is cut short or damaged gives what could be decoded, as a browser would; a body that was never
    coded, whatever its headers say, comes back as it is when it starts like text. A coding that is not known
    leaves the body as it is.

    Raises ContentCodingError when nothing at all can be decoded, ContentTooLarge past ``limit`` bytes.

    >>> decode_content(zlib.compress(b"page"), "deflate", 100)
    b'page'
    """
    for coding in reversed([name.strip().lower() for name in codings.split(",")]):
        decoder = _DECODERS.get(coding)
        if decoder is not None and body:
            body = decoder(body, limit)
    if len(body) > limit:
        raise ContentTooLarge(f"a body of {len(body)} bytes is over the limit of {limit}")
    return body


def _collect(pieces: Iterator[bytes], limit: int, failures: tuple[type[Exception], ...], body: bytes) -> bytes:
    decoded = BytesIO()  # gives its content without a second copy
    try:
        for piece in pieces:
            decoded.write(piece)
            if decoded.tell() > limit:
                raise ContentTooLarge(f"a body of {len(body)} bytes decodes to more than the limit of {limit}")
    except failures as error:
        if not decoded.tell() and body[:1] in (b"<", b" ", b"\n", b"\r", b"\t"):
            return body
        if not decoded.tell():
            raise ContentCodingError(f"a body of {len(body)} bytes does not decode: {error}") from error
    return decoded.getvalue()


def _inflate(body: bytes, wbits: int) -> Iterator[bytes]:
    """Inflate a zlib stream, or a gzip file, which may have several members (RFC 1952, 2.2), in pieces."""
    engine = zlib.decompressobj(wbits)
    for piece in _slices(body):
        while piece:
            yield engine.decompress(piece)
            if not engine.eof:
                break
            piece = engine.unused_data if wbits > zlib.MAX_WBITS else b""
            engine = zlib.decompressobj(wbits)


def _slices(body: bytes) -> Iterator[bytes]:
    """The body in pieces so small that one inflates to 16 MiB at most."""
    return (body[at : at + _SLICE] for at in range(0, len(body), _SLICE))


def _gzip(body: bytes, limit: int) -> bytes:
    return _collect(_inflate(body, zlib.MAX_WBITS | 16), limit, (zlib.error,), body)


def _deflate(body: bytes, limit: int) -> bytes:
    """Deflate in a zlib wrapper as the standard has it, or raw as some servers send it."""
    wrapped = len(body) > 1 and body[0] & 0x0F == 8 and (body[0] << 8 | body[1]) % 31 == 0
    return _collect(_inflate(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS), limit, (zlib.error,), body)


def _brotli_pieces(body: bytes) -> Iterator[bytes]:
    engine = brotli.Decompressor()
    yield engine.process(body, output_buffer_limit=_CHUNK)
    while not engine.is_finished() and not engine.can_accept_more_data():
        yield engine.process(b"", output_buffer_limit=_CHUNK)


def _br(body: bytes, limit: int) -> bytes:
    return _collect(_brotli_pieces(body), limit, (brotli.error,), body)


def _zstd(body: bytes, limit: int) -> bytes:
    pieces = zstandard.ZstdDecompressor().read_to_iter(body, write_size=_CHUNK)
    return _collect(pieces, limit, (zstandard.ZstdError,), body)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _br,
    "zstd": _zstd,
}


MAX_CONTENT = 64 * 1024 * 1024

MAX_READ = 8 * 1024 * 1024
"""Bytes of a page's body, as sent or decoded, that are read for its document."""

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order sent, names in the case sent; bytes are mapped to characters by ISO 8859-1."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: one response as stored, with the site it was crawled for, its capture, header pairs and payload.

    ``payload`` is the entity body with the content coding that the server applied still on it.
    """

    site: str
    capture: Capture
    headers: Headers
    payload: bytes

    @property
    def url(self) -> str:
        """Return the address of the page, as it was requested."""
        return self.capture.uri

    @property
    def status(self) -> int:
        return self.capture.status

    def header(self, name: str) -> str | None:
        """Return the first header field of that name of a page, in any case, or None."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    def content(self, limit: int = MAX_CONTENT) -> bytes:
        """Return the body of a page with its content coding removed.

        Raises ContentCodingError when nothing of it can be decoded, ContentTooLarge when it grows past ``limit``
        bytes.
        """
        codings = [value for key, value in self.headers if key.lower() == "content-encoding"]
        return decode_content(self.payload, ",".join(codings), limit)


def charset_named(label: str) -> str | None:
    """Look up the WHATWG Encoding Standard's name of the charset with that label, in lower case, or None.

    >>> charset_named(" GB2312 "), charset_named("latin1"), charset_named("klingon")
    ('gb18030', 'windows-1252', None)
    """
    return _names_by_label().get(label.strip(" \t\n\f\r").lower())


@cache
def _names_by_label() -> dict[str, str]:
    lines = files("archive.model").joinpath("encodings.txt").read_text(encoding="utf-8").splitlines()[1:]
    rows = (line.split(": ") for line in lines)
    return {label: name for name, labels in rows for label in labels.split()}
