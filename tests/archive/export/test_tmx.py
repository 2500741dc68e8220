"""TMX 1.4b of translation units and of plain texts: valid whatever the texts, and read back by another program."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile

from archive.bitext.translation_units import Origin, TranslationUnit, unit_id
from archive.export.provenance import PageFacts
from archive.export.tmx_xliff_tbx import TextPair, tmx_of_pairs, tmx_of_units
from archive.model.document import Speech
from tests.archive.export.sample_units import (
    ANY_TEXT,
    DOCUMENT,
    HOSTILE,
    OTHER,
    in_xml,
    make_cross_page_unit,
    make_unit,
)

DTD = etree.DTD(str(Path(__file__).parent / "tmx14.dtd"))


def written(*units: TranslationUnit) -> bytes:
    return "".join(tmx_of_units(units)).encode()


def texts_read_back(content: bytes) -> list[tuple[str, str]]:
    """Source and target of each unit, as translate-toolkit reads them."""
    return [(unit.source, unit.target) for unit in tmxfile(BytesIO(content), "zh-Hans", "en").units]


def test_a_unit_says_where_it_comes_from() -> None:
    content = written(make_unit())
    tree = etree.fromstring(content)
    assert DTD.validate(tree), DTD.error_log
    (unit,) = tree.iter("tu")
    assert sorted(unit.attrib.items()) == [
        ("creationdate", "20260102T030405Z"),
        ("srclang", "zh-Hans"),
        ("tuid", unit_id(make_unit())),
    ]
    assert {str(prop.get("type")): str(prop.text) for prop in unit.iter("prop")} == {
        "x-document": DOCUMENT.id,
        "x-version": "2026-01-02T03:04:05.000006Z",
        "x-url": "http://sample.example/a",
        "x-uri": "http://sample.example/a",
        "x-capture": "sample-20260102030405-job1-00000.warc.gz:2",
        "x-record-id": "<urn:uuid:a-2>",
        "x-payload-digest": "sha1:ABC",
        "x-source-blocks": "0:0-3",
        "x-target-blocks": "1:0-6 2:0-1",
        "x-first": "source",
        "x-score": "0.9000",
        "x-flag": "duplicate",
    }
    langs = [tuv.get("{http://www.w3.org/XML/1998/namespace}lang") for tuv in unit.iter("tuv")]
    assert langs == ["zh-Hans", "en"]
    assert texts_read_back(content) == [("你好。", "Hello.")]


def test_a_unit_of_two_pages_says_where_both_sides_come_from() -> None:
    tree = etree.fromstring(written(make_cross_page_unit()))
    assert DTD.validate(tree), DTD.error_log
    said = {str(prop.get("type")): str(prop.text) for prop in tree.iter("prop")}
    assert said["x-url"] == DOCUMENT.url
    assert said["x-target-url"] == OTHER.url
    assert said["x-target-document"] == OTHER.id
    assert said["x-target-capture"] == "sample-20260102030405-job1-00000.warc.gz:3"
    assert said["x-target-record-id"] == "<urn:uuid:en/a-3>"
    assert "x-first" not in said


def test_a_unit_says_what_its_pages_state() -> None:
    speech = replace(DOCUMENT, kind="speech", published="2025-03-03", speech=Speech("王毅", None, None, None, None))
    pages = {DOCUMENT.id: PageFacts.of_document(speech), OTHER.id: PageFacts.of_document(OTHER)}
    tree = etree.fromstring(
        "".join(tmx_of_units([make_cross_page_unit()], lambda origin: pages[origin.document], "zh-Hans")).encode()
    )
    assert DTD.validate(tree), DTD.error_log
    said = {str(prop.get("type")): str(prop.text) for prop in tree.iter("prop")}
    facts = {
        "x-site": "sample",
        "x-kind": "speech",
        "x-title": "标题",
        "x-published": "2025-03-03",
        "x-speaker": "王毅",
    }
    assert facts.items() <= said.items()
    assert said["x-target-kind"] == "news"
    assert "x-target-speaker" not in said
    assert [str(header.get("srclang")) for header in tree.iter("header")] == ["zh-Hans"]


def test_no_unit_is_a_valid_file_and_the_grammar_refuses_what_is_none() -> None:
    assert DTD.validate(etree.fromstring(written()))
    content = written(make_unit())
    for needed, wrong in (
        (b' xml:lang="en"', b""),
        (b"<seg>", b"<seg><b/>"),
        (b' o-tmf="text"', b""),
        (b"<prop", b"<seg/><prop"),
    ):
        assert needed in content
        assert not DTD.validate(etree.fromstring(content.replace(needed, wrong)))


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=3))
def test_any_text_gives_a_valid_file(pairs: list[tuple[str, str]]) -> None:
    tree = etree.fromstring(written(*(make_unit(*pair) for pair in pairs)))
    assert DTD.validate(tree), DTD.error_log
    assert len(list(tree.iter("tu"))) == len(pairs)
    assert [str(seg.text or "") for seg in tree.iter("seg")] == [in_xml(text) for pair in pairs for text in pair]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_reads_back_and_is_hostile_in_facts_too(text: str) -> None:
    capture = replace(DOCUMENT.capture, uri=text, record_id=text)
    unit, origin = make_unit(text, text), Origin(text, text, text, capture)
    source = replace(unit.source, lang='a"\0<', origin=origin)
    content = written(replace(unit, source=source), make_unit(text, text))
    assert DTD.validate(etree.fromstring(content))
    assert texts_read_back(content)[1] == (in_xml(text),) * 2


def test_every_unit_reads_back_equal() -> None:
    pairs = [(f"第{n}句，“引语”与<标签>。", f"Sentence {n}, a “quote” & a <tag>.") for n in range(300)]
    assert texts_read_back(written(*(make_unit(*pair) for pair in pairs))) == pairs


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
