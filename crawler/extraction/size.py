"""How large a page may be to be read: no article is larger, and whatever a page is made of takes memory and time."""

import re

MAX_READ = 8 * 1024 * 1024
"""Bytes of a page's body, as sent or decoded."""

MAX_TAGS = 50_000
"""Tags of a page; each element takes some 4 kB while it is read."""

MAX_ATTRIBUTES = 200_000
"""Attributes of a page: some 300 bytes each."""

MAX_ATTRIBUTES_OF_ONE = 1_000
"""Attributes of one element: the parser holds each against all before it."""

MAX_PIECES = 20_000
"""Pieces of text: a piece is what stands in a line or paragraph of its own, and takes some 7 kB."""

MAX_TEXT = 2_000_000
"""Characters of visible text."""

# Between two tags, characters: fewer cannot hold so many attributes that it is worth counting them.
_WORTH_COUNTING = 20_000
_ATTRIBUTE = re.compile(r"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?+|'[^']*+'?+|[^\s>"']*+))?+""")
_TAG = re.compile(
    rf"""<!--[\s\S]*?(?:-->|\Z)
    |<(?P<raw>script|style)\b[\s\S]*?(?:</(?P=raw)|\Z)
    |<[a-z][^\s/>]*+(?P<attributes>(?:{_ATTRIBUTE.pattern})*+)""",
    re.IGNORECASE | re.VERBOSE,
)


class TooMuchText(Exception):
    """Raised for a page with more pieces of text, or more text, than is read."""


def is_too_large(markup: str) -> bool:
    """Whether a page has more tags or attributes than is read; time is linear in its length.

    >>> is_too_large("<p>text " * 40_000), is_too_large("<p>text " * 60_000)
    (False, True)
    """
    tags = markup.split("<")
    if len(tags) > MAX_TAGS:
        return True
    if len(markup) < MAX_ATTRIBUTES and max(map(len, tags)) < _WORTH_COUNTING:
        return False
    return _has_too_many_attributes(markup)


def _has_too_many_attributes(markup: str) -> bool:
    total = 0
    is_short = len(markup) < MAX_ATTRIBUTES  # all its tags together cannot have as many
    for tag in _TAG.finditer(markup):
        attributes = tag["attributes"] or ""
        if is_short and len(attributes) <= MAX_ATTRIBUTES_OF_ONE:
            continue
        count = sum(1 for _ in _ATTRIBUTE.finditer(attributes))
        total += count
        if count > MAX_ATTRIBUTES_OF_ONE or total > MAX_ATTRIBUTES:
            return True
    return False
