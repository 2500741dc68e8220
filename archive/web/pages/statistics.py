"""``/statistics``: the contents of the archive in numbers and charts."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.interface_languages.texts import InterfaceTexts, texts_for
from archive.web.app_state import open_index
from archive.web.pages.charts import bars, columns, count_by_month_or_year
from archive.web.pages.text_display import display_text
from archive.web.rendering import show_page

MOST_BARS = 20
_LABEL = 24
"""Most characters of a name beside a bar."""


def statistics(request: Request) -> Response:
    """Show the archive's counts, and its documents by year, language, site and kind."""
    t = texts_for(request)
    with open_index(request) as index:
        counts = index.counts()
    unit, years = count_by_month_or_year(counts.by_month)
    plots = [
        ("languages", bars(_named(t, "language", counts.by_language))),
        ("sites", bars(_named(t, "site", counts.by_site))),
        ("kinds", bars(_named(t, "kind", counts.by_kind))),
    ]
    return show_page(
        request,
        "statistics.html",
        counts=counts,
        unit=unit,
        years=columns(years),
        plots=[(name, chart) for name, chart in plots if chart.marks],
    )


def _named(t: InterfaceTexts, group: str, values: tuple[tuple[str, int], ...]) -> list[tuple[str, int]]:
    return [(display_text(t.term(group, name), (), _LABEL).text, number) for name, number in values[:MOST_BARS]]


routes = [Route("/statistics", statistics)]
