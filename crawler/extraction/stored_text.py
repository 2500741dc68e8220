"""Text as content systems store it in JSON: markup, plain text, lists of paragraphs, trees of nodes."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from crawler.extraction.table import any_of, each_of

_MAX_NODES = 20_000
_MAX_CHARACTERS = 2_000_000
_MAX_DEPTH = 12
_TEXTS = each_of("stored", "texts of nodes")
_KINDS = each_of("stored", "kinds of nodes")
_INLINE = frozenset(each_of("stored", "inline nodes"))
_PICTURED = re.compile(any_of("stored", "nodes without text"), re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,5000})?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&(?:amp;)?lt;/?(?:p|div|br|span|h[1-6]|strong|section|article|ul|li)\b", re.IGNORECASE)
_LINES = re.compile(r"\s*[\r\n\u2028\u2029]+\s*")


class StoredText:
    """Writes the stored texts of a page as HTML, no more of them all than a page may hold."""

    def __init__(self) -> None:
        self._nodes = _MAX_NODES
        self._characters = _MAX_CHARACTERS

    def markup(self, value: Any) -> str:
        """A text as HTML, its paragraphs in order; nothing for what holds no text, cut where it is too long.

        >>> StoredText().markup("One &amp; two\\nThree")
        '<p>One &amp; two</p><p>Three</p>'
        >>> StoredText().markup([{"type": "heading", "text": "One"}, {"type": "p", "text": "2 < 3"}])
        '<h2>One</h2><p>2 &lt; 3</p>'
        """
        return "".join(self._blocks(value, 0, "p"))

    def _blocks(self, value: Any, depth: int, tag: str) -> Iterator[str]:
        """The paragraphs of a value; ``tag`` is what a text in it is, where it says nothing itself."""
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
        """The text of a node within a paragraph, escaped."""
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
        if _ESCAPED_TAG.search(text) and not _TAG.search(text):
            text = html.unescape(html.unescape(text) if "&amp;lt;" in text else text)
        if tag == "p" and _TAG.search(text):
            return text
        if _TAG.search(text):
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
    """Whether a node stands within a paragraph."""
    return isinstance(value, dict) and (_kind(value) in _INLINE or (not _kind(value) and "text" in value))


def _tag(kind: str, value: Mapping[str, Any], tag: str) -> str:
    """The element that a node is."""
    if re.fullmatch(r"h[1-6]", kind):
        return kind
    if "heading" in kind or kind in ("header", "subhead", "subheading", "subtitle", "title"):
        return "h2"
    if "quote" in kind:
        return "blockquote"
    if "list" in kind:
        return "li"
    return tag
