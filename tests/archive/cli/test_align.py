"""``archive align``: what it prints for two text files, and what it refuses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from archive.cli import main

CHINESE = "大家上午好！\n去年，港口完成货物吞吐量2.38亿吨，集装箱吞吐量突破450万标箱。\n谢谢大家。\n"
ENGLISH = (
    "Good morning!\nLast year, the ports handled 238 million tonnes of cargo.\n"
    "Containers exceeded 4.5 million.\nThank you.\n"
)
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Aligned = Callable[..., str]


@pytest.fixture
def aligned(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Aligned:
    """Aligns two texts (or bytes) and gives what is printed; the command must succeed."""

    def run(source: str | bytes, target: str | bytes, *options: str) -> str:
        paths = [tmp_path / "source.txt", tmp_path / "target.txt"]
        for path, text in zip(paths, (source, target), strict=True):
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
        assert main(["align", *map(str, paths), *options]) == 0
        out, err = capfd.readouterr()
        assert err == ""
        return out

    return run


def test_beads_are_numbers_of_lines_from_zero(aligned: Aligned) -> None:
    assert aligned(CHINESE, ENGLISH) == "0:0\n1:1,2\n2:3\n"
    assert aligned(ENGLISH, CHINESE, "--format", "beads") == "0:0\n1,2:1\n3:2\n"


def test_what_has_no_translation_has_an_empty_side(aligned: Aligned) -> None:
    assert aligned(CHINESE, "") == "0:\n1:\n2:\n"
    assert aligned("", "") == ""


def test_tsv_has_a_line_for_each_pair(aligned: Aligned) -> None:
    lines = [line.split("\t") for line in aligned(CHINESE, ENGLISH, "--format=tsv").splitlines()]
    assert [target for _, target in lines] == ["Good morning!", " ".join(ENGLISH.splitlines()[1:3]), "Thank you."]
    assert [source for source, _ in lines] == CHINESE.splitlines()


def test_tabs_within_a_line_do_not_split_its_cell(aligned: Aligned) -> None:
    assert aligned("谢谢\t大家。", "Thank\tyou.", "--format=tsv") == "谢谢 大家。\tThank you.\n"


def test_tmx_names_the_languages(aligned: Aligned) -> None:
    root = etree.fromstring(
        aligned(CHINESE, ENGLISH, "--format=tmx", "--source-lang=zh-Hans", "--target-lang=en-GB").encode()
    )
    assert [tuv.get(LANG) for tuv in root.iter("tuv")] == ["zh-Hans", "en-GB"] * 3
    header = root.find("header")
    assert header is not None
    assert header.get("srclang") == "zh-Hans"


def test_sentence_vectors_compare_languages_without_a_dictionary(aligned: Aligned) -> None:
    japanese = "港は国の経済の鏡である。\nありがとうございました。\n"
    english = "A harbour mirrors the economy of its country.\nThank you very much.\n"
    assert aligned(japanese, english, "--embeddings") == "0:0\n1:1\n"


def test_line_ends_and_marks_of_byte_order_are_no_text(aligned: Aligned) -> None:
    source, target = CHINESE.replace("\n", "\r\n"), "\ufeff" + ENGLISH
    assert aligned(source, target, "--format=tsv") == aligned(CHINESE, ENGLISH, "--format=tsv")


def test_an_empty_line_counts(aligned: Aligned) -> None:
    assert aligned("谢谢大家。\n\n你好！\n", "Thank you.\n\nHello!\n") == "0:0\n1:1\n2:2\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("none.txt", None, "No such file"),
        ("gbk.txt", "你好".encode("gbk"), "not UTF-8 at byte 0; convert the file first"),
    ],
)
def test_files_that_cannot_be_read_are_wrong_usage(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert main(["align", str(tmp_path / name), str(tmp_path / name)]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--source-lang=de", "--target-lang=fr"], "no dictionary for de and fr; aligned by lengths"),
        (["--source-lang=ja"], "no dictionary for ja and en"),
        (["--source-lang=de\x1b[31m"], "no dictionary for de[31m and en"),
        (["--source-lang=und"], "no dictionary for an unknown language and en"),
        (["--source-lang=de", "--embeddings"], ""),
        (["--source-lang=zh-Hant", "--target-lang=en-GB"], ""),
        ([], ""),
    ],
)
def test_a_pair_without_a_dictionary_is_said_to_be(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], options: list[str], said: str
) -> None:
    paths = [tmp_path / "source.txt", tmp_path / "target.txt"]
    for path, text in zip(paths, (CHINESE, ENGLISH), strict=True):
        path.write_text(text, "utf-8")
    assert main(["align", *map(str, paths), *options]) == 0
    out, err = capfd.readouterr()
    assert out.startswith("0:0")
    assert (said in err) if said else err == ""
    assert err.count("\n") <= 1
