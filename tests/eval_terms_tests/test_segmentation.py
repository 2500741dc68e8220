"""The evaluation of the segmenter: the treebank as it is read, the score, and ours on sentences of our own."""

from pathlib import Path

import pytest

from tests.eval_terms.segmentation import Sentence, main, ours, read_sentences, score

CONLLU = """# sent_id = 1
# text = 加强产能合作，支持APEC 2025。
1	加强	加强	VERB	_	_	0	root	_	SpaceAfter=No
2	产能	产能	NOUN	_	_	1	obj	_	SpaceAfter=No
3	合作	合作	NOUN	_	_	1	obj	_	SpaceAfter=No
4	，	，	PUNCT	_	_	1	punct	_	SpaceAfter=No
5-6	支持APEC	_	_	_	_	_	_	_	SpaceAfter=No
5	支持	支持	VERB	_	_	1	conj	_	SpaceAfter=No
6	APEC	APEC	PROPN	_	_	5	obj	_	_
7	2025	2025	NUM	_	_	6	nummod	_	SpaceAfter=No
8	。	。	PUNCT	_	_	1	punct	_	SpaceAfter=No

"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "zh_gsdsimp-ud-dev.conllu").write_text(CONLLU, encoding="utf-8")
    return tmp_path


def test_words_are_read_without_ranges(folder: Path) -> None:
    (sentence,) = read_sentences(folder, "dev")
    assert sentence == Sentence(
        "加强产能合作，支持APEC 2025。", ("加强", "产能", "合作", "，", "支持", "APEC", "2025", "。")
    )


def test_our_words_are_those_of_the_sentence(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert score(read_sentences(folder, "dev"), ours) == (1, 1, 1)
    assert main(["--set", str(folder), "--part", "dev"]) == 0
    assert "| ours | 1.000 | 1.000 | 1.000 |" in capsys.readouterr().out


def test_white_space_does_not_count_and_a_wrong_cut_costs_both_words() -> None:
    sentence = Sentence("产能合作 APEC", ("产能", "合作", "APEC"))
    assert score([sentence], lambda _: ["产能合", "作", " ", "AP EC"]) == (1 / 3, 1 / 3, 1 / 3)
    assert score([sentence], lambda _: []) == (0, 0, 0)


def test_a_folder_without_the_treebank_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--set", str(tmp_path)]) == 2
    assert "zh_gsdsimp-ud-dev.conllu" in capsys.readouterr().err
