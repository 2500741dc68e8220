"""Writes translation units as TMX 1.4b (Localization Industry Standards Association, 2005), which CAT tools read."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from archive import __version__

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TO_ESCAPE = re.compile("[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE_AT_END = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]\Z")
TMX_FOOT = "</body>\n</tmx>\n"
"""What stands behind the units."""


class Unit(NamedTuple):
    """A text and its translation."""

    source: str
    target: str


def join(segments: Iterable[str]) -> str:
    """Segments as one text, with a space between them but behind Chinese and Japanese.

    >>> join(["你好。", "再见。"]), join(["Hello.", "Bye."])
    ('你好。再见。', 'Hello. Bye.')
    """
    text = ""
    for segment in segments:
        glue = "" if not text or _WIDE_AT_END.search(text) else " "
        text += glue + segment
    return text


def tmx(units: Iterable[Unit], source_language: str, target_language: str) -> Iterator[str]:
    """The lines of a TMX file in UTF-8, unit by unit; languages are BCP 47 tags.

    What XML cannot hold (control characters, lone surrogates) becomes U+FFFD.
    """
    yield from tmx_head(source_language)
    for unit in units:
        yield f"<tu>\n{variant(source_language, unit.source)}{variant(target_language, unit.target)}</tu>\n"
    yield TMX_FOOT


def tmx_head(source_language: str) -> Iterator[str]:
    """What stands before the units; ``*all*`` says that they have no source language in common."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield (
        f'<header creationtool="agency-archive" creationtoolversion={attribute(__version__)} segtype="sentence" '
        f'o-tmf="text" adminlang="en" srclang={attribute(source_language)} datatype="plaintext"/>\n<body>\n'
    )


def variant(language: str, text: str) -> str:
    """One side of a unit (``tuv``)."""
    return f"<tuv xml:lang={attribute(language)}><seg>{content(text)}</seg></tuv>\n"


def content(text: str) -> str:
    """The text between tags; a carriage return is named, since a reader takes a bare one for a line feed."""
    if not _TO_ESCAPE.search(text):
        return text
    return escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})


def attribute(value: str) -> str:
    """The value of an attribute, in its quotation marks."""
    return quoteattr(_NOT_IN_XML.sub("\ufffd", value))
