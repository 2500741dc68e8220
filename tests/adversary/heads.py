"""Sites whose answers have no end before their body, each an attack on whoever reads heads without a bound."""

from collections.abc import AsyncIterator

from tests.crawler.many_sites.generated import Answer

_START = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_LINE = 8 * 1024
_BURST = 64
"""Lines to a write: the attacker is as fast as the connection."""


def _endless(start: bytes, piece: bytes) -> Answer:
    """An answer of ``start`` and then ``piece`` for ever."""

    async def answered(site: int, target: str) -> AsyncIterator[bytes]:
        yield start
        while True:
            yield piece * _BURST

    return answered


HEADS: dict[str, tuple[Answer, str]] = {
    "fields without end": (
        _endless(_START, b"X-Field: " + b"x" * _LINE + b"\r\n"),
        "the head of its answer is larger than 262144 bytes",
    ),
    "small fields without end": (
        _endless(_START, b"A:\r\n" * 1000),
        "the head of its answer has more than 1000 lines",
    ),
    "one field folded without end": (
        _endless(_START + b"X-Folded: a\r\n", b" " + b"x" * _LINE + b"\r\n"),
        "the head of its answer is larger than 262144 bytes",
    ),
    "a line without end": (
        _endless(_START + b"X-Long: ", b"x" * _LINE),
        "a line in the head of its answer is longer than 65536 bytes",
    ),
    "a status line without end": (
        _endless(b"HTTP/1.1 200 ", b"O" * _LINE),
        "a line in the head of its answer is longer than 65536 bytes",
    ),
    "early hints without end": (
        _endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n" * 100),
        "more than 20 interim answers come before its answer",
    ),
    "large early hints without end": (
        _endless(b"", b"HTTP/1.1 103 Early Hints\r\nX: " + b"x" * 32 * 1024 + b"\r\n\r\n"),
        "the head of its answer is larger than 262144 bytes",
    ),
}
"""By name: the answer to everything that a site is asked, and why its start page is said to have failed."""
