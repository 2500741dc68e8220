"""The evaluation of alignment: its corpus, its scores, its pages, its floors and its command."""

import random
from datetime import date
from pathlib import Path

import pytest

from tests.eval_bitext import __main__ as command
from tests.eval_bitext import peers
from tests.eval_bitext.floors import below, read_floors
from tests.eval_bitext.gold import GoldBead, Text, read_corpus, read_intertext
from tests.eval_bitext.made_pages import Layout, in_part, made_page, single_page, stray_page, unrelated_page
from tests.eval_bitext.report import LABELS, results_file, table
from tests.eval_bitext.run import Result, run
from tests.eval_bitext.score import Counts, lax, strict
from tests.eval_bitext.written_pages import PAGES, read_pages

CORPUS = read_corpus()
GOLD: list[GoldBead] = [((0,), (0,)), ((1,), (1, 2)), ((2,), ()), ((3, 4), (3,))]


@pytest.fixture(scope="module")
def result() -> Result:
    return run(CORPUS)


def test_no_score_is_below_its_floor(result: Result) -> None:
    assert below(result.scores, read_floors()) == []


def test_floors_and_labels_name_what_is_measured(result: Result) -> None:
    assert set(read_floors()) == set(LABELS) == set(result.scores)


@pytest.mark.parametrize("text", CORPUS, ids=lambda text: text.name)
def test_beads_of_the_corpus_cover_each_sentence_once_in_order(text: Text) -> None:
    assert [n for source, _ in text.beads for n in source] == list(range(len(text.source)))
    assert [n for _, target in text.beads for n in target] == list(range(len(text.target)))


def test_what_is_right_scores_one() -> None:
    assert strict(GOLD, GOLD).f1 == lax(GOLD, GOLD).f1 == 1.0


def test_a_bead_without_a_translation_counts_for_precision_alone() -> None:
    assert strict(GOLD, [*GOLD, ((), (4,))]) == Counts(4, 5, 3, 3)
    assert strict(GOLD, [bead for bead in GOLD if all(bead)]) == Counts(3, 3, 3, 3)


def test_a_bead_that_touches_is_laxly_right() -> None:
    found: list[GoldBead] = [((0,), (0,)), ((1, 2), (1, 2)), ((3,), ()), ((4,), (3,))]
    assert strict(GOLD, found) == Counts(1, 4, 1, 3)
    assert lax(GOLD, found) == Counts(3, 4, 3, 3)


def test_pages_leave_out_blocks_of_one_language() -> None:
    texts = CORPUS[0].blocks
    whole = made_page(texts, Layout(), random.Random(1))
    assert len(whole.pairs) == len(texts) == len(whole.blocks) // 2
    page = made_page(texts * 20, Layout(english_first=True, missing=0.25), random.Random(1))
    assert {block.lang for block in page.blocks[:1]} == {"en"}
    assert 0.4 < len(page.pairs) / (20 * len(texts)) < 0.6
    halves = made_page(texts, Layout(halves=True), random.Random(1))
    assert [block.lang for block in halves.blocks] == ["zh-Hans"] * len(texts) + ["en"] * len(texts)


def test_pages_without_translations_have_each_block_once() -> None:
    texts = CORPUS[0].blocks
    page = unrelated_page(texts, english_first=True)
    assert [block.text for block in page.blocks[:2]] == [texts[0].target, texts[1].source]
    stray = stray_page(texts, CORPUS[1].blocks[0], True, random.Random(1))
    assert sorted(block.lang for block in stray.blocks) == ["en"] * len(texts) + ["zh-Hans"]
    assert not page.pairs | stray.pairs


@pytest.mark.parametrize("english", [False, True])
def test_pages_with_a_single_pair_have_one_block_in_the_other_language(english: bool) -> None:
    texts = CORPUS[0].blocks
    pair = next(block for block in CORPUS[1].blocks if len(block.groups) > 2)
    page = single_page(pair, texts, english, random.Random(1))
    ((source, target),) = page.pairs
    assert (page.blocks[source[0]].text, page.blocks[target[0]].text) == (pair.source, pair.target)
    assert [block.lang == "en" for block in page.blocks].count(not english) == 1
    part = in_part(pair, english)
    assert (part.source, part.target) != (pair.source, pair.target)
    assert pair.target.startswith(part.target) if english else pair.source.startswith(part.source)


@pytest.mark.parametrize("name", ["tuned", "held_out"])
def test_written_pages_pair_chinese_with_english(name: str) -> None:
    text = (PAGES / f"{name}.txt").read_text(encoding="utf-8")
    pages = read_pages(name)
    assert len(pages) == text.count("\n= ") > 25
    for title, page in pages.items():
        for source, target in page.pairs:
            assert source, title
            assert target, title
            assert {page.blocks[n].lang for n in source} == {"zh-Hans"}, title
            assert {page.blocks[n].lang for n in target} == {"en"}, title


def test_a_line_of_a_written_page_that_is_no_block_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("= page\n1 < 你好\n你好\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt: '你好' is not"):
        read_pages("a", tmp_path)


def test_gale_church_aligns() -> None:
    assert peers.gale_church(["你好。", "再见，朋友们。"], ["Hello.", "Goodbye, friends."]) == [
        *GOLD[:1],
        ((1,), (1,)),
    ]


def test_intertext_files_are_read(tmp_path: Path) -> None:
    sides = {"zh": ["你好。", "再见。"], "en": ["Hello.", "Good", "bye."]}
    for lang, texts in sides.items():
        marked = "".join(f'<s id="1:{n}">{text}</s>' for n, text in enumerate(texts, 1))
        (tmp_path / f"a.001_{lang}.xml").write_text(f"<text><p>{marked}</p></text>", encoding="utf-8")
    links = '<linkGrp><link xtargets="1:1;1:1"/><link xtargets="1:2 1:3;1:2"/></linkGrp>'
    (tmp_path / "a.001_zh.001_en.xml").write_text(links, encoding="utf-8")
    (text,) = read_intertext(tmp_path)
    assert (text.source, text.target) == (tuple(sides["zh"]), tuple(sides["en"]))
    assert text.beads == (((0,), (0,)), ((1,), (1, 2)))


def test_a_corpus_that_is_malformed_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("[paragraph]\nno mark\n", encoding="utf-8")
    with pytest.raises(ValueError, match="begins with neither"):
        read_corpus(tmp_path)
    (tmp_path / "a.txt").write_text("[poem]\n< 你好\n", encoding="utf-8")
    with pytest.raises(ValueError, match="no kind of block"):
        read_corpus(tmp_path)


def test_what_is_below_its_floor_is_named() -> None:
    assert below({"strict": 0.9}, {"strict": 0.92}) == ["strict: 0.9000 is below its floor of 0.9200"]


def test_the_table_has_a_dash_for_what_the_peer_does_not_do(result: Result) -> None:
    lines = table(result, {"strict": 0.5}).splitlines()
    assert lines[2].endswith("| 0.500 |")
    assert all(line.endswith("| - |") for line in lines[3:])
    assert "2026-11-25" in results_file(CORPUS, result, None, date(2026, 11, 25))


def test_the_command_checks_and_writes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, result: Result
) -> None:
    monkeypatch.setattr(command, "run", lambda texts: result)
    monkeypatch.setattr(command, "RESULTS", tmp_path / "RESULTS.md")
    assert command.main(["--check", "--write"]) == 0
    assert "beads, strict F1" in (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    monkeypatch.setattr(command, "read_floors", lambda: {"strict": 1.1})
    assert command.main(["--check"]) == 1
    assert "below its floor" in capsys.readouterr().err
