"""Compute labelled digests of WARC (WARC/1.1, 5.8 and 5.9), and check records against the digests that they state."""

import base64
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from archive.model.times import normal_time, parse_time
from archive.warc.http_exchange import payload_pieces, read_head, read_pieces
from archive.warc.record_reader import Record

_LABELS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
_LABELLED = re.compile(r"[!-9;-~]+:[!-~]{8,}")


def sha1_digest(pieces: Iterable[bytes]) -> str:
    """The labelled SHA-1 of the pieces in order, in Base32.

    >>> sha1_digest([b"abc"])
    'sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5'
    """
    return labelled("sha1", digest_of("sha1", pieces))


def as_digest(stated: str | None) -> str | None:
    """The stated digest; None if it is not a labelled digest: without digests, wget writes random memory there.

    >>> as_digest("sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"), as_digest("\x01X")
    ('sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5', None)
    """
    return stated if stated and _LABELLED.fullmatch(stated) else None


def algorithm_of(stated: str) -> str | None:
    """The algorithm that a digest's label names; None if this program does not know it.

    >>> algorithm_of("SHA-256:ba7816bf"), algorithm_of("crc32:352441c2")
    ('sha256', None)
    """
    return _LABELS.get(stated.partition(":")[0].strip().lower().replace("-", ""))


def digest_of(algorithm: str, pieces: Iterable[bytes]) -> bytes:
    """The digest of the pieces in order, as bytes."""
    digest = hashlib.new(algorithm, usedforsecurity=False)
    for piece in pieces:
        digest.update(piece)
    return digest.digest()


def states(stated: str, digest: bytes) -> bool:
    """Return whether a labelled digest, in Base32 or hexadecimal digits of any case, equals ``digest``.

    >>> states("md5:900150983CD24FB0D6963F7D28E17F72", digest_of("md5", [b"abc"]))
    True
    """
    value = stated.partition(":")[2].strip()
    base32 = base64.b32encode(digest).decode("ascii").rstrip("=")
    return value.lower() == digest.hex() or value.upper().rstrip("=") == base32


def labelled(algorithm: str, digest: bytes) -> str:
    """The digest with its label: SHA-1 in Base32 as in our records, others in hexadecimal digits."""
    return f"{algorithm}:{base64.b32encode(digest).decode('ascii') if algorithm == 'sha1' else digest.hex()}"


Reading = Callable[[], Iterable[bytes]]
"""Reads the bytes that a digest may cover from the record's block."""


def record_faults(record: Record) -> Iterator[str]:
    """The faults of a record, a line each: missing mandatory fields, a malformed date, digests that do not match.

    The block is left at its start. A payload digest covers the entity body without its transfer coding, as the
    standard requires (WARC/1.1, 5.9), or with it, as wget and warcio compute it. A digest by an unknown algorithm is
    not checked.
    """
    for required in ("WARC-Record-ID", "WARC-Date"):
        if not record.field(required):
            yield f"the record has no {required}"
    date = record.field("WARC-Date")
    if date and not _is_time(normal_time(date)):
        yield f"WARC-Date {date!r} is not a time"
    start = record.block.tell()
    block: Reading = lambda: _from(record, start, read_pieces)  # noqa: E731 # beside the payload's readings
    yield from _digest_fault(record, "WARC-Block-Digest", [block])
    yield from _digest_fault(record, "WARC-Payload-Digest", _payload_readings(record, start, block))
    record.block.seek(start)


def _is_time(text: str) -> bool:
    try:
        return bool(parse_time(text))
    except ValueError:
        return False


def _payload_readings(record: Record, start: int, block: Reading) -> list[Reading]:
    """The possible readings of the record's payload; none for a revisit, whose payload is in another record."""
    if record.type == "revisit":
        return []
    if record.type == "request" and record.is_http:
        return [lambda: _from(record, start, _behind_head)]
    if record.type == "response" and record.is_http:
        return [
            lambda: _from(record, start, lambda stream: payload_pieces(read_head(stream), stream)),
            lambda: _from(record, start, lambda stream: read_pieces(stream) if read_head(stream) else ()),
        ]
    return [block]


def _behind_head(stream: BinaryIO) -> Iterable[bytes]:
    while stream.readline() not in (b"\r\n", b"\n", b""):
        pass
    return read_pieces(stream)


def _from(record: Record, start: int, read: Callable[..., Iterable[bytes]]) -> Iterable[bytes]:
    record.block.seek(start)
    return read(record.block)


def _digest_fault(record: Record, name: str, readings: list[Reading]) -> Iterator[str]:
    stated = record.field(name)
    algorithm = algorithm_of(stated or "")
    if not stated or not algorithm or not readings:
        return
    taken = (digest_of(algorithm, reading()) for reading in readings)
    first = next(taken)
    if not any(states(stated, digest) for digest in chain([first], taken)):
        yield f"{name} is {labelled(algorithm, first)}, the record states {stated}"
