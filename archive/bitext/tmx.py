"""Writes translation units as TMX 1.4b (Localization Industry Standards Association, 2005), which CAT tools read."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from archive import __version__

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDE_AT_END = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]\Z")


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
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield (
        f'<header creationtool="agency-archive" creationtoolversion={quoteattr(__version__)} segtype="sentence" '
        f'o-tmf="text" adminlang="en" srclang={quoteattr(source_language)} datatype="plaintext"/>\n<body>\n'
    )
    for unit in units:
        source, target = _variant(source_language, unit.source), _variant(target_language, unit.target)
        yield f"<tu>\n{source}{target}</tu>\n"
    yield "</body>\n</tmx>\n"


def _variant(language: str, text: str) -> str:
    safe = escape(_NOT_IN_XML.sub("\ufffd", text))
    return f"<tuv xml:lang={quoteattr(language)}><seg>{safe}</seg></tuv>\n"
