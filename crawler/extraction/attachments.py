"""The files that an article offers: links to documents, tables, archives and the like, in its text or around it."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urlsplit

from archive.model.document import Attachment
from crawler.extraction.evidence import Evidence, is_marker
from crawler.extraction.metadata import join
from crawler.extraction.piece import Piece

MOST = 200
"""Attachments of one article, at most."""

_TYPES = (
    "pdf|docx?|docm|dotx?|rtf|wps|wpt|odt|ofd|ceb|caj|xlsx?|xlsm|csv|et|ods|pptx?|ppsx?|pps|dps|odp|txt|epub"
    "|zip|rar|7z|tar|gz|tgz|mp3|wav|m4a|mp4|avi|wmv|flv|mov|swf|dwg"
)
_NAMED = re.compile(rf"\.({_TYPES})(?=$|[\s)\]）】,;，；\"'”(（])", re.IGNORECASE)
_MAY_BE_NAMED = re.compile(rf"\.(?:{_TYPES})", re.IGNORECASE)
_BELOW = 12  # pieces below the text


def find_attachments(
    pieces: Sequence[Piece], evidence: Evidence, body: Sequence[Piece], above: int, base: str
) -> tuple[Attachment, ...]:
    """The files that are linked in the body and right below it, in order, each once.

    ``above`` is the last piece that stands above the text: title, byline or trail.
    """
    found: dict[str, Attachment] = {}
    for piece in _around(pieces, evidence, body, above):
        for text, link in piece.links():
            href = (link.get("href") or "").strip()
            if _MAY_BE_NAMED.search(unquote(href)) is None and _MAY_BE_NAMED.search(text) is None:
                continue
            url = join(base, href)
            if kind := type_of(url, text):
                found.setdefault(url, Attachment(url, text.strip(), kind))
    return tuple(found.values())[:MOST]


def type_of(url: str, text: str) -> str | None:
    """The ending of a file's name, by its address or, where that tells none, by the text of the link; else None.

    >>> type_of("http://a.example/f/1.PDF?v=2", "Fees"), type_of("http://a.example/get.asp?id=3", "Fees.xls")
    ('pdf', 'xls')
    >>> type_of("http://a.example/1.html", "About the port of A.B.")
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https", "ftp"):
        return None
    name = unquote(parts.path).rpartition("/")[2]
    named = _NAMED.search(name) or _NAMED.search(unquote(parts.query)) or _NAMED.search(text.strip())
    return named[1].lower() if named else None


def _around(pieces: Sequence[Piece], evidence: Evidence, body: Sequence[Piece], above: int) -> Iterator[Piece]:
    """The pieces of the body, those between its title and it, and those below it up to what is beside the article."""
    last = body[-1].n if body else above
    kept = {piece.n for piece in body}
    for piece in pieces[above + 1 : last + 1 + _BELOW]:
        is_beside = evidence.apart[piece.n] or evidence.side[piece.n]
        if piece.n > last and (is_beside or is_marker(piece)):
            return
        if piece.n in kept or not is_beside:
            yield piece
