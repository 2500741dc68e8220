"""The API: what the reading room shows, as JSON, read only."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive.web.api.answer import answer
from archive.web.api.changes import CHANGES
from archive.web.api.concordance import CONCORDANCE
from archive.web.api.description import describe
from archive.web.api.document import DIFFERENCE, DOCUMENT, HISTORY
from archive.web.api.search import SEARCH
from archive.web.api.statistics import STATISTICS
from archive.web.rendering import render
from archive.web.words import words_for
from archive.web.words.messages import said

OPERATIONS = (SEARCH, CONCORDANCE, DOCUMENT, HISTORY, DIFFERENCE, CHANGES, STATISTICS)


async def _description(request: Request) -> Response:
    return answer(request, describe(OPERATIONS))


def _page(request: Request) -> Response:
    """The description for people."""
    t = words_for(request)
    return render(request, "api.html", {"operations": OPERATIONS, "said": lambda text: said(t, text)[0]})


routes: list[BaseRoute] = [
    Route("/api/", _page),
    *(operation.route for operation in OPERATIONS),
    Route("/api/openapi.json", _description),
]
