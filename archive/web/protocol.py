"""How the server reads requests off a connection: by httptools, within bounds that it does not set itself."""

from asyncio import TimerHandle
from collections import Counter
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 32 * 1024
"""Bytes of a request's head that are waited for, cookies aside."""
LONGEST_COOKIES = 768 * 1024
"""Bytes of cookies that are waited for: other programs of this machine set them, and browsers send all."""
HEAD_SECONDS = 15.0
"""How long the head of a request may take, from the connection's beginning or the head's first byte on."""
BODY_SECONDS = 15.0
"""How long a body may take, which no request here needs."""
MOST_BY_CLIENT = 256
"""Open connections of one address to one origin; a browser has six."""

_COOKIE = b"cookie:"
_TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 26\r\n"
    b"connection: close\r\n\r\nToo many open connections."
)


class BoundedProtocol(HttpToolsProtocol):
    """A connection that is closed when its client has too many, or a request does not come to its end in time.

    With 400 where the head of a request is too long, or asks for another server. The bound holds for what is waited
    for: a longer head that comes in one piece is read.
    """

    by_client: ClassVar[Counter[str] | None] = Counter()
    """Open connections by address; None behind a proxy, whose connections are everybody's."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._in_head = True
        self._waited_for = 0
        self._line = b""
        self._timer: TimerHandle | None = None
        self._counted: str | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._wait(HEAD_SECONDS)
        if self.by_client is not None and self.client:
            self._counted = self.client[0]
            self.by_client[self._counted] += 1
            if self.by_client[self._counted] > MOST_BY_CLIENT:
                self.transport.write(_TOO_MANY)
                self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait(None)
        if self.by_client is not None and self._counted:
            self.by_client[self._counted] -= 1
            if not self.by_client[self._counted]:
                del self.by_client[self._counted]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._waited_for += len(data)
        super().data_received(data)
        if self._in_head and self._timer is None:
            self._wait(HEAD_SECONDS)
        _, end, begun = data.rpartition(b"\n")
        self._line = (b"" if end else self._line) + begun[: len(_COOKIE)]
        longest = LONGEST_COOKIES if self._line.lower().startswith(_COOKIE) else LONGEST_HEAD
        if self._in_head and self._waited_for > longest and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        self._in_head, self._waited_for = True, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == _COOKIE[:-1]:
            self._waited_for -= len(value)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Raises ValueError, which becomes a fault of the request, where it names a server as those to proxies do."""
        self._in_head = False
        self._wait(BODY_SECONDS)
        if not self.url.startswith(b"/"):
            raise ValueError("no path")
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._wait(None)
        super().on_message_complete()

    def _wait(self, seconds: float | None) -> None:
        """Closes the connection in so many seconds unless it is told otherwise before."""
        if self._timer:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._give_up) if seconds else None

    def _give_up(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


def behind_a_proxy() -> type[BoundedProtocol]:
    """The protocol of a server to which all readers come by a proxy: none is counted by its address."""

    class Proxied(BoundedProtocol):
        by_client: ClassVar[Counter[str] | None] = None

    return Proxied


def of_clients() -> type[BoundedProtocol]:
    """The protocol of one origin's server, with its own count of open connections."""

    class Counting(BoundedProtocol):
        by_client: ClassVar[Counter[str] | None] = Counter()

    return Counting
