"""Running extractors over the corpus, the table and the command line."""

from datetime import date
from pathlib import Path

import pytest

from tests.eval import __main__ as command
from tests.eval.columns import COLUMNS
from tests.eval.gold import CORPUS, Case, read_case
from tests.eval.peers import Peer
from tests.eval.reading import Reading
from tests.eval.report import page_lines, results_file, table
from tests.eval.run import LOWEST, PageResult, Result, page_of, run_ours, run_peer

ARTICLE = read_case(CORPUS / "about_404_pages")
LIST = read_case(CORPUS / "list_plain")
NO_CHARSET = read_case(CORPUS / "utf8_nocharset_static")


def gold_reading(case: Case) -> Reading:
    gold = case.gold
    return Reading(tuple(block.text for block in gold.blocks), gold.fields["title"][0], gold.fields["published"][0])


def test_a_case_becomes_a_page_with_its_bytes_and_its_content_type() -> None:
    page = page_of(ARTICLE)
    assert (page.url, page.status, page.content()) == (ARTICLE.url, 200, ARTICLE.payload)
    assert page.header("content-type") == "text/html; charset=utf-8"
    assert page_of(NO_CHARSET).headers == ()


def test_ours_is_scored_in_every_column_that_applies() -> None:
    result = run_ours([ARTICLE, LIST])
    article, other = (page.scores for page in result.pages)
    assert set(article) == {column.name for column in COLUMNS} - {"empty"}
    assert set(other) == {"kind", "empty"}
    assert result.speed > 0


def test_a_peer_without_dates_has_no_day() -> None:
    dated = run_peer(Peer("x", "1", True, lambda _: gold_reading(ARTICLE)), [ARTICLE]).pages[0].scores
    undated = run_peer(Peer("x", "1", False, lambda _: gold_reading(ARTICLE)), [ARTICLE]).pages[0].scores
    assert (dated["day"], undated["day"], undated["body_f1"]) == (1.0, None, 1.0)


def test_means_leave_out_what_does_not_apply_and_keep_the_lowest() -> None:
    pages = [
        PageResult("a", {"body_f1": 0.5, "short": None}, []),
        PageResult("b", {"body_f1": 1.0, "short": 0.2}, []),
    ]
    means = Result("ours", pages, 1.0).means()
    assert (means["body_f1"], means["short"], means[LOWEST], means["empty"]) == (0.75, 0.2, 0.5, None)


def test_the_table_has_a_row_for_each_column_and_a_dash_for_what_is_not_measured() -> None:
    lines = table([Result("ours", [PageResult("a", {"title": 0.5}, [])], 12.3)]).splitlines()
    cells = {row.split("|")[1].strip(): row.split("|")[2].strip() for row in lines}
    assert {column.label for column in COLUMNS} <= set(cells)
    assert (cells["title"], cells["subtitle"], cells["pages a second"]) == ("0.500", "-", "12")


def test_page_lines_name_what_is_weak_and_what_is_wrong() -> None:
    pages = [PageResult("a", {"title": 0.0, "kind": 1.0}, ["title is None"]), PageResult("b", {"kind": 1.0}, [])]
    assert page_lines(pages) == "a: title 0.000\n    title is None\nb: all right"


def test_the_results_file_says_when_and_how_it_was_made() -> None:
    text = results_file([Result("ours", [PageResult("a", {"body_f1": 0.5}, [])], 1.0)], date(2026, 11, 24))
    assert "1 pages, 1 of them articles" in text
    assert "2026-11-24" in text
    assert "make eval" in text


@pytest.fixture
def short_corpus(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "read_corpus", lambda: [ARTICLE, LIST])


def test_the_command_prints_the_table(short_corpus: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--no-peers", "-v", "list_plain"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("list_plain: ")
    assert "about_404_pages" not in out
    assert "| kind of page" in out


@pytest.mark.parametrize(("floor", "code"), [(0.0, 0), (1.01, 1)])
def test_check_fails_below_a_floor(
    short_corpus: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    floor: float,
    code: int,
) -> None:
    monkeypatch.setattr(command, "read_floors", lambda: {"body_f1": floor})
    assert command.main(["--no-peers", "--check"]) == code
    assert ("body_f1" in capsys.readouterr().err) == bool(code)


def test_write_writes_the_results(short_corpus: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(command, "RESULTS", tmp_path / "RESULTS.md")
    assert command.main(["--no-peers", "--write"]) == 0
    assert "| body F1" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [["nopage"], ["list_plain", "--check"], ["list_plain", "--write"]])
def test_wrong_usage_ends_with_two(short_corpus: None, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        command.main(["--no-peers", *wrong])
    assert stop.value.code == 2


def test_the_whole_corpus_holds_its_floors(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--no-peers", "--check"]) == 0, capsys.readouterr().err
