"""How the server reads requests off a connection: by httptools, within bounds that it does not set itself."""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LONGEST_HEAD = 32 * 1024
"""Bytes of a request's head that are waited for."""


class BoundedProtocol(HttpToolsProtocol):
    """A connection that is closed, with 400, when the head of a request does not end, or asks for another server.

    The bound holds for what is waited for: a longer head that comes in one piece is read.
    """

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._in_head = True
        self._waited_for = 0

    def data_received(self, data: bytes) -> None:
        self._waited_for += len(data)
        super().data_received(data)
        if self._in_head and self._waited_for > LONGEST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        self._in_head, self._waited_for = True, 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Raises ValueError, which becomes a fault of the request, where it names a server as those to proxies do."""
        self._in_head = False
        if not self.url.startswith(b"/"):
            raise ValueError("no path")
        super().on_headers_complete()
