"""What is found is what a scan of the texts finds, whatever the texts and the query."""

import random
import tempfile
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.index import Index, IndexWriter
from archive.layout import Archive
from tests.archive.index.sample_documents import make_document
from tests.archive.index.scan import found as answered
from tests.archive.index.scan import pieces_of, quoted, scan, searchable, texts_of

_LETTERS = "中国产能合作一丁〇々𠀀𪚥한글かなカー、，。：“” -–/.,'’:()2025３aAbßé工業產國Ｘ①·"
_texts = st.text(st.sampled_from(_LETTERS), min_size=1, max_size=24).map(lambda text: " ".join(text.split()))
_any_text = st.text(max_size=16).map(lambda text: " ".join(text.split()))
_documents = st.lists(st.lists(_texts | _any_text, min_size=1, max_size=3), min_size=1, max_size=5)


def found(archive: Archive, query: str) -> set[str]:
    with Index(archive) as index:
        return answered(index, query)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_documents, st.data())
def test_random_substrings_are_found_where_a_scan_finds_them(texts: list[list[str]], data: st.DataObject) -> None:
    documents = [make_document(*blocks, path=str(number)) for number, blocks in enumerate(texts)]
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        with IndexWriter(archive) as writer:
            writer.add((), documents)
        everything = [text for blocks in texts for text in blocks]
        for _ in range(8):
            text = data.draw(st.sampled_from(everything))
            start = data.draw(st.integers(0, max(0, len(text) - 1)))
            wanted = text[start : start + data.draw(st.integers(1, 12))]
            if searchable(wanted):
                assert found(archive, quoted(wanted)) == scan(documents, wanted), wanted


_ENGLISH = st.sampled_from(
    [
        "the",
        "China's",
        "co-operation",
        "1,000.5",
        "G20",
        "U.S.",
        "naïve",
        "naive",
        "über",
        "go",
        "global",
        "ＡＰＥＣ",
        "win-win",
        "(2015)",
        "“Belt",
        "and",
        "Road”",
        "5%",
        "x²",
        "e.g.",
        "we'll",
        "l’État",
        "ﬁrst",
        "O'Brien",
        "$1.5bn",
        "3:2",
        "a/b",
        "#1",
        "COVID-19",
        "I",
        "İ",
        "ı",
    ]
)
_CHINESE = st.sampled_from(
    [
        "中国",
        "產能",
        "合作",
        "、",
        "，",
        "。",
        "《",
        "》",
        "2015年",
        "３８％",
        "“一带一路”",
        "APEC会议",
        "囯",
        "·",
        "⼯業",
        "5G",
        "第1,000.5号",
        "（WTO）",
        "～",
        "…",
        "——",
        "二〇一五",
    ]
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.lists(_ENGLISH, min_size=1, max_size=12).map(" ".join), min_size=1, max_size=6),
    st.lists(st.lists(_CHINESE | _ENGLISH, min_size=1, max_size=12).map("".join), min_size=1, max_size=6),
    st.integers(0, 2**32),
)
def test_pieces_of_news_are_found_where_a_scan_finds_them(english: list[str], chinese: list[str], seed: int) -> None:
    documents = [make_document(text, path=str(number), title=None) for number, text in enumerate(english + chinese)]
    texts = [text for document in documents for text in texts_of(document)]
    with tempfile.TemporaryDirectory() as directory:
        archive = Archive(Path(directory)).create()
        with IndexWriter(archive) as writer:
            writer.add((), documents)
        with Index(archive) as index:
            for wanted in filter(searchable, islice(pieces_of(texts, random.Random(seed)), 20)):
                assert answered(index, quoted(wanted)) == scan(documents, wanted), wanted


CASES = [
    ("中国", ["中国", "在中国人民", "中國"], ["中 国", "中、国", "国中"]),
    ("国", ["国", "中国", "国中", "國際"], ["囯"]),
    ("国际产能合作的", ["加强国际产能合作的需求"], ["国际产能合作", "国际产能、合作的"]),
    ("中国2025年", ["中国2025年", "在中国2025年底"], ["中国 2025 年", "中国12025年"]),
    ("25年", ["2025年", "25年"], ["25 年", "205年"]),
    ("APEC会议", ["apec会议", "出席ＡＰＥＣ会议"], ["APEC 会议"]),
    ("合作、共赢", ["合作、共赢"], ["合作共赢", "合作，共赢"]),
    ("2025", ["2025", "2025年", "于2025。"], ["12025", "20251年"]),
    ("cooperation", ["Cooperation!", "win-win COOPERATION", "的cooperation是"], ["cooperations", "xcooperation的"]),
    (
        '"industrial cooperation"',
        ["Industrial cooperation", "与industrial cooperation相"],
        ["industrial, cooperation"],
    ),
    ("China's", ["China’s share", "CHINA'S"], ["China s", "Chinas"]),
    ("China", ["China’s share", "in China,"], ["Chinas"]),
    ("go-global", ["the go-global effort"], ["go global", "go-globals"]),
    ('"tion 合作"', ["cooperation 合作", "tion 合作"], ["tion合作", "tiox 合作"]),
    ('"合作 coop"', ["合作 cooperation", "合作 cooperation的"], ["合作cooperation"]),
    ('"tion at 合"', ["cooperation at 合作"], ["tion a 合", "cooperation, at 合"]),
    ("coop*", ["Coop", "cooperation", "的cooperation"], ["xcoop", "co-op"]),
    ("co*", ["Co", "cooperation", "的cooperation", "co国", "x co-op"], ["xco", "c国", "c", "c o"]),
    ("202*", ["2025年", "202", "于2020。", "（2021）", "a" + " 202x" * 9], ["20", "20年", "12025年", "2 02"]),
    ("合作，", ["合作，共赢", "合作，", "合作，a"], ["合作。", "合作 ，", "合 作，"]),
    ("》，合", ["《产能》，合作", "产》，合"], ["》，", "》、合", "，合作", "》，的合"]),
    ("c*", ["c", "cooperation", "中c国", "中co国"], ["xc", "ac中"]),
    ('"win coop"*', ["win cooperation"], ["win-win", "twin cooperation"]),
    ("한국", ["대한국민"], ["한 국"]),
    ("カー", ["スカート", "ｶｰ"], ["カ"]),
    ("𠀀", ["a𠀀b", "𠀀中"], ["丁"]),
    ("é", ["É!"], ["e", "cé"]),
    ("a" * 50, ["a" * 50, "中" + "a" * 50], ["a" * 51]),
    ("a" * 50 + "*", ["a" * 50, "a" * 60], ["a" * 49]),
]


@pytest.mark.parametrize(("query", "hits", "misses"), CASES, ids=[case[0][:20] for case in CASES])
def test_what_a_term_finds_and_what_it_does_not(
    archive: Archive, query: str, hits: list[str], misses: list[str]
) -> None:
    documents = {text: make_document("", text, "", path=str(number)) for number, text in enumerate([*hits, *misses])}
    with IndexWriter(archive) as writer:
        writer.add((), documents.values())
    assert found(archive, query) == {documents[text].id for text in hits}


def test_no_phrase_reaches_from_one_block_or_field_into_the_next(archive: Archive) -> None:
    with IndexWriter(archive) as writer:
        writer.add((), [make_document("中国", "合作", "win", "win", title="加强", subtitle="交流")])
    assert len(found(archive, "中国 合作 win 加强 交流")) == 1
    for crossing in ("中国合作", '"win win"', "加强交流", "交流中国"):
        assert found(archive, crossing) == set()
