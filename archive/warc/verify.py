"""Holds a record against what it says of itself: its mandatory fields and its digests."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from archive.model.times import normal_time, parse_time
from archive.warc.digests import algorithm_of, digest_of, labelled, states
from archive.warc.http_message import payload_pieces, read_head
from archive.warc.reader import Record
from archive.warc.record import pieces

Reading = Callable[[], Iterable[bytes]]
"""The bytes that a digest may be of, from the record's block."""


def record_faults(record: Record) -> Iterator[str]:
    """What is wrong with the record, a line each. The block's position is left at its start.

    A payload's digest is of the entity body without its transfer coding, as the standard has it (WARC/1.1, 5.9), or
    with it, as wget and warcio take it. A digest by an algorithm that is not known here is not checked.
    """
    for required in ("WARC-Record-ID", "WARC-Date"):
        if not record.field(required):
            yield f"the record has no {required}"
    date = record.field("WARC-Date")
    if date and not _is_time(normal_time(date)):
        yield f"WARC-Date {date!r} is no time"
    start = record.block.tell()
    block: Reading = lambda: _from(record, start, pieces)  # noqa: E731 # beside the payload's readings
    yield from _digest_fault(record, "WARC-Block-Digest", [block])
    yield from _digest_fault(record, "WARC-Payload-Digest", _payload_readings(record, start, block))
    record.block.seek(start)


def _is_time(text: str) -> bool:
    try:
        return bool(parse_time(text))
    except ValueError:
        return False


def _payload_readings(record: Record, start: int, block: Reading) -> list[Reading]:
    """What may be the record's payload; nothing for a revisit, whose payload lies elsewhere."""
    if record.type == "revisit":
        return []
    if record.type == "request" and record.is_http:
        return [lambda: _from(record, start, _behind_head)]
    if record.type == "response" and record.is_http:
        return [
            lambda: _from(record, start, lambda stream: payload_pieces(read_head(stream), stream)),
            lambda: _from(record, start, lambda stream: pieces(stream) if read_head(stream) else ()),
        ]
    return [block]


def _behind_head(stream: BinaryIO) -> Iterable[bytes]:
    while stream.readline() not in (b"\r\n", b"\n", b""):
        pass
    return pieces(stream)


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
