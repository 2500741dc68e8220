"""``scrapy extract``: print the document of a page, or of each page in a list."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from archive.errors import ArchiveError, ArchiveMissing
from archive.layout import Archive
from archive.model.document import to_json
from archive.model.page import MAX_CONTENT, Page
from archive.model.times import format_time, utc_now
from crawler.page_files import PageUnreadable, SiteAt, extract_each, page_in_file, page_of_response
from crawler.sites import KnownSites

_TIMEOUT = 30  # seconds for each step of the connection
_CHUNK = 64 * 1024
_MISSING, _UNREACHABLE = 2, 4


class Command(ScrapyCommand):
    """Extracts one page, from a file or from the network, or the pages of a list, and stores nothing."""

    requires_crawler_process = False  # nothing is crawled: no reactor, no log

    def syntax(self) -> str:
        return "FILE|URL|--batch LIST [--url URL] [--content-type TYPE] [--site SITE] [--template FILE] [--explain]"

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
        parser.add_argument(
            "--batch",
            metavar="LIST",
            help='many pages: a file of JSON lines {"file", "url", "content_type"}, or - for standard input; prints '
            '{"file", "document"} or {"file", "error"} a line',
        )
        parser.add_argument("--url", metavar="URL", help="the address that the file was fetched from")
        parser.add_argument("--content-type", metavar="TYPE", help="the Content-Type that the file was served with")
        parser.add_argument(
            "--site", metavar="SITE", help="the site's name, when it is not to follow from the address"
        )
        parser.add_argument(
            "--template", metavar="FILE", help="the site's template, as crawls store it in templates/"
        )

        parser.add_argument(
            "--explain",
            action="store_true",
            help="print what rules and model said of each text block of the page instead",
        )
        parser.add_argument(
            "--explain-html", action="store_true", help="print the page with its text blocks marked so instead"
        )

    def run(self, args: Sequence[str], opts: argparse.Namespace) -> None:
        """Print the document; exit code 2 when the file or list cannot be read, 4 when the address cannot."""
        if opts.batch is None and len(args) != 1:
            raise UsageError("extract takes one FILE or URL", print_help=False)
        if opts.batch is not None and (opts.explain or opts.explain_html):
            raise UsageError("--explain and --explain-html are about one FILE or URL", print_help=False)
        if opts.batch is not None and (args or opts.url or opts.content_type):
            raise UsageError("--batch takes no FILE, --url or --content-type: they stand in LIST", print_help=False)
        try:
            known = KnownSites(Archive.at(self.settings.get("ARCHIVE_DIR") if self.settings else None))
            known.profiles()  # a faulty file is told before any page is read
            site_at = (lambda url: opts.site) if opts.site else known.site_at
            if opts.batch is not None:
                self._print_each(opts, known, site_at)
            else:
                page = _page(args[0], opts, site_at)
                if opts.explain or opts.explain_html:
                    print(_explained(page, known, as_html=opts.explain_html))
                else:
                    _print(_maker(opts.template, known)(page))
        except (PageUnreadable, ArchiveError) as error:
            print(error, file=sys.stderr)
            self.exitcode = _MISSING if isinstance(error, ArchiveMissing) else error.exit_code
        except BrokenPipeError:  # the reader of the output has closed it
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _print_each(self, opts: argparse.Namespace, known: KnownSites, site_at: SiteAt) -> None:
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
        return page_at(target, opts.url, opts.content_type, site_at)
    return page_in_file(Path(target), opts.url, opts.content_type, site_at)


def page_at(address: str, url: str | None, content_type: str | None, site_at: SiteAt) -> Page:
    """The page fetched from a URL, whatever its status.

    Raises PageUnreadable with exit code 4 when it cannot be fetched.
    """
    request = Request(address, headers={"User-Agent": "agency-archive", "Accept": "text/html,*/*;q=0.8"})  # noqa: S310 - http and https only, see _page
    try:
        with _open(request) as response:
            payload, status, pairs = _read(response), response.status, response.headers.items()
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise PageUnreadable(f"{address}: {reason}; check the address and the network", _UNREACHABLE) from error
    headers = tuple((name, value) for name, value in pairs if not (content_type and name.lower() == "content-type"))
    if content_type:
        headers = (*headers, ("Content-Type", content_type))
    return page_of_response(url or address, status, headers, payload, format_time(utc_now()), site_at)


def _open(request: Request) -> Any:
    """The response, including error pages."""
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
    from crawler.extraction.document import read
    from crawler.extraction.removal_and_explanation import explain, explain_html

    reading = read(page, known.named(page.site))
    if reading is None:
        raise PageUnreadable(f"{page.url}: no HTML with text, or more than is read; name another page")
    return explain_html(reading) if as_html else explain(reading)


def _maker(template: str | None, known: KnownSites) -> Callable[[Page], dict[str, Any]]:
    """The function that makes a page's document as JSON values. Raises ArchiveError if the template is unreadable."""
    from crawler.extraction import extract  # its tables are read only when there is a page
    from crawler.site_templates import read_template

    given = read_template(Path(template)) if template else None
    return lambda page: to_json(extract(page, given, known.named(page.site)))


def _print(values: dict[str, Any]) -> None:
    """Print a line of JSON in UTF-8, without buffering; half a surrogate pair, invalid in UTF-8, stays escaped."""
    line = json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()
