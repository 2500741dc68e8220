"""What a stored response is to the one who asks for it: a page, a style sheet, a drawing, or none of these."""

from enum import Enum


class Kind(Enum):
    """In which way a response is rewritten; OTHER is not."""

    PAGE = "page"
    XML_PAGE = "page in XML"
    FRAGMENT = "markup that a script asks for"
    DRAWING = "SVG"
    SHEET = "style sheet"
    UNDECLARED = "without a type"
    OTHER = "other"


_BY_MIME = {
    "text/html": Kind.PAGE,
    "application/xhtml+xml": Kind.XML_PAGE,
    "application/vnd.wap.xhtml+xml": Kind.XML_PAGE,
    "image/svg+xml": Kind.DRAWING,
    "text/css": Kind.SHEET,
    None: Kind.UNDECLARED,
}
_DOCUMENTS = frozenset({"", "document", "iframe", "frame", "object", "embed", "fencedframe"})
_BY_SCRIPT = "empty"
_SNIFFED = 1024
# What a page without a type starts with (WHATWG MIME Sniffing, 7.1).
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<title", b"<meta", b"<!--", b"<table")


def kind_of(mime: str | None, destination: str) -> Kind | None:
    """The kind of a response by its media type and by what the browser wants it for (Sec-Fetch-Dest), or None.

    >>> kind_of("text/html", "iframe"), kind_of("text/html", "script"), kind_of("image/png", "document")
    (<Kind.PAGE: 'page'>, None, None)
    """
    if destination == "style":
        return Kind.SHEET
    kind = _BY_MIME.get(mime)
    if destination == _BY_SCRIPT:
        return {Kind.PAGE: Kind.FRAGMENT, Kind.SHEET: Kind.SHEET}.get(kind) if kind else None
    return kind if destination in _DOCUMENTS else None


def sniffed(kind: Kind, content: bytes, destination: str) -> Kind:
    """The kind, once the content is known: what a script asks for as HTML and is none, is left as it is.

    >>> sniffed(Kind.FRAGMENT, b' {"a": 1}', "empty"), sniffed(Kind.UNDECLARED, b"<!DOCTYPE html>", "document")
    (<Kind.OTHER: 'other'>, <Kind.PAGE: 'page'>)
    """
    start = content[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if kind is Kind.FRAGMENT and not start.startswith(b"<"):
        return Kind.OTHER
    if kind is Kind.UNDECLARED:
        return Kind.PAGE if start.startswith(_PAGE_STARTS) else Kind.OTHER
    return kind
