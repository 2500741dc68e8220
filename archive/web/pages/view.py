"""Renders a page's template, and reads the parameters of its address."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.web.rendering import render


def show(request: Request, template: str, /, status_code: int = 200, **context: Any) -> Response:
    """A page made from a template."""
    return render(request, template, context, status_code=status_code)


def asked(request: Request, name: str) -> str | None:
    """What the address gives for a parameter, without space around it; None where it gives nothing."""
    return request.query_params.get(name, "").strip() or None
