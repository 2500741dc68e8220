"""Makes the replay's own pages from templates; all that is filled in is escaped."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from archive.replay.words import words_for


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render(request: Request, template: str, policy: str, status: int = 200, **context: Any) -> HTMLResponse:
    """A page of our own, under a Content-Security-Policy."""
    text = _environment().get_template(template).render(t=words_for(request), **context)
    headers = {"Content-Security-Policy": policy, "Vary": "Accept-Language"}
    return HTMLResponse(text.encode("utf-8", "replace"), status, headers)
