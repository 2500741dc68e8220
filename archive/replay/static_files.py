"""The scripts and style sheets of the replay itself, at ``/-/NAME``."""

from functools import cache
from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

_DIRECTORY = Path(__file__).parent / "static"
_TYPES = {".js": "text/javascript", ".css": "text/css"}


@cache
def _files() -> dict[str, Path]:
    return {path.name: path for path in _DIRECTORY.iterdir() if path.suffix in _TYPES}


@cache
def _content(name: str) -> bytes:
    return _files()[name].read_bytes()


def static_file(request: Request) -> Response:
    """A file of the replay itself."""
    name = request.path_params["name"]
    if name not in _files():
        raise HTTPException(HTTPStatus.NOT_FOUND, "The replay has no such file.")
    headers = {"Cache-Control": "max-age=600"}
    return Response(_content(name), media_type=_TYPES[Path(name).suffix], headers=headers)
