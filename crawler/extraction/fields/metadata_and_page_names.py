"""A page's metadata (title element, meta elements, JSON-LD), and the names of the page, its site and its sections.

Programs are told in the title element, meta elements and JSON-LD. The names of site and sections are no titles.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from crawler.extraction.fields.trail_and_pager import Trail
from crawler.extraction.language.writing_systems_and_chinese_characters import is_wide
from crawler.extraction.text.boilerplate_phrases_and_section_names import HOME, PAGE_ITSELF, is_section_name
from crawler.extraction.text.contact_credit_and_footer_lines import names_owner
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SegmentedPage,
    TextBlock,
    join,
    key,
    leads_home,
    leads_to,
    normalise,
    resolve_entities,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_SEPARATOR = lazy_pattern(any_of("page", "title separators"))
_ARTICLE_TYPES = frozenset(
    ("Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "ScholarlyArticle", "SpeechArticle")
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE_PUBLISHED = lazy_pattern(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_OFFERED = frozenset(("product", "og:product", "product.item"))
_PRICES = ("product:price:amount", "og:price:amount")
_MAX_VALUES = 2_000
_MAX_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata in a page's head: ``title`` is the title element's text; ``names`` are meta elements by lower-case
    name.

    ``article`` is the first JSON-LD object that is an article, ``trail`` the names of a JSON-LD breadcrumb list.
    ``base`` is the address that links are relative to, ``lang`` the language of the root element, ``published``
    what JSON-LD says of the article's publication, or of the page's, ``is_offer`` that something is for sale.
    """

    base: str
    title: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    article: Mapping[str, Any] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    lang: str | None = None
    published: tuple[str, ...] = ()
    is_offer: bool = False

    def get(self, *names: str) -> str | None:
        """Return the first meta element of these names in the page's head that says something."""
        return next((self.names[name] for name in names if self.names.get(name)), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages that the page's head declares, as BCP 47."""
        given = (self.get("og:locale"), self.lang, self.get("content-language", "language", "dc.language"))
        return tuple(value.replace("_", "-") for value in given if value)

    @property
    def site(self) -> str | None:
        """Return the site's name where the page's head gives it."""
        return self.get("og:site_name", "application-name")

    @property
    def headlines(self) -> tuple[str, ...]:
        """Return titles of the article alone, without the site's name, where the page's head gives them."""
        given = (self.article.get("headline"), self.article.get("name"), self.get("articletitle", "dc.title"))
        return tuple(
            filter(
                None, (resolve_entities(normalise(value[:_MAX_TEXT])) for value in given if isinstance(value, str))
            )
        )

    @property
    def title_parts(self) -> list[str]:
        """Split the title element's text at dashes and bars: title, section, site in some order."""
        return [part for part in map(str.strip, _SEPARATOR.split(self.title or "")) if part]


def read_metadata(root: etree._Element, url: str) -> Metadata:
    """Read the metadata of the page at ``url`` from its head: title element, meta elements, JSON-LD."""
    base, title = url, None
    names: dict[str, str] = {}
    scripts: list[Any] = []
    for element in root.iter("title", "meta", "base", "script"):
        tag = element.tag
        if tag == "meta":
            _add_meta(names, element)
        elif tag == "title" and title is None and _is_page_title(element):
            title = resolve_entities(normalise("".join(map(str, element.itertext()))[:_MAX_TEXT])) or None
        elif tag == "base" and element.get("href"):
            base = join(url, element.get("href", ""))
        elif tag == "script" and "ld+json" in (element.get("type") or "").lower():
            scripts.append(_load(element.text or ""))
    values = list(islice(_objects(scripts), _MAX_VALUES))
    article = next((value for value in values if _types(value) & _ARTICLE_TYPES), {})
    return Metadata(
        base, title or names.get("og:title"), names, article, _trail(values), root.get("lang") or root.get(_XML_LANG),
        tuple(_published(article, scripts)), not article and (_is_offered(names) or any(map(_is_product, values))),
    )  # fmt: skip


def _is_offered(names: Mapping[str, str]) -> bool:
    """Return whether the page is a product by the Open Graph protocol."""
    return names.get("og:type", "").lower() in _OFFERED or any(name in names for name in _PRICES)


def _is_product(value: Mapping[str, Any]) -> bool:
    """Return whether an object of JSON-LD is a schema.org Product with an offer."""
    return "Product" in _types(value) and "offers" in value


def _is_page_title(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("head", "html", "body")


def _add_meta(names: dict[str, str], element: etree._Element) -> None:
    name = element.get("name") or element.get("property") or element.get("itemprop") or element.get("http-equiv")
    content = resolve_entities(normalise((element.get("content") or "")[:_MAX_TEXT]))
    if name and content:
        names.setdefault(name.strip().lower(), content)


def _load(text: str) -> Any:
    try:
        return json.loads(text.strip().removeprefix("<!--").removesuffix("-->").rstrip("; \n"), strict=False)
    except (ValueError, RecursionError):
        found = _DATE_PUBLISHED.search(text)
        return {"datePublished": found[1]} if found else None


def _objects(values: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield every object in the JSON-LD of a page, outermost first."""
    waiting = values[::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif isinstance(value, dict):
            yield value
            waiting.extend(inner for inner in reversed(value.values()) if isinstance(inner, list | dict))


def _published(article: Mapping[str, Any], scripts: list[Any]) -> Iterator[str]:
    """Yield the times of publication that JSON-LD gives for the article, or else for the page."""
    for value in [article, *_nodes(scripts)]:
        given = value.get("datePublished") or value.get("pubDate") or value.get("dateCreated")
        if isinstance(given, str):
            yield given[:_MAX_TEXT]
            return


def _nodes(scripts: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the objects at the top of JSON-LD scripts, those of a graph too."""
    for value in scripts:
        for node in value if isinstance(value, list) else [value]:
            graph = node.get("@graph") if isinstance(node, dict) else None
            yield from (inner for inner in (graph if isinstance(graph, list) else [node]) if isinstance(inner, dict))


def _types(value: Mapping[str, Any]) -> set[str]:
    kinds = value.get("@type")
    return {kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)}


def _trail(values: list[Mapping[str, Any]]) -> tuple[str, ...]:
    found = next((value for value in values if "BreadcrumbList" in _types(value)), {})
    steps = found.get("itemListElement")
    names = [_step_name(step) for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
    return tuple(name for name in names if name)


def _step_name(step: Mapping[str, Any]) -> str:
    inner = step.get("item")
    name = step.get("name") or (inner.get("name") if isinstance(inner, dict) else None)
    return normalise(name[:_MAX_TEXT]) if isinstance(name, str) else ""


def person_named(author: object) -> str | None:
    """Return the name of a JSON-LD author that is a person."""
    if isinstance(author, list):
        author = author[0] if author else None
    if isinstance(author, dict) and author.get("@type") in ("Person", None):
        author = author.get("name")
    return author.strip() or None if isinstance(author, str) and len(author) < 80 else None


_SECTION = 28  # units of a section's name, at most
_TOP, _FOOT = 40, 15  # blocks
_LINE = 8  # units
_LEAST = 12  # units of a title
_LOGO = 8  # blocks before which an image is the site's
_WEAK_SEPARATOR = lazy_pattern(r"\s*:\s+|\s*：\s*|\.\s+")
_WORD = lazy_pattern(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")


@dataclass(frozen=True, slots=True)
class PageNames:
    """The names of a page, of its site and of its sections, all as keys, by which its title is told from them.

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
    """Find the names of a page, its site and its sections, in the head, the trail and the menus."""
    blocks = segmented.blocks
    parts = _parts(blocks, metadata)
    home_names = frozenset(_home_names(segmented)) - {""}
    site = {key(metadata.site or ""), *_site_in_title(blocks, parts, metadata.base, home_names)} - {""}
    sections = {key(part) for part in parts if is_section_name(part)}
    for block in blocks:
        links = block.links()
        if (block.only_link and not block.heading) or len(links) > 1:
            short = [text for text, link in links if _may_name_section(text, link, metadata.base)]
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
    """Return the words of a title without case, to compare it; of Chinese, Japanese and Korean each two neighbours.

    >>> sorted(comparison_words("Lanting 论坛会")), sorted(comparison_words("News, news"))
    (['lanting', '坛会', '论坛'], ['news'])
    """
    found: set[str] = set()
    for word in _WORD.findall(text.casefold()):
        found.update({word[n : n + 2] for n in range(len(word) - 1)} if word[0] >= "\u3040" else {word})
    return frozenset(found)


def _parts(blocks: Sequence[TextBlock], metadata: Metadata) -> list[str]:
    """Split the title element into parts; at a colon or a stop only where both halves are lines of the page."""
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
        yield from (
            key(text) for text, link in block.links() if leads_home(link.get("href")) and not HOME.match(text)
        )
    for n, image in segmented.images:
        parent = image.getparent()
        if n < _LOGO or (parent is not None and parent.tag == "a" and leads_home(parent.get("href"))):
            yield key(image.get("alt") or "")


def _owners(blocks: Sequence[TextBlock]) -> list[str]:
    """Return the lines of the page's foot that name who owns it, as keys."""
    return [key(block.text) for block in blocks[-_FOOT:] if names_owner(block.plain)]


def _may_name_section(text: str, link: etree._Element, base: str) -> bool:
    """Return whether a link may be an entry of a menu: it is short, and not the page's title, which leads to the page
    itself.
    """
    size = units(text)
    return size < _SECTION and (size < _LEAST or not leads_to(link, base) or is_section_name(text))


def _is_own(block: TextBlock, base: str) -> bool:
    return any(leads_to(link, base) for _, link in block.links())
