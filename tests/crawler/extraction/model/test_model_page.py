from collections.abc import Callable

import pytest

from archive.model.document import Document, OtherKind
from crawler.extraction.model import learned_verdicts_on_article_body_and_page_kind
from crawler.extraction.model.learned_verdicts_on_article_body_and_page_kind import (
    ARTICLE,
    NO_ARTICLE,
    NO_ARTICLE_RULED,
    VERY_SURE,
    Forest,
    Weights,
    decided,
    weights,
)
from crawler.extraction.model.page_features import PAGE_FEATURES

PARAGRAPH = "The ferry to the island ran again on Monday, after the ice had closed the harbour for nine days."
HTML = f"<html><body><h1>The ferry runs again</h1>{f'<p>{PARAGRAPH}</p>' * 4}</body></html>"
UNSURE = (ARTICLE + NO_ARTICLE) / 2

Extracted = Callable[..., Document]


@pytest.mark.parametrize(
    ("ruled", "log_odds", "wide", "decision"),
    [
        ("list", ARTICLE, False, (None, False)),
        (None, UNSURE, False, ("page", True)),
        ("list", NO_ARTICLE_RULED, False, ("page", True)),
        ("list", NO_ARTICLE_RULED - 0.1, False, ("list", False)),
        (None, NO_ARTICLE - 0.1, False, ("page", False)),
        ("list", NO_ARTICLE - 0.1, False, ("list", False)),
        ("error", 9.0, False, ("error", False)),
        (None, -VERY_SURE + 0.1, True, (None, False)),
        ("list", VERY_SURE - 0.1, True, ("list", False)),
        ("list", VERY_SURE, True, (None, False)),
    ],
)
def test_what_a_page_is(
    ruled: OtherKind | None, log_odds: float, wide: bool, decision: tuple[OtherKind | None, bool]
) -> None:
    assert decided(ruled, log_odds, wide) == decision


def say(monkeypatch: pytest.MonkeyPatch, log_odds: float) -> None:
    """Have the model say this of each page."""
    known = weights()
    forest = Forest([{"nodes": [], "leaves": [log_odds]}], len(PAGE_FEATURES))
    told = Weights(known.revision, known.made_of, known.blocks, forest)
    monkeypatch.setattr(learned_verdicts_on_article_body_and_page_kind, "weights", lambda: told)


def test_an_unsure_page_keeps_its_text(monkeypatch: pytest.MonkeyPatch, extracted: Extracted) -> None:
    say(monkeypatch, UNSURE)
    document = extracted(HTML)
    assert (document.kind, document.is_article) == ("page", False)
    assert [block.text for block in document.blocks] == [PARAGRAPH] * 4
    assert document.confidence == learned_verdicts_on_article_body_and_page_kind.probability(UNSURE)


def test_a_page_that_is_surely_no_article_has_no_text(monkeypatch: pytest.MonkeyPatch, extracted: Extracted) -> None:
    say(monkeypatch, NO_ARTICLE - 1)
    document = extracted(HTML)
    assert (document.kind, document.blocks) == ("page", ())
    assert document.confidence == learned_verdicts_on_article_body_and_page_kind.probability(NO_ARTICLE - 1)


def test_documents_name_the_weights_and_are_confident(extracted: Extracted) -> None:
    document = extracted(HTML)
    assert document.extractor.model == weights().revision
    assert document.confidence is not None
    assert document.confidence >= learned_verdicts_on_article_body_and_page_kind.probability(ARTICLE)
