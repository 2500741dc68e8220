"""The files that a style sheet names (CSS Syntax Level 3, CSS Images Level 4), in linear time.

Only what matters for URLs is read: comments, strings, ``url()``, ``image-set()``, ``@import``, ``@namespace``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.model.encodings import charset_named
from crawler.extraction.decoding.decode import Decoded, declared_in_header, decode
from crawler.requisites.requisite import Requisite, kind_in_sheet, resolve_reference

MOST = 5_000
"""References of one style sheet that are read."""

# Each alternative is possessive, so that nothing is read twice.
_STRING = r""""(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?"""
_TOKEN = re.compile(
    rf"""/\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |(?<![\w-])url\(\s*+(?P<url>{_STRING}|(?:[^\s"'()\\]|\\[\s\S])*+)\s*+(?P<closed>\)|\Z)?
    |(?P<string>{_STRING})
    |@(?P<rule>[\w-]++)
    |(?P<set>(?<![\w-])(?:-webkit-)?image-set\()
    |(?P<mark>[();{{}}])""",
    re.IGNORECASE | re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:([0-9A-Fa-f]{1,6})\s?|\n|([\s\S]))")
_CHARSET_RULE = re.compile(rb'@charset "([^"\x80-\xff]{1,40})"')


@dataclass(frozen=True, slots=True)
class Reference:
    """A URL as written in a style sheet; ``imported``: it is that of another sheet."""

    address: str
    imported: bool = False


def references_of(sheet: str) -> list[Reference]:
    r"""The references of a style sheet or of a ``style`` attribute, in order; the first 5,000 of them.

    >>> references_of('@import "a.css"; p { background: url( b\\.png ) } /* url(c.png) */')
    [Reference(address='a.css', imported=True), Reference(address='b.png', imported=False)]
    """
    found: list[Reference] = []
    for reference in _references(sheet):
        found.append(reference)
        if len(found) >= MOST:
            break
    return found


def requisites_of_sheet(content: bytes, content_type: str | None, sheet: Requisite) -> list[Requisite]:
    """The files that a style sheet needs, in order, each URL once; ``content`` has no content coding.

    >>> found = requisites_of_sheet(b"p{background:url(a.png)}", "text/css", Requisite("http://a.example/b.css",
    ...     "style", "http://a.example/"))
    >>> [(each.url, each.kind, each.depth) for each in found]
    [('http://a.example/a.png', 'image', 1)]
    """
    found: dict[str, Requisite] = {}
    decoded = _decoded(content, content_type)
    for reference in references_of(decoded.text):
        url = resolve_reference(reference.address, sheet.url, decoded.charset)
        if url and url != sheet.url:
            kind = "style" if reference.imported else kind_in_sheet(url)
            found.setdefault(url, Requisite(url, kind, sheet.url, sheet.depth + 1))
    return list(found.values())


def _references(sheet: str) -> Iterator[Reference]:
    rule = ""  # the @import or @namespace that is still open
    nested = 0  # parentheses open since image-set( began
    for token in _TOKEN.finditer(sheet):
        kind = token.lastgroup
        if kind == "rule":
            rule = token["rule"].lower()
        elif kind == "set":
            nested += 1
        elif kind == "mark":
            nested = _nested(nested, token["mark"])
            rule = rule if token["mark"] in "()" else ""
        elif rule != "namespace" and (kind == "closed" or (kind == "string" and (rule == "import" or nested == 1))):
            yield Reference(_value(token["url"] or token["string"] or ""), rule == "import")
            rule = ""


def _nested(depth: int, mark: str) -> int:
    if mark in ";{}":
        return 0  # an image-set() that is never closed ends with its declaration
    return max(0, depth + (1 if mark == "(" else -1)) if depth else 0


def _value(written: str) -> str:
    """The value of a string or an unquoted URL: without quotes, its escapes resolved."""
    if written[:1] in ("'", '"'):
        quote = written[0]
        written = written[1:]
        written = written[:-1] if written.endswith(quote) and not written.endswith(f"\\{quote}") else written
    return _ESCAPE.sub(_meaning, written).strip()


def _meaning(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return escape[2] or ""


def _decoded(content: bytes, content_type: str | None) -> Decoded:
    """The sheet's text, decoded by its header, else its ``@charset`` (CSS Syntax Level 3, 3.2), else its bytes."""
    rule = _CHARSET_RULE.match(content)
    if rule and not declared_in_header(content_type) and charset_named(rule[1].decode("ascii")):
        content_type = f"text/css; charset={rule[1].decode('ascii')}"
    return decode(content, content_type)
