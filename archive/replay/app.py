"""The replay server: Memento addresses, the frame around them, and what both need; it answers GET and HEAD alone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from archive.errors import ArchiveError
from archive.index import Readers
from archive.layout import Archive
from archive.replay import endpoints, frame
from archive.replay.app_state import ReplayState, replay_state
from archive.replay.rendering import show_archive_error, show_http_error, static_file
from archive.replay.security import RequestGuard


def identity(archive: Archive) -> str:
    """A name for the archive's place that tells nothing of it: by it a command knows whether a replay is its own."""
    return sha256(str(archive.root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()


def _who(request: Request) -> Response:
    return PlainTextResponse(identity(replay_state(request).archive))


def create_replay_app(
    archive: Archive, *, room_port: int | None = None, public_url: str | None = None, room_url: str | None = None
) -> Starlette:
    """The replay of an archive, which need not be there yet, as an application for an origin of its own.

    ``room_port`` is where the reading room answers under the same names, None where there is none. Whoever runs it
    has to turn away requests for hosts that are not its own. Behind a proxy ``public_url`` is the replay's origin and
    ``room_url`` the room's.
    """
    readers = Readers(archive)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        readers.close()

    app = Starlette(
        routes=[
            Route("/", frame.home),
            Route("/-/archive", _who),
            Route("/-/{name}", static_file),
            Route("/timegate/{url:path}", endpoints.time_gate),
            Route("/timemap/link/{url:path}", endpoints.time_map),
            *frame.routes,
            Route("/{address:path}", endpoints.memento),
        ],
        middleware=[Middleware(RequestGuard)],
        exception_handlers={HTTPException: show_http_error, ArchiveError: show_archive_error},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False
    app.state.access = ReplayState(archive, readers, room_port, room_url)
    app.state.public_url = public_url
    return app
