"""The article that stands only in the JSON of a page's scripts (a page filled by scripts), read from there."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from crawler.extraction.article.site_template_page_sketch_and_selectors import Selection
from crawler.extraction.byline.byline_line import says_nothing
from crawler.extraction.decoding.html_tree_xpath_and_script_json import is_too_large, parse, stored_values
from crawler.extraction.fields.metadata_and_page_names import Metadata
from crawler.extraction.text.boilerplate_phrases_and_section_names import SCRIPT_NOTICE
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    Fact,
    Span,
    TextBlock,
    key,
    normalise,
    resolve_entities,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, each_of, lazy_pattern

_MAX_OBJECTS = 50_000
_DEEPEST = 40
_MAX_ARTICLES = 200
_LEAST = 60  # units of text that make an article
_SHELL = 300  # units outside of links on a page whose scripts have yet to write its text
_MAX_FIELD = 1_000
_BODIES, _TITLES, _SUBTITLES, _AUTHORS, _TIMES, _NAMES, _ADDRESSES = (
    each_of("stored", name) for name in ("texts", "titles", "subtitles", "authors", "times", "numbers", "addresses")
)
"""The names of an article's fields, the surest first."""
_WRAPPED = frozenset(("attributes", "fields", "_source", "data"))
_TAG = lazy_pattern(r"<[^<>]{0,2000}>")
_NO_TEXT = lazy_pattern("<[^<>]{0,2000}>|[\ud800-\udfff]")
_WORD = lazy_pattern(r"[^\W_]+")
_SECONDS = (946_684_800, 4_102_444_800)  # the years 2000 to 2100


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article in a page's script: ``element`` is its text as parsed, below ``script``, and the facts are as
    stored.
    """

    script: etree._Element
    element: etree._Element
    title: str | None
    subtitle: str | None
    author: str | None
    published: str | None

    def described(self, metadata: Metadata) -> Metadata:
        """Add the stored day of publication, which distinguishes an article, to the page's metadata."""
        if not self.published:
            return metadata
        article = {"headline": self.title, "datePublished": self.published, **metadata.article}
        return replace(metadata, article=article, published=metadata.published or (self.published,))

    def selected(self, selection: Selection, blocks: Sequence[TextBlock]) -> Selection:
        """Add the article that a script stores to the selection: its text as the body, and its titles."""
        inside = set(self.element.iter())
        body = frozenset(block.n for block in blocks if block.runs[0].element in inside)
        shown = {key(block.text): block for block in reversed(blocks)}
        return replace(
            selection,
            body=body - selection.removed,
            title=selection.title or _fact(self.title, shown),
            subtitle=selection.subtitle or _fact(self.subtitle, shown),
            author=selection.author or _fact(self.author, {}),
        )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An object in a script's JSON that may be the article: its values, and whether others stand beside it in a
    list.
    """

    script: etree._Element
    facts: Mapping[str, Any]
    markup: str
    size: int
    listed: bool
    matches: int

    @property
    def rank(self) -> tuple[int, bool, bool, int]:
        return self.matches, bool(_first(self.facts, _TITLES)), not self.listed, self.size


def is_shell(body: Sequence[TextBlock], blocks: Sequence[TextBlock]) -> bool:
    """Return whether a page is an empty shell that scripts fill: no body, and next to no text but links."""
    if any(not SCRIPT_NOTICE.search(block.plain) for block in body):
        return False
    return sum(units(block.text) * (1 - block.link_share) for block in blocks) < _SHELL


def find_stored(root: etree._Element, url: str, metadata: Metadata) -> StoredArticle | None:
    """Find the article of the page at ``url`` in the JSON of its scripts, put below its script; None where none has
    it.

    Of several it is the one whose address, number or title is the page's.
    """
    page = _page_names(url, metadata)
    found = list(islice(_candidates(root, page), _MAX_ARTICLES))
    chosen = max(found, key=lambda candidate: candidate.rank, default=None)
    if chosen is None or not (chosen.matches or _is_only(chosen, found)):
        return None
    return _placed(chosen)


def _is_only(chosen: _Candidate, found: Sequence[_Candidate]) -> bool:
    """Return whether a stored text that nothing ties to the page is its article: no other of them could be as
    well.
    """
    if chosen.listed or not _first(chosen.facts, _TITLES):
        return False
    rivals = [other for other in found if other.rank[:3] == chosen.rank[:3]]
    return len({_title(other.facts) for other in rivals}) == 1


def _placed(chosen: _Candidate) -> StoredArticle | None:
    parsed = None if is_too_large(chosen.markup) else parse(f"<article>{chosen.markup}</article>")
    element = next(parsed.iter("article"), None) if parsed is not None else None
    if element is None:
        return None
    chosen.script.append(element)
    facts = chosen.facts
    return StoredArticle(
        chosen.script, element, _title(facts), _text(_first(facts, _SUBTITLES)), _author(facts), _moment(facts)
    )


def _candidates(root: etree._Element, page: "_Page") -> Iterator[_Candidate]:
    text = StoredText()
    for script, value in stored_values(root):
        for facts, listed in _objects(value):
            for name in _BODIES:
                markup = text.markup(facts[name]) if facts.get(name) else ""
                size = units(_TAG.sub("", markup)) if markup else 0
                if size >= _LEAST:
                    yield _Candidate(script, facts, markup, size, listed, page.matches(facts))
                    break


def _objects(value: Any) -> Iterator[tuple[Mapping[str, Any], bool]]:
    """Yield every object in a script's JSON value, outermost first and once each; and whether it is in a list of
    several.
    """
    waiting: list[tuple[Any, bool, int]] = [(value, False, 0)]
    seen: set[int] = set()
    left = _MAX_OBJECTS
    while waiting and left:
        value, listed, depth = waiting.pop()
        if not isinstance(value, list | dict) or depth > _DEEPEST or id(value) in seen:
            continue
        seen.add(id(value))
        left -= 1
        if isinstance(value, list):
            listed = listed or sum(isinstance(each, dict) for each in value[:_MAX_ARTICLES]) > 1
            inner = value
        else:
            yield value, listed
            inner = [_unwrapped(value, name) for name in value]
            waiting.extend((each, False, depth) for each in reversed(_graph(value)))
        waiting.extend((each, listed, depth + 1) for each in reversed(inner))


def _graph(value: Mapping[str, Any]) -> Sequence[Any]:
    """Return the objects of a JSON-LD graph: no list of its like, however many it has."""
    graph = value.get("@graph")
    return graph if isinstance(graph, list) else ()


def _unwrapped(value: Mapping[str, Any], name: str) -> Any:
    """Return the part of that name; with the number of the whole, where all else of it stands in that part."""
    inner = value[name]
    if name not in _WRAPPED or not isinstance(inner, dict):
        return inner
    return {**{known: value[known] for known in _NAMES if known in value}, **inner}


@dataclass(frozen=True, slots=True)
class _Page:
    """The names of the page: its path, the parts of its address that may be names or numbers, its titles' keys."""

    path: str
    parts: frozenset[str]
    titles: frozenset[str]

    def matches(self, facts: Mapping[str, Any]) -> int:
        """Return how surely a stored object is the page's own article: 0 where nothing says so."""
        for name in _ADDRESSES:
            given = facts.get(name)
            given = given.get("@id") if isinstance(given, dict) else given
            if isinstance(given, str) and len(self.path) > 1 and _path(given) == self.path:
                return 3
        given = (facts.get(name) for name in _NAMES)
        named = any(str(value).casefold() in self.parts for value in given if isinstance(value, str | int))
        titled = key(_title(facts) or "") in self.titles
        return 2 if named and titled else int(named or titled)


def _page_names(url: str, metadata: Metadata) -> _Page:
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    stem = last.rpartition(".")[0] or last
    query = [value for _, value in parse_qsl(parts.query)]
    numbers = [word for word in _WORD.findall(stem) if word.isdigit()]
    titles = [*metadata.title_parts, *metadata.headlines, metadata.title, metadata.get("og:title", "twitter:title")]
    return _Page(
        _path(url),
        frozenset(part.casefold() for part in (last, stem, *query, *numbers) if part),
        frozenset(key(title) for title in titles if title) - {"", key(metadata.site or "")},
    )


def _path(address: str) -> str:
    try:
        parts = urlsplit(address.strip()[:_MAX_FIELD])
    except ValueError:
        return ""
    return f"{parts.path.rstrip('/')}?{parts.query}" if parts.query else parts.path.rstrip("/")


def _fact(text: str | None, shown: Mapping[str, TextBlock]) -> Fact | None:
    """Return a stored line as a fact, in the place where the page shows it; ``shown`` are the page's blocks by their
    keys.
    """
    if not text:
        return None
    block = shown.get(key(text))
    return Fact(block.text, (Span(block.n, 0, len(block.text)),)) if block else Fact(text)


def _first(facts: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((facts[name] for name in names if facts.get(name)), None)


def _text(value: Any) -> str | None:
    """Return the text of a field, without markup."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("rendered", "name", "text", "value") if value.get(name)), None)
    if not isinstance(value, str):
        return None
    return normalise(resolve_entities(_NO_TEXT.sub("", value[:_MAX_FIELD]))) or None


def _title(facts: Mapping[str, Any]) -> str | None:
    return _text(_first(facts, _TITLES))


def _author(facts: Mapping[str, Any]) -> str | None:
    given = _first(facts, _AUTHORS)
    if isinstance(given, list):
        return ", ".join(filter(None, map(_text, given[:4]))) or None
    name = None if isinstance(given, dict) and given.get("@type") == "Organization" else _text(given)
    return name if name and not says_nothing("author", name) else None


def _moment(facts: Mapping[str, Any]) -> str | None:
    """Return the stored time of publication as it is written; a number counts seconds or milliseconds since 1970."""
    given = _first(facts, _TIMES)
    if isinstance(given, str) and not given.isdigit():
        return given[:_MAX_FIELD]
    seconds = int(given) if isinstance(given, str) and len(given) < 20 else given
    if not isinstance(seconds, int | float):
        return None
    seconds = seconds / 1000 if seconds > _SECONDS[1] else seconds
    inside = _SECONDS[0] <= seconds <= _SECONDS[1]
    return datetime.fromtimestamp(int(seconds), UTC).isoformat() if inside else None


_MAX_NODES = 20_000
_MAX_CHARACTERS = 2_000_000
_MAX_DEPTH = 12
_TEXTS = each_of("stored", "texts of nodes")
_KINDS = each_of("stored", "kinds of nodes")
_INLINE = frozenset(each_of("stored", "inline nodes"))
_PICTURED = lazy_pattern(any_of("stored", "nodes without text"), re.IGNORECASE)
_MARKUP = lazy_pattern(r"</?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,5000})?/?>", re.IGNORECASE)
_ESCAPED_TAG = lazy_pattern(r"&(?:amp;)?lt;/?(?:p|div|br|span|h[1-6]|strong|section|article|ul|li)\b", re.IGNORECASE)
_LINES = lazy_pattern(r"\s*[\r\n\u2028\u2029]+\s*")


class StoredText:
    """Writes texts stored in a page's scripts as HTML, in all no more than a page may hold."""

    def __init__(self) -> None:
        self._nodes = _MAX_NODES
        self._characters = _MAX_CHARACTERS

    def markup(self, value: Any) -> str:
        """Write a text stored in a script's JSON as HTML, its paragraphs in order; cut where it is too long.

        >>> StoredText().markup("One &amp; two\\nThree")
        '<p>One &amp; two</p><p>Three</p>'
        >>> StoredText().markup([{"type": "heading", "text": "One"}, {"type": "p", "text": "2 < 3"}])
        '<h2>One</h2><p>2 &lt; 3</p>'
        """
        return "".join(self._blocks(value, 0, "p"))

    def _blocks(self, value: Any, depth: int, tag: str) -> Iterator[str]:
        """Yield the paragraphs of a stored value; ``tag`` is what a text in it is, where it says nothing itself."""
        self._nodes -= 1
        if self._nodes < 0 or depth > _MAX_DEPTH:
            return
        if isinstance(value, str):
            yield self._paragraphs(value, tag)
        elif isinstance(value, list):
            if depth and value and all(map(_is_inline, value)):
                yield f"<{tag}>{''.join(self._inline(each, depth) for each in value)}</{tag}>"
            else:
                for each in value:
                    yield from self._blocks(each, depth + 1, tag)
        elif isinstance(value, dict) and not _PICTURED.search(kind := _kind(value)):
            yield from self._blocks(_content(value), depth + 1, _tag(kind, value, tag))

    def _inline(self, value: Any, depth: int) -> str:
        """Return the text of a node within a paragraph, escaped."""
        self._nodes -= 1
        if self._nodes < 0 or depth > _MAX_DEPTH:
            return ""
        if isinstance(value, str):
            return html.escape(self._cut(value), quote=False)
        if isinstance(value, list):
            return "".join(self._inline(each, depth + 1) for each in value)
        if not isinstance(value, dict):
            return ""
        if "break" in _kind(value):
            return "<br>"
        return self._inline(_content(value), depth + 1)

    def _paragraphs(self, text: str, tag: str) -> str:
        text = self._cut(text)
        if _ESCAPED_TAG.search(text) and not _MARKUP.search(text):
            text = html.unescape(html.unescape(text) if "&amp;lt;" in text else text)
        if tag == "p" and _MARKUP.search(text):
            return text
        if _MARKUP.search(text):
            return f"<{tag}>{text}</{tag}>"
        lines = filter(None, _LINES.split(html.unescape(text).strip()))
        return "".join(f"<{tag}>{html.escape(line, quote=False)}</{tag}>" for line in lines)

    def _cut(self, text: str) -> str:
        text = text[: self._characters]
        self._characters -= len(text)
        return text


def _content(value: Mapping[str, Any]) -> Any:
    return next((value[name] for name in _TEXTS if value.get(name)), None)


def _kind(value: Mapping[str, Any]) -> str:
    return next((given.lower() for name in _KINDS if isinstance(given := value.get(name), str)), "")


def _is_inline(value: Any) -> bool:
    """Return whether a node stands within a paragraph."""
    return isinstance(value, dict) and (_kind(value) in _INLINE or (not _kind(value) and "text" in value))


def _tag(kind: str, value: Mapping[str, Any], tag: str) -> str:
    """Return the element that a node is."""
    if re.fullmatch(r"h[1-6]", kind):
        return kind
    if "heading" in kind or kind in ("header", "subhead", "subheading", "subtitle", "title"):
        return "h2"
    if "quote" in kind:
        return "blockquote"
    if "list" in kind:
        return "li"
    return tag
