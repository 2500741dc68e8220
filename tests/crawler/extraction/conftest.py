"""Pages made of markup, for the tests of extraction."""

from collections.abc import Callable

import pytest

from archive.model.capture import Capture
from archive.model.document import Document
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract

URL = "http://www.example.com/news/show-12.html"


def page_of(
    html: str | bytes, url: str = URL, status: int = 200, content_type: str | None = "text/html; charset=utf-8"
) -> Page:
    """The page that a server would send as this markup."""
    payload = html if isinstance(html, bytes) else html.encode()
    capture = Capture(url, None, None, None, None, "2026-11-24T09:32:26.481203Z", status, "sha1:" + "A" * 32)
    headers = (("Content-Type", content_type),) if content_type else ()
    return Page("example.com", capture, headers, payload)


@pytest.fixture(scope="session")
def make_page() -> Callable[..., Page]:
    return page_of


@pytest.fixture(scope="session")
def extracted() -> Callable[..., Document]:
    """Extracts markup: ``extracted(html, url=..., status=...)``."""

    def extract_markup(html: str | bytes, **given: str) -> Document:
        return extract(page_of(html, **given))  # type: ignore[arg-type] # passed on as they come

    return extract_markup
