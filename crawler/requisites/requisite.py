"""A page requisite: the URL of a file that a page needs, and the kind of file."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.discovery.urls import resolve_url

Kind = Literal["style", "script", "image", "font", "empty", "iframe", "object", "attachment"]
"""The Sec-Fetch-Dest value of a browser's request for the file; ``empty`` is data that a script requests.

``attachment`` is a file that a page offers to its readers and does not need itself.
"""

EMBEDDED = frozenset[Kind]({"iframe", "object"})
"""Kinds that may be documents with requisites of their own."""

_FONT = re.compile(r"\.(?:woff2?|ttf|otf|ttc|eot)$", re.IGNORECASE)
_NOT_A_URL = re.compile(r"\s*(?:#|\Z|data:)|[^?#]*(?:\{\{|\$\{|<%)", re.IGNORECASE)
_EXTENSION = re.compile(r"^[^?#]*\.(\w+)(?:[?#]|\Z)")
_BY_EXTENSION: dict[str, Kind] = {
    "js": "script",
    "css": "style",
    "htm": "iframe",
    "html": "iframe",
    "shtml": "iframe",
}


@dataclass(frozen=True, slots=True)
class Requisite:
    """A file that the page or style sheet at ``source`` needs. ``url`` is canonical.

    ``depth`` is the number of style sheets, scripts and frames between the page and the file: 0 for a file that
    the page itself names.
    """

    url: str
    kind: Kind
    source: str
    depth: int = 0


def resolve_reference(reference: str, base: str, charset: str = "utf-8") -> str | None:
    """The canonical URL of a reference; None if it is empty, a data URL or a template's placeholder.

    >>> resolve_reference("a.png#x", "http://example.com/news/"), resolve_reference("{{ cover }}", "http://example.com/")
    ('http://example.com/news/a.png', None)
    """
    return None if _NOT_A_URL.match(reference) else resolve_url(reference, base, charset)


def kind_by_extension(address: str) -> Kind:
    """The kind of a URL that a script assigns to an element, by its file extension.

    >>> [kind_by_extension(name) for name in ("/a.js?v=1", "b.css", "/c", "d.html")]
    ['script', 'style', 'image', 'iframe']
    """
    found = _EXTENSION.search(address)
    return _BY_EXTENSION.get(found[1].lower(), "image") if found else "image"


def kind_in_sheet(url: str) -> Kind:
    """The kind of a URL in ``url()`` of a style sheet.

    >>> kind_in_sheet("http://example.com/a.woff2"), kind_in_sheet("http://example.com/a.png")
    ('font', 'image')
    """
    return "font" if _FONT.search(urlsplit(url).path) else "image"
