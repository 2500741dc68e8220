"""``/``: the title page, and what answers a query."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.index import Filters
from archive.web.access import reading
from archive.web.pages.card import hit_card
from archive.web.pages.view import asked, show


def search(request: Request) -> Response:
    """The best hits of the query in the address; without one, the title page."""
    query = asked(request, "q")
    if query is None:
        return _title_page(request)
    with reading(request) as index:
        result = index.search(query, Filters(), 20)
    return show(request, "search.html", query=query, total=result.total, cards=[hit_card(hit) for hit in result.hits])


def _title_page(request: Request) -> Response:
    with reading(request) as index:
        counts = index.counts()
    return show(request, "title.html", counts=counts)


routes = [Route("/", search)]
