"""Find the names of a page in its head, and the names of its site and sections, which are no titles."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from crawler.extraction.fields.metadata import Metadata
from crawler.extraction.fields.trail_and_pager import Trail
from crawler.extraction.text.markup import leads_home, leads_to
from crawler.extraction.text.normalise_and_measure import is_wide, key, resolve_entities, units
from crawler.extraction.text.page_words import HOME, PAGE_ITSELF, is_section_name, names_owner
from crawler.extraction.text.text_block import SegmentedPage, TextBlock

_SECTION = 28  # units of a section's name, at most
_TOP, _FOOT = 40, 15  # blocks
_LINE = 8  # units
_LEAST = 12  # units of a title
_LOGO = 8  # blocks before which an image is the site's
_WEAK_SEPARATOR = re.compile(r"\s*:\s+|\s*：\s*|\.\s+")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")


@dataclass(frozen=True, slots=True)
class PageNames:
    """The names of a page, of its site and of its sections, all as keys.

    ``base`` is the page's address. The page is called ``whole`` by its title element, ``parts`` by that element's
    parts, ``graph`` by Open Graph and ``headlines`` by JSON-LD and meta elements; ``worded`` are these titles as sets
    of words, and ``opening`` is what stands before the first space of a Chinese one. No titles are the names of
    ``site`` and ``sections``; ``owners`` are surely the site's. ``own`` are the parts that name the page itself, and
    ``titles`` is what the head calls it without its site, the surest first.
    """

    base: str
    whole: str
    parts: tuple[str, ...]
    graph: str
    headlines: frozenset[str]
    site: frozenset[str]
    sections: frozenset[str]
    worded: tuple[frozenset[str], ...]
    opening: str
    owners: frozenset[str]
    own: tuple[str, ...]
    titles: tuple[str, ...]


def page_names(segmented: SegmentedPage, metadata: Metadata, trail: Trail | None) -> PageNames:
    """Return the names of site and sections, from the head, the trail and the menus."""
    blocks = segmented.blocks
    parts = _parts(blocks, metadata)
    home_names = frozenset(_home_names(segmented)) - {""}
    site = {key(metadata.site or ""), *_site_in_title(blocks, parts, metadata.base, home_names)} - {""}
    sections = {key(part) for part in parts if is_section_name(part)}
    for block in blocks:
        links = block.links() if block.linked else []
        if (block.only_link and not block.heading) or len(links) > 1:
            short = [text for text, link in links if units(text) < _SECTION and not _is_title(text, link, metadata)]
            sections.update(map(key, short))
    if trail:
        sections.update(key(step) for step, _ in trail.steps[:-1] if units(step) < _SECTION)
    keys = tuple(map(key, parts))
    if len(keys) == 1 and _is_site_and_section(blocks, keys[0], sections):
        site.add(keys[0])
    known = site | sections
    own = tuple(name for name in keys if not name or name not in known)
    graph = metadata.get("og:title", "twitter:title") or ""
    heads = metadata.headlines
    headlines = frozenset(map(key, heads))
    whole = " ".join(part for part, name in zip(parts, keys, strict=True) if name not in known)
    return PageNames(
        metadata.base,
        "" if PAGE_ITSELF.match(metadata.title or "") else key(metadata.title or ""),
        keys,
        key(graph),
        headlines,
        frozenset(site),
        frozenset(sections - {""}),
        tuple(filter(None, map(comparison_words, (whole, graph, *heads)))),
        key(whole.split()[0]) if is_wide(whole) and whole.split() else "",
        (home_names | {key(metadata.site or "")}) - {""},
        own,
        tuple(dict.fromkeys(filter(None, (*sorted(headlines), key(graph), *own)))),
    )


def _is_site_and_section(blocks: Sequence[TextBlock], title: str, sections: set[str]) -> bool:
    """Return whether the title element ends with a menu's entry and is no line of the page."""
    ends = any(section and title != section and title.endswith(section) for section in sections)
    return ends and not any(key(block.text) == title for block in blocks)


def comparison_words(text: str) -> frozenset[str]:
    """Return the words of a text without case; of Chinese, Japanese and Korean each two characters that follow each
    other.

    >>> sorted(comparison_words("Lanting 论坛会")), sorted(comparison_words("News, news"))
    (['lanting', '坛会', '论坛'], ['news'])
    """
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        found.update({word[n : n + 2] for n in range(len(word) - 1)} if word[0] >= "\u3040" else {word})
    return frozenset(found)


def _parts(blocks: Sequence[TextBlock], metadata: Metadata) -> list[str]:
    """Return the parts of the title element; at a colon or a stop only where both halves are lines of the page."""
    parts = metadata.title_parts
    if len(parts) != 1:
        return parts
    halves = [(parts[0][: at.start()], parts[0][at.end() :]) for at in _WEAK_SEPARATOR.finditer(parts[0])]
    if not halves:
        return parts
    lines = {key(block.text) for block in blocks}
    return next(([*both] for both in halves if {*map(key, both)} <= lines), parts)


def _site_in_title(blocks: Sequence[TextBlock], parts: Sequence[str], base: str, called: frozenset[str]) -> set[str]:
    """Return the part of the title element that names the site: what a logo or link home says (``called``), else the
    last.
    """
    own = [key(part) for part in parts if not is_section_name(part)]
    owners = _owners(blocks)
    known = [name for name in own[:1] + own[1:][-1:] if name in called or any(name in line for line in owners)]
    if len(known) == 1:
        return {*known}
    if len(parts) < 2:
        return set()
    first, last = key(parts[0]), key(parts[-1])
    plain = [block for block in blocks if not block.linked or (block.only_link and _is_own(block, base))]
    headings = {key(resolve_entities(block.text)) for block in plain if block.heading}
    links = {key(block.links()[0][0]) for block in blocks[:_TOP] if block.links() and not _is_own(block, base)}
    if first in links and last not in links and first not in headings:
        return {first}
    lines = [key(resolve_entities(block.text)) for block in plain]
    if first in lines and last in lines:
        return {first if lines.index(first) < lines.index(last) and units(first) <= units(last) else last}
    if last in headings and not any(first in line or line in first for line in lines if units(line) >= _LINE):
        return {first} if last not in links else {last}
    if len(last) > len(first) and last in lines and first not in lines and not {first} & links:
        return {first}
    return {last}


def _home_names(segmented: SegmentedPage) -> Iterator[str]:
    """Yield the texts of links home and of images at the top of the page, as keys."""
    for block in segmented.blocks[:_TOP]:
        yield from (key(text) for text, link in block.links() if leads_home(link) and not HOME.match(text))
    for n, image in segmented.images:
        parent = image.getparent()
        if n < _LOGO or (parent is not None and parent.tag == "a" and leads_home(parent)):
            yield key(image.get("alt") or "")


def _owners(blocks: Sequence[TextBlock]) -> list[str]:
    """Return the lines of the page's foot that name who owns it, as keys."""
    return [key(block.text) for block in blocks[-_FOOT:] if names_owner(block.plain)]


def _is_title(text: str, link: etree._Element, metadata: Metadata) -> bool:
    """Return whether a link is the page's title and no entry of a menu: it leads to the page itself."""
    return units(text) >= _LEAST and leads_to(link, metadata.base) and not is_section_name(text)


def _is_own(block: TextBlock, base: str) -> bool:
    return any(leads_to(link, base) for _, link in block.links())
