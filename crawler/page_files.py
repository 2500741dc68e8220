"""Read pages from files: one file, or the files of a list in JSON lines."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from archive.model.capture import Capture
from archive.model.page import MAX_CONTENT, Headers, Page
from archive.model.times import format_time
from crawler.sites import KnownSites

SiteAt = Callable[[str], str]
"""A function that gives the name of the site at an address."""

MAX_LINE = 1024 * 1024
"""The most bytes of a line of a list; a URL has a few thousand at most."""

_CODINGS = {b"\x1f\x8b\x08": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
"""Content codings by their magic bytes."""
_HEAD = 1024
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class PageUnreadable(Exception):
    """Raised if a page cannot be read; the message is one line. ``exit_code`` is 2 or, for the network, 4."""

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of a list."""

    file: str
    url: str | None
    content_type: str | None


def page_in_file(path: Path, url: str | None, content_type: str | None, site_at: SiteAt) -> Page:
    """The page in a file, as if fetched when the file was last changed; the file may be compressed by gzip or zstd.

    Raises PageUnreadable if the file cannot be read, is not text or larger than MAX_CONTENT, or the URL is malformed.
    """
    try:
        with path.open("rb") as file:
            payload = file.read(MAX_CONTENT + 1)
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PageUnreadable(f"{path}: {reason}; name a file or an http address") from error
    if len(payload) > MAX_CONTENT:
        raise PageUnreadable(f"{path}: the page is larger than {MAX_CONTENT} bytes")
    headers = (("Content-Type", content_type),) if content_type else ()
    coding = next((coding for magic, coding in _CODINGS.items() if payload.startswith(magic)), None)
    if coding:
        headers = (*headers, ("Content-Encoding", coding))
    elif _is_binary(payload):
        raise PageUnreadable(f"{path}: binary content, not HTML; name the file of a page")
    return page_of_response(url or path.absolute().as_uri(), 200, headers, payload, format_time(changed), site_at)


def _is_binary(payload: bytes) -> bool:
    """Return whether the beginning of a file has NUL bytes that are not part of UTF-16 or UTF-32."""
    head = payload[:_HEAD]
    return b"\0" in head and not head.startswith(_WIDE) and b"<\0" not in head and b"\0<" not in head


def page_of_response(url: str, status: int, headers: Headers, payload: bytes, date: str, site_at: SiteAt) -> Page:
    """The page of a response from a URL on a date, without a record in an archive.

    Raises PageUnreadable if the URL is malformed.
    """
    try:
        name = site_at(url)
        url.encode()
    except ValueError as error:
        raise PageUnreadable(f"{url!r}: {error}; give the page's http address") from error
    digest = base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
    return Page(name, Capture(url, None, None, None, None, date, status, f"sha1:{digest}"), headers, payload)


def extract_each(
    lines: BinaryIO, make: Callable[[Page], Any], site_at: SiteAt | None = None
) -> Iterator[dict[str, Any]]:
    """The result of ``make`` for the page of each line ``{"file", "url", "content_type"}``, in order.

    A result is ``{"file", "document"}`` or ``{"file", "error"}``, yielded before the next line is read; ``file`` is
    null if the line has none. Blank lines have no result; other keys are ignored.
    """
    site_at = site_at or KnownSites().site_at
    for number, line in enumerate(_lines(lines), 1):
        if not line.strip():
            continue
        file = None
        try:
            entry = _entry(line, number)
            file = entry.file
            yield {"file": file, "document": make(page_in_file(Path(file), entry.url, entry.content_type, site_at))}
        except PageUnreadable as error:
            yield {"file": file, "error": str(error)}


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines; a line longer than MAX_LINE is cut to MAX_LINE + 1 bytes."""
    while line := stream.readline(MAX_LINE + 1):
        rest = line
        while len(rest) > MAX_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(MAX_LINE + 1)
        yield line


def _entry(line: bytes, number: int) -> _Entry:
    """The entry of a line. Raises PageUnreadable if it has none."""
    wanted = 'give {"file": NAME, "url": URL, "content_type": TYPE}'
    if len(line) > MAX_LINE:
        raise PageUnreadable(f"line {number} is longer than {MAX_LINE} bytes; {wanted}")
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise PageUnreadable(f"line {number} is not JSON ({error}); {wanted}") from error
    if not isinstance(values, dict) or not isinstance(values.get("file"), str) or not values["file"]:
        raise PageUnreadable(f"line {number} has no file; {wanted}")
    url, content_type = values.get("url"), values.get("content_type")
    if not isinstance(url, str | None) or not isinstance(content_type, str | None):
        raise PageUnreadable(f"line {number}: url and content_type are strings or null; {wanted}")
    return _Entry(values["file"], url, content_type)
