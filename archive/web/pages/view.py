"""Shows a page, in the language that its reader chose."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.web.rendering import render
from archive.web.words import COOKIE, LANGUAGES, PARAMETER

_A_YEAR = 365 * 24 * 3600


def show(request: Request, template: str, /, status_code: int = 200, **context: Any) -> Response:
    """A page made from a template; the choice of a language in the address is kept in a cookie."""
    response = render(request, template, context, status_code=status_code)
    chosen = request.query_params.get(PARAMETER)
    if chosen in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=_A_YEAR, httponly=True, samesite="lax")
    return response


def asked(request: Request, name: str) -> str | None:
    """What the address gives for a parameter, without space around it; None where it gives nothing."""
    return request.query_params.get(name, "").strip() or None
