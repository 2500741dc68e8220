"""The state that all requests share, the path that a request asks for, and the capture that answers it."""

from dataclasses import dataclass

from starlette.requests import Request

from archive.index import Readers
from archive.layout import Archive
from archive.replay.memento import Memento, captures_of, choose_capture
from archive.replay.replay_urls import ReplayUrl


@dataclass(frozen=True, slots=True)
class ReplayState:
    """The archive and its index. ``room_port`` is None if there is no reading room.

    Behind a proxy, ``room_url`` is the room's origin, and the replay's is in ``state.public_url``.
    """

    archive: Archive
    readers: Readers
    room_port: int | None
    room_url: str | None = None


def replay_state(request: Request) -> ReplayState:
    """Return the state of the request's application."""
    found: ReplayState = request.app.state.access
    return found


def requested_path(request: Request, prefix: str = "") -> str:
    """Return path and query without ``prefix``, still percent-encoded: a URL inside them must not be decoded."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    path = raw.partition(b"?")[0] + (b"?" + query if query else b"")
    return path.decode("utf-8", "replace").removeprefix(prefix)


def find_memento(request: Request, replay_url: ReplayUrl, redirects: bool = True) -> Memento | None:
    """Return the capture that a replay URL asks for, None if its URL was never captured.

    ``redirects`` False leaves captured redirects out. Raises Withdrawn for what was withdrawn, ArchiveMissing or
    ArchiveDamaged if the index cannot be read.
    """
    with replay_state(request).readers.borrow() as index:
        captures = captures_of(index, replay_url.url)
        if not captures:
            index.check_withdrawn(replay_url.url)
        return choose_capture(index, captures, replay_url.url, replay_url.stamp, redirects)
