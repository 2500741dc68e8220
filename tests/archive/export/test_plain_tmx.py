"""TMX 1.4b of texts and their translations: well-formed whatever the text, and read back as it was."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.export.tmx_xliff_tbx import TextPair, tmx_of_pairs

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def read_back(text: str) -> list[TextPair]:
    """The units of a file, by a parser that knows nothing of how it was written."""
    root = etree.fromstring(text.encode())
    segments = [[seg.text or "" for seg in tu.iter("seg")] for tu in root.iter("tu")]
    return [TextPair(*pair) for pair in segments]


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT).map(lambda pair: TextPair(*pair)), max_size=4))
def test_any_text_reads_back_but_for_what_xml_cannot_hold(units: list[TextPair]) -> None:
    expected = [TextPair(*(NOT_IN_XML.sub("\ufffd", text) for text in unit)) for unit in units]
    assert read_back("".join(tmx_of_pairs(units, "zh-Hans", "en"))) == expected


@pytest.mark.parametrize(
    "text",
    ["]]>", "<seg>&amp;</seg>", "a\0b\x1fc\x7f", "\ud800 alone", "\u202eright\u202c to left\u200f", "x" * 1_000_000],
    ids=["cdata", "markup", "control", "surrogate", "bidi", "megabyte"],
)
def test_hostile_text_is_well_formed(text: str) -> None:
    (unit,) = read_back("".join(tmx_of_pairs([TextPair(text, text)], "zh", "en")))
    assert unit == TextPair(*[NOT_IN_XML.sub("\ufffd", text)] * 2)


def test_the_file_has_what_the_standard_asks_for() -> None:
    """TMX 1.4b: the attributes that header must have, one body, two variants with a language and a segment each."""
    text = "".join(tmx_of_pairs([TextPair("你好。", "Hello.")], "zh-Hans", "en"))
    assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in text
    root = etree.fromstring(text.encode())
    assert (root.tag, root.get("version")) == ("tmx", "1.4")
    assert [child.tag for child in root] == ["header", "body"]
    needed = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang", "datatype"}
    assert needed <= set(root[0].attrib)
    (unit,) = root[1]
    assert [(tuv.tag, [child.tag for child in tuv]) for tuv in unit] == [("tuv", ["seg"])] * 2


def test_units_are_written_as_they_come() -> None:
    lines = tmx_of_pairs((TextPair(str(n), str(n)) for n in iter(int, 1)), "zh", "en")  # without end
    assert "<header " in "".join(next(lines) for _ in range(3))
