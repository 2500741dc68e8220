"""What a request reads: the archive, and its index in one state."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request

from archive.errors import ArchiveMissing
from archive.index import Index
from archive.layout import Archive
from archive.web.security_host import host_name

MOST_SECONDS = 5.0
"""How long the engine may work for one request."""


class Readers:
    """Readers of an archive's index. Those that are open wait for the next request, whatever thread serves it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._idle: list[tuple[tuple[int, int], Index]] = []

    @contextmanager
    def borrow(self) -> Iterator[Index]:
        """A reader of the index as the file is now, for one thread; after an error it is not used again.

        Raises what opening the index raises.
        """
        identity = self._identity()
        index = self._take(identity) or Index(self._archive)
        try:
            yield index
        except BaseException:
            index.close()
            raise
        with self._lock:
            self._idle.append((identity, index))

    def close(self) -> None:
        """Closes the readers that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, index in idle:
            index.close()

    def _take(self, identity: tuple[int, int]) -> Index | None:
        """An idle reader of this file; one of a file that was put in its place meanwhile is closed."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                known, index = self._idle.pop()
            if known == identity:
                return index
            index.close()

    def _identity(self) -> tuple[int, int]:
        try:
            stat = self._archive.index_file.stat()
        except OSError:
            return (0, 0)  # opening says what is wrong
        return stat.st_dev, stat.st_ino


@dataclass(frozen=True, slots=True)
class Access:
    """What the pages and the API may use; ``replay_port`` is None where nothing replays."""

    archive: Archive
    readers: Readers
    replay_port: int | None


def access(request: Request) -> Access:
    """What the request's application was made with."""
    found: Access = request.app.state.access
    return found


def replay_origin(request: Request) -> str | None:
    """Where captured pages are replayed, as ``http://host:port``, under the name that the reader came by."""
    port = access(request).replay_port
    return None if port is None else f"http://{host_name(request.headers['host'])}:{port}"


@contextmanager
def reading(request: Request) -> Iterator[Index]:
    """The index in one state for the whole request, with ``MOST_SECONDS`` for all that is asked of it.

    Raises HTTPException 503 where there is no archive or no index, AnswerTooSlow when the time is over.
    """
    with _opened(access(request).readers) as index, index.limited(MOST_SECONDS), index.snapshot():
        yield index


@contextmanager
def _opened(readers: Readers) -> Iterator[Index]:
    borrowed = readers.borrow()
    try:
        index = borrowed.__enter__()
    except ArchiveMissing as error:
        raise HTTPException(503, str(error)) from error
    try:
        yield index
    except BaseException as error:
        borrowed.__exit__(type(error), error, error.__traceback__)
        raise
    borrowed.__exit__(None, None, None)
