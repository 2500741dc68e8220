"""What a page says of the use of its text (rights): licence, copyright line, and what it reserves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, islice
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

from archive.model.document import Removed, Rights
from crawler.extraction.fields.metadata_and_page_names import Metadata
from crawler.extraction.text.contact_credit_and_footer_lines import names_owner
from crawler.extraction.text.text_blocks_normalisation_and_links import join, normalise
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern, read_rows

Headers = Sequence[tuple[str, str]]

OUR_AGENT = "agency-archive"
"""The robot that a directive must name to be meant for us, where it names one."""

_MOST_LINKS = 5_000
_LONGEST = 500
_DEED = lazy_pattern(any_of("page", "address of a deed"), re.I)
_VERSION = lazy_pattern(r"\W*(?:licen[sc]e\W*)?(?:v(?:ersion)?\W*)?([1-4]\.0)\b", re.IGNORECASE)
_MARK = lazy_pattern(any_of("page", "licence mark"), re.IGNORECASE)
_ZERO = lazy_pattern(r"\W*(?:0|zero)\b\W*(?:v\W*)?(?:1\.0)?", re.IGNORECASE)
_GAP = lazy_pattern(r"[\s,、,/–—()()-]*(?:许可协议|授權|licen[sc]e)?[\s-]*", re.IGNORECASE)
_AGENT = lazy_pattern(r"\s*([a-z][\w.-]*|\*)\s*:(?!//)\s*", re.IGNORECASE)
_VALUED = frozenset(("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"))


class _Link(NamedTuple):
    """An element with an address, and its ``href`` and ``rel``."""

    element: etree._Element
    href: str
    rel: str


def find_rights(
    root: etree._Element,
    metadata: Metadata,
    headers: Headers,
    body: Iterable[etree._Element],
    removed: Sequence[Removed],
) -> Rights:
    """Find the rights that a page states; ``body`` are the links inside the article, ``removed`` is the text around
    it.

    A licence is what ``rel=license`` names (HTML standard, 4.6.7.8), else what the head does, else a Creative Commons
    deed or mark outside of the article, since one inside may be a picture's. Of TDM reservations (TDM Reservation
    Protocol, 2024) the page's head goes before its HTTP header.
    """
    elements = list(islice(root.iter("meta", "link", "a", "area"), _MOST_LINKS))
    named = _names(element for element in elements if element.tag == "meta")
    linked = ((each, href) for each in elements if (href := each.get("href")) and each.tag != "meta")
    links = [_Link(each, href, each.get("rel") or "") for each, href in linked]
    return Rights(
        license=_license(links, metadata, frozenset(body), removed),
        copyright=_copyright(metadata, removed),
        noarchive=any(_forbids(value) for value in (*named.get("robots", ()), *_values(headers, "x-robots-tag"))),
        tdm_reservation=_flag((*named.get("tdm-reservation", ()), *_values(headers, "tdm-reservation"))),
        tdm_policy=next(
            _addresses((*named.get("tdm-policy", ()), *_values(headers, "tdm-policy")), metadata.base), None
        ),
    )


def _deed_address(url: str) -> str | None:
    """Return the address of a Creative Commons licence in its one form; None for another address.

    >>> _deed_address("http://www.creativecommons.org/licenses/by-SA/4.0/deed.zh")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    """
    found = _DEED.match(url.strip()) if "ommon" in url.lower() else None
    if not found:
        return None
    kind, name, version, place = (part.lower() if part else part for part in found.groups())
    return f"https://creativecommons.org/{kind}/{name}/{version}/" + (f"{place}/" if place else "")


def _marked_license(text: str) -> str | None:
    """Return the Creative Commons licence that a text names with its version.

    >>> _marked_license("Licensed under CC BY-NC-SA 4.0.")
    'https://creativecommons.org/licenses/by-nc-sa/4.0/'
    >>> _marked_license("本文采用知识共享署名-相同方式共享 4.0 国际许可协议")
    'https://creativecommons.org/licenses/by-sa/4.0/'
    >>> _marked_license("the Creative Commons of the town in 4.0 acres")
    """
    for mark in _MARK.finditer(text) if _may_be_marked(text) else ():
        if _ZERO.match(text, mark.end()):
            return "https://creativecommons.org/publicdomain/zero/1.0/"
        codes, at = _codes(text, mark.end())
        version = _VERSION.match(text, at)
        if codes and version:
            return f"https://creativecommons.org/licenses/{'-'.join(codes)}/{version[1]}/"
    return None


def _may_be_marked(text: str) -> bool:
    """Return whether a text has letters without which it names no licence: a quick look before a slow one."""
    lowered = text.lower()
    return "cc" in lowered or "commons" in lowered or "知识共享" in text


def _license(
    links: Sequence[_Link], metadata: Metadata, body: frozenset[etree._Element], removed: Sequence[Removed]
) -> str | None:
    base = metadata.base
    stated = (each.href for each in links if each.rel and "license" in each.rel.lower().split())
    given = (metadata.article.get("license"), metadata.get("dcterms.license", "dc.rights.license", "dc.rights"))
    deeds = (each.href for each in links if _deed_address(each.href) and each.element not in body)
    found = next(chain(_targets(stated, base), _addresses(given, base), _targets(deeds, base)), None)
    if found or not _may_be_marked("\n".join([each.text for each in removed])):
        return found
    return next(filter(None, (_marked_license(each.text) for each in removed)), None)


def _copyright(metadata: Metadata, removed: Sequence[Removed]) -> str | None:
    """Return the page's copyright line: one with the mark, else another of those lines, else what the head says."""
    lines = [each.text for each in removed if each.reason == "copyright" and len(each.text) <= _LONGEST]
    marked = next(filter(names_owner, lines), None)
    notice = metadata.article.get("copyrightNotice")
    head = (notice if isinstance(notice, str) else None, metadata.get("copyright", "dcterms.rights", "dc.rights"))
    said = next((normalise(each) for each in head if each and len(each) <= _LONGEST and "://" not in each), None)
    return marked or next(iter(lines), None) or said or None


def _targets(hrefs: Iterable[str], base: str) -> Iterator[str]:
    return _web(join(base, href) for href in hrefs)


def _names(metas: Iterable[etree._Element]) -> dict[str, list[str]]:
    """Return the meta elements' contents, by their names in lower case."""
    found: dict[str, list[str]] = {}
    for element in metas:
        name = (element.get("name") or element.get("http-equiv") or "").strip().lower()
        found.setdefault(name, []).append((element.get("content") or "")[:_LONGEST])
    return found


def _values(headers: Headers, name: str) -> list[str]:
    return [value for given, value in headers if given.lower() == name]


def _forbids(directives: str) -> bool:
    """Return whether a page's directives to robots forbid showing a copy (noarchive).

    >>> _forbids("noindex, NoArchive"), _forbids("googlebot: noarchive")
    (True, False)
    >>> _forbids("unavailable_after: 1 May, noarchive")
    True
    """
    meant = True
    for directive in directives.lower().split(","):
        agent = _AGENT.match(directive)
        if agent and agent[1] not in _VALUED:
            meant = agent[1] in ("*", OUR_AGENT)
            directive = directive[agent.end() :]
        if meant and directive.strip() == "noarchive":
            return True
    return False


def _flag(values: Iterable[str]) -> bool | None:
    return next((value.strip() == "1" for value in values if value.strip() in ("0", "1")), None)


def _addresses(values: Iterable[object], base: str) -> Iterator[str]:
    """Yield those values for a licence that are addresses on the web, absolute."""
    given = (value.get("@id") or value.get("url") if isinstance(value, dict) else value for value in values)
    spoken = (value.strip() for value in given if isinstance(value, str))
    return _web(join(base, value) for value in spoken if "/" in value and " " not in value)


def _web(urls: Iterable[str]) -> Iterator[str]:
    for url in urls:
        if len(url) <= _LONGEST and url.startswith(("http://", "https://")) and urlsplit(url).netloc:
            yield _deed_address(url) or url


def _codes(text: str, at: int) -> tuple[list[str], int]:
    """Return the parts of a Creative Commons licence that a text names from a place on, and where they end."""
    codes: list[str] = []
    while True:
        start = _GAP.match(text, at).end()  # type: ignore[union-attr] # it matches nothing, too
        name = _part_names().match(text, start)
        if not name:
            return codes, at
        codes.append(_part_codes()[name[0].lower()])
        at = name.end()


@cache
def _part_codes() -> dict[str, str]:
    return dict(row for row in read_rows("licence_names.tsv"))


@cache
def _part_names() -> re.Pattern[str]:
    names = "|".join(re.escape(name) + (r"(?![a-z])" if name.isascii() else "") for name in _part_codes())
    return re.compile(names, re.IGNORECASE)
