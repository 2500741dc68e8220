"""An HTML tokenizer to find links by: a page's markup as a flat sequence of tags and text.

No tree is built, so deep nesting, unclosed tags and other broken markup cost nothing and hide nothing. Time is linear
in the length of the page. Tags are read as by the HTML Standard's tokenizer (section 13.2.5), with one leniency: an
unclosed quote ends with its word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.entities import html5

_ATTRIBUTE = r"""[\s/]*+(?P<name>[^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?P<value>"[^"]*+"|'[^']*+'|[^\s>]*+))?+"""
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TO_END = rf"(?:{re.sub(r'P<[a-z]+>', ':', _ATTRIBUTE)})*+[^>]*+>?"
_RAW = ("script", "style", "textarea", "title", "xmp")


def _with_content(name: str) -> str:
    """Return the pattern of an element whose content is no markup, from its name up to its end tag."""
    return rf"(?ai:{name})(?=[\s/>]|\Z){_TO_END}[^<]*+(?:<(?!(?i:/{name}))[^<]*+)*+"


# A piece of a page, read to its end: text, an element with its content that is no markup, another tag, a comment, a
# declaration. A tag alone is read as it is in its page: a quote that is not closed there is not closed in it.
_PIECE = re.compile(
    r"(?:[^<]++|<(?![A-Za-z!?/]))++"
    rf"|<(?=[sStTxX])(?:{'|'.join(map(_with_content, _RAW))})"
    rf"|</?[A-Za-z][^\s/>]*+{_TO_END}|<!--(?:[^-]++|-(?!->))*+(?:-->)?|<[!?/][^>]*+>?"
)
_START = re.compile(r"<(?P<slash>/)?(?P<name>[A-Za-z][^\s/>]*)")
_REFERENCE = re.compile(r"&(?:#(?:[xX][0-9A-Fa-f]+|[0-9]+);?|[A-Za-z][A-Za-z0-9]*+(?:;|(?!=)))")
_SPACES = re.compile(r"\s\s+|[^\S ]")
_LONGEST_KEPT = 256 * 1024
"""Characters of a page whose tokens are kept for a while."""
_LONGEST_SHARED = 300
"""Characters of a tag, with its content, or of a text that is kept because other pages of the site have it too."""


@dataclass(frozen=True, slots=True, eq=False)
class Tag:
    """A start or end tag of a page's HTML. ``attributes`` are decoded; the first of a name counts. ``content`` is
    that of a script. ``is_shared``: short tags that are written alike are one object, on all pages; what is read from
    it may be kept.
    """

    name: str
    closes: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    content: str = ""
    is_shared: bool = field(default=False, repr=False)


def tokens_of(markup: str) -> Iterator[Tag | str]:
    """Tokenize a page's HTML to tags and the text between them, in order; character references resolved, white space
    one space.

    >>> list(tokens_of("<a HREF=/x>A &amp; B</a>"))[:2]
    [Tag(name='a', closes=False, attributes={'href': '/x'}, content=''), 'A & B']
    """
    if len(markup) <= _LONGEST_KEPT:
        return iter(_tokens_of_page(markup))
    return _tokens(piece[0] for piece in _PIECE.finditer(markup))


@lru_cache(maxsize=4)
def _tokens_of_page(markup: str) -> tuple[Tag | str, ...]:
    """Return all HTML tokens of a page, which is read for its links, for what it needs, and for refusals."""
    return tuple(_tokens(_PIECE.findall(markup)))


def _tokens(pieces: Iterable[str]) -> Iterator[Tag | str]:
    for piece in pieces:
        token = _shared_token(piece) if len(piece) <= _LONGEST_SHARED else _token(piece)
        if token is not None:
            yield token


def _token(piece: str) -> Tag | str | None:
    """Read a piece of markup as a tag or text; None for a comment or a declaration."""
    opening = _START.match(piece)
    if opening:
        return _tag(piece, opening)
    return None if piece.startswith(("<!", "<?", "</")) else text_of(piece)


_shared_token = lru_cache(maxsize=4096)(_token)


def text_of(markup: str) -> str:
    return _SPACES.sub(" ", unescape(markup))


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


def _tag(piece: str, opening: re.Match[str]) -> Tag:
    """Read the tag that a piece of markup begins with, and the content in it."""
    at, name, closes = opening.end(), opening["name"].lower(), bool(opening["slash"])
    attributes: dict[str, str] = {}
    while found := _ATTRIBUTES.match(piece, at):
        value = found["value"] or ""
        quoted = len(value) > 1 and value[0] in ("'", '"') and value[-1] == value[0]
        attributes.setdefault(found["name"].lower(), value_of(value[1:-1] if quoted else value.strip("\"'")))
        at = found.end()
    content = piece[at:].partition(">")[2] if name in _RAW and not closes else ""
    return Tag(name, closes, attributes, content, len(piece) <= _LONGEST_SHARED)
