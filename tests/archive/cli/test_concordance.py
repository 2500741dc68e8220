"""``archive concordance`` and ``archive terms``, called as a script calls them."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from archive.cli import main
from archive.export.formats_and_export_of_units import TERM_FORMATS
from archive.index import IndexWriter
from archive.layout import Archive
from archive.model.document import Block, Pair
from tests.archive.index.sample_documents import make_document
from tests.archive.query.concordance_documents import CHINESE, ENGLISH, make_bilingual, store
from tests.archive.terms.bilingual_units import SENTENCES

Run = Callable[..., str]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of a speech, of the same posted again, and of a page of sentences about trade."""
    texts = [text for pair in SENTENCES for text in pair]
    blocks = tuple(Block(n, "paragraph", text, ("zh-Hans", "en")[n % 2], 1.0, "/p") for n, text in enumerate(texts))
    pairs = tuple(Pair((n,), (n + 1,), 0.9) for n in range(0, len(texts), 2))
    page = replace(make_document(path="trade", title="Trade"), blocks=blocks, pairs=pairs, published="2024-01-01")
    speeches = (make_bilingual("first", "2015-04-28", "Wang Yi"), make_bilingual("copy", "2016-05-01", site="other"))
    archive = store(tmp_path / "data", [page, *speeches])
    monkeypatch.setenv("ARCHIVE_DIR", str(archive.root))
    return archive.root


@pytest.fixture
def done(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must succeed, and gives what it prints."""

    def run(*arguments: str) -> str:
        assert main(arguments) == 0
        out, err = capfd.readouterr()
        assert err == ""
        return out

    return run


def test_concordance_of_a_word_that_the_other_side_lacks(place: Path, done: Run) -> None:
    lacking = json.loads(done("concordance", "zh:产能 -en:capacity", "--site", "other", "--format", "json"))
    having = json.loads(done("concordance", "zh:产能 en:capacit*", "--site", "other", "--format", "json"))
    assert (lacking["distinct"], having["distinct"]) == (3, 1)
    assert all("capacity" not in line["translation"]["text"] for line in lacking["lines"])
    assert "production capacity" in having["lines"][0]["translation"]["text"]
    assert "production capacity" in done("concordance", "zh:产能 en:capacity")


def test_concordance_in_every_form(place: Path, done: Run) -> None:
    text = done("concordance", "国际产能合作")
    assert "中国加强国际产能合作,是自身" in text
    assert "To strengthen international industrial cooperation is a sure path" in text
    assert "2015-04-28 · Wang Yi · sample" in text
    assert "\x1b" not in text
    values = json.loads(done("concordance", "国际产能合作", "--format", "json"))
    assert values["hits"] == 5
    assert values["translations"]["phrases"][0]["text"] == "international industrial cooperation"
    rows = list(csv.DictReader(io.StringIO(done("concordance", "国际产能合作", "--format=csv"))))
    assert len(rows) == values["distinct"] == 4
    assert {row["keyword"] for row in rows} == {"国际产能合作"}


def test_tmx_has_the_units_behind_the_lines_once(place: Path, done: Run) -> None:
    tree = etree.fromstring(done("concordance", "产能 OR 富余", "--speaker", "wang", "--format", "tmx").encode())
    texts = [seg.text for seg in tree.iter("seg")]
    assert CHINESE[1] in texts
    assert ENGLISH[1] in texts
    assert len(texts) == len(set(texts)) == 6


def test_sort_limit_and_filters(place: Path, done: Run) -> None:
    def found(*options: str) -> list[str]:
        values = json.loads(done("concordance", "产能合作", "--format", "json", *options))
        return [line["document"]["published"] for line in values["lines"]]

    assert found("--sort", "date") == sorted(found())
    assert set(found("--site", "other", "--kind", "news")) == {"2016-05-01"}
    assert set(found("--from", "2024", "--to", "2024-06", "--lang", "zh")) == {"2024-01-01"}
    assert len(found("--limit", "2")) == 2
    assert len(found("--sort", "left")) == len(found("--sort", "right")) == len(found())


def test_words_to_sort_by_samples_context_and_language(
    place: Path, done: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def found(*options: str) -> dict[str, Any]:
        values: dict[str, Any] = json.loads(done("concordance", "合作", "--format", "json", *options))
        return values

    every, sample = found(), found("--sample", "2", "--seed", "7", "--sort", "1L,1R")
    assert (sample["hits"], sample["sample"]["lines"], sample["sample"]["seed"]) == (every["hits"], 2, 7)
    assert 1 <= len(sample["lines"]) <= 2 < len(every["lines"])
    assert f"{every['hits']} hits for 合作" in done("concordance", "合作", "--sample", "1")
    assert "1 hit drawn at random (seed 1)" in done("concordance", "合作", "--sample", "1")
    assert found("--hit-lang", "English")["hits"] == 0
    assert "产能" in {line["left"] for line in found("--context", "1")["lines"]}
    monkeypatch.setattr("archive.query.concordance.line_order._has_pinyin", lambda: False)
    assert main(["concordance", "合作", "--sort", "1L"]) == 0
    assert "pip install 'agency-archive[corpus]'" in capfd.readouterr().err


def test_english_and_prefixes(place: Path, done: Run) -> None:
    text = done("concordance", '"industrial cooperation"', "--sort", "right")
    assert "产能合作" in text
    values = json.loads(done("concordance", "connectiv*", "--format", "json"))
    assert {line["keyword"].lower() for line in values["lines"]} == {"connectivity"}


def test_terms_in_every_form(place: Path, done: Run) -> None:
    lines = done("terms").splitlines()
    heading = "Chinese English variants units of the Chinese of the English documents"
    assert " ".join(lines[0].split()) == heading
    assert any(line.split()[:2] == ["互联互通", "connectivity"] for line in lines)
    rows = list(csv.DictReader(io.StringIO(done("terms", "--format", "csv"))))
    row = next(row for row in rows if row["chinese"] == "互联互通")
    assert (row["english"], row["units"], row["url"]) == ("connectivity", "4", "http://sample.example/trade")
    assert (row["type"], row["documents"], row["first_seen"][:2]) == ("term", "1", "20")
    tree = etree.fromstring(done("terms", "--format", "tbx").encode())
    read = [term.text for term in tree.iter("{urn:iso:std:iso:30042:ed-2}term")]
    assert read == [text for row in rows for text in (row["chinese"], row["english"])]


def test_names_and_general_words_stand_apart(place: Path, done: Run) -> None:
    assert "general words" not in done("terms")
    tables = [table.splitlines() for table in done("terms", "--general").split("\n\n")]
    assert [table[0].split()[2] for table in tables] == ["variants", "names", "general"]
    assert any(line.split()[:2] == ["港口", "port"] for line in tables[-1])


def test_terms_are_chosen(place: Path, done: Run) -> None:
    assert len(done("terms", "--limit", "3").splitlines()) == 4
    rows = list(csv.DictReader(io.StringIO(done("terms", "--format", "csv", "--min-count", "4"))))
    assert rows
    assert all(int(row["units"]) >= 4 for row in rows)
    nothing = "no pair of terms is in enough translation units; filter less, or try --min-count 1\n"
    assert done("terms", "--to", "1999") == nothing
    assert done("terms", "--to", "1999", "--format", "csv").count("\n") == 1
    assert "互联互通" not in done("terms", "--to", "2016")


def test_terms_go_into_files_of_each_form(
    place: Path, tmp_path: Path, done: Run, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ARCHIVE_DIR", str(place))
    chosen = ["terms", "--limit", "3", "-o", str(tmp_path / "terms"), "--format"]
    (first, *_) = terms = json.loads(done("terms", "--limit", "3", "--format", "json"))
    assert len(terms) == 3
    assert first["examples"][0]["chinese"]["text"].count(first["chinese"])
    for form in TERM_FORMATS:
        assert main([*chosen, form]) == 0
        assert capfd.readouterr() == ("", "3 terms written\n")
        assert (tmp_path / "terms").stat().st_size > 100
    assert main([*chosen, "omegat", "--source", "English"]) == 0
    english, chinese, _ = (tmp_path / "terms").read_text(encoding="utf-8").splitlines()[0].split("\t")
    assert (chinese, english) == (first["chinese"], first["english"])
    assert main([*chosen, "tbx2", "--codes", "region"]) == 0
    assert 'xml:lang="zh-CN"' in (tmp_path / "terms").read_text(encoding="utf-8")
    assert main([*chosen, "csv", "--bom"]) == 0
    assert (tmp_path / "terms").read_bytes().startswith(b"\xef\xbb\xbfchinese")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "tbx", "--bom"], "--bom is for csv"),
        (["--format", "csv", "--codes", "region"], "--codes is for tbx and tbx2"),
        (["--format", "tbx2", "--source", "en"], "--source is for omegat"),
        (["--format", "omegat", "--source", "fr"], "--source fr is neither"),
    ],
)
def test_options_that_a_form_of_terms_has_no_place_for(
    options: list[str], message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["terms", *options]) == 2
    assert message in capfd.readouterr().err


def test_files_are_utf8_whatever_the_terminal_has(place: Path) -> None:
    for arguments in (["terms", "--format", "tbx"], ["concordance", "产能", "--format", "tmx"]):
        ended = subprocess.run(
            [sys.executable, "-m", "archive", *arguments, "--archive", place],
            capture_output=True,
            check=True,
            env={"PYTHONIOENCODING": "ascii"},
        )
        assert "产能" in ended.stdout.decode()


@pytest.mark.parametrize(
    ("code", "arguments", "message"),
    [
        (2, ["concordance"], "QUERY"),
        (2, ["concordance", ""], "no word to look for"),
        (2, ["concordance", "site:sample"], "no word to look for"),
        (2, ["concordance", '"open'], "quotation mark"),
        (2, ["concordance", "x", "--sort", "up"], "no order of lines"),
        (2, ["concordance", "x", "--limit", "0"], "--limit"),
        (2, ["concordance", "x", "--seed", "1"], "--sample"),
        (2, ["concordance", "x", "--sample", "0"], "--sample"),
        (2, ["concordance", "x", "--context", "101"], "--context"),
        (2, ["concordance", "x", "--format", "xml"], "--format"),
        (2, ["concordance", "x", "--from", "May"], "no day"),
        (2, ["terms", "--min-count", "0"], "--min-count"),
        (2, ["terms", "--kind", "poem"], "no kind"),
        (2, ["terms", "--format", "docx"], "--format"),
        (3, ["terms", "--archive", "nowhere"], "no archive at"),
        (3, ["concordance", "x", "--archive", "nowhere"], "no archive at"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    place: Path, capfd: pytest.CaptureFixture[str], code: int, arguments: list[str], message: str
) -> None:
    assert main(arguments) == code
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
    assert err.startswith("archive: ")
    assert err.count("\n") == 1


def test_an_archive_without_documents_is_missing_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    empty = Archive(tmp_path / "empty").create()
    with IndexWriter(empty):
        pass
    for arguments in (["terms"], ["concordance", "产能"]):
        assert main([*arguments, "--archive", str(empty.root)]) == 3
        assert "holds no documents yet" in capfd.readouterr().err
