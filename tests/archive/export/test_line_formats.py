"""Units and documents, one a line: TSV and JSON."""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import given

from archive.bitext.units import TranslationUnit
from archive.export.tables_and_lines import (
    csv_of_table,
    json_lines_of_documents,
    json_lines_of_units,
    tsv_of_units,
    unit_table,
)
from archive.export.tmx_xliff_tbx import tmx_of_units
from archive.model.document import decode as decode_document
from archive.translation_memory.unit_files import decode_unit
from tests.archive.export.sample_units import ANY_TEXT, DOCUMENT, HOSTILE, OTHER, make_cross_page_unit, make_unit


def test_tsv_says_where_both_sides_come_from() -> None:
    (line,) = tsv_of_units([make_cross_page_unit()])
    assert line.endswith("\n")
    assert line.rstrip().split("\t") == [
        "你好。", "Hello.", "0.9000", "zh-Hans", "en", DOCUMENT.id, DOCUMENT.url, OTHER.id, OTHER.url,
    ]  # fmt: skip


@given(ANY_TEXT)
def test_a_tsv_line_a_unit_whatever_the_text(text: str) -> None:
    (line,) = "".join(tsv_of_units([make_unit(text)])).encode().decode().splitlines()
    cells = line.split("\t")
    assert cells[1:] == ["Hello.", "0.9000", "zh-Hans", "en", DOCUMENT.id, DOCUMENT.url, DOCUMENT.id, DOCUMENT.url]
    assert len(cells[0]) == len(text)


@given(ANY_TEXT, ANY_TEXT)
def test_json_lines_read_back_equal_whatever_the_text(source: str, target: str) -> None:
    units = [make_unit(source, target), make_cross_page_unit()]
    lines = b"".join(json_lines_of_units(units))
    assert list(map(decode_unit, lines.decode().split("\n")[:-1])) == units
    document = replace(DOCUMENT, title=source, author=target)
    (line,) = json_lines_of_documents([document])
    assert decode_document(line) == document
    assert json.loads(line)["title"] == source


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_reads_back(text: str) -> None:
    (line,) = json_lines_of_units([make_unit(text, text)])
    assert decode_unit(line.decode()) == make_unit(text, text)


def test_units_are_written_as_they_come() -> None:
    def endless() -> Iterator[TranslationUnit]:
        while True:
            yield make_unit()

    for pieces in (
        tmx_of_units(endless()),
        tsv_of_units(endless()),
        json_lines_of_units(endless()),
        csv_of_table(unit_table(endless())),
    ):
        assert "Hello." in str(list(islice(pieces, 3))[-1])
