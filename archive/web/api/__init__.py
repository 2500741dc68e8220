"""The read-only JSON API: the contents of the reading room for programs.

``endpoints`` defines the operations; each declares its parameters, from which ``operation`` checks a request and
``openapi`` makes the description. Begin reading in ``endpoints``.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from archive.interface_languages.texts import localized, texts_for
from archive.web.api.endpoints import CHANGES, CONCORDANCE, DIFFERENCE, DOCUMENT, HISTORY, SEARCH, STATISTICS
from archive.web.api.openapi import describe
from archive.web.api.operation import json_response
from archive.web.rendering import render

OPERATIONS = (SEARCH, CONCORDANCE, DOCUMENT, HISTORY, DIFFERENCE, CHANGES, STATISTICS)


async def _description(request: Request) -> Response:
    return json_response(request, describe(OPERATIONS))


def _page(request: Request) -> Response:
    """Answer with the description for people."""
    t = texts_for(request)
    return render(request, "api.html", {"operations": OPERATIONS, "localized": lambda text: localized(t, text)[0]})


routes: list[BaseRoute] = [
    Route("/api/", _page),
    *(operation.route for operation in OPERATIONS),
    Route("/api/openapi.json", _description),
]
