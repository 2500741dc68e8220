"""An exchange: a request and its response as bytes on the wire, before they are written to WARC."""

from dataclasses import dataclass
from datetime import datetime
from os import SEEK_END
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Literal, cast

from archive.warc.http_message import read_head, read_interim

_IN_MEMORY = 1024 * 1024

Truncation = Literal["length", "time", "disconnect", "unspecified"]
"""Why a body is cut short, in the words of WARC-Truncated (WARC/1.1, 5.13)."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What crossed the wire for one request.

    ``uri`` is the address asked for, without fragment and credentials. ``request`` is the request as written;
    ``response`` is a seekable stream of the response as read, from the status line on; ``interim`` holds the
    heads of 1xx responses that came before it. ``began`` is the time at which the request was written, in UTC.
    ``ip`` is the peer's address. ``truncated`` says why the response is not whole, None when it is. ``surplus``
    holds the bytes that were read behind the end of the response, and belong to none. ``found`` says how the
    address was come to, as names and values of a ``metadata`` record (``via``, ``hopsFromSeed``).
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

    @property
    def is_answered(self) -> bool:
        """Whether any of a response came; interim ones are none."""
        return self.response.seek(0, SEEK_END) > 0

    @classmethod
    def of_wire(
        cls, uri: str, request: bytes, received: BinaryIO, *, began: datetime, ip: str | None, cut: Truncation | None
    ) -> "Exchange":
        """The exchange in which ``received`` was read from the wire; ``cut`` says how its reading ended, if early.

        Interim responses are set apart. A body that lasts until the connection closes is not cut by that.
        """
        received.seek(0)
        interim = read_interim(received)
        response = _rest(received) if interim else received
        response.seek(0)
        whole_by_close = cut == "disconnect" and read_head(response).until_close
        return cls(uri, request, response, began, ip, interim, None if whole_by_close else cut)


def _rest(stream: BinaryIO) -> BinaryIO:
    rest = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 # it lives as long as the exchange
    copyfileobj(stream, rest)
    return rest
