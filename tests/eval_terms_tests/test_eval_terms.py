"""The evaluation of terms: its news, its scores and its bounds."""

import pytest

from tests.eval_terms import __main__ as command
from tests.eval_terms.agency_news import normal, read_news
from tests.eval_terms.score import score_terms


@pytest.mark.parametrize("half", command.HALVES)
def test_news_is_the_same_every_time_and_has_its_terms_on_both_sides(half: str) -> None:
    news = read_news(half)
    assert news.units == read_news(half).units
    assert len({unit.document for unit in news.units}) > 100
    assert len(news.frequent) > 100
    assert not news.right & news.general


def test_halves_have_no_terms_in_common() -> None:
    tuned, held = (read_news(half) for half in command.HALVES)
    assert len(tuned.frequent & held.frequent) < 3


def test_no_score_is_beyond_its_bound() -> None:
    assert command.beyond({half: score_terms(read_news(half)) for half in command.HALVES}) == []


def test_a_score_beyond_its_bound_is_named() -> None:
    scores = {"tuned": {"right_50": 0.0, "right_100": 1.0, "recall": 1.0, "general_100": 0.0, "wrong_100": 1.0}}
    assert [line.split(":")[0] for line in command.beyond(scores)] == ["tuned right_50", "tuned wrong_100"]


def test_pairs_are_compared_without_capitals_articles_and_plurals() -> None:
    assert normal(("G20 论坛", "The G20 Forums")) == normal(("G20论坛", "g20 forum"))
