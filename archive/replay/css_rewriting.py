"""Rewriting of the URLs in style sheets (CSS Syntax Level 3, CSS Images Level 4), in linear time."""

import re
from collections.abc import Callable, Iterator

Rewrite = Callable[[str], str]

_NEWLINE = r"(?:\r\n|[\n\r\f])"
# Each alternative consumes what it has read in any case, so that nothing is read twice.
_STRING = r""""(?:[^"\\\n]|\\[\s\S])*+"?|'(?:[^'\\\n]|\\[\s\S])*+'?"""
_BARE = r"""(?:[^\s"'()\\]|\\(?:[0-9A-Fa-f]{1,6}\s?|[\s\S]))*+"""
_TOKEN = rf"""/\*(?:[^*]|\*(?!/))*+(?:\*/)?
    |(?<![\w-])url\(\s*+(?P<url>{_STRING}|{_BARE})
    |(?P<string>{_STRING})
    |@(?P<rule>import|namespace)(?![\w-])
    |(?P<set>(?<![\w-])(?:-webkit-)?image-set\()"""
_OUTSIDE = re.compile(_TOKEN, re.IGNORECASE | re.VERBOSE)
_INSIDE = re.compile(rf"{_TOKEN}|(?P<mark>[();{{}}])", re.IGNORECASE | re.VERBOSE)
_WORTH_READING = re.compile(r"""url\(|@import|image-set\(""", re.IGNORECASE)
_ESCAPE = re.compile(rf"\\(?:([0-9A-Fa-f]{{1,6}})(?:\r\n|[ \t\n\r\f])?|{_NEWLINE}|([\s\S]))")
_UNSAFE = re.compile(r"""["'()\\\s]""")


def rewrite_css(sheet: str, rewrite: Rewrite) -> str:
    """Return the style sheet, or ``style`` attribute, with its URLs passed through ``rewrite``.

    >>> rewrite_css('@import "/a.css"; p { background: url( /b.png ) } /* url(/c.png) */', lambda url: f"/t{url}")
    '@import "/t/a.css"; p { background: url( /t/b.png ) } /* url(/c.png) */'
    """
    if not _WORTH_READING.search(sheet):
        return sheet
    parts: list[str] = []
    at = 0
    for start, end in _addresses(sheet):
        changed = _rewritten(sheet[start:end], rewrite)
        if changed is not None:
            parts += (sheet[at:start], changed)
            at = end
    return "".join((*parts, sheet[at:])) if parts else sheet


def _addresses(sheet: str) -> Iterator[tuple[int, int]]:
    """Yield the positions of the URLs, including the quotes of quoted ones."""
    rule, depth, at = "", 0, 0  # the open @import or @namespace, and the depth of parentheses in image-set()
    while found := (_INSIDE if rule or depth else _OUTSIDE).search(sheet, at):
        kind, at = found.lastgroup, found.end()
        if kind == "rule":
            rule, depth = found["rule"].lower(), 0
        elif kind == "set":
            depth += 1
        elif kind == "mark":
            ends = found["mark"] in ";{}"  # an unclosed image-set() ends with its declaration
            rule = "" if ends else rule
            depth = 0 if ends else max(0, depth + (1 if found["mark"] == "(" else -1)) if depth else 0
        elif kind and rule != "namespace" and (kind == "url" or rule == "import" or depth == 1):
            yield found.span(kind)
            rule = ""
        if kind == "url" and depth:
            depth += 1


def _rewritten(written: str, rewrite: Rewrite) -> str | None:
    """Return the rewritten URL in its original quotes; None if it does not change."""
    quote = written[:1] if written[:1] in ("'", '"') else ""
    ended = len(written) > 1 and written.endswith(quote)
    inner = written[1:-1] if quote and ended else written.removeprefix(quote)
    address = _ESCAPE.sub(_unescape, inner).strip()
    changed = rewrite(address)
    if changed == address:
        return None
    return f"{quote}{_UNSAFE.sub(_escape, changed)}{quote if ended else ''}"


def _unescape(escape: re.Match[str]) -> str:
    if escape[1]:
        code = int(escape[1], 16)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
    return escape[2] or ""


def _escape(unsafe: re.Match[str]) -> str:
    mark = unsafe[0]
    return f"\\{ord(mark):x} " if mark.isspace() else f"\\{mark}"
