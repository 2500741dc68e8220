"""The tap: keeps the bytes on the wire of each request, below Scrapy's parsers and middlewares.

It limits what precedes a response's body: bytes and lines of its head, and interim answers. It subclasses private
classes of Scrapy 2.19 and Twisted: the versions are pinned in pyproject.toml.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from os import SEEK_END
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.http import Request
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress, ITransport
from twisted.python.failure import Failure
from twisted.web._newclient import STATUS
from twisted.web._newclient import Request as TxRequest
from twisted.web.client import Agent
from twisted.web.http_headers import Headers as TxHeaders

from archive.model.times import utc_now
from archive.model.url import without_credentials
from archive.warc.http_exchange_and_conditional_requests import Exchange, Truncation
from crawler.body_size_limits_and_request_pace import BodyBuffer

MOST_LINES = 1000
"""Lines of all heads of one response, blank ones included."""
MOST_INTERIM = 20
"""Interim answers (1xx; RFC 9110, 15.2) before one response."""


class HeadTooLarge(Exception):
    """Raised if the head of a response, or what precedes it, exceeds a limit; the message says which."""


class BoundedParser(_LenientHTTPClientParser):
    """Parser of an HTTP response with a limit on its head, as its parent otherwise.

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


_IN_MEMORY = 1024 * 1024


def _spool() -> SpooledTemporaryFile[bytes]:
    return SpooledTemporaryFile(_IN_MEMORY)  # it lives as long as the exchange


@dataclass(slots=True)
class Recording:
    """The recording of one request on one connection: the bytes written, and those read until its response ended.

    ``surplus`` holds bytes read after that end, until the recording is closed.
    """

    ip: str | None
    began: datetime = field(default_factory=utc_now)
    sent: bytearray = field(default_factory=bytearray)
    received: SpooledTemporaryFile[bytes] = field(default_factory=_spool)
    surplus: bytes = b""
    truncated: Truncation | None = None
    _ended: bool = False
    _closed: bool = False

    def receive(self, piece: bytes) -> None:
        if not self._ended:
            self.received.write(piece)
        elif not self._closed:
            self.surplus += piece

    def end(self, rest: bytes = b"") -> None:
        """End a recording's response; ``rest``, the last bytes that were read, does not belong to it."""
        if not self._ended and rest:
            self.received.truncate(self.received.seek(-len(rest), SEEK_END))
            self.surplus = rest
        self._ended = True

    def cut(self, reason: Truncation) -> None:
        """Close the recording of a request on the wire; a response that had not ended is truncated for that
        reason.
        """
        if not self._ended:
            self.truncated = reason
        self._ended = self._closed = True


@dataclass(slots=True)
class Tap:
    """A tap on one download: the bytes sent and received; several recordings if a dead connection was tried first.

    ``found`` is the URL's provenance; ``on_begin`` is called whenever a request is about to be sent. ``head_limit``
    is the most bytes of an answer before its body, ``head_size`` those received on all connections.
    """

    url: str
    found: tuple[tuple[str, str], ...] = ()
    on_begin: Callable[[], None] | None = None
    head_limit: int = 0
    head_size: int = 0
    recordings: list[Recording] = field(default_factory=list)

    def begin(self, ip: str | None) -> Recording:
        recording = Recording(ip)  # its time is no later than that of on_begin
        self.recordings.append(recording)
        if self.on_begin:
            self.on_begin()
        return recording

    def close(self, reason: Truncation) -> list[Exchange]:
        """Close the tap: return the exchanges in which anything was sent; unfinished ones are truncated for that
        reason.
        """
        for recording in self.recordings:
            recording.cut(reason)
        return [self._exchange(recording) for recording in self.recordings if recording.sent]

    def _exchange(self, recording: Recording) -> Exchange:
        exchange = Exchange.of_wire(
            without_credentials(self.url.partition("#")[0]),
            bytes(recording.sent),
            cast(BinaryIO, recording.received),
            began=recording.began,
            ip=recording.ip,
            cut=recording.truncated,
        )
        more = recording.surplus or self.found
        return replace(exchange, surplus=recording.surplus, found=self.found) if more else exchange


class TappedHeaders(TxHeaders):
    """Request headers that carry their download's tap down to the connection; the tap is not sent."""

    tap: Tap

    @classmethod
    def of_headers(cls, headers: TxHeaders, tap: Tap) -> "TappedHeaders":
        tapped = cls()
        # What headers hold is clean and in canonical form: their constructor would make it so again.
        tapped._rawHeaders = {name: list(values) for name, values in headers.getAllRawHeaders()}
        tapped.tap = tap
        return tapped

    def copy(self) -> "TappedHeaders":
        return self.of_headers(self, self.tap)


class TappedAgent(_ScrapyAgent):
    """Scrapy's agent for one download, with the download's tap on its headers.

    ``guarded`` wraps the endpoint to connect through. ``held`` is the buffer with the body, once there is one.
    """

    def __init__(self, tap: Tap, guarded: Callable[[Any], Any], **options: Any) -> None:
        super().__init__(**options)
        self._tap, self._guarded = tap, guarded
        self.held: BodyBuffer | None = None

    def _cb_bodyready(self, txresponse: Any, request: Request) -> Any:
        deliver = txresponse.deliverBody

        def deliver_held(reader: Any) -> None:
            self.held = reader._bodybuf = BodyBuffer.for_response(request, txresponse.headers)
            deliver(reader)

        txresponse.deliverBody = deliver_held
        try:
            return super()._cb_bodyready(txresponse, request)
        finally:
            del txresponse.deliverBody  # through it the response holds itself, until the garbage collector comes

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent = super()._get_agent(request, timeout)
        tapped: Any = agent
        # Not functions of its own: through them the agent would hold itself, until the garbage collector comes.
        tapped.__class__ = _tapped(cast(Any, type(agent)))
        tapped.tap, tapped.guarded = self._tap, self._guarded
        return agent


class _Tapped:
    """The part of an agent by which it serves one tapped download."""

    tap: Tap
    guarded: Callable[[Any], Any]

    def request(self, method: bytes, uri: bytes, headers: TxHeaders | None = None, body: Any = None) -> Any:
        parent: Any = super()
        return parent.request(method, uri, TappedHeaders.of_headers(headers or TxHeaders(), self.tap), body)

    def _getEndpoint(self, uri: Any) -> Any:  # noqa: N802 # Twisted's name
        parent: Any = super()
        return self.guarded(parent._getEndpoint(uri))


@cache
def _tapped(kind: Any) -> type:
    """The class of tapped agents of a kind (through a proxy, or not)."""
    return type(f"Tapped{kind.__name__}", (_Tapped, kind), {})


class TappedProtocol(_LenientHTTP11ClientProtocol):
    """One tapped HTTP connection: each request on it gets a recording, fed before the parser sees a byte."""

    _recording: Recording | None = None
    _tap: Tap

    def request(self, request: TxRequest) -> Deferred[Any]:
        transport: Any = self.transport
        self._tap = request.headers.tap
        self._recording = self._tap.begin(transport.getPeer().host)
        self.transport = cast(ITransport, _Tee(transport, self._recording.sent))
        try:
            answered = super().request(request)
        finally:
            self.transport = transport
        parser: Any = self._parser
        parser.__class__ = BoundedParser  # a subclass of Scrapy's that sets nothing in its constructor
        parser.head_limit = self._tap.head_limit
        return answered

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 # Twisted's name
        if self._recording:
            self._recording.receive(data)
        super().dataReceived(data)  # type: ignore[no-untyped-call] # Twisted leaves it untyped

    def _disconnectParser(self, reason: Failure) -> None:  # noqa: N802 # Twisted's name
        if isinstance(self._parser, BoundedParser):
            self._tap.head_size += self._parser.head_size
        if isinstance(reason, Failure) and isinstance(reason.value, HeadTooLarge):
            if self._recording:
                self._recording.cut("length")
            cast(Any, self.transport).abortConnection()
        super()._disconnectParser(reason)  # type: ignore[no-untyped-call] # Twisted leaves it untyped

    def _finishResponse(self, rest: bytes) -> None:  # noqa: N802 # Twisted's name
        if self._recording:
            self._recording.end(rest)
        super()._finishResponse(rest)

    def connectionLost(self, reason: Failure) -> None:  # type: ignore[override] # noqa: N802 # as in Twisted
        if self._recording:
            self._recording.cut("disconnect")
        super().connectionLost(reason)  # type: ignore[no-untyped-call] # Twisted leaves it untyped


class TappedFactory(_LenientHTTP11ClientFactory):
    """Builds tapped HTTP connections."""

    def buildProtocol(self, addr: IAddress | None) -> TappedProtocol:  # noqa: N802 # Twisted's name
        return TappedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call] # Twisted leaves it untyped


class _Tee:
    """A transport of a tapped connection that also keeps a copy of what is written to it."""

    def __init__(self, transport: Any, sent: bytearray) -> None:
        self._transport = transport
        self._sent = sent

    def write(self, piece: bytes) -> None:
        self._sent += piece
        self._transport.write(piece)

    def writeSequence(self, sequence: Iterable[bytes]) -> None:  # noqa: N802 # Twisted's name
        self.write(b"".join(sequence))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
