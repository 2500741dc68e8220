"""Reads a response: its document, its media type, and its text for finding links."""

from dataclasses import dataclass

from scrapy.http import Response, TextResponse

from archive.errors import ArchiveError
from archive.model.capture import Capture
from archive.model.document import Document
from archive.model.page import Page
from archive.model.times import format_time, utc_now
from crawler.extraction import extract

_BEGINNING = 256 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class PageText:
    """A page's markup as text, and the encoding of query strings in its links."""

    markup: str
    charset: str


def document_of(response: Response, site: str) -> Document | None:
    """The document that capture made of the response; without capture, it is extracted now.

    None for a response that is not an HTML page with status 200.
    """
    if "document" in response.meta:
        captured: Document | None = response.meta["document"]
        return captured
    if response.status != 200 or media_type(response) not in ("", "text/html", "application/xhtml+xml"):
        return None
    try:
        return extract(_page(response, site))
    except ArchiveError:
        return None


def text_of(response: Response, document: Document | None) -> PageText:
    """The response's body as text, in the encoding that extraction found if there is a document.

    Without a document, which may be a large file, only the beginning: enough to tell a refusal.
    """
    seen = response if document else _beginning(response)
    charset = document.capture.charset if document else None
    if charset is None:
        charset = seen.encoding if isinstance(seen, TextResponse) else "utf-8"
    try:
        return PageText(seen.body.decode(charset, "replace"), charset)
    except LookupError:
        return PageText(seen.body.decode("utf-8", "replace"), "utf-8")


def _beginning(response: Response) -> Response:
    """The response with only the beginning of its body; ``replace`` would decode all of it first."""
    return type(response)(response.url, headers=response.headers, body=response.body[:_BEGINNING])


def media_type(response: Response) -> str:
    """The media type that the response declares, in lower case and without parameters; '' if it declares none."""
    declared = response.headers.get("Content-Type") or b""
    return declared.decode("latin-1").partition(";")[0].strip().lower()


def _page(response: Response, site: str) -> Page:
    """The response as a page; its body has no content coding any more."""
    asked = response.request.url if response.request else response.url
    capture = Capture(asked, None, None, None, None, format_time(utc_now()), response.status, payload_digest=None)
    headers = tuple(
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, values in response.headers.items()
        for value in values
        if name.lower() != b"content-encoding"
    )
    return Page(site, capture, headers, response.body)
