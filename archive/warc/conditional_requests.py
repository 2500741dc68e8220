"""Conditional requests: match the conditions of a request with a stored response (RFC 9110, 13.1)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Self

from archive.model.capture import CatalogueEntry
from archive.warc.http_exchange import read_head, request_values

_TAG = re.compile(r'(?:W/)?("[^"]*"|[^\s,"]+)')


@dataclass(frozen=True, slots=True)
class Validators:
    """The validators of a stored response: its entity tags, without their ``W/``, and its Last-Modified.

    ``etags`` are the tags as the server wrote them.
    """

    tags: frozenset[str]
    modified: tuple[str, ...]
    etags: tuple[str, ...] = ()

    @classmethod
    def of_response(cls, response: BinaryIO) -> Self:
        """The validators of the response that begins at the stream's position."""
        head = read_head(response)
        etags = tuple(head.values("etag"))
        return cls(_tags(etags), tuple(head.values("last-modified")), etags)

    @property
    def are_any(self) -> bool:
        return bool(self.tags or self.modified)


@dataclass(frozen=True, slots=True)
class Conditions:
    """The conditions of a request: entity tags, without their ``W/``, or, if it has none, a Last-Modified.

    >>> request = b'GET / HTTP/1.1\\r\\nIf-None-Match: W/"a", "b"\\r\\n\\r\\n'
    >>> sorted(Conditions.of_request(request).tags)
    ['"a"', '"b"']
    """

    tags: frozenset[str] = frozenset()
    since: str | None = None

    @classmethod
    def of_request(cls, request: bytes) -> Self:
        """The conditions in the head of a request."""
        tags = _tags(request_values(BytesIO(request), "if-none-match"))
        since = request_values(BytesIO(request), "if-modified-since")
        return cls(tags, since[0] if since and not tags else None)

    @property
    def are_any(self) -> bool:
        return bool(self.tags or self.since)

    def match(self, stored: Validators) -> bool:
        """Return whether the request refers to the stored response, by weak comparison (RFC 9110, 8.8.3.2)."""
        if self.tags:
            return bool(self.tags & stored.tags)
        return self.since is not None and self.since in stored.modified


FindUnmodified = Callable[[str, Conditions], CatalogueEntry | None]
"""Returns the response record with the payload that the conditions for a URL refer to, or None."""


def _tags(values: Iterable[str]) -> frozenset[str]:
    return frozenset(tag for value in values for tag in _TAG.findall(value))
