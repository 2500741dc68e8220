"""Plots: each value once, in order, within the drawing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive.web.pages.statistics_and_charts import bars, columns, fill_months, fill_years, scale

VALUES = st.lists(st.tuples(st.text(max_size=8), st.integers(0, 10**9)), min_size=1, max_size=80)


@given(VALUES)
def test_columns_stay_inside_and_are_as_high_as_their_values(values: list[tuple[str, int]]) -> None:
    chart = columns(values)
    assert chart.pairs == tuple(values)
    for mark in chart.marks:
        assert chart.left <= mark.x
        assert mark.x + mark.width <= chart.width + 0.01
        assert mark.y >= 0
        assert abs(mark.y + mark.height - chart.baseline) < 0.01
    heights = [mark.height for mark in chart.marks]
    assert all((a.value < b.value) == (a.height < b.height) for a in chart.marks for b in chart.marks), heights
    assert sum(bool(mark.label) for mark in chart.marks) <= 8


@given(VALUES)
def test_bars_stay_inside(values: list[tuple[str, int]]) -> None:
    chart = bars(values)
    assert chart.pairs == tuple(values)
    assert all(mark.x + mark.width < chart.width and mark.y + mark.height <= chart.height for mark in chart.marks)


@given(st.integers(0, 10**12))
def test_a_scale_is_round_and_reaches_the_largest_value(most: int) -> None:
    steps = scale(most)
    assert steps[0] == 0
    assert steps[-1] >= most
    assert 2 <= len(steps) <= 7
    assert len({b - a for a, b in pairwise(steps)}) == 1


def test_years_and_months_without_documents_are_there_too() -> None:
    assert fill_years((("2019", 1), ("2022", 2))) == [("2019", 1), ("2020", 0), ("2021", 0), ("2022", 2)]
    assert [name for name, _ in fill_months((("2023-11", 1), ("2024-02", 2)))] == [
        "2023-11", "2023-12", "2024-01", "2024-02",
    ]  # fmt: skip


def test_what_is_no_year_or_month_is_left_out() -> None:
    assert fill_years((("", 1), ("２０２５", 2), ("12345", 3))) == []
    assert fill_months((("2024-13", 1), ("2024", 2), ("noon", 3))) == []
