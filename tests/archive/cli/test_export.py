"""``archive export``, called as a script calls it."""

import csv
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyarrow import parquet
from pybtex.database import parse_string

from archive.bitext.translation_units import decode_unit, units_of_document
from archive.cli import main
from archive.corpus.words import lemma
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Block, Pair, decode_document
from tests.archive.cli.sample_archive import SPEECH
from tests.archive.index.sample_documents import make_document

TEXTS = (("zh-Hans", "我们明天去北京开会。"), ("en", "We will go to Beijing tomorrow for a meeting."))


@pytest.fixture
def bilingual(archive: Archive) -> Archive:
    """The sample archive with two news items of one sentence and its translation, and an older version of one."""
    blocks = tuple(Block(n, "paragraph", text, lang, 1.0, "/p") for n, (lang, text) in enumerate(TEXTS))
    pages = [("old", 3, "2015-04-28"), ("new", 3, "2025-01-02"), ("new", 2, "2025-01-02")]
    with IndexWriter(archive) as index:
        for path, day, published in pages:
            made = make_document(path=path, day=day)
            pairs = (Pair((0,), (1,), 0.9),)
            document = replace(made, blocks=blocks, pairs=pairs, published=published)
            index.add([], [document], units_of_document(document))
    return archive


def lines(capfd: pytest.CaptureFixture[str], *options: str) -> list[list[str]]:
    assert main(["export", "tsv", *options]) == 0
    out, err = capfd.readouterr()
    assert err.startswith(f"{len(out.splitlines())} unit")
    assert err.count("\n") == 1
    return [line.split("\t") for line in out.splitlines()]


def test_units_of_current_versions_in_an_order_that_stays(
    bilingual: Archive, capfd: pytest.CaptureFixture[str]
) -> None:
    found = lines(capfd)
    assert [line[:2] for line in found] == [[TEXTS[0][1], TEXTS[1][1]]] * 2
    assert [line[5] for line in found] == sorted({line[5] for line in found})
    assert lines(capfd) == found


def test_filters_are_those_of_query(bilingual: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    (line,) = lines(capfd, "--from", "2020", "--to=2025-01", "--site", "sample", "--kind", "news", "--lang", "zh")
    assert line[6] == "http://sample.example/new"
    assert [line[6] for line in lines(capfd, "--to", "2015")] == ["http://sample.example/old"]
    assert len(lines(capfd, "--dedupe")) == 1
    score = float(line[2])
    assert 0 < score < 1
    assert len(lines(capfd, "--min-score", str(score))) == 2
    for none in (("--kind", "notice"), ("--min-score", "1"), ("--speaker", "Wang Yi")):
        assert lines(capfd, *none) == []


def test_units_answer_in_either_direction(bilingual: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    assert [line[:5] for line in lines(capfd, "--source", "English", "--target", "zh_CN")] == [
        [TEXTS[1][1], TEXTS[0][1], line[2], "en", "zh-Hans"] for line in lines(capfd)
    ]
    assert lines(capfd, "--source", "en", "--codes", "region")[0][3:5] == ["en", "zh-CN"]
    for options, header in (
        ((), "*all*"),
        (("--source", "zh-CN", "--codes", "region"), "zh-CN"),
        (("--source=en",), "en"),
    ):
        assert main(["export", "tmx", *options]) == 0
        assert f'srclang="{header}" datatype' in capfd.readouterr().out


def test_the_last_line_says_what_was_left_out(bilingual: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "tsv", "--kind", "news", "--from", "2020", "--min-score", "1"]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert err == ("0 units written; left out: 1 unit by --min-score, 1 document by --kind, 2 documents by --from\n")
    assert main(["export", "jsonl", "--what", "documents", "--kind", "speech"]) == 0
    assert capfd.readouterr().err == "1 document written; left out: 3 documents by --kind\n"


def test_a_report_has_the_number_of_each_step(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    report = tmp_path / "report.json"
    options = ("--filter", "near-duplicates,script", "--cap", "5", "--kind", "news", "--report", str(report))
    assert len(lines(capfd, *options)) == 1
    assert json.loads(report.read_text(encoding="utf-8")) == {
        "form": "tsv",
        "content": "units",
        "written": 1,
        "left_out": {"--filter script": 0, "--filter near-duplicates": 1, "--cap": 0},
        "documents_left_out": {"--kind": 1},
    }


SHARES = ("--split", "train=.5,dev=.5,test=0")


def test_each_split_of_lines_is_a_file_beside_the_output(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    whole = {line[0] for line in lines(capfd)}
    report = tmp_path / "report.json"
    for output in ("corpus.jsonl", "other"):
        options = ("-o", str(tmp_path / output), "--report", str(report), *SHARES)
        assert main(["export", "jsonl", *options]) == 0
    counts = json.loads(report.read_text(encoding="utf-8"))["splits"]
    line = f"2 units written (train {counts['train']}, dev {counts['dev']}, test 0)\n"
    assert capfd.readouterr() == ("", line * 2)
    parts = {name: (tmp_path / f"corpus.{name}.jsonl").read_bytes() for name in ("train", "dev", "test")}
    units = {name: [decode_unit(each) for each in part.splitlines()] for name, part in parts.items()}
    assert {name: len(found) for name, found in units.items()} == counts
    assert {unit.source.text for found in units.values() for unit in found} == whole
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == sorted(
        f"{output}.{name}.jsonl" for output in ("corpus", "other") for name in parts
    )


def test_each_split_of_moses_is_three_files(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "moses", "-o", str(tmp_path / "corpus.v1"), *SHARES]) == 0
    assert capfd.readouterr().err.startswith("2 units written (train ")
    names = [f"corpus.v1.{name}.{ending}" for name in ("dev", "test", "train") for ending in ("en", "ids", "zh")]
    assert sorted(path.name for path in tmp_path.glob("corpus*")) == names
    texts = [(tmp_path / f"corpus.v1.{name}.en").read_text(encoding="utf-8") for name in ("train", "dev", "test")]
    assert "".join(texts) == f"{TEXTS[1][1]}\n" * 2


def test_a_data_set_has_a_file_for_each_split_with_units(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "dataset", "-o", str(tmp_path / "set"), *SHARES]) == 0
    assert capfd.readouterr().err.startswith("2 units written (train ")
    rows = {path.stem: parquet.read_table(path).num_rows for path in (tmp_path / "set" / "data").iterdir()}
    assert sum(rows.values()) == 2
    assert all(rows.values())
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert all(f"  - split: {name}\n    path: data/{name}.parquet\n" in card for name in rows)
    assert "data/test.parquet" not in card
    assert all(f"| {name} | {number} |" in card for name, number in {**rows, "test": 0}.items())


@pytest.mark.parametrize("command", [["export", "tsv"], ["query", "合作"], ["concordance", "合作"], ["terms"]])
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--site", "sampel"], "no site 'sampel' in this archive; there are sample"),
        (["--lang", "chinees"], "no language 'chinees' in this archive; there are en, zh-Hans"),
        (["--lang", "fr"], "no language 'fr' in this archive; there are en, zh-Hans"),
        (["--kind", "poem"], "no kind 'poem'; there are article, interview, news, notice, speech"),
        (["--speaker", "Nobody"], "no speaker 'Nobody' in this archive; there are Wang Yi"),
    ],
)
def test_an_unknown_value_is_wrong_usage_that_names_what_there_is(
    archive: Archive, capfd: pytest.CaptureFixture[str], command: list[str], options: list[str], message: str
) -> None:
    assert main([*command, *options]) == 2
    assert capfd.readouterr() == ("", f"archive: {message}\n")


def test_tmx_goes_to_a_file_in_one_step(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "memory.tmx"
    place.write_text("old")
    assert main(["export", "tmx", "-o", str(place)]) == 0
    assert capfd.readouterr() == ("", "2 units written\n")
    assert len(list(etree.parse(place).iter("tu"))) == 2
    assert [path.name for path in tmp_path.glob("memory*")] == ["memory.tmx"]
    assert main(["export", "tmx"]) == 0
    assert capfd.readouterr().out.encode() == place.read_bytes()


def test_every_form_of_units_holds_the_same(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for form in ("xliff", "xliff12", "jsonl", "csv", "parquet"):
        assert main(["export", form, "-o", str(tmp_path / form), "--from", "2020"]) == 0
    assert capfd.readouterr() == ("", 5 * "1 unit written; left out: 2 documents by --from\n")
    for form in ("xliff", "xliff12"):
        (source,) = etree.parse(tmp_path / form).iter("{*}source")
        assert source.text == TEXTS[0][1]
    (line,) = (tmp_path / "jsonl").read_bytes().splitlines()
    assert decode_unit(line).target.text == TEXTS[1][1]
    with (tmp_path / "csv").open(newline="", encoding="utf-8") as stream:
        (row,) = csv.DictReader(stream)
    assert row["source"] == TEXTS[0][1]
    assert parquet.read_table(tmp_path / "parquet")["target"].to_pylist() == [TEXTS[1][1]]


def test_moses_is_three_files_of_one_pair_of_languages(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    prefix = tmp_path / "out" / "corpus.v1"
    prefix.parent.mkdir()
    assert main(["export", "moses", "-o", str(prefix), "--source", "en", "--target", "zh-CN"]) == 0
    assert capfd.readouterr() == ("", "2 units written\n")
    assert (tmp_path / "out" / "corpus.v1.en").read_text(encoding="utf-8") == f"{TEXTS[1][1]}\n" * 2
    assert sorted(path.name for path in prefix.parent.iterdir()) == ["corpus.v1.en", "corpus.v1.ids", "corpus.v1.zh"]


def test_a_data_set_goes_into_a_folder(bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "set"
    assert main(["export", "dataset", "-o", str(folder), "--from", "2020"]) == 0
    assert capfd.readouterr() == ("", "1 unit written; left out: 2 documents by --from\n")
    assert parquet.read_table(folder / "data" / "train.parquet")["site"].to_pylist() == ["sample"]
    assert "| zh-Hans to en | 1 |" in (folder / "README.md").read_text(encoding="utf-8")
    assert main(["export", "dataset", "-o", str(folder)]) == 2
    assert "not an empty directory" in capfd.readouterr().err


@pytest.mark.parametrize("form", ["vertical", "conllu", "tei", "text"])
def test_corpus_forms_hold_documents_unless_units_are_named(
    bilingual: Archive, form: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", form, "-o", str(tmp_path / "documents")]) == 0
    assert capfd.readouterr() == ("", "4 documents written\n")
    assert main(["export", form, "--what", "units", "--from", "2020", "-o", str(tmp_path / "units")]) == 0
    assert capfd.readouterr().err == "1 unit written; left out: 2 documents by --from\n"


def test_corpus_forms_have_one_language_with_lang(bilingual: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "conllu", "--lang", "zh"]) == 0
    out = capfd.readouterr().out
    assert "# text = 我们明天去北京开会。\n" in out
    assert "Beijing" not in out


TOKENS = {"vertical": "Beijing\tbeijing\t_\ten", "conllu": "Beijing\t_\t", "tei": '<w norm="beijing">Beijing</w>'}


@pytest.mark.parametrize("form", TOKENS)
def test_without_the_extra_base_forms_are_missing_and_named(
    bilingual: Archive, form: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("archive.cli.export.has_lemmas", lambda: False)
    monkeypatch.setitem(sys.modules, "simplemma", None)
    lemma.cache_clear()
    assert main(["export", form]) == 0
    lemma.cache_clear()
    out, err = capfd.readouterr()
    assert err.splitlines()[0].endswith("pip install 'agency-archive[corpus]'")
    token = {"vertical": "Beijing\tbeijing\t_\ten", "conllu": "Beijing\t_\t", "tei": '<w norm="beijing">Beijing</w>'}[
        form
    ]
    assert token in out


def test_plain_text_goes_into_a_folder(bilingual: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "text"]) == 2
    assert "--output" in capfd.readouterr().err


def test_a_workbook_and_a_table_for_spreadsheets(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "xlsx", "-o", str(tmp_path / "units.xlsx")]) == 0
    sheet = load_workbook(tmp_path / "units.xlsx").active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == [TEXTS[0][1]] * 2
    assert main(["export", "csv", "--bom", "-o", str(tmp_path / "units.csv")]) == 0
    assert (tmp_path / "units.csv").read_bytes().startswith(b"\xef\xbb\xbfid,")


@pytest.mark.parametrize("form", ["xlsx", "parquet"])
def test_a_binary_form_goes_to_no_terminal(
    bilingual: Archive, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], form: str
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["export", form]) == 2
    assert capfd.readouterr() == (
        "",
        f"archive: {form} is binary and cannot be shown on a terminal; give a file with --output\n",
    )


def test_documents_are_current_versions_that_pass(
    bilingual: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["export", "jsonl", "--what", "documents", "--site", "sample"]) == 0
    documents = list(map(decode_document, capfd.readouterr().out.splitlines()))
    assert [document.id for document in documents] == sorted({document.id for document in documents})
    assert {document.url.rpartition("/")[2] for document in documents} == {"speech", "news", "old", "new"}
    every = ["--speaker", "wang", "--site", "sample", "--kind", "speech", "--from", "2025-03", "--to", "2025"]
    for form in ("csv", "parquet"):
        assert main(["export", form, "--what", "documents", "-o", str(tmp_path / form), *every]) == 0
    with (tmp_path / "csv").open(newline="", encoding="utf-8") as stream:
        texts = [row["text"] for row in csv.DictReader(stream)]
    assert texts == [block.text for block in SPEECH.blocks]
    assert parquet.read_table(tmp_path / "parquet")["text"].to_pylist() == texts


def test_references_are_of_the_documents_that_pass(bilingual: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "bibtex", "--kind", "speech"]) == 0
    entries = parse_string(capfd.readouterr().out, "bibtex").entries
    assert list(entries) == [SPEECH.id]
    assert entries[SPEECH.id].fields["urldate"] == "2026-01-02"
    assert main(["export", "bibtex", "--what", "documents"]) == 0
    assert len(parse_string(capfd.readouterr().out, "bibtex").entries) == 4


def test_xliff_has_one_pair_of_languages_and_says_what_it_leaves_out(
    bilingual: Archive, capfd: pytest.CaptureFixture[str]
) -> None:
    with IndexWriter(bilingual) as index:
        made = make_document("我們明天去北京開會。", TEXTS[1][1], path="traditional")
        blocks = (replace(made.blocks[0], lang="zh-Hant"), replace(made.blocks[1], lang="en"))
        document = replace(made, blocks=blocks, pairs=(Pair((0,), (1,), 0.9),), languages={"zh-Hant": 1.0})
        index.add([], [document], units_of_document(document))
    assert main(["export", "xliff"]) == 0
    out, err = capfd.readouterr()
    assert 'srcLang="zh-Hans"' in out
    assert out.count("<unit ") == 2
    assert err.count("\n") == 1
    assert err == (
        "2 units written; left out: 1 unit by languages other than zh-Hans and en (see --source, --target)\n"
    )
    assert main(["export", "xliff", "--source", "zh-Hant", "--target", "en"]) == 0
    out, err = capfd.readouterr()
    assert (out.count("<unit "), err) == (1, "1 unit written; left out: 2 units by --source and --target\n")


def test_no_unit_is_a_file_without_units(archive: Archive, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "tmx"]) == 0
    assert not list(etree.fromstring(capfd.readouterr().out.encode()).iter("tu"))


def test_the_output_is_utf8_whatever_the_terminal_has(bilingual: Archive) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "archive", "export", "tmx", "--archive", bilingual.root],
        capture_output=True,
        check=True,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert TEXTS[0][1] in done.stdout.decode()


@pytest.mark.parametrize(
    ("code", "options", "message"),
    [
        (2, (), "tmx|xliff"),
        (2, ("docx",), "docx"),
        (2, ("tmx", "--min-score", "2"), "--min-score"),
        (2, ("tmx", "--from", "May"), "no day"),
        (2, ("tmx", "--source", "fr"), "no language 'fr'"),
        (2, ("tmx", "--output", "."), "not a file"),
        (2, ("tmx", "--output", "/dev/null"), "not a file"),
        (2, ("tmx", "--output", "nowhere/memory.tmx"), "no directory"),
        (2, ("tmx", "--what", "documents"), "export those as jsonl, csv, parquet, bibtex"),
        (
            2,
            ("bibtex", "--what", "units"),
            "export those as tmx, xliff, xliff12, tsv, jsonl, csv, xlsx, parquet, dataset, moses",
        ),
        (2, ("bibtex", "--unflagged"), "not to documents"),
        (2, ("bibtex", "--codes", "region"), "not to documents"),
        (2, ("jsonl", "--what", "documents", "--source", "zh"), "not to documents"),
        (3, ("tmx", "--archive", "nowhere"), "nowhere"),
        (2, ("moses",), "moses writes PREFIX.zh, PREFIX.en and PREFIX.ids; name it with --output"),
        (2, ("tmx", "--bom"), "--bom is for csv"),
        (2, ("tmx", "-o", "memory", "--split", "train=1"), "for units as tsv, jsonl, csv, parquet, dataset, moses"),
        (2, ("jsonl", "--what", "documents", "-o", "x", "--split", "train=1"), "--split is for units"),
        (2, ("jsonl", "--split", "train=1"), "name them with --output"),
        (2, ("jsonl", "--split", "train=.9,dev=.9"), "add up to 1.8, not to 1"),
        (2, ("cdxj", "--report", "counts.json"), "not captures"),
        (2, ("jsonl", "--what", "documents", "--filter", "script"), "not to documents"),
        (2, ("jsonl", "--filter", "scirpt"), "no filter 'scirpt'; there are length-ratio"),
        (3, ("xliff",), "no pair of languages"),
        (3, ("moses", "-o", "nowhere/corpus"), "no translation unit passes"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    archive: Archive, capfd: pytest.CaptureFixture[str], code: int, options: tuple[str, ...], message: str
) -> None:
    assert main(["export", *options]) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
    assert err.startswith("archive: ")
    assert err.count("\n") == 1


def test_an_export_that_fails_leaves_the_file_as_it_was(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty = Archive(tmp_path / "empty").create()
    with IndexWriter(empty):
        pass
    place = tmp_path / "memory.tmx"
    place.write_text("old")
    assert main(["export", "tmx", "-o", str(place), "--archive", str(empty.root)]) == 3
    assert "holds no documents yet" in capfd.readouterr().err
    assert place.read_text() == "old"
    assert not list(tmp_path.glob("*.new"))
