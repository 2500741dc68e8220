"""The addresses that a style sheet names (CSS Syntax Level 3, CSS Images Level 4), in linear time.

Only what bears on addresses is read: comments, strings, ``url()``, ``image-set()``, ``@import``, ``@namespace``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

MOST = 5_000
"""References of one style sheet that are looked at."""

# Each alternative takes what it has read in any case, so that nothing is read twice.
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


@dataclass(frozen=True, slots=True)
class Reference:
    """An address as it stands in a style sheet, and whether it is that of another sheet."""

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


def _references(sheet: str) -> Iterator[Reference]:
    rule = ""  # the @import or @namespace that is not over yet
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
    """What a string or an unquoted address means: without quotes, its escapes resolved."""
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
