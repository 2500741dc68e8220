"""The sets' formulas, titles, and days that stand on a page."""

import pytest

from tests.eval_public.days import stands_on
from tests.eval_public.formulas import (
    Overlap,
    Shingles,
    same_title,
    same_words,
    shingle_f1,
    shingle_means,
    shingles,
    snippets,
    words,
)  # fmt: skip


def test_shingles_are_runs_of_four_words_and_shares_of_all() -> None:
    assert shingles("a b c d e", "a b c d") == Shingles(0.5, 0.5, 0.0)
    assert shingles("a b c d", "A b c d") == Shingles(0.0, 0.5, 0.5)
    assert shingles("a b", "a b") == Shingles(1.0, 0.0, 0.0)
    assert shingles("", "") == Shingles(0.0, 0.0, 0.0)
    assert shingles("a b c d. A b c d", "a b c d") == Shingles(0.2, 0.8, 0.0)


def test_an_empty_text_counts_for_recall_and_not_for_precision() -> None:
    found = shingle_means([shingles("a b c d", "a b c d"), shingles("", "a b c d")])
    assert found == Overlap(1.0, 0.5, 2 / 3)
    assert shingle_means([]) == Overlap(0.0, 0.0, 0.0)
    assert (shingle_f1(shingles("", "")), shingle_f1(shingles("", "a"))) == (1.0, 0.0)


def test_the_same_words_are_in_the_same_order_and_case() -> None:
    assert same_words("a, b", "a b")
    assert not same_words("b a", "a b")
    assert not same_words("A b", "a b")


@pytest.mark.parametrize(
    ("found", "gold", "overlap"),
    [
        ("", "", Overlap(1.0, 1.0, 1.0)),
        ("a", "", Overlap(0.0, 0.0, 0.0)),
        ("", "a", Overlap(0.0, 0.0, 0.0)),
        ("B b a c", "a b", Overlap(0.5, 1.0, 2 / 3)),
    ],
)
def test_words_count_as_often_as_both_have_them(found: str, gold: str, overlap: Overlap) -> None:
    assert words(found, gold) == overlap


def test_snippets_stand_in_a_text_whatever_their_case() -> None:
    assert snippets("The Ferry stopped", ["the ferry", "harbour"]) == 0.5


def test_titles_are_the_same_by_letters_and_digits() -> None:
    assert same_title("Ferry: “Stopped”", "ferry  stopped")
    assert not same_title("Ferry stopped - Harbour", "Ferry stopped")
    assert not same_title(None, "Ferry")


@pytest.mark.parametrize(
    "text",
    [
        '<meta content="2024-05-06T09:00:00Z">',
        "<p>2024年5月6日</p>",
        "6.5.2024",
        "05/06/24",
        "06/05/2024",
        "May 6th, 2024",
        "<b>6</b> <i>May</i> 2024",
        "6 de mayo de 2024",
        "6 мая 2024",
        "20240506",
        "&#77;ay&nbsp;6, 2024",
        '{"at": 1714989600}',
        '{"at": 1714989600000}',
    ],
)
def test_a_day_stands_on_a_page_in_many_forms(text: str) -> None:
    assert stands_on("2024-05-06", "", text)


@pytest.mark.parametrize(
    "text", ["", "May 6", "2024-05-16", "16 May 2024", "June 6, 2024", "2024", "1715400000", "3 days ago"]
)
def test_another_day_or_a_part_of_one_does_not(text: str) -> None:
    assert not stands_on("2024-05-06", "https://a.example/2024/", text)


def test_a_day_may_stand_in_the_address() -> None:
    assert stands_on("2024-05-06", "https://a.example/2024/05/06/ferry", "")
