"""What a request of the replay reads: the archive and its index, and what it was asked for."""

from dataclasses import dataclass

from starlette.requests import Request

from archive.index import Readers
from archive.layout import Archive
from archive.replay.addresses import Address
from archive.replay.choice import Memento, captures_of, choose


@dataclass(frozen=True, slots=True)
class Access:
    """What the endpoints may use; ``room_port`` is None where no reading room answers.

    Behind a proxy ``room_url`` is the room's origin, and the replay's is in ``state.public_url``.
    """

    archive: Archive
    readers: Readers
    room_port: int | None
    room_url: str | None = None


def access(request: Request) -> Access:
    """What the request's application was made with."""
    found: Access = request.app.state.access
    return found


def target(request: Request, prefix: str = "") -> str:
    """Path and query as they came, without ``prefix``: a URL in them must not be decoded."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    query: bytes = request.scope["query_string"]
    path = raw.partition(b"?")[0] + (b"?" + query if query else b"")
    return path.decode("utf-8", "replace").removeprefix(prefix)


def find(request: Request, address: Address, redirects: bool = True) -> Memento | None:
    """The memento that an address asks for, None where the URL was never captured.

    Raises ArchiveMissing or ArchiveDamaged where there is no index that can be read.
    """
    with access(request).readers.borrow() as index:
        captures = captures_of(index, address.url)
        if not captures:
            index.check_withdrawn(address.url)
        return choose(index, captures, address.url, address.stamp, redirects)
