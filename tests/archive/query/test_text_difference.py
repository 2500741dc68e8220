"""What changed between two texts and between two versions of a document."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model.document import Document, Pair, Rights, Speech
from archive.query.history.version_and_text_comparison import (
    MOST_EDITS,
    Comparison,
    compare,
    difference_tokens,
    same_spans,
    text_difference,
)
from tests.archive.index.sample_documents import make_document

TEXTS = st.text(st.sampled_from("ab 中国合作，.'"), max_size=30)
LETTERS = st.lists(st.sampled_from("abc"), max_size=12)


def longest_common(old: list[str], new: list[str]) -> int:
    """The length of a longest common subsequence, by the table of all prefixes."""
    row = [0] * (len(new) + 1)
    for one in old:
        above = row[:]
        for at, other in enumerate(new):
            row[at + 1] = above[at] + 1 if one == other else max(above[at + 1], row[at])
    return row[-1]


@settings(deadline=None)
@given(LETTERS, LETTERS)
def test_what_is_the_same_is_as_long_as_possible(old: list[str], new: list[str]) -> None:
    spans = same_spans(old, new, MOST_EDITS)
    for x, end_x, y, end_y in spans:
        assert old[x:end_x] == new[y:end_y] != []
    assert all(one[1] <= next_[0] and one[3] <= next_[2] for one, next_ in pairwise(spans))
    assert sum(end - begin for begin, end, _, _ in spans) == longest_common(old, new)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_pieces_make_both_texts(old: str, new: str) -> None:
    pieces = text_difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == new
    before = "".join(piece.text for piece in pieces if piece.kind != "new")
    assert "".join(before.split()) == "".join(old.split())
    assert (old == new) == all(piece.kind == "same" for piece in pieces)


@settings(deadline=None)
@given(st.text())
def test_tokens_make_the_text(text: str) -> None:
    assert "".join(difference_tokens(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("加强国际合作", "深化国际合作", "-加强-+深化+国际合作"),
        ("China steps up trade.", "China stepped up trade.", "China -steps -+stepped +up trade."),
        ("the end", "the end.", "the end+.+"),
        ("中国合作", "中国 合作", "中-国-+国 +合作"),
        ("", "new", "+new+"),
        ("old", "", "-old-"),
        ("", "", ""),
    ],
)
def test_words_in_english_and_characters_in_chinese(old: str, new: str, shown: str) -> None:
    marks = {"same": "", "gone": "-", "new": "+"}
    assert "".join(f"{marks[each.kind]}{each.text}{marks[each.kind]}" for each in text_difference(old, new)) == shown


def test_a_text_in_which_all_is_other_is_shown_as_one_change() -> None:
    old, new = (" ".join(f"{name}{number}" for number in range(20_000)) for name in ("old", "new"))
    assert [piece.kind for piece in text_difference(f"same {old}", f"same {new}")] == ["same", "gone", "new"]


BEFORE = (
    "各位来宾：",
    "中国加强国际产能合作。",
    "China steps up industrial cooperation.",
    "谢谢大家。",
    "Thank you.",
)
PAIRS = (Pair((1,), (2,), 0.9), Pair((3,), (4,), 0.9))


def bilingual(*texts: str, pairs: tuple[Pair, ...] = PAIRS) -> Document:
    document = make_document(*texts)
    blocks = tuple(replace(block, lang="en" if block.text.isascii() else "zh-Hans") for block in document.blocks)
    return replace(document, blocks=blocks, pairs=pairs)


def changes(comparison: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [
        (each.change, each.old.text if each.old else None, each.new.text if each.new else None)
        for each in comparison.changed
    ]


def test_nothing_changed() -> None:
    comparison = compare(bilingual(*BEFORE), bilingual(*BEFORE))
    assert (comparison.changed, comparison.facts, comparison.one_sided) == ((), (), ())
    assert len(comparison.blocks) == len(BEFORE)


def test_chinese_that_changed_while_its_english_did_not() -> None:
    after = [*BEFORE]
    after[1] = "中国深化国际产能合作。"
    comparison = compare(bilingual(*BEFORE), bilingual(*after))
    assert changes(comparison) == [("changed", BEFORE[1], after[1])]
    assert comparison.changed[0].shown.lang == "zh-Hans"
    (found,) = comparison.one_sided
    assert (found.change, found.changed_lang, found.changed) == ("changed", "zh-Hans", (1,))
    assert (found.kept_lang, found.kept) == ("en", (2,))


def test_english_that_changed_while_its_chinese_did_not() -> None:
    after = [*BEFORE]
    after[2] = "China steps up international industrial cooperation."
    (found,) = compare(bilingual(*BEFORE), bilingual(*after)).one_sided
    assert (found.changed_lang, found.kept_lang) == ("en", "zh-Hans")


def test_what_changed_in_both_languages_is_not_one_sided() -> None:
    after = [*BEFORE]
    after[1:3] = "中国深化国际产能合作。", "China deepens industrial cooperation."
    comparison = compare(bilingual(*BEFORE), bilingual(*after))
    assert [change for change, _, _ in changes(comparison)] == ["changed", "changed"]
    assert comparison.one_sided == ()


def test_a_translation_that_is_gone_and_one_that_is_new() -> None:
    without = bilingual(*BEFORE[:4], pairs=PAIRS[:1])
    gone = compare(bilingual(*BEFORE), without)
    assert changes(gone) == [("gone", "Thank you.", None)]
    assert [(each.change, each.changed_lang, each.changed) for each in gone.one_sided] == [("gone", "en", (4,))]
    new = compare(without, bilingual(*BEFORE))
    assert changes(new) == [("new", None, "Thank you.")]
    assert [(each.change, each.changed_lang, each.changed) for each in new.one_sided] == [("new", "en", (4,))]


def test_blocks_that_moved_down_are_the_same() -> None:
    comparison = compare(bilingual(*BEFORE, pairs=()), bilingual("新的一段。", *BEFORE, pairs=()))
    assert changes(comparison) == [("new", None, "新的一段。")]


def test_rights_where_both_versions_were_asked_for_them() -> None:
    document = make_document()
    free, reserved = Rights(copyright="© 2024"), Rights("https://a.example/terms", "© 2025", tdm_reservation=True)
    said = compare(replace(document, rights=free), replace(document, rights=reserved))
    assert [(fact.name, fact.old, fact.new) for fact in said.facts] == [
        ("rights.license", None, "https://a.example/terms"),
        ("rights.tdm_reservation", None, "1"),
    ]
    assert compare(document, replace(document, rights=reserved)).facts == ()


def test_facts() -> None:
    old = make_document("甲", title="旧题")
    new = replace(old, title="新题", speech=Speech("Wang Yi", None, None, None, None))
    facts = [(fact.name, fact.old, fact.new) for fact in compare(old, new).facts]
    assert facts == [("title", "旧题", "新题"), ("speech.speaker", None, "Wang Yi")]


@pytest.mark.parametrize("blocks", [1, 200, 5_000])
def test_hostile_documents_are_compared_in_bounded_steps(blocks: int) -> None:
    """Texts that share half of their words in another order: the worst that there is for a comparison."""
    size = 500_000 // blocks
    old = make_document(*(("ab " * size)[: size - n % 7] for n in range(blocks)))
    new = make_document(*(("ab cd " * size)[: size + n % 5] for n in range(blocks)))
    assert len(compare(old, new).blocks) >= blocks
