"""The page ``/statistics``, and the charts of all pages: columns and bars in SVG, counts by month or year."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Generic, TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.interface_languages.texts_and_language_choice import InterfaceTexts, texts_for
from archive.query.statistics import TextSize, read_text_sizes
from archive.web.app_state_search_and_term_caches import open_index, room_state
from archive.web.pages.links_url_parameters_and_snippets import display_text, page_url, query_parameter
from archive.web.rendering_and_error_responses import show_page

WIDTH = 720.0
BARS_WIDTH = 560.0
HEIGHT = 226.0
BAR_PITCH = 30.0
_TOP = 18.0
_BOTTOM = 32.0
_LEFT = 44.0
_BAR_LABELS = 176.0
_BAR_FIGURES = 64.0
_MOST_LABELS = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A column or bar of a chart with its value; ``label`` is empty if there is no room for it."""

    name: str
    value: int
    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """A line of a chart's scale: its value and its distance from the top."""

    value: int
    y: float


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a trend chart's line with its interval; ``label`` is empty if there is no room for it."""

    name: str
    value: float
    low: float
    high: float
    x: float
    y: float
    low_y: float
    high_y: float
    label: str


M = TypeVar("M", Mark, Point)


@dataclass(frozen=True, slots=True)
class Chart(Generic[M]):
    """A chart on a page in SVG units; ``lines`` are those of the scale, from the bottom."""

    marks: tuple[M, ...]
    lines: tuple[ScaleLine, ...]
    width: float
    height: float
    left: float
    baseline: float

    @property
    def highest(self) -> M:
        """Return the chart's mark with the largest value, the first of several; there must be at least one mark."""
        return max(self.marks, key=lambda mark: mark.value)

    @property
    def pairs(self) -> tuple[tuple[str, float], ...]:
        """Return the figures of the chart, for the table that replaces it."""
        return tuple((mark.name, mark.value) for mark in self.marks)


def columns(values: Sequence[tuple[str, int]]) -> Chart[Mark]:
    """Draw a column chart in SVG units, from left to right, on a scale from zero.

    >>> [round(mark.height) for mark in columns([("2024", 10), ("2025", 5)]).marks]
    [176, 88]
    """
    baseline, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    steps = scale(max((value for _, value in values), default=0))
    top = steps[-1]
    pitch = (WIDTH - _LEFT) / max(1, len(values))
    every = ceil(len(values) / _MOST_LABELS) or 1
    marks = []
    for number, (name, value) in enumerate(values):
        width, height = min(pitch * 0.66, 44.0), room * value / top
        x = _LEFT + number * pitch + (pitch - width) / 2
        marks.append(Mark(name, value, x, baseline - height, width, height, "" if number % every else name))
    lines = tuple(ScaleLine(step, baseline - room * step / top) for step in steps)
    return Chart(tuple(marks), lines, WIDTH, HEIGHT, _LEFT, baseline)


def bars(values: Sequence[tuple[str, int]]) -> Chart[Mark]:
    """Draw a bar chart in SVG units, from top to bottom, the longest bar as wide as the chart allows."""
    top = max((value for _, value in values), default=0) or 1
    room = BARS_WIDTH - _BAR_LABELS - _BAR_FIGURES
    marks = tuple(
        Mark(name, value, _BAR_LABELS, number * BAR_PITCH + 8, room * value / top, BAR_PITCH - 17, name)
        for number, (name, value) in enumerate(values)
    )
    return Chart(marks, (), BARS_WIDTH, max(1, len(values)) * BAR_PITCH, _BAR_LABELS, 0.0)


class LineChart(Chart[Point]):
    """A line chart of a trend with the band of its intervals."""

    @property
    def line(self) -> str:
        """Return the points of a trend's line, as SVG writes them."""
        return " ".join(f"{point.x:.1f},{point.y:.1f}" for point in self.marks)

    @property
    def band(self) -> str:
        """Return the corners of a trend's interval band: its upper edge from the left, its lower edge from the
        right.
        """
        upper = [f"{point.x:.1f},{point.high_y:.1f}" for point in self.marks]
        return " ".join(upper + [f"{point.x:.1f},{point.low_y:.1f}" for point in reversed(self.marks)])


_ABOVE = 1.6
"""Height of the scale above the highest value; intervals that reach beyond are cut off."""


def trend_line(values: Sequence[tuple[str, float, float, float]]) -> LineChart:
    """Draw a line chart through named values with the low and high bounds of each, on a scale from zero.

    >>> chart = trend_line([("2024", 10.0, 5.0, 90.0), ("2025", 5.0, 2.0, 8.0)])
    >>> [(point.name, round(point.y), round(point.high_y)) for point in chart.marks], chart.lines[-1].value
    ([('2024', 106, 18), ('2025', 150, 124)], 20)
    """
    baseline, room = HEIGHT - _BOTTOM, HEIGHT - _BOTTOM - _TOP
    steps = scale(ceil(_ABOVE * max(value for _, value, _, _ in values)))
    pitch, every = (WIDTH - _LEFT) / len(values), ceil(len(values) / _MOST_LABELS)

    def height(value: float) -> float:
        return baseline - room * min(value, steps[-1]) / steps[-1]

    points = tuple(
        Point(
            name, value, low, high, _LEFT + (number + 0.5) * pitch, height(value), height(low), height(high),
            "" if number % every else name,
        )
        for number, (name, value, low, high) in enumerate(values)
    )  # fmt: skip
    lines = tuple(ScaleLine(step, height(step)) for step in steps)
    return LineChart(points, lines, WIDTH, HEIGHT, _LEFT, baseline)


def scale(most: int) -> list[int]:
    """Choose round numbers for a chart's scale, from 0 to at least ``most``, at most seven of them.

    >>> scale(37), scale(3), scale(0)
    ([0, 10, 20, 30, 40], [0, 1, 2, 3], [0, 1])
    """
    most = max(1, most)
    power = 10 ** max(0, floor(log10(most)) - 1)
    step = next(size for size in (n * power for n in (1, 2, 5, 10, 20, 50)) if most / size <= 5)
    return [step * n for n in range(ceil(most / step) + 1)]


MONTHS = 36
"""Most months that a chart shows as columns; beyond that it has a column for each year."""

Values = tuple[tuple[str, int], ...]


def count_by_month_or_year(months: Values) -> tuple[str, list[tuple[str, int]]]:
    """Choose a timeline's unit: ``month`` and the counts by month, or ``year`` if there are too many months."""
    every = fill_months(months)
    if len(every) <= MONTHS:
        return "month", every
    years: Counter[str] = Counter()
    for month, number in every:
        years[month[:4]] += number
    return "year", fill_years(tuple(years.items()))


def fill_years(years: Values) -> list[tuple[str, int]]:
    """Fill a chart's years in order with those in between that have no hits; anything that is no year is left out.

    >>> fill_years((("2023", 6), ("2025", 12)))
    [('2023', 6), ('2024', 0), ('2025', 12)]
    """
    found = {int(year): number for year, number in years if _is_year(year)}
    return [(str(year), found.get(year, 0)) for year in range(min(found), max(found) + 1)] if found else []


def fill_months(months: Values) -> list[tuple[str, int]]:
    """Fill a timeline's months in order with those in between that have none; anything that is no month is left out.

    >>> fill_months((("2024-12", 6), ("2025-02", 1)))
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


MOST_BARS = 20
_LABEL = 24
"""Most characters of a name beside a bar."""


MEASURES = ("documents", "words", "characters")


def statistics(request: Request) -> Response:
    """Show the page of statistics: the archive's counts, and documents, words or characters by year, language, site,
    kind.
    """
    t = texts_for(request)
    with open_index(request) as index:
        counts = index.counts()
    texts = read_text_sizes(room_state(request).archive) if counts.documents else None
    sums = [("documents", counts.documents), ("versions", counts.versions), ("captures", counts.captures)]
    if texts:
        sums += [("words", texts.total.words), ("characters", texts.total.characters)]
    chosen = query_parameter(request, "of")
    measure = chosen if texts and chosen in MEASURES else MEASURES[0]
    if texts and measure != MEASURES[0]:
        unit, years = "year", fill_years(_sizes(texts.years, measure))
        groups = [texts.languages, texts.sites, texts.kinds]
        languages, sites, kinds = (_sizes(each, measure) for each in groups)
    else:
        unit, years = count_by_month_or_year(counts.by_month)
        languages, sites, kinds = counts.by_language, counts.by_site, counts.by_kind
    plots = [
        ("languages", bars(_named(t, "language", languages))),
        ("sites", bars(_named(t, "site", sites))),
        ("kinds", bars(_named(t, "kind", kinds))),
    ]
    return show_page(
        request,
        "statistics.html",
        counts=counts,
        sums=sums,
        missing=texts.missing if texts else 0,
        measures=[(name, page_url("/statistics", of=name)) for name in MEASURES] if texts else [],
        measure=measure,
        unit=unit,
        years=columns(years),
        plots=[(name, chart) for name, chart in plots if chart.marks],
    )


def _sizes(texts: Mapping[str, TextSize], measure: str) -> Values:
    """Return the words or characters by name for a chart, most first."""
    sizes = ((name, int(getattr(size, measure))) for name, size in texts.items() if name)
    return tuple(sorted(sizes, key=lambda pair: (-pair[1], pair[0])))


def _named(t: InterfaceTexts, group: str, values: tuple[tuple[str, int], ...]) -> list[tuple[str, int]]:
    return [(display_text(t.term(group, name), (), _LABEL).text, number) for name, number in values[:MOST_BARS]]


routes = [Route("/statistics", statistics)]
