"""Alignment: what beads must hold for any texts, and what they are for some."""

import random
from functools import partial
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.bitext import Bead, align_segments
from archive.bitext.alignment.word_links import LinkedTexts, link_words
from archive.bitext.alignment.word_votes_probabilities_and_penalties import first_pass_votes, second_pass_votes
from tests.counting import calls_of
from tests.eval_bitext.gold import read_corpus

CHINESE = [
    "各位来宾，女士们、先生们：",
    "去年，全省港口完成货物吞吐量2.38亿吨，集装箱吞吐量突破450万标箱。",
    "这些数字背后，是两万多名港口工人的辛勤付出。",
    "有人问我，港口的短板到底在哪里？",
    "航道水深不足，大型船舶只能候潮进港；铁路还没有通到码头。",
]
ENGLISH = [
    "Distinguished guests, ladies and gentlemen,",
    "Last year, the ports of our province handled 238 million tonnes of cargo.",
    "Container throughput exceeded 4.5 million TEUs.",
    "Behind these figures stand more than twenty thousand dock workers.",
    "I am sometimes asked where exactly our weakness lies.",
    "The channel is too shallow for large ships, which have to wait for the tide.",
    "The railway does not yet reach the quays.",
]
BEADS = [((0,), (0,)), ((1,), (1, 2)), ((2,), (3,)), ((3,), (4,)), ((4,), (5, 6))]

TEXTS = st.lists(st.one_of(st.sampled_from(CHINESE), st.sampled_from(ENGLISH), st.text(max_size=30)), max_size=12)


def spans(beads: list[Bead]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(bead.source, bead.target) for bead in beads]


def test_sentences_are_joined_where_a_translator_split_them() -> None:
    assert spans(align_segments(CHINESE, ENGLISH)) == BEADS


def test_english_as_the_source_gives_the_same_beads_turned() -> None:
    turned = [Bead(bead.target, bead.source, bead.score) for bead in align_segments(ENGLISH, CHINESE)]
    assert turned == align_segments(CHINESE, ENGLISH)


def test_a_sentence_that_was_not_translated_stands_alone() -> None:
    text = next(text for text in read_corpus() if text.name == "port-speech")
    more = "午餐有鱼、米饭和三种蔬菜，味道很好，大家都吃得很高兴。"
    assert ((10,), ()) in spans(align_segments([*text.source[:10], more, *text.source[10:]], text.target))


def test_traditional_characters_are_aligned_as_simplified_ones_are() -> None:
    traditional = ["去年，全省港口完成貨物吞吐量2.38億噸。", "這些數字背後，是兩萬多名港口工人的辛勤付出。"]
    assert spans(align_segments(traditional, [ENGLISH[1], ENGLISH[3]])) == [((0,), (0,)), ((1,), (1,))]


def test_other_languages_are_aligned_by_lengths_names_and_numbers() -> None:
    french = ["Bonjour !", "En 2019, le port de Marseille a traité 79 millions de tonnes.", "Merci."]
    english = ["Hello!", "In 2019 the port of Marseille handled 79 million tonnes.", "Thank you."]
    assert spans(align_segments(french, english, ("fr", "en"))) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


@pytest.mark.parametrize(("source", "dictionary"), [("売上は2.5億円だった。", False), ("营业额为2.5亿元。", True)])
def test_figures_are_the_same_whatever_the_scale_is_called(source: str, dictionary: bool) -> None:
    links = link_words([source], ["Turnover was 250 million."], dictionary).links
    assert links["250000000"] == {"250000000"}


@pytest.mark.parametrize(("source", "target"), [([], []), ([], ["a"]), (["a"], []), ([""], [""]), (["", "\0"], [""])])
def test_empty_texts_are_texts(source: list[str], target: list[str]) -> None:
    covers_each_once(source, target, align_segments(source, target))


@given(TEXTS, TEXTS, st.sampled_from([None, ("zh", "en"), ("en", "zh-Hant"), ("ja", "en")]))
@settings(max_examples=150, deadline=None)
def test_beads_do_not_cross_and_cover_each_segment_once(
    source: list[str], target: list[str], languages: tuple[str, str] | None
) -> None:
    covers_each_once(source, target, align_segments(source, target, languages))


def covers_each_once(source: list[str], target: list[str], beads: list[Bead]) -> None:
    assert list(chain(*[bead.source for bead in beads])) == list(range(len(source)))
    assert list(chain(*[bead.target for bead in beads])) == list(range(len(target)))
    assert all(0 <= bead.score <= 1 and (bead.source or bead.target) for bead in beads)


@pytest.mark.parametrize("languages", [("zh", "en"), ("ja", "en")])
def test_one_text_may_be_much_longer(languages: tuple[str, str]) -> None:
    covers_each_once(CHINESE * 60, ENGLISH[:2], align_segments(CHINESE * 60, ENGLISH[:2], languages))
    covers_each_once(CHINESE[:2], ENGLISH * 60, align_segments(CHINESE[:2], ENGLISH * 60, languages))


def test_the_work_grows_as_the_length_does() -> None:
    numbers = random.Random(7)
    order = [numbers.randrange(5) for _ in range(1600)]
    source = [CHINESE[n] for n in order]
    target = [ENGLISH[m] for n in order for m in BEADS[n][1]]
    align_segments(CHINESE, ENGLISH)
    few, many = (
        calls_of(partial(align_segments, source[:share], target[: sum(len(BEADS[n][1]) for n in order[:share])]))
        for share in (400, 1600)
    )
    assert few < many < 6 * few


def test_the_second_pass_shares_the_words_and_links_of_the_first() -> None:
    texts = link_words(CHINESE, ENGLISH, True)
    first, beads = first_pass_votes(texts, True), [(n, n) for n in range(5)]
    second = second_pass_votes(texts, first, [((n,), (m,)) for n, m in beads], True)
    assert second.source.types is first.source.types
    assert second.source.unanswered != first.source.unanswered
    assert first.source.unanswered == first_pass_votes(texts, True).source.unanswered


def test_words_that_stand_together_again_and_again_are_linked_in_the_second_pass() -> None:
    source, target = [["某某号"]] * 6 + [["别的"]] * 6, [["zorgalith"]] * 6 + [["other"]] * 6
    texts = LinkedTexts(source, target, {"0": {"0"}})
    first = first_pass_votes(texts, True)
    second = second_pass_votes(texts, first, [((n,), (n,)) for n in range(12)], True)
    assert (first.match(1, 2), second.match(1, 8)) == (None, None)
    assert second.match(1, 2) is not None


def test_a_name_is_linked_to_its_characters() -> None:
    texts = link_words(["贾庆林说：“好。”"], ["Mr Jia Qinglin’s answer was: “Good.”"], True)
    assert texts.links["@庆林"] == {"qinglin"}
    assert "@林说" not in texts.links
