"""How texts are cut into words."""

import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.corpus.words import TITLE, corpus_texts, lemma, split_words
from archive.index.folding import fold
from tests.archive.index.sample_documents import make_document

TEXTS = st.text(st.sampled_from("产能合作發展的，。 aB'’.-5%３Ａ\u0301\u3042カ한👩\u200d\n"), max_size=60)


def keys(text: str, lang: str) -> list[str]:
    return [word.key for word in split_words(text, lang) if word.is_word]


def test_chinese_is_cut_into_words_in_simplified_characters() -> None:
    found = keys("加強國際產能合作，支持發展中國家。", "zh-Hant")
    assert found == ["加强", "国际", "产能", "合作", "支持", "发展中国家"]


def test_other_text_is_cut_at_unicode_word_boundaries() -> None:
    assert keys("China’s U.S. go-global plan: 3.5%, e.g. naïve", "en") == [
        "china's", "u.s", "go", "global", "plan", "3.5", "e.g", "naïve",
    ]  # fmt: skip


def test_chinese_inside_another_language_is_cut_like_chinese() -> None:
    assert keys("The term 产能合作 means", "en") == ["the", "term", "产能", "合作", "means"]


@pytest.mark.parametrize("lang", ["ja", "ko"])
def test_characters_of_japanese_and_korean_stand_alone(lang: str) -> None:
    assert keys("産能合作", lang) == ["产", "能", "合", "作"]


def test_numbers_and_latin_words_in_chinese_stand_apart() -> None:
    assert keys("2015年APEC会议的iPhone", "zh-Hans") == ["2015", "年", "apec", "会议", "的", "iphone"]


def test_marks_are_tokens_and_no_words() -> None:
    marks = [word.key for word in split_words("“好”……——去!", "zh-Hans") if not word.is_word]
    assert marks == ["“", "”", "……", "——", "!"]


@given(TEXTS, st.sampled_from(["zh-Hans", "en", "ja", "und"]))
def test_only_white_space_lies_between_tokens(text: str, lang: str) -> None:
    reached = 0
    for word in split_words(text, lang):
        assert word.start < word.end
        assert not fold(text)[reached : word.start].strip(" \u0301\u200d")
        assert len(word.key) == word.end - word.start
        reached = word.end


def test_a_title_counts_where_no_block_has_it() -> None:
    document = make_document("正文一", title="产能合作论坛")
    assert [text.block for text in corpus_texts(document)] == [TITLE, 0]
    repeated = replace(document, title="正文一")
    assert [text.block for text in corpus_texts(repeated)] == [0]


def test_a_base_form_is_that_of_the_dictionary_or_the_word() -> None:
    assert [lemma(key, "en") for key in ("went", "cooperates", "beijing")] == ["go", "cooperate", "beijing"]
    assert lemma("合作", "zh-Hant") == "合作"
    assert lemma("word", "xx") is None


def test_without_the_extra_only_chinese_has_base_forms(monkeypatch: pytest.MonkeyPatch) -> None:
    lemma.cache_clear()
    monkeypatch.setitem(sys.modules, "simplemma", None)
    assert (lemma("went", "en"), lemma("合作", "zh-Hans")) == (None, "合作")
    lemma.cache_clear()
