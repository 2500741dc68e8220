"""``/sites``, ``/site``, ``/speakers`` and ``/speaker``: lists of names, and the documents of each over time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.index import Filters, Index, SearchOptions, Summary
from archive.web.app_state import open_index
from archive.web.pages.links import FEED, page_url, query_parameter, site_url, speaker_url
from archive.web.pages.statistics_and_charts import Chart, columns, count_by_month_or_year
from archive.web.pages.text_display import Card, DisplayText, display_text, document_card, shorten
from archive.web.rendering import show_page

MOST_LISTED = 300
"""Most names on one page."""


@dataclass(frozen=True, slots=True)
class NameRow:
    """A name in a list; ``earliest`` and ``latest`` are days of publication."""

    name: DisplayText
    href: str
    documents: int
    earliest: str | None
    latest: str | None


def name_list(request: Request, found: Sequence[Summary], where: Callable[[str], str]) -> dict[str, Any]:
    """Return the names that contain what the reader entered, as many as one page shows, and how many there are."""
    part = query_parameter(request, "q") or ""
    fitting = [summary for summary in found if part.casefold() in summary.name.casefold()]
    names = [
        NameRow(display_text(each.name, ("en",)), where(each.name), each.documents, each.earliest, each.latest)
        for each in fitting[:MOST_LISTED]
    ]
    return {"names": names, "entered": part, "total": len(fitting), "all": len(found)}


TIMELINE_LISTED = 50
_EACH = SearchOptions(apart=True)
"""Lists and charts count every copy of a text."""


@dataclass(frozen=True, slots=True)
class Year:
    """The documents of one year; ``name`` is empty for undated ones."""

    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The number of documents, a chart by ``unit`` of publication, and a page of the list."""

    total: int
    unit: str
    chart: Chart
    years: tuple[Year, ...]
    next: str | None


def timeline(index: Index, filters: Filters, after: str | None) -> Timeline:
    """Return the documents that match the filters, each copy by itself, after the cursor ``after``.

    Raises UsageError for an invalid cursor.
    """
    result = index.search("", filters, TIMELINE_LISTED, after, _EACH)
    unit, values = count_by_month_or_year(index.timeline("", filters, "month", _EACH))
    cards = [document_card(hit.document) for hit in result.hits]
    years = tuple(
        Year(name, tuple(group)) for name, group in groupby(cards, key=lambda each: (each.published or "")[:4])
    )
    return Timeline(result.total, unit, columns(values), years, result.next)


MOST_ALIKE = 20
"""Most names that are listed if one name is part of several."""


def speakers(request: Request) -> Response:
    """Show all speakers, those with most documents first."""
    with open_index(request) as index:
        found = index.speakers()
    return show_page(request, "names.html", group="speakers", **name_list(request, found, speaker_url))


def speaker(request: Request) -> Response:
    """Show a speaker's documents over time; of all speakers whose name contains the given one."""
    name = query_parameter(request, "name")
    if name is None:
        return RedirectResponse("/speakers")
    with open_index(request) as index:
        filters = Filters(speaker=name)
        found = timeline(index, filters, query_parameter(request, "after"))
        names = [each for each, _ in index.facets("", filters).speakers]
    if not names:
        raise HTTPException(404, f"This archive has no speech by {display_text(name, ()).text}.")
    return show_page(
        request,
        "timeline.html",
        group="speakers",
        name=display_text(name, ("en",)),
        names=[(display_text(each, ("en",)), speaker_url(each)) for each in names[:MOST_ALIKE] if each != name],
        timeline=found,
        search=page_url("/", speaker=name),
        changes=None,
        feed=FEED,
        next=page_url("/speaker", name=name, after=found.next) if found.next else None,
    )


def sites(request: Request) -> Response:
    """Show all sites, those with most documents first."""
    with open_index(request) as index:
        found = index.sites()
    return show_page(request, "names.html", group="sites", **name_list(request, found, site_url))


def site(request: Request) -> Response:
    """Show a site's documents over time."""
    name = query_parameter(request, "name")
    if name is None:
        return RedirectResponse("/sites")
    with open_index(request) as index:
        found = timeline(index, Filters(site=name), query_parameter(request, "after"))
    if not found.total:
        raise HTTPException(404, f"This archive has no site {shorten(name)}.")
    return show_page(
        request,
        "timeline.html",
        group="sites",
        name=DisplayText(shorten(name), ""),
        names=[],
        timeline=found,
        search=page_url("/", site=name),
        changes=page_url("/changes", site=name),
        feed=page_url(FEED, site=name),
        next=page_url("/site", name=name, after=found.next) if found.next else None,
    )


routes = [Route("/speakers", speakers), Route("/speaker", speaker), Route("/sites", sites), Route("/site", site)]
