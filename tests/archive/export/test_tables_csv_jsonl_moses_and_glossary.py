"""Units and documents as tables (CSV, Parquet), and one a line (TSV and JSON)."""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from pyarrow import parquet

from archive.bitext.translation_units import BlockSpan, Origin, TranslationUnit, decode_unit, unit_id
from archive.export.parquet_and_dataset import ROWS_IN_GROUP, parquet_of_table
from archive.export.provenance import FACTS, PageFacts
from archive.export.tables_csv_jsonl_moses_and_glossary import (
    block_table,
    csv_of_table,
    json_lines_of_documents,
    json_lines_of_units,
    tsv_of_units,
    unit_table,
)
from archive.export.tmx_xliff_tbx import tmx_of_units
from archive.model.document import Speech, decode_document, stated_facts
from tests.archive.export.sample_units import ANY_TEXT, DOCUMENT, HOSTILE, OTHER, make_cross_page_unit, make_unit

csv.field_size_limit(10_000_000)
RIGHTS = ("license", "copyright", "noarchive", "tdm_reservation", "tdm_policy", "robots_kept_out")
ORIGIN = {
    "document": DOCUMENT.id,
    "version": "2026-01-02T03:04:05.000006Z",
    "url": "http://sample.example/a",
    "uri": "http://sample.example/a",
    "warc": "sample-20260102030405-job1-00000.warc.gz",
    "offset": 2,
    "length": 100,
    "record_id": "<urn:uuid:a-2>",
    "payload_digest": "sha1:ABC",
}


FACT_NAMES = ("site", "kind", *FACTS)
SPEECH = Speech("Wang Yi", "Minister", "Forum", "speech", "2015-04-28")
PAGES = {
    DOCUMENT.id: PageFacts.of_document(replace(DOCUMENT, speech=SPEECH, source="新华社", published="2025-03-03")),
    OTHER.id: PageFacts.of_document(OTHER),
}


def known(origin: Origin) -> PageFacts | None:
    return PAGES.get(origin.document)


def csv_rows(*units: TranslationUnit) -> list[dict[str, str]]:
    text = "".join(csv_of_table(unit_table(units))).encode().decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def parquet_of(*units: TranslationUnit) -> pa.Table:
    return parquet.read_table(pa.BufferReader(b"".join(parquet_of_table(unit_table(units)))))


def test_a_unit_in_parquet_has_types_and_says_where_it_comes_from() -> None:
    (row,) = parquet_of(make_cross_page_unit()).to_pylist()
    places = [{"block": 1, "start": 0, "end": 6}, {"block": 2, "start": 0, "end": 1}]
    assert row == {
        "id": unit_id(make_cross_page_unit()),
        "source": "你好。",
        "target": "Hello.",
        "source_lang": "zh-Hans",
        "target_lang": "en",
        "score": 0.9,
        "flags": ["duplicate"],
        "first": None,
        "source_places": [{"block": 0, "start": 0, "end": 3}],
        "target_places": places,
        **ORIGIN,
        "target_document": OTHER.id,
        "target_version": OTHER.version,
        "target_url": OTHER.url,
        "target_uri": OTHER.url,
        "target_warc": ORIGIN["warc"],
        "target_offset": 3,
        "target_length": 100,
        "target_record_id": "<urn:uuid:en/a-3>",
        "target_payload_digest": "sha1:ABC",
        **dict.fromkeys((*RIGHTS, *(f"target_{name}" for name in RIGHTS))),
        **dict.fromkeys((*FACT_NAMES, *(f"target_{name}" for name in FACT_NAMES))),
    }


def test_csv_has_the_same_columns() -> None:
    (row,) = csv_rows(make_unit())
    assert list(row) == parquet_of().column_names
    assert row["flags"] == "duplicate"
    assert row["target_places"] == "1:0-6 2:0-1"
    assert {name: row[name] for name in ORIGIN} == {name: str(value) for name, value in ORIGIN.items()}
    assert {name: row[f"target_{name}"] for name in ORIGIN} == {name: str(value) for name, value in ORIGIN.items()}
    assert row["score"] == "0.9"


def test_a_row_has_every_fact_of_both_pages() -> None:
    table = unit_table([make_cross_page_unit()], known)
    row = parquet.read_table(pa.BufferReader(b"".join(parquet_of_table(table)))).to_pylist()[0]
    assert {name: row[name] for name in FACT_NAMES} == PAGES[DOCUMENT.id].values()
    assert (row["news_source"], row["speaker"], row["target_speaker"]) == ("新华社", "Wang Yi", None)
    assert row["target_title"] == OTHER.title
    assert sorted(FACTS.values()) == sorted(stated_facts(DOCUMENT))


def test_a_line_of_json_has_them_too() -> None:
    lines = list(
        map(json.loads, json_lines_of_units([make_unit(), make_unit("再见。"), make_cross_page_unit()], known))
    )
    assert [line["id"] for line in lines[:2]] == [unit_id(make_unit()), unit_id(make_unit("再见。"))]
    assert [line["facts"]["speaker"] for line in lines] == ["Wang Yi"] * 3
    assert ["target_facts" in line for line in lines] == [False, False, True]
    assert lines[2]["target_facts"]["title"] == OTHER.title


def test_an_id_stays_whatever_the_direction_the_places_and_the_version() -> None:
    unit = replace(make_unit(), flags=())
    moved = replace(unit.source, places=(BlockSpan(7, 0, 3),), origin=replace(unit.source.origin, version="later"))
    assert {unit_id(unit), unit_id(unit.turned()), unit_id(replace(unit, source=moved))} == {unit_id(unit)}
    others = [make_unit("再见。"), make_cross_page_unit(), make_unit(), replace(make_unit(), source=moved)]
    assert len({unit_id(each) for each in (unit, *others)}) == 5


def test_csv_begins_with_a_byte_order_mark_where_one_is_wanted() -> None:
    assert "".join(csv_of_table(unit_table([]), True)).encode().startswith(b"\xef\xbb\xbfid,source")
    assert not "".join(csv_of_table(unit_table([]))).startswith("\ufeff")


def test_duckdb_reads_parquet_and_csv(tmp_path: Path) -> None:
    table = unit_table([make_unit("=1+1"), make_cross_page_unit()], known)
    (tmp_path / "units.parquet").write_bytes(b"".join(parquet_of_table(table)))
    with duckdb.connect() as connection:
        units = connection.read_parquet(str(tmp_path / "units.parquet"))
        found = units.select("source", "target", "score", "flags", "speaker").fetchall()
        assert found == [(text, "Hello.", 0.9, ["duplicate"], "Wang Yi") for text in ("=1+1", "你好。")]
        lines = unit_table([make_unit("=1+1"), make_cross_page_unit()], known)
        (tmp_path / "units.csv").write_text("".join(csv_of_table(lines, True)), encoding="utf-8")
        found = connection.read_csv(str(tmp_path / "units.csv")).select("id", "source").fetchall()
        assert [source for _, source in found] == ["'=1+1", "你好。"]


def test_parquet_comes_in_groups_as_the_units_do() -> None:
    asked = []

    def units() -> Iterator[TranslationUnit]:
        for number in range(2 * ROWS_IN_GROUP + 1):
            asked.append(number)
            yield make_unit(f"第{number}句")

    pieces = parquet_of_table(unit_table(units()))
    begun = next(pieces)
    assert len(asked) == ROWS_IN_GROUP
    file = parquet.ParquetFile(pa.BufferReader(begun + b"".join(pieces)))
    groups = [file.metadata.row_group(number).num_rows for number in range(file.num_row_groups)]
    assert groups == [ROWS_IN_GROUP, ROWS_IN_GROUP, 1]
    assert file.read(["source"])["source"].to_pylist() == [f"第{number}句" for number in asked]


def test_no_unit_is_a_table_without_rows() -> None:
    assert csv_rows() == []
    assert parquet_of().num_rows == 0
    assert parquet_of().schema == parquet_of(make_unit()).schema


@given(ANY_TEXT)
def test_any_text_is_one_cell(text: str) -> None:
    unit = make_unit(text, text)
    (row,) = parquet_of(unit).to_pylist()
    assert row["source"] == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)
    (cells,) = csv_rows(unit)
    assert cells["source_lang"] == "zh-Hans"
    assert not cells["source"].startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_hostile_facts_are_text(text: str) -> None:
    document = replace(DOCUMENT, title=text, author=text, url=text, site=text, version=text)
    table = b"".join(parquet_of_table(block_table([document])))
    rows = parquet.read_table(pa.BufferReader(table)).to_pylist()
    assert {row["title"] for row in rows} == {text.replace("\ud800", "\ufffd")}
    lines = "".join(csv_of_table(block_table([document])))
    for cells in csv.DictReader(io.StringIO(lines, newline=""), strict=True):
        assert not cells["title"].startswith("=")
        assert "\n" not in cells["title"]


def test_a_row_for_each_block_with_the_facts_of_its_document() -> None:
    document = replace(DOCUMENT, speech=SPEECH, published="2025-03-03", author=None)
    table = b"".join(parquet_of_table(block_table([document, replace(OTHER, blocks=())])))
    rows = parquet.read_table(pa.BufferReader(table)).to_pylist()
    assert [(row["block"], row["text"]) for row in rows] == [(0, "你好。"), (1, "Hello.")]
    assert rows[0] == {
        **ORIGIN,
        "site": "sample",
        "kind": "news",
        "title": "标题",
        "published": "2025-03-03",
        **dict.fromkeys(("subtitle", "section", "news_source", "author")),
        "speaker": "Wang Yi",
        "role": "Minister",
        "occasion": "Forum",
        "form": "speech",
        "delivered": "2015-04-28",
        **dict.fromkeys(RIGHTS),
        "robots_kept_out": [],
        "block": 0,
        "block_kind": "paragraph",
        "lang": "zh-Hans",
        "confidence": 1.0,
        "text": "你好。",
        "xpath": "/html/body/p[1]",
    }


def test_every_column_stands_in_the_formats() -> None:
    formats = (Path(__file__).parents[3] / "docs" / "formats.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", formats.partition("## What is exported")[2].partition("\n## ")[0]))
    columns = {*unit_table([]).columns, *block_table([]).columns}
    assert {name for name in columns if not {name, name.removeprefix("target_")} & named} == set()


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
