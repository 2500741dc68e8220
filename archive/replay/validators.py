"""The validator of a replayed answer, by which a browser that holds it is told so (RFC 9110, 8.8.3 and 13)."""

from hashlib import sha256

from starlette.requests import Request

from archive import __version__
from archive.replay.addresses import Address
from archive.replay.choice import Memento
from archive.replay.origins import own_origin

SHAPING = ("sec-fetch-dest", "sec-ch-ua", "accept-encoding")
"""The request headers that an answer depends on."""


def validator(memento: Memento, address: Address, request: Request) -> str:
    """An entity tag: what is stored never changes, and what is made of it follows from request and program."""
    capture, holder = memento.entry.capture, memento.holder.capture
    told = (
        __version__, address.path, capture.uri, memento.stamp, capture.record_id, holder.record_id,
        holder.payload_digest, own_origin(request), *(request.headers.get(name) for name in SHAPING),
    )  # fmt: skip
    return f'"{sha256(repr(told).encode()).hexdigest()[:32]}"'


def holds(request: Request, etag: str) -> bool:
    """Whether the browser holds the answer with the tag, which no other contains; compared weakly."""
    return any(etag in tags for tags in request.headers.getlist("if-none-match"))
