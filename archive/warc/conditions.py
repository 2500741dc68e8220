"""Conditional requests: which stored response it is that a server says has not changed (RFC 9110, 13.1)."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Self

from archive.model.capture import CatalogueEntry
from archive.warc.http_message import read_head, request_values

_TAG = re.compile(r'(?:W/)?("[^"]*"|[^\s,"]+)')


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a stored response can be named: its entity tags, without their ``W/``, and its Last-Modified.

    ``etags`` are the tags as the server wrote them.
    """

    tags: frozenset[str]
    modified: tuple[str, ...]
    etags: tuple[str, ...] = ()

    @classmethod
    def of(cls, response: BinaryIO) -> Self:
        """Those of the response that begins at the stream's position."""
        head = read_head(response)
        etags = tuple(head.values("etag"))
        return cls(_tags(etags), tuple(head.values("last-modified")), etags)

    @property
    def are_any(self) -> bool:
        return bool(self.tags or self.modified)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a request asks to compare: entity tags, without their ``W/``, or, where it has none, a Last-Modified.

    >>> request = b'GET / HTTP/1.1\\r\\nIf-None-Match: W/"a", "b"\\r\\n\\r\\n'
    >>> sorted(Conditions.of(request).tags)
    ['"a"', '"b"']
    """

    tags: frozenset[str] = frozenset()
    since: str | None = None

    @classmethod
    def of(cls, request: bytes) -> Self:
        """The conditions in the head of a request."""
        tags = _tags(request_values(BytesIO(request), "if-none-match"))
        since = request_values(BytesIO(request), "if-modified-since")
        return cls(tags, since[0] if since and not tags else None)

    @property
    def are_any(self) -> bool:
        return bool(self.tags or self.since)

    def name(self, stored: Validators) -> bool:
        """Whether the stored response is the one that the request names, by weak comparison (RFC 9110, 8.8.3.2)."""
        if self.tags:
            return bool(self.tags & stored.tags)
        return self.since is not None and self.since in stored.modified


FindUnmodified = Callable[[str, Conditions], CatalogueEntry | None]
"""Gives the response record that holds the payload which the conditions name at an address, or None."""


def _tags(values: Iterable[str]) -> frozenset[str]:
    return frozenset(tag for value in values for tag in _TAG.findall(value))
