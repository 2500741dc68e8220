"""``scrapy extract``: prints the document that one page makes."""

import argparse
import base64
import hashlib
import json
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, ArchiveMissing
from archive.model.capture import Capture
from archive.model.document import to_json
from archive.model.page import MAX_CONTENT, Headers, Page
from archive.model.times import format_time, utc_now
from crawler.sites import site_at

_TIMEOUT = 30  # seconds for each step of the connection
_CHUNK = 64 * 1024
_MISSING, _UNREACHABLE = 2, 4


class Command(ScrapyCommand):
    """Extracts one page, from a file or from the network, and stores nothing."""

    requires_crawler_process = False  # nothing is crawled: no reactor, no log

    def syntax(self) -> str:
        return "FILE|URL [--url URL] [--content-type TYPE] [--site SITE] [--fingerprint FILE]"

    def short_desc(self) -> str:
        return "Print the document that a page makes, as JSON"

    def long_desc(self) -> str:
        return (
            "Extract one page, from a file or from its address, and print its document as one JSON object on "
            "standard output. Nothing is stored. A page that is no article gives a document without blocks, whose "
            "kind says what it is."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", metavar="URL", help="the address that the file was fetched from")
        parser.add_argument("--content-type", metavar="TYPE", help="the Content-Type that the file was served with")
        parser.add_argument(
            "--site", metavar="SITE", help="the site's name, when it is not to follow from the address"
        )
        parser.add_argument(
            "--fingerprint", metavar="FILE", help="the site's fingerprint, as 'scrapy fingerprint' stores it"
        )

    def run(self, args: Sequence[str], opts: argparse.Namespace) -> None:
        """Prints the document; exit code 2 when the file cannot be read, 4 when the address cannot."""
        if len(args) != 1:
            raise UsageError("extract takes one FILE or URL", print_help=False)
        try:
            page = self._page(args[0], opts)
            document = _document(page, opts.fingerprint)
        except (_Unreadable, ArchiveError) as error:
            print(error, file=sys.stderr)
            self.exitcode = _MISSING if isinstance(error, ArchiveMissing) else error.exit_code
            return
        print(json.dumps(document, ensure_ascii=False))

    def _page(self, target: str, opts: argparse.Namespace) -> Page:
        if urlsplit(target).scheme in ("http", "https"):
            return page_at(target, opts.url, opts.content_type, opts.site)
        return page_in(Path(target), opts.url, opts.content_type, opts.site)


class _Unreadable(Exception):
    """Raised when the page cannot be had; says why in one line."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def page_in(path: Path, url: str | None, content_type: str | None, site: str | None) -> Page:
    """The page that a file holds, as if it had been fetched when the file was last changed.

    Raises an error with exit code 2 when the file cannot be read.
    """
    try:
        payload = path.read_bytes()
        changed = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except (OSError, ValueError) as error:
        raise _Unreadable(
            f"{path}: {getattr(error, 'strerror', None) or error}; name a file or an http address", _MISSING
        ) from error
    headers = (("Content-Type", content_type),) if content_type else ()
    return _page(url or path.absolute().as_uri(), 200, headers, payload, format_time(changed), site)


def page_at(address: str, url: str | None, content_type: str | None, site: str | None) -> Page:
    """The page at an address, whatever its status.

    Raises an error with exit code 4 when it cannot be fetched.
    """
    request = Request(address, headers={"User-Agent": "agency-archive", "Accept": "text/html,*/*;q=0.8"})  # noqa: S310 - http and https only, see Command._page
    try:
        with _open(request) as response:
            payload, status, pairs = _read(response), response.status, response.headers.items()
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise _Unreadable(f"{address}: {reason}; check the address and the network", _UNREACHABLE) from error
    headers = tuple((name, value) for name, value in pairs if not (content_type and name.lower() == "content-type"))
    if content_type:
        headers = (*headers, ("Content-Type", content_type))
    return _page(url or address, status, headers, payload, format_time(utc_now()), site)


def _open(request: Request) -> Any:
    """The response, an error page too."""
    try:
        return urlopen(request, timeout=_TIMEOUT)  # noqa: S310 - http and https only, see Command._page
    except HTTPError as error:
        return error


def _read(response: Any) -> bytes:
    body = bytearray()
    while chunk := response.read(_CHUNK):
        body += chunk
        if len(body) > MAX_CONTENT:
            raise ValueError(f"the page is larger than {MAX_CONTENT} bytes")
    return bytes(body)


def _page(url: str, status: int, headers: Headers, payload: bytes, date: str, site: str | None) -> Page:
    digest = base64.b32encode(hashlib.sha1(payload, usedforsecurity=False).digest()).decode()
    capture = Capture(url, None, None, None, None, date, status, f"sha1:{digest}")
    return Page(site or site_at(url), capture, headers, payload)


def _document(page: Page, fingerprint: str | None) -> dict[str, Any]:
    from crawler.extraction import extract  # its tables are read only when there is a page
    from crawler.reextract import read_fingerprint

    return to_json(extract(page, read_fingerprint(Path(fingerprint)) if fingerprint else None))
