"""XLIFF 2.1 and 1.2: valid whatever the texts, in one pair of languages, read back by another program."""

from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from itertools import islice, repeat
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.xliff import xlifffile
from translate.storage.xliff2 import Xliff2File

from archive.bitext.translation_units import Origin, TranslationUnit, unit_id
from archive.errors import ArchiveMissing
from archive.export.provenance import PageFacts
from archive.export.selection_counts_and_language_pairs import commonest_languages, language_tags
from archive.export.tmx_xliff_tbx import Xliff, Xliff12, Xliff21
from tests.archive.export.sample_units import (
    ANY_TEXT,
    DOCUMENT,
    HOSTILE,
    OTHER,
    in_xml,
    make_cross_page_unit,
    make_unit,
)

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "xliff21.rng"))
NAMES = {"x": "urn:oasis:names:tc:xliff:document:2.0", "mda": "urn:oasis:names:tc:xliff:metadata:2.0"}


def written(*units: TranslationUnit) -> bytes:
    return written_as(Xliff21(commonest_languages(map(language_tags, units))), units)


def written_as(xliff: Xliff, units: Iterable[TranslationUnit]) -> bytes:
    return b"".join(xliff.around(part.encode() for part in xliff.files(units)))


def parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(huge_tree=True))


def texts_read_back(content: bytes) -> list[tuple[str, str]]:
    """Source and target of each unit, as translate-toolkit reads them."""
    return [(unit.source, unit.target) for unit in Xliff2File(BytesIO(content)).units]


def facts(element: etree._Element) -> dict[str, str]:
    group = element.find("mda:metadata/mda:metaGroup", NAMES)
    assert group is not None
    return {str(meta.get("type")): str(meta.text) for meta in group}


def test_a_unit_says_where_it_comes_from() -> None:
    content = written(make_unit())
    tree = parsed(content)
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    assert sorted(tree.attrib.items()) == [("srcLang", "zh-Hans"), ("trgLang", "en"), ("version", "2.1")]
    (file,) = tree.findall("x:file", NAMES)
    assert file.get("original") == DOCUMENT.url
    assert facts(file) == {
        "document": DOCUMENT.id,
        "version": "2026-01-02T03:04:05.000006Z",
        "url": "http://sample.example/a",
        "uri": "http://sample.example/a",
        "capture": "sample-20260102030405-job1-00000.warc.gz:2",
        "record-id": "<urn:uuid:a-2>",
        "payload-digest": "sha1:ABC",
    }
    (unit,) = file.findall("x:unit", NAMES)
    assert facts(unit) == {
        "source-blocks": "0:0-3",
        "target-blocks": "1:0-6 2:0-1",
        "first": "source",
        "score": "0.9000",
        "flag": "duplicate",
    }
    assert texts_read_back(content) == [("你好。", "Hello.")]


def test_units_of_one_document_share_a_file() -> None:
    units = [make_unit(), make_unit("再见。"), make_cross_page_unit()]
    files = parsed(written(*units)).findall("x:file", NAMES)
    assert [len(file.findall("x:unit", NAMES)) for file in files] == [2, 1]
    assert facts(files[1])["target-url"] == OTHER.url
    assert len({file.get("id") for file in files}) == 2


def test_the_pair_is_that_of_most_units() -> None:
    traditional = replace(make_unit(), source=replace(make_unit().source, lang="zh-Hant"))
    units = [traditional, make_unit("甲"), traditional, make_unit("乙"), make_unit("丙")]
    pair = commonest_languages(map(language_tags, units))
    assert pair == ("zh-Hans", "en")
    assert [language_tags(unit) == pair for unit in units] == [False, True, False, True, True]
    assert language_tags(units[1].turned()) != pair
    assert commonest_languages(map(language_tags, units[:4]))[0] == "zh-Hant"


def test_no_unit_is_no_file() -> None:
    with pytest.raises(ArchiveMissing, match="no pair of languages"):
        commonest_languages([])


def test_the_grammar_refuses_what_is_none() -> None:
    content = written(make_unit())
    for needed, wrong in (
        (b"<target>", b"<note/><target>"),
        (b' srcLang="zh-Hans"', b""),
        (b' id="u1"', b""),
        (b' version="2.1"', b' version="1.2"'),
        (b'"translated"', b'"done"'),
        (b' type="score"', b""),
    ):
        assert needed in content
        assert not GRAMMAR.validate(parsed(content.replace(needed, wrong))), needed


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=3))
def test_any_text_gives_a_valid_file(pairs: list[tuple[str, str]]) -> None:
    tree = parsed(written(*(make_unit(*pair) for pair in pairs)))
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    found = [str(text.text or "") for text in tree.iter(f"{{{NAMES['x']}}}source", f"{{{NAMES['x']}}}target")]
    assert found == [in_xml(text) for pair in pairs for text in pair]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_reads_back_and_is_hostile_in_facts_too(text: str) -> None:
    origin = Origin(text, text, text, replace(DOCUMENT.capture, uri=text, record_id=text))
    unit = make_unit(text, text)
    content = written(replace(unit, source=replace(unit.source, origin=origin)))
    assert GRAMMAR.validate(parsed(content)), GRAMMAR.error_log
    assert texts_read_back(content) == [(in_xml(text), in_xml(text))]


def test_every_unit_reads_back_equal() -> None:
    pairs = [(f"第{n}句，“引语”与<标签>。", f"Sentence {n}, a “quote” & a <tag>.") for n in range(300)]
    assert texts_read_back(written(*(make_unit(*pair) for pair in pairs))) == pairs


def test_units_are_written_as_they_come() -> None:
    pieces = Xliff21(("zh-Hans", "en")).files(repeat(make_unit()))
    assert "Hello." in list(islice(pieces, 3))[-1]


class TestXliff12:
    """The version before, as translate-toolkit reads it."""

    NAMES: ClassVar = {"x": "urn:oasis:names:tc:xliff:document:1.2"}

    def written(self, *units: TranslationUnit) -> bytes:
        return written_as(Xliff12(commonest_languages(map(language_tags, units)), self.facts), units)

    def facts(self, origin: Origin) -> PageFacts:
        return PageFacts.of_document(DOCUMENT if origin.document == DOCUMENT.id else OTHER)

    def test_units_of_one_document_share_a_file_that_says_where_they_come_from(self) -> None:
        tree = parsed(self.written(make_unit(), make_unit("再见。"), make_cross_page_unit()))
        files = tree.findall("x:file", self.NAMES)
        assert [len(file.findall("x:body/x:trans-unit", self.NAMES)) for file in files] == [2, 1]
        assert sorted(files[0].attrib.items()) == [
            ("datatype", "plaintext"),
            ("original", DOCUMENT.url),
            ("source-language", "zh-Hans"),
            ("target-language", "en"),
        ]
        notes = {note.get("from"): note.text for note in files[1].iterfind("x:header/x:note", self.NAMES)}
        assert notes["url"] == DOCUMENT.url
        assert (notes["title"], notes["target-url"], notes["target-site"]) == ("标题", OTHER.url, "sample")
        ids = [unit.get("id") for unit in tree.iter(f"{{{self.NAMES['x']}}}trans-unit")]
        assert ids == ["u1", "u2", "u3"]

    def test_a_unit_has_its_name_score_and_flags(self) -> None:
        (unit,) = parsed(self.written(make_unit())).iter(f"{{{self.NAMES['x']}}}trans-unit")
        assert unit.get("resname") == unit_id(make_unit())
        said = {
            each.get("context-type"): each.text for each in unit.iterfind("x:context-group/x:context", self.NAMES)
        }
        assert said["x-score"] == "0.9000"
        assert said["x-flag"] == "duplicate"
        assert [child.tag.partition("}")[2] for child in unit] == ["source", "target", "context-group"]

    @given(st.lists(st.tuples(ANY_TEXT.filter(bool), ANY_TEXT.filter(bool)), min_size=1, max_size=3))
    def test_translate_toolkit_reads_back_any_text(self, pairs: list[tuple[str, str]]) -> None:
        hostile = [(text, text) for name, text in HOSTILE.items() if name != "megabyte"]
        content = self.written(*(make_unit(*pair) for pair in [*pairs, *hostile]))
        tree = parsed(content)
        found = [str(text.text or "") for text in tree.iter("{*}source", "{*}target")]
        assert found == [in_xml(text) for pair in [*pairs, *hostile] for text in pair]
        assert len(xlifffile(BytesIO(content)).units) == len(pairs) + len(hostile)

    def test_what_a_translator_writes_there_is_read_back(self) -> None:
        store: Any = xlifffile(BytesIO(self.written(make_unit())))
        (unit,) = store.units
        assert (unit.source, unit.target) == ("你好。", "Hello.")
        unit.target = "Good day."
        assert [each.target for each in xlifffile(BytesIO(bytes(store))).units] == ["Good day."]
