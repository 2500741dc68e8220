"""What a request of the replay reads: the archive and its index, and what it was asked for."""

from dataclasses import dataclass

from starlette.requests import Request

from archive.index import Readers
from archive.layout import Archive
from archive.replay.memento import Memento, captures_of, choose_capture
from archive.replay.replay_urls import ReplayUrl


@dataclass(frozen=True, slots=True)
class ReplayState:
    """What the endpoints may use; ``room_port`` is None where no reading room answers.

    Behind a proxy ``room_url`` is the room's origin, and the replay's is in ``state.public_url``.
    """

    archive: Archive
    readers: Readers
    room_port: int | None
    room_url: str | None = None


def replay_state(request: Request) -> ReplayState:
    """What the request's application was made with."""
    found: ReplayState = request.app.state.access
    return found


def requested_path(request: Request, prefix: str = "") -> str:
    """Path and query as they came, without ``prefix``: a URL in them must not be decoded."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    path = raw.partition(b"?")[0] + (b"?" + query if query else b"")
    return path.decode("utf-8", "replace").removeprefix(prefix)


def find_memento(request: Request, address: ReplayUrl, redirects: bool = True) -> Memento | None:
    """The memento that an address asks for, None where the URL was never captured.

    Raises ArchiveMissing or ArchiveDamaged where there is no index that can be read.
    """
    with replay_state(request).readers.borrow() as index:
        captures = captures_of(index, address.url)
        if not captures:
            index.check_withdrawn(address.url)
        return choose_capture(index, captures, address.url, address.stamp, redirects)
