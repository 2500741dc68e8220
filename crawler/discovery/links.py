"""The links of a page, found in markup and in simple scripts, each with the text and the date beside it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from archive.word_lists_and_character_tables import list_pattern
from crawler.discovery.html_tags_attributes_and_texts import Tag, text_of, tokens_of
from crawler.discovery.urls_and_crawl_scope import resolve_url

_MONTH = list_pattern("crawler.discovery", "links", "months")
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_SHORT_DATE = re.compile(
    r"(?<!\d)(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])(?![\d-])日?"
    rf"|\b{_MONTH}[a-z]{{0,6}}\.? \d{{1,2}}\b|\b\d{{1,2}} {_MONTH}[a-z]{{0,6}}\b",
    re.IGNORECASE,
)


def _has_date(text: str) -> bool:
    """Return whether the text beside a link has a date, with or without a year."""
    return bool(_DATE.search(text) or _SHORT_DATE.search(text))


def date_in(text: str) -> date | None:
    """Find the first full date in the text beside a link, or None.

    >>> date_in("发布时间:2025年3月3日"), date_in("31/2/2025")
    (datetime.date(2025, 3, 3), None)
    """
    found = _DATE.search(text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None


Role = Literal["start", "link", "next", "frame", "refresh", "option", "script", "feed", "sitemap", "entry"]

MOST = 20_000
"""Links of one page that are read; a page with more is a link farm."""

_TEXT = 200
_IN_SCRIPT = re.compile(
    r"""(?:location(?:\.href)?\s*=|location\.(?:assign|replace)\(|window\.open\()\s*\\?["']([^"'\\<>\s{}$+]+)\\?["']"""
)
_WRITTEN = re.compile(r"""href\s*=\s*\\?["']([^"'\\<>\s{}$+]+)\\?["']""", re.IGNORECASE)
_NUMBERED = re.compile(
    r"""createPageHTML\(\s*["']?(\d{1,4})["']?\s*,\s*["']?\d{1,4}["']?\s*,\s*["']([\w-]+)["']\s*,\s*["'](\w+)["']"""
)
_REFRESH = re.compile(r"^\s*\d*(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?(?P<url>[^\"']+)", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_FRAMES = frozenset({"frame", "iframe"})


@dataclass(frozen=True, slots=True)
class LinkCandidate:
    """A link that a crawl may request: its canonical URL, text, role on the page and the date beside it.

    ``dated``: a date is beside it. ``day``: that date, if it has a year.
    """

    url: str
    text: str = ""
    role: Role = "link"
    dated: bool = False
    day: date | None = None


def links_of_html(markup: str, url: str, charset: str = "utf-8") -> list[LinkCandidate]:
    """Find the links of the page at ``url`` in its HTML, in page order, each URL once for each role.

    >>> links_of_html("<li><a href='/a.html'>About us</a> 2025-03-03</li>", "http://example.com/")
    [LinkCandidate(url='http://example.com/a.html', text='About us', role='link', dated=True, \
day=datetime.date(2025, 3, 3))]
    """
    reader = _Reader(url)
    reader.read(tokens_of(markup))
    links: dict[tuple[str, Role], LinkCandidate] = {}
    for link in _resolved(reader, charset):
        known = links.get((link.url, link.role))
        if known is None or (link.dated, len(link.text)) > (known.dated, len(known.text)):
            links[link.url, link.role] = link
    return list(links.values())


@dataclass(slots=True)
class _WrittenLink:
    """A link as written in a page: its text, and the text between it and the links before and after it."""

    href: str
    role: Role
    before: str = ""
    text: list[str] = field(default_factory=list)
    title: str = ""
    after: str = ""


class _Reader:
    """Collects links from a page's tokens, read in order."""

    def __init__(self, url: str) -> None:
        self.base = url
        self.found: list[_WrittenLink] = []
        self._open: _WrittenLink | None = None
        self._gap: list[str] = []
        self._based = False

    def read(self, tokens: Iterable[Tag | str]) -> None:
        for token in tokens:
            if isinstance(token, str):
                (self._open.text if self._open else self._gap).append(token)
            elif token.closes:
                if token.name == "a":
                    self._open = None
            elif token.attributes or token.content:
                self._read_start(token)
                if len(self.found) >= MOST:
                    break
        if self.found and not self.found[-1].after:
            self.found[-1].after = " ".join(self._gap)[:_TEXT]

    def _read_start(self, tag: Tag) -> None:
        for href, role in _hrefs_of_shared(tag) if tag.is_shared else _hrefs(tag):
            if tag.name in ("a", "area"):
                self._start_link(href, role, tag)
            else:
                self.found.append(_WrittenLink(href, role))
        if tag.name == "base" and not self._based and tag.attributes.get("href"):
            self.base, self._based = resolve_url(tag.attributes["href"], self.base) or self.base, True
        elif tag.name == "img" and self._open and not self._open.title:
            self._open.title = tag.attributes.get("alt", "") or tag.attributes.get("title", "")

    def _start_link(self, href: str, role: Role, tag: Tag) -> None:
        gap = " ".join(self._gap)
        if self.found:
            self.found[-1].after = gap[:_TEXT]
        link = _WrittenLink(
            href, role, gap[-_TEXT:], title=tag.attributes.get("title", "") or tag.attributes.get("alt", "")
        )
        self.found.append(link)
        self._gap = []
        self._open = link if tag.name == "a" else None


@lru_cache(maxsize=4096)
def _hrefs_of_shared(tag: Tag) -> tuple[tuple[str, Role], ...]:
    """Find the links of a start tag that other pages have too."""
    return tuple(_hrefs(tag))


def _hrefs(tag: Tag) -> Iterator[tuple[str, Role]]:
    """The links of a start tag, each with its role."""
    attributes = tag.attributes
    if tag.name in ("a", "area"):
        if attributes.get("href"):
            relations = attributes.get("rel", "").lower().split()
            yield attributes["href"], "next" if "next" in relations else "link"
    elif tag.name in _FRAMES and attributes.get("src"):
        yield attributes["src"], "frame"
    elif tag.name == "link":
        yield from _linked(attributes)
    elif tag.name == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        found = _REFRESH.match(attributes.get("content", ""))
        if found and not found["url"].strip().replace(".", "").isdigit():
            yield found["url"].strip(), "refresh"
    elif tag.name == "option" and _looks_like_address(attributes.get("value", "")):
        yield attributes["value"], "option"
    yield from _scripted(tag)


def _linked(attributes: dict[str, str]) -> Iterator[tuple[str, Role]]:
    href, relations = attributes.get("href", ""), attributes.get("rel", "").lower().split()
    if not href:
        return
    if "next" in relations or "prev" in relations:
        yield href, "next"
    elif "canonical" in relations:
        yield href, "link"
    elif "alternate" in relations:
        kind = attributes.get("type", "").lower().partition(";")[0].strip()
        if kind in _FEED_TYPES:
            yield href, "feed"
        elif "hreflang" in attributes and kind in ("", "text/html"):
            yield href, "link"
    elif "sitemap" in relations:
        yield href, "sitemap"


def _scripted(tag: Tag) -> Iterator[tuple[str, Role]]:
    """Links in scripts: targets of a click or of the page itself, links written by it, numbered list pages."""
    source = tag.content if tag.name == "script" else tag.attributes.get("onclick", "")
    if tag.name in ("a", "area") and tag.attributes.get("href", "").lower().startswith("javascript:"):
        source += tag.attributes["href"]
    if not source:
        return
    for pattern in (_IN_SCRIPT, _WRITTEN):
        for found in pattern.finditer(source):
            yield text_of(found[1]), "script"
    for pages in _NUMBERED.finditer(source):
        for number in range(1, int(pages[1])):
            yield f"{pages[2]}_{number}.{pages[3]}", "next"


def _looks_like_address(value: str) -> bool:
    return value.startswith(("/", "?", "./", "../", "http:", "https:")) or bool(
        re.search(r"\.(?:s?html?|php|aspx?|jsp)(?:\?|$)", value)
    )


def _resolved(reader: _Reader, charset: str) -> Iterator[LinkCandidate]:
    for found in reader.found:
        url = resolve_url(found.href, reader.base, charset)
        if url is not None:
            text = " ".join("".join(found.text).split())[:_TEXT] or found.title.strip()[:_TEXT]
            yield _candidate(url, text, found.role, found.before, found.after)


@lru_cache(maxsize=4096)
def _candidate(url: str, text: str, role: Role, before: str, after: str) -> LinkCandidate:
    """Make a link of its URL, its text and the text beside it; menus are the same on each page."""
    beside = (before, after, text)
    days = [day for day in map(date_in, beside) if day]
    return LinkCandidate(url, text, role, any(map(_has_date, beside)), max(days, default=None))
