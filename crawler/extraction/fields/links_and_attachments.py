"""The links, images and attached files of an article."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import unquote, urljoin, urlsplit

from archive.model.document import Attachment, Image, Link
from crawler.extraction.body.block_evidence import Evidence, is_marker
from crawler.extraction.page_reading import PageReading
from crawler.extraction.text.markup import join
from crawler.extraction.text.normalise_and_measure import normalise
from crawler.extraction.text.text_block import TextBlock

MOST = 200
"""Attachments of one article, at most."""

_TYPES = (
    "pdf|docx?|docm|dotx?|rtf|wps|wpt|odt|ofd|ceb|caj|xlsx?|xlsm|csv|et|ods|pptx?|ppsx?|pps|dps|odp|txt|epub"
    "|zip|rar|7z|tar|gz|tgz|mp3|wav|m4a|mp4|avi|wmv|flv|mov|swf|dwg"
)
_NAMED = re.compile(rf"\.({_TYPES})(?=$|[\s)\]）】,;，；\"'”(（])", re.IGNORECASE)
_MAY_BE_NAMED = re.compile(rf"\.(?:{_TYPES})", re.IGNORECASE)
_BELOW = 12  # blocks below the text


def find_attachments(
    blocks: Sequence[TextBlock], evidence: Evidence, body: Sequence[TextBlock], above: int, base: str
) -> tuple[Attachment, ...]:
    """Return the files that are linked in the body and right below it, in order, each once.

    ``above`` is the last block that stands above the text: title, byline or trail.
    """
    found: dict[str, Attachment] = {}
    for block in _around(blocks, evidence, body, above):
        for text, link in block.links():
            href = (link.get("href") or "").strip()
            if _MAY_BE_NAMED.search(unquote(href)) is None and _MAY_BE_NAMED.search(text) is None:
                continue
            url = join(base, href)
            if kind := type_of(url, text):
                found.setdefault(url, Attachment(url, text.strip(), kind))
    return tuple(found.values())[:MOST]


def type_of(url: str, text: str) -> str | None:
    """Return the ending of a file's name, by its address or, where that has none, by the text of the link; else
    None.

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


def _around(
    blocks: Sequence[TextBlock], evidence: Evidence, body: Sequence[TextBlock], above: int
) -> Iterator[TextBlock]:
    """Yield the blocks of the body, those between its title and it, and those below it up to what is beside the
    article.
    """
    last = body[-1].n if body else above
    kept = {block.n for block in body}
    for block in blocks[above + 1 : last + 1 + _BELOW]:
        is_beside = evidence.non_content[block.n] or evidence.in_sidebar[block.n]
        if block.n > last and (is_beside or is_marker(block)):
            return
        if block.n in kept or not is_beside:
            yield block


def article_links(reading: PageReading) -> Iterator[Link]:
    for block in reading.body:
        for text, element in block.links():
            url = _absolute(reading.metadata.base, element.get("href"))
            if url:
                yield Link(url, text)


def _last_of_head(reading: PageReading) -> int:
    """Return the last block of title, trail and byline; -1 where the page shows none."""
    title = [span.n for span in reading.title.spans] if reading.title else []
    return max([*title, *(reading.trail.blocks if reading.trail else ()), *reading.byline.blocks], default=-1)


def article_attachments(reading: PageReading) -> tuple[Attachment, ...]:
    """Return the files that the article offers, below its title, or below trail and byline where it has none."""
    first = reading.body[0].n if reading.body else len(reading.segmented.blocks)
    title = [span.n for span in reading.title.spans if span.n < first] if reading.title else []
    above = title or [n for n in (reading.trail.blocks if reading.trail else ()) if n < first]
    above = above or [n for n in reading.byline.blocks if n < first]
    last = max(above, default=first - 1)
    return find_attachments(reading.segmented.blocks, reading.evidence, reading.body, last, reading.metadata.base)


def article_images(reading: PageReading) -> Iterator[Image]:
    """Yield the images that stand between the first and the last block of the body, or right below title and
    byline.
    """
    kept = {block.n for block in reading.body} or {_last_of_head(reading)}
    first, last = min(kept) + (not reading.body), max(kept)
    for n, element in reading.segmented.images:
        if first <= n <= last + 1 and (n in kept or n - 1 in kept):
            url = _absolute(reading.metadata.base, element.get("src") or element.get("data-src"))
            if url:
                yield Image(url, normalise(element.get("alt") or "") or None)


def _absolute(base: str, url: str | None) -> str | None:
    """Return the absolute address, when it is one of the web or of a file."""
    if not url or url.strip().startswith("#"):
        return None
    try:
        absolute = urljoin(base, url.strip())
    except ValueError:
        return None
    return absolute if absolute.startswith(("http://", "https://", "ftp://", "file:", "mailto:")) else None
