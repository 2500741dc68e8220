"""An HTML tokenizer to find links by: a page's markup as a flat sequence of tags and text.

No tree is built, so deep nesting, unclosed tags and other broken markup cost nothing and hide nothing. Time is linear
in the length of the page. Tags are read as by the HTML Standard's tokenizer (section 13.2.5), with one leniency: an
unclosed quote ends with its word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.entities import html5

_OPENING = re.compile(r"<(?:!--|(?P<slash>/)?(?P<name>[A-Za-z][^\s/>]*)|[!?/])")
_ATTRIBUTE = re.compile(r"""[\s/]*(?P<name>[^\s/>=][^\s/>=]*)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s>]*))?""")
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9A-Fa-f]+|[0-9]+);?|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))")
_SPACE = re.compile(r"\s+")
_LONGEST_KEPT = 256 * 1024
"""Characters of a page whose tokens are kept for a while."""
_RAW = frozenset({"script", "style", "textarea", "title", "xmp"})


@dataclass(frozen=True, slots=True)
class Tag:
    """A start or end tag of a page's HTML. ``attributes`` are decoded; the first of a name counts. ``content`` is
    that of a script.
    """

    name: str
    closes: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    content: str = ""


def tokens_of(markup: str) -> Iterator[Tag | str]:
    """Tokenize a page's HTML to tags and the text between them, in order; character references resolved, white space
    one space.

    >>> list(tokens_of("<a HREF=/x>A &amp; B</a>"))[:2]
    [Tag(name='a', closes=False, attributes={'href': '/x'}, content=''), 'A & B']
    """
    return iter(_tokens_of_page(markup)) if len(markup) <= _LONGEST_KEPT else _tokens(markup)


@lru_cache(maxsize=4)
def _tokens_of_page(markup: str) -> tuple[Tag | str, ...]:
    """Return all HTML tokens of a page, which is read for its links, for what it needs, and for refusals."""
    return tuple(_tokens(markup))


def _tokens(markup: str) -> Iterator[Tag | str]:
    at = 0
    while found := _OPENING.search(markup, at):
        if found.start() > at:
            yield text_of(markup[at : found.start()])
        if found["name"]:
            tag, at = _tag(markup, found)
            yield tag
        else:
            at = _after(markup, "-->" if found[0] == "<!--" else ">", found.end())
    if at < len(markup):
        yield text_of(markup[at:])


def text_of(markup: str) -> str:
    return _SPACE.sub(" ", unescape(markup))


def value_of(written: str) -> str:
    """Decode an HTML attribute's value: its references are resolved as in attributes, where a name needs its
    semicolon before ``=``, letters and digits (HTML Standard, 13.2.5.73), so that queries stay what they are.

    >>> value_of("?a=1&copy=2&lt=3&amp;b=4&copyright;&#47;")
    '?a=1&copy=2&lt=3&b=4&copyright;/'
    """
    return _REFERENCE.sub(_resolved, written) if "&" in written else written


def _resolved(reference: re.Match[str]) -> str:
    written = reference[0]
    return unescape(written) if written[1] == "#" or written[1:] in html5 else written


def _tag(markup: str, opening: re.Match[str]) -> tuple[Tag, int]:
    """Read the tag that opens at a place of the markup, and return the offset behind it."""
    at, name, closes = opening.end(), opening["name"].lower(), bool(opening["slash"])
    if markup.startswith(">", at) and (closes or name not in _RAW):
        return (_plain_tag if len(name) < _LONGEST_NAME else Tag)(name, closes), at + 1
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTE.match(markup, at):
        value = found["value"] or ""
        quoted = len(value) > 1 and value[0] in ("'", '"') and value[-1] == value[0]
        attributes.setdefault(found["name"].lower(), value_of(value[1:-1] if quoted else value.strip("\"'")))
        at = found.end()
    at = _after(markup, ">", at)
    if name not in _RAW or closes:
        return Tag(name, closes, attributes), at
    end = _end_of_raw(markup, name, at)
    return Tag(name, False, attributes, markup[at:end]), end


_LONGEST_NAME = 20


@lru_cache(maxsize=512)
def _plain_tag(name: str, closes: bool) -> Tag:
    """A tag without attributes, as most are: the same object each time, which nobody changes."""
    return Tag(name, closes)


def _end_of_raw(markup: str, name: str, at: int) -> int:
    found = re.compile(f"</{name}", re.IGNORECASE).search(markup, at)
    return found.start() if found else len(markup)


def _after(markup: str, end: str, at: int) -> int:
    found = markup.find(end, at)
    return len(markup) if found < 0 else found + len(end)
