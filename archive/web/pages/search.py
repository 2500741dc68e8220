"""``/``: the title page, and what answers a query."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.web.access import reading
from archive.web.pages.addresses import address
from archive.web.pages.asked import Asked
from archive.web.pages.card import card, hit_card
from archive.web.pages.narrowing import chosen, facets
from archive.web.pages.shown import shown
from archive.web.pages.view import show
from archive.web.words import words_for

HITS = 20
NEWEST = 6
"""Documents on the title page."""


def search(request: Request) -> Response:
    """A page of the hits of the question in the address; without one, the title page."""
    asked = Asked.of(request)
    if asked.nothing:
        return _title_page(request)
    with reading(request) as index:
        result, counted = index.search_with_facets(asked.query, asked.filters, HITS, asked.after)
    return show(
        request,
        "search.html",
        asked=asked,
        query=asked.query,
        heading=shown(asked.query, (), 100).text,
        result=result,
        cards=[hit_card(hit) for hit in result.hits],
        chosen=chosen(asked, words_for(request)),
        facets=facets(asked, counted, words_for(request)),
        next=asked.address(after=result.next) if result.next else None,
        start=asked.address() if asked.after else None,
        concordance=address("/concordance", **asked.parameters) if asked.query else None,
    )


def _title_page(request: Request) -> Response:
    with reading(request) as index:
        extent = index.extent()
        newest = index.search("", Asked().filters, NEWEST)
    return show(request, "title.html", extent=extent, cards=[card(hit.document) for hit in newest.hits])


routes = [Route("/", search)]
