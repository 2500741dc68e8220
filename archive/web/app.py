"""The reading room's web application (Starlette): its routes, middleware and error handlers."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import Mount

from archive.errors import ArchiveError
from archive.index import Filters, Index, Readers
from archive.layout import Archive
from archive.web import api, pages
from archive.web.app_state_search_and_term_caches import MOST_SECONDS, Contact, RoomState
from archive.web.etags_and_compression import Compression
from archive.web.host_guard_and_security_headers import LOOPBACK, HostGuard
from archive.web.rendering_and_error_responses import (
    STATIC,
    RoomFiles,
    load_templates,
    show_archive_error,
    show_http_error,
    show_program_error,
)
from archive.web.request_limits_and_priority import PriorityLimiter, RequestGuard
from archive.web.response_cache import ResponseCache

THREADS = 4
"""Number of requests that are worked on at once; the others wait."""


def create_app(
    archive: Archive,
    *,
    hosts: frozenset[str] = LOOPBACK,
    any_address: bool = False,
    replay_port: int | None = None,
    replay_url: str | None = None,
    contact: str | None = None,
) -> Starlette:
    """Create the web application of the reading room and its API over an archive, which need not exist yet.

    ``hosts`` and ``any_address`` are the host names it answers to (``HostGuard``). ``replay_port`` is the port on
    which captured pages are replayed under the same names, ``replay_url`` the replay's origin behind a proxy.
    ``contact`` names the operator of the archive.
    """
    readers = Readers(archive)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        readers.close()

    app = Starlette(
        routes=[*pages.routes, *api.routes, Mount("/static", RoomFiles(directory=STATIC, check_dir=False))],
        middleware=[
            Middleware(Compression),
            Middleware(ResponseCache, state=readers.state, threads=THREADS),
            Middleware(RequestGuard),
            Middleware(HostGuard, hosts=hosts, any_address=any_address),
            Middleware(PriorityLimiter, threads=THREADS),
        ],
        exception_handlers={
            HTTPException: show_http_error,
            ArchiveError: show_archive_error,
            Exception: show_program_error,
        },
        lifespan=lifespan,
    )
    app.state.access = RoomState(archive, readers, replay_port, replay_url, Contact.parse(contact))
    return app


def warm_up(archive: Archive) -> None:
    """Load what the server's first readers would wait for: the templates, and the index in the system's memory."""
    load_templates()
    with suppress(ArchiveError), Index(archive) as index, index.limited(MOST_SECONDS):
        index.search_with_facets("", Filters(), 1)
