"""Finds the tags in a page's bytes as the HTML Standard's tokenizer does (section 13.2.5), in linear time.

The bytes are in any encoding in which what is ASCII stands for itself wherever markup has it, as in UTF-8, GBK, Big5
and Shift_JIS: none of them uses the bytes of ``<>"'=/&`` or white space inside a character.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_VALUE = rb"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\t\n\f\r >]*+)"""
_ATTRIBUTE = rb"[^\t\n\f\r />][^\t\n\f\r />=]*+(?:[\t\n\f\r ]*+=[\t\n\f\r ]*+" + _VALUE + rb")?+"
_OPENING = re.compile(rb"<(?:(?P<slash>/?)(?P<name>[A-Za-z][^\t\n\f\r />]*+)|(?P<comment>!--)|[!?/])")
_REST_OF_TAG = re.compile(rb"(?:[\t\n\f\r /]*+" + _ATTRIBUTE + rb")*+[\t\n\f\r /]*+>")
_COMMENT_END = re.compile(rb"--!?>")
_ABRUPT_END = re.compile(rb"-?>")
_SCRIPT_MARK = re.compile(rb"<!--|-->|<(?P<slash>/?)script(?=[\t\n\f\r />])", re.IGNORECASE)

_RAW = frozenset({b"style", b"xmp", b"iframe", b"noembed", b"noframes", b"textarea", b"title", b"noscript"})
_FOREIGN = frozenset({b"svg", b"math"})
_HTML_INSIDE = frozenset(b"foreignobject desc title annotation-xml mi mo mn ms mtext".split())
# Start tags that end foreign content, whatever is open (HTML Standard, 13.2.6.5).
_BREAKOUT = frozenset(
    b"b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu "
    b"meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var".split()
)
_MOST_NESTED = 500


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag: its name in lower case, and where it starts, where its attributes start and where it ends.

    ``raw_end`` is where the text ends that the tokenizer reads no tags in: that of a script, a style or a title.
    Of other elements it is ``end``.
    """

    name: bytes
    start: int
    attributes: int
    end: int
    raw_end: int


def start_tags(content: bytes, xml: bool = False) -> Iterator[Tag]:
    """The start tags of a page, in order; with ``xml`` those of XHTML or SVG, where an empty tag has no content.

    A tag that is never closed is none, as in browsers, and neither is anything after it.

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
    """Follows where SVG and MathML begin and end: in them, CDATA sections and empty tags are known (13.2.6.5)."""

    def __init__(self, xml: bool) -> None:
        self._xml = xml
        self._open: list[bytes] = []

    @property
    def is_open(self) -> bool:
        return self._xml or (bool(self._open) and self._open[-1] not in _HTML_INSIDE)

    def open(self, name: bytes, is_empty: bool) -> bool:
        """Takes a start tag; whether it is one of foreign content, whose text is read like any other.

        A style or script that is not empty there is read to its end tag all the same: no tag is in it in practice.
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
    """Where a comment, a document type, a CDATA section or another declaration is over."""
    at = found.end()
    if found["comment"]:
        end = _ABRUPT_END.match(content, at) or _COMMENT_END.search(content, at)
        return end.end() if end else len(content)
    if foreign and content.startswith(b"[CDATA[", at):
        return _after(content, b"]]>", at)
    return _after(content, b">", at)


def _raw_end(content: bytes, name: bytes, at: int) -> int:
    """Where the text of an element ends in which tags are text, ``at`` for one that is none of these."""
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
    """Where a script's text ends: at its end tag, unless that stands in a script inside a comment (13.2.5.15 ff.)."""
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
