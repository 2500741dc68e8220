"""Makes pages from the templates; all that is filled in is escaped."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from archive.web.conditional import conditional
from archive.web.words import words_for

HERE = Path(__file__).parent
STATIC = HERE / "static"


@cache
def environment() -> Environment:
    """The templates, in which a name that is not given is an error.

    Every template has ``request``, ``static_url(name)``, and ``t``, the words of the interface.
    """
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["static_url"] = static_url
    return made


def render(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A page made from a template; 304 where the reader's copy is the same."""
    text = environment().get_template(template).render({"request": request, "t": words_for(request), **context})
    body = text.encode("utf-8", "replace")  # a lone surrogate cannot be written
    answer = HTMLResponse(body, status_code, headers)
    answer.headers["vary"] = "Accept-Language, Cookie"
    return conditional(request, answer)


@cache
def static_url(name: str) -> str:
    """The address of a file of ``static``, which changes with its content, so that it may be kept for good."""
    digest = sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"
