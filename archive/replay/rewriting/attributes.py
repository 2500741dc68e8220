"""The attributes of a tag in a page's bytes (HTML Standard, 13.2.5.32 ff.), and values written back into it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

_ATTRIBUTE = re.compile(
    rb"""[\t\n\f\r /]*+(?P<name>[^\t\n\f\r />][^\t\n\f\r />=]*+)
    (?:[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\t\n\f\r >]*+)))?+""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}(?:;|(?![0-9]))|#[xX][0-9A-Fa-f]{1,6}(?:;|(?![0-9A-Fa-f]))|[A-Za-z]{2,24};)")
_LEGACY = re.compile(r"&(?:amp|lt|gt|quot|AMP|LT|GT|QUOT)(?![A-Za-z0-9=;])")
_KEPT = "\U0010ffff"  # stands for the ampersand of a reference that is not resolved
_WORTH_READING = re.compile(
    rb"""(?:^|[\t\n\f\r /"'])(?:[\w-]*:)?(?:href|src|srcset|imagesrcset|srcdoc|style|action|formaction|poster|data
    |cite|background|longdesc|lowsrc|dynsrc|manifest|ping|attributionsrc|profile|codebase|archive|code|icon|integrity|csp
    |rel|target|http-equiv|name|type|fill|stroke|filter|mask|clip-path|cursor|marker\w*|marker-(?:start|mid|end)|base
    )[\t\n\f\r ]*=""",
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute: its name in lower case, where that stands, and where its value stands without its quotes.

    ``quote`` is empty for a value without quotes and for an attribute without a value.
    """

    name: bytes
    start: int
    name_end: int
    value_start: int
    value_end: int
    quote: bytes


def is_worth_reading(tag: bytes) -> bool:
    """Whether a tag, from behind its name on, may have an attribute that bears on addresses."""
    return bool(_WORTH_READING.search(tag))


def attributes_of(content: bytes, start: int, end: int) -> Iterator[Attribute]:
    """The attributes between the end of a tag's name and the end of the tag, in order.

    >>> tag = b"<a HREF=/x b>"
    >>> [(each.name, tag[each.value_start : each.value_end]) for each in attributes_of(tag, 2, 13)]
    [(b'href', b'/x'), (b'b', b'')]
    """
    at = start
    while (found := _ATTRIBUTE.match(content, at, end)) and found.end() > at:
        at = found.end()
        kind = found.lastgroup or "name"
        value = (at, at) if kind == "name" else found.span(kind)
        quote = {"double": b'"', "single": b"'"}.get(kind, b"")
        yield Attribute(found["name"].lower(), found.start("name"), found.end("name"), *value, quote)


def read_value(value: str) -> str:
    """A value with those character references resolved that stand for ASCII; the others are kept for ``write_value``.

    >>> read_value("&#104;ttp&colon;//a?b=1&amp;c=2&copy=3")
    'http://a?b=1&c=2&copy=3'
    """
    if "&" not in value:
        return value
    return _LEGACY.sub(_character, _REFERENCE.sub(_character, value))


def write_value(value: str, quote: str) -> str:
    """A value that ``read_value`` gave, as markup, in the quotes that it had; where it had none in double ones.

    >>> write_value(read_value("/a?b=1&amp;copy;&eacute;"), "'")
    '/a?b=1&amp;copy;&eacute;'
    """
    mark = quote or '"'
    escaped = value.replace("&", "&amp;").replace(_KEPT, "&").replace(mark, "&quot;" if mark == '"' else "&#39;")
    return escaped if quote else f'"{escaped}"'


def _character(reference: re.Match[str]) -> str:
    meant = unescape(reference[0])
    resolved = len(meant) == 1 and meant.isascii() and meant != "\0"
    return meant if resolved else _KEPT + reference[0][1:]
