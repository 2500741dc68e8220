"""Terms as TBX and as a glossary: valid whatever the texts, and read back the same."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from translate.storage.tbx import tbxfile

from archive.export.tables_csv_jsonl_moses_and_glossary import glossary_of_terms
from archive.export.tmx_xliff_tbx import TBX_2008, tbx_of_terms
from archive.model.language_codes import LanguageCodes
from archive.terms.bilingual_units_and_term_candidates import BilingualUnit, distinct_units
from archive.terms.term_extraction import Term, find_terms
from tests.archive.terms.bilingual_units import make_unit, make_units

GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent / "tbx_written.rng"))
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
TBX = "{urn:iso:std:iso:30042:ed-2}"
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
ANY_TEXT = st.text(st.characters(exclude_categories=()))


def written(*terms: Term) -> etree._Element:
    tree = etree.fromstring("".join(tbx_of_terms(terms)).encode())
    assert GRAMMAR.validate(tree), GRAMMAR.error_log
    return tree


def terms_read_back(tree: etree._Element) -> list[list[tuple[str | None, str | None]]]:
    """Language and term of each language of each concept."""
    return [
        [(language.get(LANG), term.text) for language in concept for term in language.iter(f"{TBX}term")]
        for concept in tree.iter(f"{TBX}conceptEntry")
    ]


def make_term(text: str, url: str = "http://sample.example/1") -> Term:
    (both,) = distinct_units([make_unit(text, text)])
    origin = replace(both.chinese.origin, url=url)
    example = BilingualUnit(replace(both.chinese, origin=origin), replace(both.english, origin=origin))
    return Term(text, text, 2, 3, 4, 5.5, (example,))


def test_every_term_is_read_back() -> None:
    terms = find_terms(make_units())
    read = terms_read_back(written(*terms))
    assert read == [[("zh-Hans", term.chinese), ("en", term.english)] for term in terms]
    assert len(read) > 5


def test_a_concept_says_where_its_terms_stand() -> None:
    tree = written(*(term for term in find_terms(make_units()) if term.chinese == "国际产能合作"))
    contexts = [one.text for one in tree.iter(f"{TBX}descrip")]
    (reference,) = tree.iter(f"{TBX}xref")
    assert contexts[0] == "国际产能合作要尊重各国的选择。"
    assert reference.get("target") == "http://sample.example/3"
    assert "translate each other in 3 units" in (next(tree.iter(f"{TBX}note")).text or "")


def test_no_term_is_a_valid_file() -> None:
    assert terms_read_back(written()) == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://[", "ftp://a.example/", ""])
def test_only_addresses_on_the_web_are_references(url: str) -> None:
    assert not list(written(make_term("港口", url)).iter(f"{TBX}xref"))


@given(ANY_TEXT.filter(bool))
def test_any_text_is_read_back_as_far_as_xml_can_hold_it(text: str) -> None:
    for hostile in (text, ']]><term>&amp;"\x1b\ud800'):
        read = terms_read_back(written(make_term(hostile)))
        held = NOT_IN_XML.sub("\ufffd", hostile)
        assert read == [[("zh-Hans", held), ("en", held)]]


def in_toolkit(*terms: Term, codes: LanguageCodes = LanguageCodes.BCP47) -> list[tuple[str, str]]:
    """Chinese and English of each concept of TBX of 2008, as translate-toolkit reads them."""
    content = "".join(tbx_of_terms(terms, TBX_2008, codes)).encode()
    store = tbxfile(BytesIO(content), sourcelanguage=codes.code_of("zh-Hans"), targetlanguage="en")
    return [(unit.source, unit.target) for unit in store.units]


@pytest.mark.parametrize("codes", LanguageCodes)
def test_translate_toolkit_reads_every_term_of_the_version_of_2008(codes: LanguageCodes) -> None:
    terms = find_terms(make_units())
    assert in_toolkit(*terms, codes=codes) == [(term.chinese, term.english) for term in terms]
    with pytest.raises(AssertionError):
        assert tbxfile(BytesIO("".join(tbx_of_terms(terms)).encode())).units


def test_the_version_of_2008_says_where_its_terms_stand() -> None:
    chosen = [term for term in find_terms(make_units()) if term.chinese == "国际产能合作"]
    content = "".join(tbx_of_terms(chosen, TBX_2008, LanguageCodes.REGION))
    tree = etree.fromstring(content.encode())
    assert [str(each.get(LANG)) for each in tree.iter("langSet")] == ["zh-CN", "en"]
    assert next(tree.iter("descrip")).text == "国际产能合作要尊重各国的选择。"
    assert [str(each.get("target")) for each in tree.iter("xref")] == ["http://sample.example/3"]


@given(ANY_TEXT.filter(bool))
def test_any_text_is_held_by_the_version_of_2008(text: str) -> None:
    tree = etree.fromstring("".join(tbx_of_terms([make_term(text)], TBX_2008)).encode())
    assert [term.text for term in tree.iter("term")] == [NOT_IN_XML.sub("\ufffd", text)] * 2


@given(ANY_TEXT.filter(bool))
def test_a_glossary_has_a_line_a_term_whatever_the_text(text: str) -> None:
    lines = "".join(glossary_of_terms([make_term(text), make_term("港口")])).encode().decode().splitlines()
    assert len(lines) == 1 + (not text.startswith("#"))
    assert all(line.count("\t") == 2 for line in lines)


def test_a_glossary_goes_in_either_direction() -> None:
    terms = find_terms(make_units())
    assert [line.split("\t")[:2] for line in glossary_of_terms(terms)] == [
        [term.chinese, term.english] for term in terms
    ]
    (line, *_) = glossary_of_terms(terms, english_first=True)
    assert line.split("\t")[:2] == [terms[0].english, terms[0].chinese]
