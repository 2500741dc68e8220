"""The pages ``/sites``, ``/site``, ``/speakers``, ``/speaker``: lists of names, and the documents of each over
time.
"""

from itertools import groupby
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from archive.index import Filters, SearchOptions
from archive.web.app_state_search_and_term_caches import open_index
from archive.web.pages.links_url_parameters_and_snippets import (
    FEED,
    DisplayText,
    display_text,
    page_url,
    query_parameter,
    shorten,
    site_url,
    speaker_url,
)
from archive.web.pages.statistics_and_charts import columns, count_by_month_or_year
from archive.web.rendering_and_error_responses import show_page

MOST_LISTED = 300
"""Most names on one page."""


def _name_list(request: Request) -> Response:
    """Show the page of speakers or sites whose names contain what the reader entered, those with most documents
    first.
    """
    group, part = request.url.path[1:], query_parameter(request, "q") or ""
    with open_index(request) as index:
        found = index.sites() if group == "sites" else index.speakers()
    fitting = [summary for summary in found if part.casefold() in summary.name.casefold()]
    where = site_url if group == "sites" else speaker_url
    return show_page(
        request,
        "names.html",
        group=group,
        names=fitting[:MOST_LISTED],
        where=where,
        entered=part,
        total=len(fitting),
        all=len(found),
    )


TIMELINE_LISTED = 50
_EACH = SearchOptions(apart=True)
"""Lists and charts count every copy of a text."""


def timeline(request: Request, group: str, filters: Filters, missing: str, **context: Any) -> Response:
    """Show the page of a site's or speaker's documents over time, each copy by itself.

    Raises HTTPException 404 with a message if there are none, UsageError for an invalid cursor.
    """
    with open_index(request) as index:
        result = index.search("", filters, TIMELINE_LISTED, query_parameter(request, "after"), _EACH)
        unit, values = count_by_month_or_year(index.timeline("", filters, "month", _EACH))
    if not result.total:
        raise HTTPException(404, missing)
    documents = [hit.document for hit in result.hits]
    return show_page(
        request,
        "timeline.html",
        group=group,
        total=result.total,
        unit=unit,
        chart=columns(values),
        years=[(name, list(each)) for name, each in groupby(documents, key=lambda each: (each.published or "")[:4])],
        next=page_url(request.url.path, name=query_parameter(request, "name"), after=result.next)
        if result.next
        else None,
        **context,
    )


MOST_ALIKE = 20
"""Most names that are listed if one name is part of several."""


def speaker(request: Request) -> Response:
    """Show the page of a speaker's documents over time; of all speakers whose name contains the given one."""
    name = query_parameter(request, "name")
    if name is None:
        return RedirectResponse("/speakers")
    with open_index(request) as index:
        names = [each for each, _ in index.facets("", Filters(speaker=name)).speakers if each != name]
    return timeline(
        request,
        "speakers",
        Filters(speaker=name),
        f"This archive has no speech by {display_text(name, ()).text}.",
        name=display_text(name, ("en",)),
        names=names[:MOST_ALIKE],
        search=page_url("/", speaker=name),
        changes=None,
        feed=FEED,
    )


def site(request: Request) -> Response:
    """Show the page of a site's documents over time."""
    name = query_parameter(request, "name")
    if name is None:
        return RedirectResponse("/sites")
    return timeline(
        request,
        "sites",
        Filters(site=name),
        f"This archive has no site {shorten(name)}.",
        name=DisplayText(shorten(name), ""),
        names=[],
        search=page_url("/", site=name),
        changes=page_url("/changes", site=name),
        feed=page_url(FEED, site=name),
    )


routes = [
    *(Route(path, _name_list) for path in ("/speakers", "/sites")), Route("/speaker", speaker), Route("/site", site)
]  # fmt: skip
