"""An answer of the API: JSON with an ETag."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from archive.web.conditional import conditional


def answer(request: Request, values: Any) -> Response:
    """The values as JSON in UTF-8; 304 where the reader's copy is the same."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "backslashreplace")  # a lone surrogate becomes its JSON escape
    return conditional(request, Response(body, media_type="application/json"))
