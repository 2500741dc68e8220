"""Translation units for tests of exports."""

import re
from dataclasses import replace

from hypothesis import strategies as st

from archive.bitext.translation_units import BlockSpan, Origin, Side, TranslationUnit
from tests.archive.index.sample_documents import make_document

DOCUMENT = make_document("你好。", "Hello.")
OTHER = make_document("Hello.", path="en/a", day=3)
ORIGIN = Origin.of_document(DOCUMENT)
HOSTILE = {
    "cdata": "]]>",
    "markup": "<seg>&amp;</seg>",
    "control": "a\0b\x1fc",
    "surrogate": "\ud800 alone",
    "bidi": "\u202eright\u202c to left\u200f",
    "megabyte": "x" * 1_000_000,
    "formula": "=HYPERLINK(1)",
    "spaces": " two  spaces,\ttab,\r\nlines\u2028 ",
}
"""Texts that want to be more than text."""
ANY_TEXT = st.text(st.characters(exclude_categories=()))
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def in_xml(text: str) -> str:
    """What XML 1.0 can hold of a text, U+FFFD for the rest."""
    return _NOT_IN_XML.sub("\ufffd", text)


def make_unit(source: str = "你好。", target: str = "Hello.", score: float = 0.9) -> TranslationUnit:
    places = (BlockSpan(0, 0, 3),), (BlockSpan(1, 0, 6), BlockSpan(2, 0, 1))
    sides = Side("zh-Hans", source, places[0], ORIGIN), Side("en", target, places[1], ORIGIN)
    return TranslationUnit(*sides, score, "source", ("duplicate",))


def make_cross_page_unit() -> TranslationUnit:
    """A unit whose sides stand on two pages."""
    unit = make_unit()
    return replace(unit, target=replace(unit.target, origin=Origin.of_document(OTHER)), first=None)
