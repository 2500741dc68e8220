"""Exported units: a valid TMX whatever the texts, read back by another program, and lines of cells."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tmx import tmxfile

from archive.bitext.units import Origin, Place, Side, TranslationUnit
from archive.export import Chosen, tmx_memory, tsv_lines
from archive.index import Filters
from tests.archive.index.sample_documents import make_document

DOCUMENT = make_document("你好。", "Hello.")
ORIGIN = Origin.of(DOCUMENT)
DTD = etree.DTD(str(Path(__file__).parent / "tmx14.dtd"))
ANY_TEXT = st.text(st.characters(exclude_categories=()))
HOSTILE = ["]]>", "<seg>&amp;</seg>", "a\0b\x1fc", "\ud800 alone", "\u202eright\u202c to left\u200f", "x" * 1_000_000]
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make_unit(source: str = "你好。", target: str = "Hello.", score: float = 0.9) -> TranslationUnit:
    places = (Place(0, 0, 3),), (Place(1, 0, 6), Place(2, 0, 1))
    sides = Side("zh-Hans", source, places[0], ORIGIN), Side("en", target, places[1], ORIGIN)
    return TranslationUnit(*sides, score, "source", ("duplicate",))


def written(*units: TranslationUnit) -> bytes:
    return "".join(tmx_memory(units)).encode()


def texts_read_back(content: bytes) -> list[tuple[str, str]]:
    """Source and target of each unit, as translate-toolkit reads them."""
    return [(unit.source, unit.target) for unit in tmxfile(BytesIO(content), "zh-Hans", "en").units]


def test_a_unit_says_where_it_comes_from() -> None:
    content = written(make_unit())
    tree = etree.fromstring(content)
    assert DTD.validate(tree), DTD.error_log
    (unit,) = tree.iter("tu")
    assert sorted(unit.attrib.items()) == [("creationdate", "20260102T030405Z"), ("srclang", "zh-Hans")]
    assert {str(prop.get("type")): str(prop.text) for prop in unit.iter("prop")} == {
        "x-document": DOCUMENT.id,
        "x-version": "2026-01-02T03:04:05.000006Z",
        "x-url": "http://sample.example/a",
        "x-uri": "http://sample.example/a",
        "x-capture": "sample-20260102030405-job1-00000.warc.gz:2",
        "x-record-id": "<urn:uuid:a-2>",
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
    other = make_document("Hello.", path="en/a", day=3)
    unit = make_unit()
    across = replace(unit, target=replace(unit.target, origin=Origin.of(other)), first=None)
    tree = etree.fromstring(written(across))
    assert DTD.validate(tree), DTD.error_log
    said = {str(prop.get("type")): str(prop.text) for prop in tree.iter("prop")}
    assert said["x-url"] == DOCUMENT.url
    assert said["x-target-url"] == other.url
    assert said["x-target-document"] == other.id
    assert said["x-target-capture"] == "sample-20260102030405-job1-00000.warc.gz:3"
    assert said["x-target-record-id"] == "<urn:uuid:en/a-3>"
    assert "x-first" not in said
    (line,) = tsv_lines([across])
    assert line.rstrip().split("\t")[5:] == [DOCUMENT.id, DOCUMENT.url, other.id, other.url]


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


@pytest.mark.parametrize("text", HOSTILE, ids=["cdata", "markup", "control", "surrogate", "bidi", "megabyte"])
def test_hostile_text_reads_back_and_is_hostile_in_facts_too(text: str) -> None:
    capture = replace(DOCUMENT.capture, uri=text, record_id=text)
    unit, origin = make_unit(text, text), Origin(text, text, text, capture)
    source = replace(unit.source, lang='a"\0<', origin=origin)
    content = written(replace(unit, source=source), make_unit(text, text))
    assert DTD.validate(etree.fromstring(content))
    assert texts_read_back(content)[1] == (NOT_IN_XML.sub("\ufffd", text),) * 2


def test_every_unit_reads_back_equal() -> None:
    pairs = [(f"第{n}句，“引语”与<标签>。", f"Sentence {n}, a “quote” & a <tag>.") for n in range(300)]
    assert texts_read_back(written(*(make_unit(*pair) for pair in pairs))) == pairs


def test_units_are_written_as_they_come() -> None:
    def endless() -> Iterator[TranslationUnit]:
        while True:
            yield make_unit()

    for form in (tmx_memory, tsv_lines):
        lines = form(endless())
        assert "Hello." in [next(lines) for _ in range(3)][-1]


@given(ANY_TEXT)
def test_a_line_a_unit_whatever_the_text(text: str) -> None:
    (line,) = "".join(tsv_lines([make_unit(text)])).encode().decode().splitlines()
    cells = line.split("\t")
    assert cells[1:] == ["Hello.", "0.9000", "zh-Hans", "en", DOCUMENT.id, DOCUMENT.url, DOCUMENT.id, DOCUMENT.url]
    assert len(cells[0]) == len(text)


def test_low_scores_and_repeats_are_left_out_when_asked() -> None:
    units = [make_unit(), make_unit(score=0.4), make_unit("再见。"), make_unit(), make_unit("\ud800")]

    def chosen(min_score: float = 0.0, dedupe: bool = False) -> list[int]:
        return [units.index(one) for one in Chosen(Filters(), min_score, dedupe).among(iter(units))]

    assert chosen() == [0, 1, 2, 0, 4]
    assert chosen(min_score=0.9) == [0, 2, 0, 4]
    assert chosen(dedupe=True) == [0, 2, 4]
