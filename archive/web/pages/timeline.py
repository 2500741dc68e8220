"""Documents over time: a plot, and the list of them, newest first."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from archive.index import Filters, Index, SearchOptions
from archive.web.pages.card import Card, card
from archive.web.pages.plots import Chart, columns

LISTED = 50
_EACH = SearchOptions(apart=True)
"""Lists and plots count each document."""
MONTHS = 36
"""A plot has a column a month up to so many of them, else a column a year."""

Values = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The documents of one year in a list; ``name`` is empty for those without a date."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """How many documents there are, when they were published, and a page of them; ``unit`` is that of the plot."""

    total: int
    unit: str
    chart: Chart
    years: tuple[Year, ...]
    next: str | None


def timeline(index: Index, filters: Filters, after: str | None) -> Timeline:
    """The documents that pass the filters, copies of a text apart, those behind the cursor ``after``.

    Raises UsageError when ``after`` is no place.
    """
    result = index.search("", filters, LISTED, after, _EACH)
    unit, values = by_unit(index.timeline("", filters, "month", _EACH))
    cards = [card(hit.document) for hit in result.hits]
    years = tuple(
        Year(name, tuple(group)) for name, group in groupby(cards, key=lambda each: (each.published or "")[:4])
    )
    return Timeline(result.total, unit, columns(values), years, result.next)


def by_unit(months: Values) -> tuple[str, list[tuple[str, int]]]:
    """The documents of months by ``month``, or by ``year`` where there are more months than a plot can have."""
    every = every_month(months)
    if len(every) <= MONTHS:
        return "month", every
    years: Counter[str] = Counter()
    for month, number in every:
        years[month[:4]] += number
    return "year", every_year(tuple(years.items()))


def every_year(years: Values) -> list[tuple[str, int]]:
    """The years in order with those between that have nothing; what is no year is left out.

    >>> every_year((("2023", 6), ("2025", 12)))
    [('2023', 6), ('2024', 0), ('2025', 12)]
    """
    found = {int(year): number for year, number in years if _is_year(year)}
    return [(str(year), found.get(year, 0)) for year in range(min(found), max(found) + 1)] if found else []


def every_month(months: Values) -> list[tuple[str, int]]:
    """The months in order with those between that have nothing; what is no month is left out.

    >>> every_month((("2024-12", 6), ("2025-02", 1)))
    [('2024-12', 6), ('2025-01', 0), ('2025-02', 1)]
    """
    found = {
        int(month[:4]) * 12 + int(month[5:]) - 1: number
        for month, number in months
        if _is_year(month[:4]) and month[5:].isdecimal() and 1 <= int(month[5:]) <= 12
    }
    if not found:
        return []
    return [(f"{n // 12:04d}-{n % 12 + 1:02d}", found.get(n, 0)) for n in range(min(found), max(found) + 1)]


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal()
