"""Pages read from files, lists of files (JSON lines) and addresses for ``extract``, and their documents printed."""

import argparse
import base64
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import urlsplit

from archive.errors import ArchiveError, ArchiveMissing, UsageError
from archive.layout import Archive
from archive.model.capture import Capture
from archive.model.document import to_json
from archive.model.page_headers_content_and_charset_names import MAX_CONTENT, Headers, Page
from archive.model.times import format_time, utc_now
from crawler.sites import KnownSites

if TYPE_CHECKING:
    from urllib.request import Request

SiteAt = Callable[[str], str]
"""A function that gives the name of the site at an address."""

MAX_LINE = 1024 * 1024
"""The most bytes of a line of a list; a URL has a few thousand at most."""

_CODINGS = {b"\x1f\x8b\x08": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}
"""Content codings by their magic bytes."""
_HEAD = 1024
_TIMEOUT = 30  # seconds for each step of the connection
_CHUNK = 64 * 1024
_MISSING, _UNREACHABLE = 2, 4
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class PageUnreadable(Exception):
    """Raised if ``extract`` cannot read a page; the message is one line. ``exit_code`` is 2 or, for the
    network, 4.
    """

    def __init__(self, message: str, exit_code: int = 2) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list of pages to extract: file, URL and type."""

    file: str
    url: str | None
    content_type: str | None


def _page_in_file(path: Path, url: str | None, content_type: str | None, site_at: SiteAt) -> Page:
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
    return _page_of_response(url or path.absolute().as_uri(), 200, headers, payload, format_time(changed), site_at)


def _is_binary(payload: bytes) -> bool:
    """Return whether the beginning of a file has NUL bytes that are not part of UTF-16 or UTF-32."""
    head = payload[:_HEAD]
    return b"\0" in head and not head.startswith(_WIDE) and b"<\0" not in head and b"\0<" not in head


def _page_of_response(url: str, status: int, headers: Headers, payload: bytes, date: str, site_at: SiteAt) -> Page:
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
    """Extract the page of each line ``{"file", "url", "content_type"}`` of a list, and yield what ``make`` gives, in
    order.

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
            yield {"file": file, "document": make(_page_in_file(Path(file), entry.url, entry.content_type, site_at))}
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


def add_extract_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command ``extract`` to a parser, for ``print_documents``."""
    parser.add_argument(
        "--batch",
        metavar="LIST",
        help='many pages: a file of JSON lines {"file", "url", "content_type"}, or - for standard input; prints '
        '{"file", "document"} or {"file", "error"} a line',
    )
    parser.add_argument("--url", metavar="URL", help="the address that the file was fetched from")
    parser.add_argument("--content-type", metavar="TYPE", help="the Content-Type that the file was served with")
    parser.add_argument("--site", metavar="SITE", help="the site's name, when it is not to follow from the address")
    parser.add_argument("--template", metavar="FILE", help="the site's template, as crawls store it in templates/")
    parser.add_argument(
        "--explain",
        action="store_true",
        help="print what rules and model said of each text block of the page instead",
    )
    parser.add_argument(
        "--explain-html", action="store_true", help="print the page with its text blocks marked so instead"
    )


def print_documents(args: Sequence[str], opts: argparse.Namespace, archive: str | Path | None) -> int:
    """Extract a page, or each page in a list, print its document, and return the exit code (command ``extract``).

    ``opts`` are those of ``add_extract_options``. The code is 2 when the file or list cannot be read, 4 when the
    address cannot. Raises UsageError for options that do not go together.
    """
    if opts.batch is None and len(args) != 1:
        raise UsageError("extract takes one FILE or URL")
    if opts.batch is not None and (opts.explain or opts.explain_html):
        raise UsageError("--explain and --explain-html are about one FILE or URL")
    if opts.batch is not None and (args or opts.url or opts.content_type):
        raise UsageError("--batch takes no FILE, --url or --content-type: they stand in LIST")
    try:
        known = KnownSites(Archive.at(archive))
        known.profiles()  # a faulty file is told before any page is read
        site_at = (lambda url: opts.site) if opts.site else known.site_at
        if opts.batch is not None:
            _print_each(opts, known, site_at)
        else:
            page = _page(args[0], opts, site_at)
            if opts.explain or opts.explain_html:
                print(_explained(page, known, as_html=opts.explain_html))
            else:
                _print(_maker(opts.template, known)(page))
    except (PageUnreadable, ArchiveError) as error:
        print(error, file=sys.stderr)
        return _MISSING if isinstance(error, ArchiveMissing) else error.exit_code
    except BrokenPipeError:  # the reader of the output has closed it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _print_each(opts: argparse.Namespace, known: KnownSites, site_at: SiteAt) -> None:
    """Print an answer for each line of the list. Raises PageUnreadable when the list cannot be read."""
    with ExitStack() as stack:
        try:
            lines = sys.stdin.buffer if opts.batch == "-" else stack.enter_context(Path(opts.batch).open("rb"))
        except OSError as error:
            raise PageUnreadable(f"{opts.batch}: {error.strerror}; name a list of files or -") from error
        for answer in extract_each(lines, _maker(opts.template, known), site_at):
            _print(answer)


def _page(target: str, opts: argparse.Namespace, site_at: SiteAt) -> Page:
    if urlsplit(target).scheme in ("http", "https"):
        return _page_at(target, opts.url, opts.content_type, site_at)
    return _page_in_file(Path(target), opts.url, opts.content_type, site_at)


def _page_at(address: str, url: str | None, content_type: str | None, site_at: SiteAt) -> Page:
    """The page fetched from a URL, whatever its status.

    Raises PageUnreadable with exit code 4 when it cannot be fetched.
    """
    from urllib.request import Request  # long to load, and a file needs none of it

    request = Request(address, headers={"User-Agent": "agency-archive", "Accept": "text/html,*/*;q=0.8"})  # noqa: S310 - http and https only, see _page
    try:
        with _open(request) as response:
            payload, status, pairs = _read(response), response.status, response.headers.items()
    except (OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise PageUnreadable(f"{address}: {reason}; check the address and the network", _UNREACHABLE) from error
    headers = tuple((name, value) for name, value in pairs if not (content_type and name.lower() == "content-type"))
    if content_type:
        headers = (*headers, ("Content-Type", content_type))
    return _page_of_response(url or address, status, headers, payload, format_time(utc_now()), site_at)


def _open(request: "Request") -> Any:
    """The response, including error pages."""
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        return urlopen(request, timeout=_TIMEOUT)  # noqa: S310 - http and https only, see _page
    except HTTPError as error:
        return error


def _read(response: Any) -> bytes:
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += chunk
        if len(body) > MAX_CONTENT:
            raise ValueError(f"the page is larger than {MAX_CONTENT} bytes")
    return bytes(body)


def _explained(page: Page, known: KnownSites, as_html: bool) -> str:
    """Why the page's blocks became what they are. Raises PageUnreadable for a page without text."""
    from crawler.extraction.explanation import analyse_page, explain, explain_html

    reading = analyse_page(page, known.named(page.site))
    if reading is None:
        raise PageUnreadable(f"{page.url}: no HTML with text, or more than is read; name another page")
    return explain_html(reading) if as_html else explain(reading)


def _maker(template: str | None, known: KnownSites) -> Callable[[Page], dict[str, Any]]:
    """The function that makes a page's document as JSON values. Raises ArchiveError if the template is unreadable."""
    from crawler.extraction import extract  # its tables are read only when there is a page
    from crawler.template_files_and_learning import read_template

    given = read_template(Path(template)) if template else None
    return lambda page: to_json(extract(page, given, known.named(page.site)))


def _print(values: dict[str, Any]) -> None:
    """Print a line of JSON in UTF-8, without buffering; half a surrogate pair, invalid in UTF-8, stays escaped."""
    line = json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
