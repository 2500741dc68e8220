"""The links of a sitemap (sitemaps.org, protocol 0.9) or a feed (RSS, RDF, Atom), read from XML."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from io import BytesIO
from itertools import islice

from lxml import etree

from archive.errors import ArchiveError
from archive.model.page_headers_content_and_charset_names import decode_content
from crawler.discovery.links import LinkCandidate, Role, date_in
from crawler.discovery.urls_and_crawl_scope import resolve_url

MOST = 50_000
"""Entries of one file that are read; the sitemap protocol allows no more."""

LARGEST = 64 * 1024 * 1024
"""Bytes of one file, uncompressed; the sitemap protocol allows 50 MiB."""

_ROOTS = {"urlset": "url", "sitemapindex": "sitemap", "rss": "item", "rdf": "item", "feed": "entry"}
_ADDRESSES = frozenset({"loc", "link"})
_MOMENTS = frozenset({"lastmod", "pubdate", "published", "updated", "date"})
_GZIP = b"\x1f\x8b"


def links_of_xml(body: bytes, url: str) -> list[LinkCandidate] | None:
    """Read the entries of a sitemap or feed found at ``url``, or None if the body is neither.

    Those of a sitemap index have the role ``sitemap``, all others ``entry``. A body may be gzipped, and a sitemap a
    plain list of addresses. No entity is expanded and nothing is loaded; a file that is cut short or broken gives
    what can be read of it.

    >>> body = b"<urlset><url><loc>/a</loc><lastmod>2025-03-03</lastmod></url></urlset>"
    >>> [(link.url, str(link.day)) for link in links_of_xml(body, "http://example.com/sitemap.xml")]
    [('http://example.com/a', '2025-03-03')]
    """
    content = _unpacked(body)
    if content[:4] == b"http":
        return _listed(content, url)
    walk = _walk(content)
    root = _name(next(walk, None))
    if root not in _ROOTS:
        return None
    role: Role = "sitemap" if root == "sitemapindex" else "entry"
    entries = (element for element in walk if _name(element) == _ROOTS[root])
    return [link for entry in islice(entries, MOST) for link in _links(entry, url, role)]


def new_entries(links: Iterable[LinkCandidate], was_captured: Callable[[str], bool]) -> Iterator[LinkCandidate]:
    """Yield the entries of a sitemap or feed that no earlier crawl captured, and the sitemaps among them."""
    return (link for link in links if link.role == "sitemap" or not was_captured(link.url))


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(_GZIP):
        return body.lstrip(b"\xef\xbb\xbf \t\r\n")
    try:
        return decode_content(body, "gzip", LARGEST).lstrip(b"\xef\xbb\xbf \t\r\n")
    except ArchiveError:
        return b""


def _listed(content: bytes, url: str) -> list[LinkCandidate]:
    lines = content.decode("utf-8", "replace").splitlines()[:MOST]
    addresses = [resolve_url(line, url) for line in lines if line.startswith("http")]
    return [LinkCandidate(address, role="entry") for address in addresses if address]


def _walk(content: bytes) -> Iterator[etree._Element]:
    """Yield the root of a sitemap or feed as it opens, then each element as it closes; entries already read are
    freed.
    """
    options = {"recover": True, "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
    try:
        for event, element in etree.iterparse(BytesIO(content), events=("start", "end"), **options):
            if event == "end":
                yield element
                _free_earlier_entries(element)
            elif element.getparent() is None:
                yield element
    except (etree.XMLSyntaxError, ValueError):
        return


def _free_earlier_entries(element: etree._Element) -> None:
    """Remove the entries before this one from the tree."""
    parent = element.getparent()
    if parent is not None and _name(element) in _ROOTS.values():
        while element.getprevious() is not None:
            del parent[0]


def _name(element: etree._Element | None) -> str:
    """The element's name without namespace, in lower case; '' for comments and the like."""
    return element.tag.rpartition("}")[2].lower() if element is not None and isinstance(element.tag, str) else ""


def _links(entry: etree._Element, url: str, role: Role) -> Iterator[LinkCandidate]:
    texts = {_name(child): (child.text or "").strip() for child in entry if child.text}
    day = max(filter(None, (_day(texts.get(name, "")) for name in _MOMENTS)), default=None)
    for href in _addresses(entry):
        address = resolve_url(href, url)
        if address:
            yield LinkCandidate(address, texts.get("title", ""), role, day is not None, day)


def _addresses(entry: etree._Element) -> Iterator[str]:
    for child in entry:
        if _name(child) in _ADDRESSES and child.get("rel", "alternate") == "alternate":
            yield (child.get("href") or child.text or "").strip()


def _day(text: str) -> date | None:
    """The day that a W3C date (sitemaps, Atom) or an RFC 822 date (RSS) names."""
    day = date_in(text)
    if day or not text:
        return day
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
