"""The replay's web application: its routes, middleware and error handlers."""

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
    """Return a digest of the archive's path, by which a command recognizes a replay of the same archive."""
    return sha256(str(archive.root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()


def _who(request: Request) -> Response:
    return PlainTextResponse(identity(replay_state(request).archive))


def create_replay_app(
    archive: Archive, *, room_port: int | None = None, public_url: str | None = None, room_url: str | None = None
) -> Starlette:
    """Return the application that replays an archive, which need not exist yet, on an origin of its own.

    ``room_port`` is the port of the reading room under the same host names, None if there is none. The caller has to
    reject requests for foreign hosts. Behind a proxy, ``public_url`` is the replay's origin and ``room_url`` the
    room's.
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
