"""The requisites of a page: files named in its markup, its style rules and in simple scripts."""

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.discovery.html_tags_attributes_and_texts import Tag, tokens_of, value_of
from crawler.discovery.urls_and_crawl_scope import resolve_url
from crawler.requisites.scripts_and_style_sheets import (
    EMBEDDED,
    Kind,
    Requisite,
    kind_by_extension,
    kind_in_sheet,
    markup_written_in,
    modules_imported_in,
    references_of,
    resolve_reference,
    styles_set_in,
    urls_requested_in,
    urls_set_in,
)

MOST = 10_000
"""References of one page that are read."""

_WrittenReference = tuple[str, Kind | None]
"""A URL as written and its kind; None in a style rule, where the URL itself tells the kind."""

_KINDS: dict[Kind, str] = {
    "image": "img.src img.lowsrc image.src image.href image.xlink:href use.href use.xlink:href video.poster",
    "script": "script.src script.href",
    "iframe": "iframe.src frame.src",
    "object": "object.data embed.src",
}
_SOURCES = {tuple(name.split(".")): kind for kind, names in _KINDS.items() for name in names.split()}
"""The kinds of files that attributes name, by element and attribute."""

_PICTURES = frozenset({"img", "image", "source", "amp-img"})
# Attributes in which lazy-loading scripts look for the URLs of images.
_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-lazy", "data-echo", "data-url", "data-actualsrc",
    "data-original-src", "data-hi-res-src", "lay-src", "lazy-src", "lazysrc", "original", "_src", "file", "zoomfile",
    "data-file",
)  # fmt: skip
_LAZY_BACKGROUNDS = ("data-bg", "data-background", "data-background-image", "data-bgimage")
_ICONS = frozenset(
    [
        "icon",
        "apple-touch-icon",
        "apple-touch-icon-precomposed",
        "apple-touch-startup-image",
        "mask-icon",
        "fluid-icon",
    ]
)
_XML = re.compile(r"\ufeff?<\?xml[-\s]")
_SHEET_OF_XML = re.compile(r"<\?xml-stylesheet\s(?:[^>]*?\s)?href\s*=\s*([\"'])([^\"'>]*+)\1")
_PRELOADED: dict[str, Kind] = {
    "style": "style", "script": "script", "font": "font", "image": "image", "fetch": "empty",
}  # fmt: skip


_SRCSET_URL = re.compile(r"[\s,]*+(\S++)")
_SRCSET_DESCRIPTORS = re.compile(r"(?:[^,(]++|\([^)]*+\)?)*+")


def requisites_of_page(markup: str, url: str, charset: str = "utf-8") -> list[Requisite]:
    """Find the requisites of the page at ``url`` (images, style sheets, scripts, fonts), in page order, each URL
    once.

    Lazy-loaded images are among them, and documents framed or embedded from the page's own host. Never raises; time
    is linear in the length of the page.

    >>> found = requisites_of_page("<base href=/a/><img src=b.png><p style='background:url(c.png)'>", "http://x.example/")
    >>> [(each.url, each.kind) for each in found]
    [('http://x.example/a/b.png', 'image'), ('http://x.example/a/c.png', 'image')]
    """
    base, based = url, False
    named: list[_WrittenReference] = list(_in_instructions(markup))
    for tag in _tags_of(markup):
        if tag.name == "base" and not based and tag.attributes.get("href"):
            base, based = resolve_url(tag.attributes["href"], url) or url, True
        named.extend(_references_of_shared(tag) if tag.is_shared else _references_of_tag(tag))
        if len(named) >= MOST:
            break
    return _resolve_references(named, base, url, charset)


def requisites_of_script(script: str, page: str) -> list[Requisite]:
    """Find the requisites that a script file writes into its page or assigns to its elements as literals.

    >>> [each.url for each in requisites_of_script("document.write('<img src=a.png>')", "http://x.example/b/")]
    ['http://x.example/b/a.png']
    """
    named = [
        name for text in markup_written_in(script) for tag in _start_tags(text) for name in _references_of_tag(tag)
    ]
    return _resolve_references([*named, *_references_set_by(script)][:MOST], page, page, "utf-8")


def _resolve_references(named: list[_WrittenReference], base: str, source: str, charset: str) -> list[Requisite]:
    found: dict[str, Requisite] = {}
    for address, kind in named:
        url = resolve_reference(address, base, charset)
        if url and url != source and not (kind in EMBEDDED and _is_elsewhere(url, source)):
            found.setdefault(url, Requisite(url, kind or kind_in_sheet(url), source))
    return list(found.values())


def _is_elsewhere(url: str, source: str) -> bool:
    return urlsplit(url).netloc != urlsplit(source).netloc


def _in_instructions(markup: str) -> Iterator[_WrittenReference]:
    """Yield the style sheets that an XML document names (Associating Style Sheets with XML documents 1.0)."""
    for found in _SHEET_OF_XML.finditer(markup, 0, 4096) if _XML.match(markup) else ():
        yield value_of(found[2]), "style"


def _tags_of(markup: str) -> Iterator[Tag]:
    """The start tags of a page, of the markup in ``srcdoc`` attributes, and of the markup that its scripts write."""
    for tag in _start_tags(markup):
        yield tag
        if tag.name == "script":
            for written in markup_written_in(tag.content):
                yield from _start_tags(written)
        elif tag.name == "iframe" and "srcdoc" in tag.attributes:
            yield from _start_tags(tag.attributes["srcdoc"])


def _start_tags(markup: str) -> Iterator[Tag]:
    """Find the start tags that may name a file: those with attributes or content."""
    for token in tokens_of(markup):
        if not isinstance(token, str) and (token.attributes or token.content) and not token.closes:
            yield token


@lru_cache(maxsize=4096)
def _references_of_shared(tag: Tag) -> tuple[_WrittenReference, ...]:
    """Find the references of a start tag that other pages have too."""
    return tuple(_references_of_tag(tag))


def _references_of_tag(tag: Tag) -> Iterator[_WrittenReference]:
    attributes = tag.attributes
    for name, value in attributes.items():
        if kind := _SOURCES.get((tag.name, name)):
            yield value, kind
    if tag.name in _PICTURES:
        yield from _references_of_picture(attributes)
    elif tag.name == "link":
        yield from _references_of_link(attributes)
    elif tag.name == "style":
        yield from _in_style_rules(tag.content)
    elif tag.name == "script":
        for address in urls_requested_in(tag.content):
            yield address, "empty"
        for address in modules_imported_in(tag.content):
            yield address, "script"
        yield from _references_set_by(tag.content)
    elif tag.name == "input" and attributes.get("type", "").strip().lower() == "image":
        yield attributes.get("src", ""), "image"
    yield from _references_of_background(attributes)


def _references_set_by(script: str) -> Iterator[_WrittenReference]:
    for address in urls_set_in(script):
        yield address, kind_by_extension(address)
    for style in styles_set_in(script):
        yield from _in_style_rules(style)


def _references_of_picture(attributes: dict[str, str]) -> Iterator[_WrittenReference]:
    for name in _LAZY:
        if _looks_like_url(attributes.get(name, "")):
            yield attributes[name], "image"
    for name in ("srcset", "data-srcset", "data-lazy-srcset"):
        for address in srcset_urls(attributes.get(name, "")):
            yield address, "image"


def _references_of_link(attributes: dict[str, str]) -> Iterator[_WrittenReference]:
    relations = set(attributes.get("rel", "").lower().split())
    address = attributes.get("href", "")
    if "stylesheet" in relations:
        yield address, "style"
    elif relations & _ICONS:
        yield address, "image"
    elif "modulepreload" in relations:
        yield address, "script"
    elif "preload" in relations and (kind := _PRELOADED.get(attributes.get("as", "").strip().lower())):
        yield address, kind
        for candidate in srcset_urls(attributes.get("imagesrcset", "")):
            yield candidate, kind


def _references_of_background(attributes: dict[str, str]) -> Iterator[_WrittenReference]:
    if "background" in attributes:
        yield attributes["background"], "image"
    for name in _LAZY_BACKGROUNDS:
        written = attributes.get(name, "")
        if "(" in written:
            yield from _in_style_rules(written)
        elif _looks_like_url(written):
            yield written, "image"
    yield from _in_style_rules(attributes.get("style", ""))


def _in_style_rules(sheet: str) -> Iterator[_WrittenReference]:
    for reference in references_of(sheet) if sheet else ():
        yield reference.address, "style" if reference.imported else None


def _looks_like_url(text: str) -> bool:
    """Return whether an attribute that scripts use for various purposes holds a URL, not a switch or a number."""
    return ("/" in text or "." in text) and len(text.split()) == 1


def srcset_urls(srcset: str) -> Iterator[str]:
    """Yield the URLs in a ``srcset`` attribute of an image (HTML Standard, 4.8.4.2.1), in order, without descriptors.

    >>> list(srcset_urls("a.png, b,c.png 2x , d.png 100w"))
    ['a.png', 'b,c.png', 'd.png']
    """
    at = 0
    while found := _SRCSET_URL.match(srcset, at):
        at = found.end()
        if not found[1].endswith(",") and (descriptors := _SRCSET_DESCRIPTORS.match(srcset, at)):
            at = descriptors.end()
        yield found[1].rstrip(",")
