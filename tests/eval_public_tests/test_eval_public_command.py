"""The command on two small sets."""

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.eval_public import __main__ as command
from tests.eval_public import figures as figures_module
from tests.eval_public.extractors import ANY_KIND, NO_CAPTIONS, OURS, read_pages
from tests.eval_public.figures import read_figures
from tests.eval_public.kept_rows import peer_rows
from tests.eval_public.pages import read_aeb, read_wcxb
from tests.eval_public.report import BEGIN, END, readme_part, with_part
from tests.eval_public.rows import Row, differences, read_rows, row_of
from tests.eval_public.run import run, unreadable_days
from tests.eval_public_tests.conftest import CREW, Sets


@pytest.fixture
def rows(sets: Sets) -> list[Row]:
    pages = [*read_aeb(sets.folder / "aeb"), *read_wcxb(sets.folder / "wcxb")]
    return [row_of(page, found) for page, found in read_pages(OURS, pages)]


def by_key(rows: list[Row], extractor: str) -> dict[str, Row]:
    return {row.id: row for row in rows if row.extractor == extractor}


def test_a_page_that_is_no_article_has_text_only_whatever_the_kind(rows: list[Row]) -> None:
    judged, whole = by_key(rows, OURS), by_key(rows, ANY_KIND)
    assert (judged["0003"].kind, judged["0003"].f1) == ("page", 0.0)
    assert whole["0003"].f1 == 1.0
    assert judged["0001"].f1 == whole["0001"].f1 == judged["a1"].f1 == 1.0


def test_a_row_says_what_is_right_of_a_page(rows: list[Row]) -> None:
    first, second = (by_key(rows, OURS)[name] for name in ("0001", "0002"))
    assert (first.title, first.day, first.wanted, first.unwanted) == (True, True, 1.0, 0.0)
    assert (second.title, second.day, second.unwanted, second.found_title) == (False, False, None, "Ferry stopped")
    news = by_key(rows, OURS)["a1"]
    assert (news.same, news.wanted, news.title, news.day) == (True, None, None, None)


def test_captions_are_text_or_left_out(sets: Sets, tmp_path: Path) -> None:
    caption = "<figure><img src=/b.jpg><figcaption>The second boat in March, before the storm</figcaption></figure>"
    page = next(iter(read_wcxb(sets.folder / "wcxb")))
    pictured = replace(page, file=tmp_path / "pictured.html.gz")
    pictured.file.write_bytes(gzip.compress(page.html.replace(f"<p>{CREW}", f"{caption}<p>{CREW}").encode()))
    rows = [row_of(pictured, found) for _, found in read_pages(OURS, [pictured])]
    assert by_key(rows, OURS)[page.id].precision != 1.0
    assert by_key(rows, NO_CAPTIONS)[page.id].precision == 1.0


def test_days_that_stand_nowhere_are_counted(sets: Sets) -> None:
    assert unreadable_days(read_wcxb(sets.folder / "wcxb")) == 1


def test_two_processes_read_what_one_reads(
    sets: Sets, rows: list[Row], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(Path(__file__).parents[2])  # where the processes find this package
    pages = [*read_aeb(sets.folder / "aeb"), *read_wcxb(sets.folder / "wcxb")]
    assert run(pages, [OURS]) == rows
    assert capsys.readouterr().err == "100 % ours\n"


@pytest.fixture
def small(sets: Sets, rows: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sets:
    """The command with the small sets, in one process, and files of its own to write."""
    monkeypatch.setattr(command, "AEB", sets.aeb)
    monkeypatch.setattr(command, "WCXB", sets.wcxb)
    monkeypatch.setattr(command, "run", lambda pages, names: rows if names == [OURS] else [])
    monkeypatch.setattr(command, "HOME", tmp_path / "home")
    monkeypatch.setattr(command, "RESULTS", tmp_path / "RESULTS.md")
    monkeypatch.setattr(command, "README", tmp_path / "README.md")
    monkeypatch.setattr(
        command, "write_figures", lambda figures: figures_module.write_figures(figures, tmp_path / "f.json")
    )
    (tmp_path / "README.md").write_text(f"# Ours\n{BEGIN}old\n{END}more\n", encoding="utf-8")
    return sets


def test_figures_readme_and_results_are_written_together(small: Sets, tmp_path: Path) -> None:
    assert command.main(["--sets", str(small.folder), "--write"]) == 0
    figures = read_figures(tmp_path / "f.json")
    readme = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert readme == f"# Ours\n{BEGIN}{readme_part(figures)}\n{END}more\n"
    assert readme_part(figures) in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert (figures.pages, figures.kinds["article"]) == ({"aeb": 2, "wcxb": 3}, 2)
    assert figures.called == {"article": 1.0, "service": 0.0}
    assert figures.days == {"all": 2, "called": 2, "nowhere": 1}
    assert next(iter(figures.published)) == "careful"
    ours, whole, _ = figures.extractors
    assert (ours.name, ours.means["service_f1"], ours.means["day_called"]) == (OURS, 0.0, 0.5)
    assert (whole.name, whole.means["service_f1"], whole.means["aeb_f1"]) == (ANY_KIND, 1.0, 1.0)


def test_rows_are_written_and_compared(small: Sets, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    assert command.main(["--sets", str(small.folder), "--no-peers", "--rows", str(path)]) == 0
    assert len(read_rows(path)) == 15
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for line in lines:
        if line["id"] == "0001":
            line.update(f1=0.5, kind="list", title=False)
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    capsys.readouterr()
    for options, extractor in ((("--any-kind",), ANY_KIND), ((), OURS)):
        assert command.main(["--sets", str(small.folder), "--no-peers", "--compare", str(path), *options]) == 0
        told = capsys.readouterr().out.splitlines()[0]
        assert told.startswith("wcxb 0001 (article): better: F1 0.500 to 1.000, kind list to "), extractor
        assert "title right now (Ferry stopped)" in told


def test_rows_of_peers_are_kept_until_the_pages_are_others(sets: Sets, rows: list[Row], tmp_path: Path) -> None:
    pages = read_aeb(sets.folder / "aeb")
    made: list[int] = []

    def make() -> list[Row]:
        made.append(len(made))
        return rows

    for again in (pages, pages, pages[:1]):
        assert peer_rows(again, make, tmp_path / "home") == rows
    assert made == [0, 1]


def test_pages_are_compared_by_the_extractor_that_is_asked_for(rows: list[Row]) -> None:
    worse = [replace(row, f1=0.1) if row.extractor == ANY_KIND else row for row in rows]
    assert list(differences(rows, worse)) == []
    assert len(list(differences(rows, worse, ANY_KIND))) == 5


@pytest.mark.parametrize("wrong", [["--write", "--no-peers"], ["--write", "--every", "2"]])
def test_a_part_of_the_run_is_not_written(small: Sets, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        command.main(["--sets", str(small.folder), *wrong])
    assert stop.value.code == 2


@pytest.mark.parametrize("named", [("--sets", "none"), ("--compare", "none")])
def test_what_cannot_be_read_is_one_line_and_code_two(
    small: Sets, named: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--sets", str(small.folder), *named]) == 2
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith("eval_public: ")


def test_a_readme_without_its_marks_is_refused(small: Sets, tmp_path: Path) -> None:
    command.main(["--sets", str(small.folder), "--write"])
    with pytest.raises(ValueError, match="no place for the table"):
        with_part("# Ours\n", read_figures(tmp_path / "f.json"))
