"""The start tags and attributes in a replayed page's bytes, found as browsers find them (HTML Standard, 13.2.5).

Time is linear. The bytes may be in any encoding in which the ASCII characters of markup stand for themselves, such as
UTF-8, GBK, Big5 and Shift_JIS: none of them uses the bytes of ``<>"'=/&`` or white space inside another character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from archive.word_lists_and_character_tables import word_list

_VALUE = rb"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >]*+)"""
_ATTRIBUTE = rb"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+" + _VALUE + rb")?+"
_OPENING = re.compile(rb"<(?:(?P<slash>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)|(?P<comment>!--)|[!?/])")
_REST_OF_TAG = re.compile(rb"(?:[\t\n\f\r /]*+" + _ATTRIBUTE + rb")*+[\t\n\f\r /]*+>")
_COMMENT_END = re.compile(rb"--!?>")
_ABRUPT_END = re.compile(rb"-?>")
_SCRIPT_MARK = re.compile(rb"<!--|-->|<(?P<slash>/?)script(?=[\t\n\f\r />])", re.IGNORECASE)

HTML_LISTS = ("archive.replay", "html")


def bytes_list(title: str) -> frozenset[bytes]:
    """Read a word list of HTML names as ASCII bytes."""
    return frozenset(word.encode("ascii") for word in word_list(*HTML_LISTS, title))


_RAW = bytes_list("elements whose text contains no tags")
_FOREIGN = frozenset({b"svg", b"math"})
_HTML_INSIDE = bytes_list("HTML inside foreign content")
_BREAKOUT = bytes_list("elements that end foreign content")
_MOST_NESTED = 500


@dataclass(frozen=True, slots=True)
class Tag:
    """An HTML start tag in a page's bytes: its lower-case name, and where it starts, where its attributes start and
    where it ends.

    ``raw_end`` is the end of the text that contains no tags, in a script, style or title; otherwise ``end``.
    """

    name: bytes
    start: int
    attributes: int
    end: int
    raw_end: int


def start_tags(content: bytes, xml: bool = False) -> Iterator[Tag]:
    """Yield the start tags in a page's bytes in order; with ``xml``, of XHTML or SVG, where an empty tag has no
    content.

    A tag that is never closed ends the page, as in browsers.

    >>> [tag.name for tag in start_tags(b"<P a='>'><!-- <i> --><script>'<b>'</script><br>")]
    [b'p', b'script', b'br']
    """
    foreign = _Foreign(xml)
    at = 0
    while found := _OPENING.search(content, at):
        if not found["name"]:
            at = _after_declaration(content, found, foreign.is_open)
            continue
        rest = _REST_OF_TAG.match(content, found.end())
        if not rest:
            return
        name, at = found["name"].lower(), rest.end()
        if found["slash"]:
            foreign.close(name)
            continue
        is_empty = content[at - 2 : at] == b"/>"
        raw_end = at if foreign.open(name, is_empty) else _raw_end(content, name, at)
        yield Tag(name, found.start(), found.end(), at, raw_end)
        at = raw_end


class _Foreign:
    """Tracks SVG and MathML, inside which CDATA sections and empty tags are recognized (13.2.6.5)."""

    def __init__(self, xml: bool) -> None:
        self._xml = xml
        self._open: list[bytes] = []

    @property
    def is_open(self) -> bool:
        return self._xml or (bool(self._open) and self._open[-1] not in _HTML_INSIDE)

    def open(self, name: bytes, is_empty: bool) -> bool:
        """Process a start tag; return whether it belongs to foreign content (SVG, MathML), whose text contains tags.

        A non-empty style or script there is nevertheless read to its end tag: in practice it contains no tags.
        """
        if self.is_open and name in _BREAKOUT and not self._xml:
            while self.is_open:
                self._open.pop()
        opens = name in _FOREIGN or (self.is_open and name in _HTML_INSIDE)
        is_foreign = self.is_open
        if opens and not is_empty and len(self._open) < _MOST_NESTED:
            self._open.append(name)
        return is_foreign and (is_empty or name not in (b"style", b"script"))

    def close(self, name: bytes) -> None:
        if name in self._open:
            while self._open.pop() != name:
                pass


def _after_declaration(content: bytes, found: re.Match[bytes], foreign: bool) -> int:
    """Return the end of a comment, a document type, a CDATA section or another declaration in HTML."""
    at = found.end()
    if found["comment"]:
        end = _ABRUPT_END.match(content, at) or _COMMENT_END.search(content, at)
        return end.end() if end else len(content)
    if foreign and content.startswith(b"[CDATA[", at):
        return _after(content, b"]]>", at)
    return _after(content, b">", at)


def _raw_end(content: bytes, name: bytes, at: int) -> int:
    """Return the end of a script's or style's text, which contains no tags; ``at`` for any other element."""
    if name == b"script":
        return _script_end(content, at)
    if name == b"plaintext":
        return len(content)
    if name not in _RAW:
        return at
    end = _END_TAGS[name].search(content, at)
    return end.start() if end else len(content)


_END_TAGS = {name: re.compile(rb"</" + name + rb"(?=[\t\n\f\r />])", re.IGNORECASE) for name in _RAW}


def _script_end(content: bytes, at: int) -> int:
    """Return the end of a script's text: its end tag, unless that is in a script inside a comment (13.2.5.15 ff.)."""
    escaped = doubly = False
    for mark in _SCRIPT_MARK.finditer(content, at):
        if mark[0] == b"<!--":
            escaped = True
        elif mark[0] == b"-->":
            escaped = doubly = False
        elif mark["slash"]:
            if not doubly:
                return mark.start()
            doubly = False
        elif escaped:
            doubly = True
    return len(content)


def _after(content: bytes, end: bytes, at: int) -> int:
    found = content.find(end, at)
    return len(content) if found < 0 else found + len(end)


_ATTRIBUTE_PARTS = re.compile(
    rb"""[\t\n\f\r /]*+(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)
    (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\t\n\f\r >]*+)))?+""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}(?:;|(?![0-9]))|#[xX][0-9A-Fa-f]{1,6}(?:;|(?![0-9A-Fa-f]))|[A-Za-z]{2,24};)")
_LEGACY = re.compile(r"&(?:amp|lt|gt|quot|AMP|LT|GT|QUOT)(?![A-Za-z0-9=;])")
_KEPT = "\U0010ffff"  # replaces the ampersand of an unresolved reference


@dataclass(frozen=True, slots=True)
class Attribute:
    """An HTML attribute in a page's bytes: its lower-case name, and the positions of the name and the value without
    quotes.

    ``quote`` is empty for an unquoted value and for an attribute without a value.
    """

    name: bytes
    start: int
    value_start: int
    value_end: int
    quote: bytes


def attributes_of(content: bytes, start: int, end: int) -> Iterator[Attribute]:
    """Yield the HTML attributes between the end of a tag's name and the end of the tag, in order.

    >>> tag = b"<a HREF=/x b>"
    >>> [(each.name, tag[each.value_start : each.value_end]) for each in attributes_of(tag, 2, 13)]
    [(b'href', b'/x'), (b'b', b'')]
    """
    at = start
    while (found := _ATTRIBUTE_PARTS.match(content, at, end)) and found.end() > at:
        at = found.end()
        kind = found.lastgroup or "name"
        value = (at, at) if kind == "name" else found.span(kind)
        quote = {"double": b'"', "single": b"'"}.get(kind, b"")
        yield Attribute(found["name"].lower(), found.start("name"), *value, quote)


def read_value(value: str) -> str:
    """Resolve the character references to ASCII in an attribute value; others are kept for ``write_value``.

    >>> read_value("&#104;ttp&colon;//a?b=1&amp;c=2&copy=3")
    'http://a?b=1&c=2&copy=3'
    """
    if "&" not in value:
        return value
    return _LEGACY.sub(_resolve_reference, _REFERENCE.sub(_resolve_reference, value))


def write_value(value: str, quote: str) -> str:
    """Write an attribute value from ``read_value`` as markup in its original quotes, or in double quotes if it had
    none.

    >>> write_value(read_value("/a?b=1&amp;copy;&eacute;"), "'")
    '/a?b=1&amp;copy;&eacute;'
    """
    mark = quote or '"'
    escaped = value.replace("&", "&amp;").replace(_KEPT, "&").replace(mark, "&quot;" if mark == '"' else "&#39;")
    return escaped if quote else f'"{escaped}"'


def _resolve_reference(reference: re.Match[str]) -> str:
    meant = unescape(reference[0])
    resolved = len(meant) == 1 and meant.isascii() and meant != "\0"
    return meant if resolved else _KEPT + reference[0][1:]
