"""Sentences of Chinese and English blocks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.bitext.sentences import join_sentences, split_sentences

CHINESE = [
    ["大家好！", "很高兴见到各位。"],
    ["他问：“你去吗？”", "我说不去。"],
    ["“你就是新来的？”他问。", "“是。”我说。"],
    ["真的吗？！", "我不信……", "算了。"],
    ["会议（见下文。附件一）结束了。", "谢谢。"],
    ["网址是http://example.com/?id=3。", "欢迎访问。"],
    ["他想，……也许吧。"],
    ["此外,经济没有好转。", "其中既有挑战,也有机遇。"],
    ["增长4.5%。", "好"],
    ["「你好。」", "他走了。"],
]
ENGLISH = [
    ["Mr. Wang met Dr. J. R. Smith on Jan. 5.", "They talked."],
    ["It costs US$23.6 billion.", "That is a lot."],
    ["He works at Acme Inc. in Boston.", "He likes it."],
    ["The U.S. economy grew.", "It shrank in the U.K.", "The rest is known."],
    ["1. Open the box.", "2. Close it."],
    ['"Are you the new one?" he asked.', '"I am," I said.'],
    ["See Fig. 3 and pp. 4-5.", "It ended in Mar. 2019."],
    ["They sat in the sun.", "No.", "It was I.", "Nobody came."],
    ["He said: “Go.”", "Then he left."],
    ["Welcome!", "How are you?", "Fine…", "Thanks."],
    ["We use Node.js and ASP.NET here.", "Fine."],
    ["The sentence ended.Then came the next."],
]


@pytest.mark.parametrize("parts", CHINESE, ids=lambda parts: parts[0])
def test_chinese(parts: list[str]) -> None:
    assert [one.text for one in split_sentences("".join(parts), "zh-Hans")] == parts


@pytest.mark.parametrize("parts", ENGLISH[:-1], ids=lambda parts: parts[0])
def test_english(parts: list[str]) -> None:
    assert [one.text for one in split_sentences(" ".join(parts), "en")] == parts


def test_english_without_a_space_between_sentences() -> None:
    assert [one.text for one in split_sentences(ENGLISH[-1][0], "en")] == [
        "The sentence ended.",
        "Then came the next.",
    ]


@pytest.mark.parametrize("lang", ["zh-Hans", "ja", "en", "fr", "und"])
@given(text=st.text(st.characters() | st.sampled_from("。！？…”.!?\" '(（Aa一"), max_size=60))
def test_nothing_but_white_space_lies_between_sentences(lang: str, text: str) -> None:
    at = 0
    for one in split_sentences(text, lang):
        assert text[at : one.start].strip() == ""
        assert one.text == text[one.start : one.end] == one.text.strip() != ""
        at = one.end
    assert text[at:].strip() == ""


def test_sentences_are_joined_as_their_script_asks() -> None:
    assert join_sentences(["你好。", "“Hi.”", "Bye."]) == "你好。“Hi.” Bye."
