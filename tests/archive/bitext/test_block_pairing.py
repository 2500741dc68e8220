"""Pairing the blocks of a page."""

import random
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.bitext import align_segments, pair_blocks, split_sentences
from archive.model.document import Block, Pair
from tests.counting import calls_of
from tests.eval_bitext.gold import GoldBlock, read_corpus
from tests.eval_bitext.made_pages import Layout, MadePage, made_page
from tests.eval_bitext.traditional import traditional

ROOT = Path(__file__).parents[3]
SPEECH = ROOT / "tests" / "samplesite" / "articles" / "lanting-forum.txt"
PORT = next(text for text in read_corpus() if text.name == "port-speech").blocks


def blocks_of(*texts: str) -> list[Block]:
    """Blocks whose language is plain from their letters."""
    return [
        Block(n, "paragraph", text, "zh-Hans" if text[0] > "\u3000" else "en", 1.0, f"/p[{n}]")
        for n, text in enumerate(texts)
    ]


def spans(pairs: list[Pair]) -> set[tuple[tuple[int, ...], tuple[int, ...]]]:
    return {(pair.source, pair.target) for pair in pairs}


def made(texts: tuple[GoldBlock, ...], layout: Layout) -> MadePage:
    return made_page(texts, layout, random.Random(5))


def test_the_lanting_speech_has_six_pairs_and_twenty_nine_beads() -> None:
    lines = SPEECH.read_text(encoding="utf-8").splitlines()
    blocks = blocks_of(*[text for line in lines if (text := line.partition(": ")[2])])
    pairs = pair_blocks(blocks)
    chinese = [block.n for block in blocks if block.lang == "zh-Hans"]
    assert spans(pairs) == {((n,), (n + 1,)) for n in chinese}
    assert len(pairs) == 6
    beads = [spans_of_sentences(blocks, pair) for pair in pairs]
    assert beads == [
        [(1, 2), (1, 1), (1, 1), (1, 1)],
        [(1, 1), (1, 1), (1, 2), (1, 1), (1, 1), (1, 1), (1, 2)],
        [(1, 1), (1, 1), (1, 1), (1, 1), (1, 1), (1, 3), (1, 1), (1, 2)],
        [(1, 2), (1, 3), (1, 1)],
        [(1, 1), (1, 1), (1, 1), (1, 2)],
        [(1, 1), (1, 1), (1, 2)],
    ]
    assert sum(map(len, beads)) == 29


def spans_of_sentences(blocks: list[Block], pair: Pair) -> list[tuple[int, int]]:
    source = [one.text for n in pair.source for one in split_sentences(blocks[n].text, "zh-Hans")]
    target = [one.text for n in pair.target for one in split_sentences(blocks[n].text, "en")]
    return [(len(bead.source), len(bead.target)) for bead in align_segments(source, target)]


@pytest.mark.parametrize(
    "layout",
    [
        Layout(),
        Layout(english_first=True),
        Layout(halves=True),
        Layout(halves=True, english_first=True),
        Layout(missing=0.2),
        Layout(missing=0.2, english_first=True),
        Layout(halves=True, missing=0.12),
    ],
    ids=str,
)
def test_pages_of_every_layout(layout: Layout) -> None:
    page = made(PORT, layout)
    assert spans(pair_blocks(page.blocks)) == page.pairs


@pytest.mark.parametrize("layout", [Layout(), Layout(halves=True), Layout(missing=0.2)], ids=str)
def test_traditional_characters_pair_as_simplified_ones_do(layout: Layout) -> None:
    page = made(PORT, layout)
    blocks = [
        Block(b.n, b.kind, traditional(b.text), "zh-Hant", 1.0, b.xpath) if b.lang == "zh-Hans" else b
        for b in page.blocks
    ]
    assert spans(pair_blocks(blocks)) == page.pairs


def test_two_columns_pair_row_by_row() -> None:
    """Cells of a table as they are read: number, Chinese, English."""
    texts = [cell for n, text in enumerate(PORT) for cell in (f"{n + 1}", text.source, text.target)]
    blocks = [
        Block(n, "table-row", text, ("und", "zh-Hans", "en")[n % 3], 1.0, f"/td[{n}]") for n, text in enumerate(texts)
    ]
    assert spans(pair_blocks(blocks)) == {((n,), (n + 1,)) for n in range(1, len(texts), 3)}


def test_a_page_in_one_language_has_no_pairs() -> None:
    assert pair_blocks([]) == []
    assert pair_blocks(blocks_of("港口是国民经济的晴雨表。", "谢谢大家。")) == []


def test_blocks_without_a_translation_are_in_no_pair() -> None:
    blocks = blocks_of(
        "The sea connects the world, and ports connect us to the future.",
        "铁路还没有通到码头，货物要靠卡车转运。",
        "The railway does not yet reach the quays, so that goods are moved on by truck.",
        "Tickets cost eighty dollars for adults and forty for students.",
    )
    assert spans(pair_blocks(blocks)) == {((1,), (2,))}


def test_neighbours_that_have_nothing_to_do_with_each_other_are_no_pair() -> None:
    blocks = blocks_of(
        "本站所有原创文章，未经书面许可，任何单位和个人不得转载，违者将依法追究责任。",
        "The Berne Convention protects literary works for at least fifty years after the author's death.",
        "本周六下午两点，图书馆将放映老电影《城南旧事》，欢迎市民免费观看。",
        "The library of Alexandria is said to have kept a copy of every ship's books.",
    )
    assert pair_blocks(blocks) == []


def test_a_slogan_in_the_other_language_translates_nothing_on_the_page() -> None:
    chinese = [block.source for block in PORT]
    assert pair_blocks(blocks_of(*chinese[:3], "Words Without Walls", *chinese[3:])) == []


@pytest.mark.parametrize("english", [False, True])
def test_a_single_block_is_paired_with_what_translates_half_of_it_and_with_nothing_else(english: bool) -> None:
    """The page has no other Chinese, or no other English, to say how common its words are."""
    others = [block for text in read_corpus() if text.name == "bridge-news" for block in text.blocks][:7]
    page = [text.target if english else text.source for text in others]
    source, target = PORT[9].source, PORT[9].target_sentences[0]
    alone = source if english else target
    assert pair_blocks(blocks_of(*page[:4], alone, *page[4:])) == []
    assert spans(pair_blocks(blocks_of(*page[:4], source, target, *page[4:]))) == {((4,), (5,))}


def test_short_words_are_paired_where_the_whole_page_is_in_both_languages() -> None:
    texts = ["你好！", "Hello!", "不客气。", "You're welcome.", "没关系。", "Never mind.", "再见！", "Goodbye!"]
    assert spans(pair_blocks(blocks_of(*texts))) == {((n,), (n + 1,)) for n in range(0, 8, 2)}


def test_two_blocks_may_translate_one() -> None:
    blocks = blocks_of(
        "大海连接世界，港口连接未来。让我们携起手来，把海口建设成为面向太平洋和印度洋的开放门户！",
        "The sea connects the world, and ports connect us to the future.",
        "Let us join hands and make Haikou a gateway to the Pacific and the Indian Ocean!",
        "这些数字背后，是两万多名港口工人的辛勤付出。",
        "Behind these figures stand more than twenty thousand dock workers.",
    )
    assert spans(pair_blocks(blocks)) == {((0,), (1, 2)), ((3,), (4,))}


def test_japanese_and_english_pair_by_lengths_and_numbers() -> None:
    texts = [
        ("ja", "2019年に港を訪れた人は350万人でした。"),
        ("en", "In 2019 the port had 3.5 million visitors."),
        ("ja", "ありがとうございました。"),
        ("en", "Thank you very much."),
    ]
    blocks = [Block(n, "paragraph", text, lang, 1.0, "/p") for n, (lang, text) in enumerate(texts)]
    assert spans(pair_blocks(blocks)) == {((1,), (0,)), ((3,), (2,))} or spans(pair_blocks(blocks)) == {
        ((0,), (1,)),
        ((2,), (3,)),
    }


BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["zh-Hans", "zh-Hant", "en", "ja", "fr", "und"]),
        st.sampled_from([side for text in PORT for side in (text.source, text.target)]) | st.text(max_size=20),
    ),
    max_size=14,
)


@given(BLOCKS)
@settings(max_examples=100, deadline=None)
def test_pairs_hold_blocks_of_two_languages_in_order(texts: list[tuple[str, str]]) -> None:
    blocks = [Block(n, "paragraph", text, lang, 1.0, "/p") for n, (lang, text) in enumerate(texts)]
    pairs = pair_blocks(blocks)
    for pair in pairs:
        sides = [{texts[n][0].partition("-")[0] for n in side} for side in (pair.source, pair.target)]
        assert len(sides[0]) == len(sides[1]) == 1
        assert sides[0] != sides[1]
        assert all(list(side) == sorted(side) for side in (pair.source, pair.target))
        assert 0 < pair.score <= 1
        assert "zh" in sides[0] or not any(lang.startswith("zh") and text.strip() for lang, text in texts)
    for language in {lang.partition("-")[0] for lang, _ in texts}:
        of_language = [pair for pair in pairs if texts[pair.target[0]][0].startswith(language)]
        assert all(a.source[-1] < b.source[0] and a.target[-1] < b.target[0] for a, b in pairwise(of_language))


def test_the_work_grows_as_the_page_does() -> None:
    texts = [side for text in read_corpus() for block in text.blocks for side in (block.source, block.target) if side]
    few, many = blocks_of(*texts), blocks_of(*texts * 5)
    pair_blocks(few)  # reads what is read once
    assert calls_of(lambda: pair_blocks(many)) < 6 * calls_of(lambda: pair_blocks(few))


@pytest.mark.parametrize("languages", [("zh-Hans", "en"), ("ja", "en")])
@pytest.mark.parametrize("count", [1_190, 100_000])
def test_pages_of_very_many_blocks_do_not_stall_an_extraction(languages: tuple[str, str], count: int) -> None:
    """Links of a list, repeated: everything answers everything."""
    texts = ("港口", "Port")
    blocks = [Block(n, "list-item", texts[n % 2], languages[n % 2], 1.0, "/li") for n in range(count)]
    assert calls_of(lambda: pair_blocks(blocks)) < 8_000_000


def test_a_trap_of_short_paragraphs_in_two_languages_in_turn_is_not_searched_for_pairs() -> None:
    texts = [side for text in PORT for side in (text.source, text.target) if side] * 200
    assert pair_blocks(blocks_of(*texts[:2_500])) == []
    assert pair_blocks(blocks_of(*texts[:200])) != []
