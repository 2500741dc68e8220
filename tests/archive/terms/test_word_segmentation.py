"""How Chinese is cut into words that the dictionary lacks."""

import pytest

from archive.terms.word_segmentation import chinese_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("史瑞克访问", "史瑞克 访问"),
        ("会见普鲁申科", "会见 普鲁申科"),
        ("四百五十万人", "四百五十万 人"),
        ("第二十三届", "第二十三 届"),
        ("一种合作", "一 种 合作"),
        ("这个国家", "这 个 国家"),
        ("领骑者", "领骑 者"),
        ("一些国家", "一些 国家"),
        ("加强国际产能合作", "加强 国际 产能 合作"),
        ("他的马", "他 的 马"),
    ],
)
def test_words_that_the_dictionary_lacks(text: str, words: str) -> None:
    found = list(chinese_words(text))
    assert [word for _, word in found] == words.split()
    assert all(text[at : at + len(word)] == word for at, word in found)


def test_long_runs_are_cut_in_a_time_that_grows_with_them() -> None:
    assert sum(len(word) for _, word in chinese_words("克" * 20_000 + "一" * 20_000)) == 40_000
