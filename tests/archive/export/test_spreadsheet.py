"""Workbooks, as openpyxl reads them: links, widths, and no formula whatever the texts."""

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from openpyxl import Workbook, load_workbook

from archive.bitext.translation_units import TranslationUnit, unit_id
from archive.export import spreadsheet
from archive.export.provenance import PageFacts
from archive.export.spreadsheet import xlsx_of_terms, xlsx_of_units
from archive.query.terminal_output_columns_json_and_csv import clean
from archive.terms.term_extraction import find_terms
from tests.archive.export.sample_units import ANY_TEXT, DOCUMENT, HOSTILE, OTHER, make_cross_page_unit, make_unit
from tests.archive.terms.bilingual_units import make_units


def workbook(*units: TranslationUnit) -> Workbook:
    pages = {document.id: PageFacts.of_document(document) for document in (DOCUMENT, OTHER)}
    return load_workbook(BytesIO(b"".join(xlsx_of_units(units, lambda origin: pages.get(origin.document)))))


def test_a_row_a_unit_with_its_page() -> None:
    sheet = workbook(make_unit(), make_cross_page_unit())["units"]
    heading, first, second = sheet.iter_rows(values_only=True)
    row = dict(zip(heading, first, strict=True))
    assert row == {
        "source": "你好。", "target": "Hello.", "source_lang": "zh-Hans", "target_lang": "en", "score": 0.9,
        "flags": "duplicate", "site": "sample", "kind": "news", "published": None, "title": "标题", "speaker": None,
        "url": DOCUMENT.url, "target_url": None, "id": unit_id(make_unit()),
    }  # fmt: skip
    assert dict(zip(heading, second, strict=True))["target_url"] == OTHER.url


def test_addresses_are_links_and_columns_are_as_wide_as_their_texts() -> None:
    sheet = workbook(make_unit(), make_cross_page_unit())["units"]
    links = {cell.coordinate: cell.hyperlink.target for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    assert links == {"L2": DOCUMENT.url, "L3": DOCUMENT.url, "M3": OTHER.url}
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["C"].width > 10
    assert sheet.freeze_panes == "A2"
    assert sheet["B2"].alignment.wrap_text


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "http://a.example/" + "x" * 2000])
def test_what_is_no_address_for_a_link_is_text(url: str) -> None:
    unit = make_unit()
    origin = replace(unit.source.origin, url=url)
    cell = workbook(replace(unit, source=replace(unit.source, origin=origin)))["units"]["L2"]
    assert (cell.value, cell.hyperlink) == (url, None)


@settings(deadline=None, max_examples=30)
@given(ANY_TEXT)
def test_no_cell_is_a_formula_whatever_the_text(text: str) -> None:
    for source in (text, f"={text}", *HOSTILE.values(), "=1+1", "@SUM(A1)"):
        cell = workbook(make_unit(source))["units"]["A2"]
        assert cell.data_type in ("s", "inlineStr", "n" if cell.value is None else "s")
        assert (cell.value or "") == clean(source)[:32_767]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS_IN_SHEET", 2)
    book = workbook(*(make_unit(f"第{number}句") for number in range(5)))
    assert book.sheetnames == ["units", "units 2", "units 3"]
    assert [sheet["A2"].value for sheet in book] == ["第0句", "第2句", "第4句"]
    assert [sheet.max_row for sheet in book] == [3, 3, 2]


def test_a_row_a_term() -> None:
    terms = find_terms(make_units())
    sheet = load_workbook(BytesIO(b"".join(xlsx_of_terms(terms))))["terms"]
    assert [(row[0], row[1], row[2]) for row in sheet.iter_rows(min_row=2, values_only=True)] == [
        (term.chinese, term.english, term.count) for term in terms
    ]
    assert sheet["I2"].hyperlink.target == terms[0].examples[0].chinese.origin.url
