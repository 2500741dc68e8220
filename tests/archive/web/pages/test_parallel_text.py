"""How blocks are set side by side."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from archive.model.document import Block, Document, Pair
from archive.web.pages.parallel_text import ParallelRow, parallel_text
from tests.archive.index.sample_documents import make_document


def make_page(langs: str, *pairs: tuple[tuple[int, ...], tuple[int, ...]]) -> Document:
    """A document with a block for each letter: c Chinese, e English, j Japanese, - of no language."""
    names = {"c": "zh-Hans", "e": "en", "j": "ja", "-": "und"}
    document = make_document(*[f"{letter}{n}" for n, letter in enumerate(langs)])
    blocks = tuple(replace(block, lang=names[block.text[0]]) for block in document.blocks)
    return replace(document, blocks=blocks, pairs=tuple(Pair(source, target, 0.9) for source, target in pairs))


def read(document: Document) -> list[tuple[str, str, str]]:
    """The rows as the texts on the left, on the right and across."""
    return [(text(row.left), text(row.right), text(row.across)) for row in parallel_text(document).rows]


def text(blocks: tuple[Block, ...]) -> str:
    return " ".join(block.text for block in blocks)


def test_paragraphs_in_turn_stand_side_by_side() -> None:
    document = make_page("cece", ((0,), (1,)), ((2,), (3,)))
    assert read(document) == [("c0", "e1", ""), ("c2", "e3", "")]
    assert (parallel_text(document).left_lang, parallel_text(document).right_lang) == ("zh-Hans", "en")


def test_halves_are_brought_together() -> None:
    assert read(make_page("ccee", ((0,), (2,)), ((1,), (3,)))) == [("c0", "e2", ""), ("c1", "e3", "")]


def test_english_first_is_on_the_right_all_the_same() -> None:
    assert read(make_page("ecec", ((1,), (0,)), ((3,), (2,)))) == [("c1", "e0", ""), ("c3", "e2", "")]


def test_a_block_without_translation_is_alone_on_its_side_where_it_stood() -> None:
    assert read(make_page("ececce", ((1,), (2,)), ((4,), (5,)))) == [
        ("", "e0", ""),
        ("c1", "e2", ""),
        ("c3", "", ""),
        ("c4", "e5", ""),
    ]


def test_many_that_translate_one_are_one_row() -> None:
    assert read(make_page("cce", ((0, 1), (2,)))) == [("c0 c1", "e2", "")]


def test_pairs_that_share_a_block_are_one_row() -> None:
    assert read(make_page("cej", ((0,), (1,)), ((0,), (2,)))) == [("c0", "e1 j2", "")]


def test_what_is_of_no_language_stands_across() -> None:
    assert read(make_page("ce-ce", ((0,), (1,)), ((3,), (4,)))) == [
        ("c0", "e1", ""),
        ("", "", "-2"),
        ("c3", "e4", ""),
    ]


def test_a_document_without_pairs_has_no_rows() -> None:
    assert parallel_text(make_page("ccc")).rows == ()


def test_pairs_of_blocks_that_are_not_there_are_none() -> None:
    assert parallel_text(make_page("ce", ((0,), (7,)))).rows == ()


@given(st.text("cej-", min_size=1, max_size=12), st.data())
def test_each_block_stands_exactly_once(langs: str, data: st.DataObject) -> None:
    numbers = st.lists(st.integers(0, len(langs) - 1), min_size=1, max_size=3, unique=True).map(tuple)
    pairs = data.draw(st.lists(st.tuples(numbers, numbers), max_size=5))
    document = make_page(langs, *pairs)
    rows = parallel_text(document).rows
    shown = [block.n for row in rows for block in (*row.left, *row.right, *row.across)]
    assert sorted(shown) == (list(range(len(langs))) if rows else [])
    assert ParallelRow() not in rows
