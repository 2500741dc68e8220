"""Read what a page states for programs: title element, meta elements, JSON-LD."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree

from crawler.extraction.text.markup import join
from crawler.extraction.text.normalise_and_measure import normalise, resolve_entities

_SEPARATOR = re.compile(
    r"\s+[-–—|·•»«›:/~<>]+\s+|\s*[|_\uff5c»›]+\s*|\s*(?:--|——)\s*|(?<=[^\x00-\x7f])\s*[-–\uff0d]\s*|\s*[-–]\s*(?=[^\x00-\x7f])"
)
_ARTICLE_TYPES = frozenset(
    ("Article", "NewsArticle", "BlogPosting", "Report", "TechArticle", "ScholarlyArticle", "SpeechArticle")
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_OFFERED = frozenset(("product", "og:product", "product.item"))
_PRICES = ("product:price:amount", "og:price:amount")
_MAX_VALUES = 2_000
_MAX_TEXT = 1_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """The statements of the head: ``title`` is the title element's text; ``names`` are meta elements by lower-case
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
        """Return the first meta element of these names that says something."""
        return next((self.names[name] for name in names if self.names.get(name)), None)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the page declares, as BCP 47."""
        given = (self.get("og:locale"), self.lang, self.get("content-language", "language", "dc.language"))
        return tuple(value.replace("_", "-") for value in given if value)

    @property
    def site(self) -> str | None:
        """The site's name where the page gives it."""
        return self.get("og:site_name", "application-name")

    @property
    def headlines(self) -> tuple[str, ...]:
        """Titles of the article alone, without the site's name, where the page gives them."""
        given = (self.article.get("headline"), self.article.get("name"), self.get("articletitle", "dc.title"))
        return tuple(
            filter(
                None, (resolve_entities(normalise(value[:_MAX_TEXT])) for value in given if isinstance(value, str))
            )
        )

    @property
    def title_parts(self) -> list[str]:
        """The title element's text, taken apart at dashes and bars: title, section, site in some order."""
        return [part for part in map(str.strip, _SEPARATOR.split(self.title or "")) if part]


def read_metadata(root: etree._Element, url: str) -> Metadata:
    """Return the metadata of the page at ``url``."""
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
    """Yield every object in JSON values, outermost first."""
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
