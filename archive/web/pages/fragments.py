"""Text fragments: addresses that lead to words on a page (WICG, URL Fragment Text Directives)."""

import re
from urllib.parse import quote

_SHORT = 60
"""Characters up to which a text is written out whole."""
_EDGE = 24
"""Characters, about, of its beginning and of its end that stand for a longer one."""
_BREAK = re.compile(r"[\s\u3000-\u303f\uff00-\uff0f\uff1a-\uff20,.;:!?]+")

_LONGEST = 300
"""Characters of what is written at most of a beginning, an end or a whole text."""


def text_fragment(text: str) -> str:
    """The fragment, with its ``#``, that leads to this text of one block.

    Short texts are written whole, of others the first and the last words. Both are cut beside spaces and
    punctuation, since a browser finds whole words only, and where a Chinese word ends is the browser's own idea.
    There is no fragment for an empty text, and for a long one without a place to cut it at.

    >>> text_fragment("产能合作"), text_fragment("a-b, c")
    ('#:~:text=%E4%BA%A7%E8%83%BD%E5%90%88%E4%BD%9C', '#:~:text=a%2Db%2C%20c')
    """
    start, end = _head(text), _tail(text)
    if len(text) > _SHORT and start and end and len(start) + len(end) < len(text):
        return f"#:~:text={_encoded(start)},{_encoded(end)}"
    return f"#:~:text={_encoded(text)}" if 0 < len(text) <= _LONGEST else ""


def _encoded(text: str) -> str:
    """Percent-encoded; the hyphen too, which has a meaning between the parts of a directive."""
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def _head(text: str) -> str:
    """The first words, up to a break."""
    found = _BREAK.search(text, _EDGE, _LONGEST)
    return text[: found.start()] if found else ""


def _tail(text: str) -> str:
    """The last words, from behind a break."""
    breaks = [found.end() for found in _BREAK.finditer(text, max(0, len(text) - _LONGEST), max(0, len(text) - _EDGE))]
    return text[breaks[-1] :] if breaks else ""
