"""The gold is consistent with itself and with its page."""

import unicodedata
from pathlib import Path
from typing import Any, get_args

import pytest

from archive.model.document import ArticleKind, BlockKind, OtherKind, Reason
from tests.eval.gold import CORPUS, Case, read_corpus
from tests.eval.tokens import key
from tests.eval.visible import page_text

CASES = read_corpus()
ARTICLES = [case for case in CASES if case.gold.is_article]


def _values(literal: Any) -> set[str]:
    return set(get_args(literal))


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=lambda case: case.name)


def test_corpus_is_large_enough() -> None:
    assert len(ARTICLES) >= 40
    assert len(CASES) - len(ARTICLES) >= 8


def test_every_folder_of_the_corpus_is_a_case() -> None:
    assert [case.name for case in CASES] == sorted(path.name for path in Path(CORPUS).iterdir())


@each(CASES)
def test_kinds_reasons_and_languages_are_those_of_the_model(case: Case) -> None:
    assert set(case.gold.kinds) <= _values(ArticleKind if case.gold.is_article else OtherKind)
    for block in case.gold.blocks:
        assert set(block.kinds) <= _values(BlockKind)
        assert block.lang in {"zh-Hans", "zh-Hant", "en", "de", "fr", "ja", "ru", "und"}
    for removed in case.gold.removed:
        assert removed.reasons
        assert set(removed.reasons) <= _values(Reason)


@each(ARTICLES)
def test_texts_of_the_gold_are_normal_and_visible(case: Case) -> None:
    page = page_text(case.html)
    fields = [value for name in ("title", "subtitle", "source") for value in case.gold.fields[name] if value]
    for text in [*(block.text for block in case.gold.blocks), *fields, *case.gold.breadcrumb]:
        assert text == " ".join(unicodedata.normalize("NFC", text).split())
        assert key(text) in page.key, text
    assert all(key(removed.text) in page.whole_key for removed in case.gold.removed)


@each(ARTICLES)
def test_blocks_stand_in_the_order_of_the_page(case: Case) -> None:
    page, at = page_text(case.html).key, 0
    for block in case.gold.blocks:
        at = page.index(key(block.text), at) + len(key(block.text))


@each(CASES)
def test_hidden_texts_are_in_the_source_but_not_visible(case: Case) -> None:
    page = page_text(case.html)
    for text in case.gold.hidden:
        assert text in case.html
        assert key(text) not in page.whole_key


@each(ARTICLES)
def test_pairs_join_blocks_of_different_languages(case: Case) -> None:
    blocks = case.gold.blocks
    for source, target in case.gold.pairs:
        assert {blocks[n].lang for n in source}.isdisjoint({blocks[n].lang for n in target})
        assert all(blocks[n].lang.startswith("zh") for n in source) or not any(
            b.lang.startswith("zh") for b in blocks
        )


@each(CASES)
def test_non_articles_have_nothing_but_their_kind(case: Case) -> None:
    if not case.gold.is_article:
        assert (case.gold.blocks, case.gold.removed, case.gold.pairs, case.gold.speech) == ((), (), (), None)


@each(ARTICLES)
def test_little_of_a_page_is_left_to_no_gold(case: Case) -> None:
    """A part of the page that no gold names would be a part that nobody read."""
    gold = case.gold
    named = [text for block in gold.blocks for text in [block.text]] + [removed.text for removed in gold.removed]
    named += [value for accepted in gold.fields.values() for value in accepted if value] + list(gold.breadcrumb)
    assert sum(len(key(text)) for text in named) >= 0.8 * len(page_text(case.html).key)
