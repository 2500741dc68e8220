"""A page requisite: the address of a file that a page needs, and as what it needs it."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from crawler.discovery.urls import resolve_url

Kind = Literal["style", "script", "image", "font", "empty", "iframe", "object", "attachment"]
"""As what browsers ask for a file (Sec-Fetch-Dest); ``empty`` is what a script asks for as data.

``attachment`` is what a page offers to its readers, and nothing that it needs itself.
"""

EMBEDDED = frozenset[Kind]({"iframe", "object"})
"""Kinds that may be documents with requisites of their own."""

_FONT = re.compile(r"\.(?:woff2?|ttf|otf|ttc|eot)$", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"\s*(?:#|\Z|data:)|[^?#]*(?:\{\{|\$\{|<%)", re.IGNORECASE)
_ENDING = re.compile(r"^[^?#]*\.(\w+)(?:[?#]|\Z)")
_BY_ENDING: dict[str, Kind] = {"js": "script", "css": "style", "htm": "iframe", "html": "iframe", "shtml": "iframe"}


@dataclass(frozen=True, slots=True)
class Requisite:
    """A file that the page or style sheet at ``source`` needs. ``url`` is canonical.

    ``depth`` counts the style sheets, scripts and frames between the page and the file: 0 for what the page
    names itself.
    """

    url: str
    kind: Kind
    source: str
    depth: int = 0


def address_of(reference: str, base: str, charset: str = "utf-8") -> str | None:
    """The canonical address that a reference asks for; None where it is empty, data or a template's placeholder.

    >>> address_of("a.png#x", "http://example.com/news/"), address_of("{{ cover }}", "http://example.com/")
    ('http://example.com/news/a.png', None)
    """
    return None if _NO_ADDRESS.match(reference) else resolve_url(reference, base, charset)


def kind_by_name(address: str) -> Kind:
    """As what a script gives an address to an element, by the ending of its name.

    >>> kind_by_name("/a.js?v=1"), kind_by_name("b.css"), kind_by_name("/c"), kind_by_name("d.html")
    ('script', 'style', 'image', 'iframe')
    """
    found = _ENDING.search(address)
    return _BY_ENDING.get(found[1].lower(), "image") if found else "image"


def kind_in_sheet(url: str) -> Kind:
    """As what a style sheet names an address by ``url()``.

    >>> kind_in_sheet("http://example.com/a.woff2"), kind_in_sheet("http://example.com/a.png")
    ('font', 'image')
    """
    return "font" if _FONT.search(urlsplit(url).path) else "image"
