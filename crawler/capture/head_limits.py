"""Limits on what precedes a response's body: bytes and lines of its head, and interim answers."""

from scrapy.core.downloader.handlers.http11 import _LenientHTTPClientParser
from twisted.web._newclient import STATUS

MOST_LINES = 1000
"""Lines of all heads of one response, blank ones included."""
MOST_INTERIM = 20
"""Interim answers (1xx; RFC 9110, 15.2) before one response."""


class HeadTooLarge(Exception):
    """Raised if what precedes the body of a response exceeds a limit; the message says which."""


class BoundedParser(_LenientHTTPClientParser):
    """Parses a response as its parent does.

    ``head_limit`` is the most bytes of its head and of the interim answers before it, ``head_size`` their number.
    Raises HeadTooLarge.
    """

    MAX_LENGTH = 64 * 1024
    """Bytes of a line."""

    head_limit: int
    head_size = 0
    _lines = 0
    _answers = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 # Twisted's name
        self.head_size += len(line) + len(self.delimiter)
        self._lines += 1
        self._answers += self.state == STATUS
        if self.head_size > self.head_limit:
            raise HeadTooLarge(f"the head of its answer is larger than {self.head_limit} bytes")
        if self._lines > MOST_LINES:
            raise HeadTooLarge(f"the head of its answer has more than {MOST_LINES} lines")
        if self._answers > MOST_INTERIM + 1:
            raise HeadTooLarge(f"more than {MOST_INTERIM} interim answers come before its answer")
        if self.state != STATUS and line[:1] in (b" ", b"\t") and self._partialHeader is None:
            return  # it continues no field, which would break the parent
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 # Twisted's name
        self.head_size += len(line)
        raise HeadTooLarge(f"a line in the head of its answer is longer than {self.MAX_LENGTH} bytes")
