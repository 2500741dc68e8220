"""An exchange: a request and its response as bytes on the wire, before they are written to WARC."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Literal

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is cut short, in the words of WARC-Truncated (WARC/1.1, 5.13)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What crossed the wire for one request.

    ``uri`` is the address asked for, without fragment and credentials. ``request`` is the request as written;
    ``response`` is a seekable stream of the response as read, from the status line on; ``interim`` holds the
    heads of 1xx responses that came before it. ``began`` is the time at which the request was written, in UTC.
    ``ip`` is the peer's address. ``truncated`` says why the response is not whole, None when it is.
    """

    uri: str
    request: bytes
    response: BinaryIO
    began: datetime
    ip: str | None = None
    interim: bytes = b""
    truncated: Truncation | None = None
