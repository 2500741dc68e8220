"""A pool of index readers for several threads, kept open from one request to the next."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from archive.index.reader_of_captures_documents_and_units import Index
from archive.index.tables.database import check_seal
from archive.layout import Archive


class IndexState(NamedTuple):
    """The state of an index file, for caches: ``written`` changes after each write, ``withdrawn`` with each
    withdrawal.
    """

    written: Hashable
    withdrawn: Hashable


class Readers:
    """A pool of readers of an archive's index; idle ones serve the next request of any thread."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._idle: list[tuple[tuple[int, int], Index]] = []
        self._watch: tuple[tuple[int, int], Index] | None = None
        self._state: IndexState | None = None

    @contextmanager
    def borrow(self) -> Iterator[Index]:
        """Lend a reader of the index to one thread; after an error it is closed.

        Raises what opening the index raises.
        """
        identity = self._checked()
        index = self._take(identity) or Index(self._archive)
        try:
            yield index
        except BaseException:
            index.close()
            raise
        with self._lock:
            self._idle.append((identity, index))

    def state(self) -> IndexState:
        """Return the state of the index file, by which caches notice changes; always call it from the same thread.

        Raises what opening the index raises.
        """
        identity = self._checked()
        if self._watch is None or self._watch[0] != identity:
            self._unwatch()
            self._watch = identity, Index(self._archive)
        watch = self._watch[1]
        written = watch.state()
        if self._state is None or self._state.written != (*identity, written):
            self._state = IndexState((*identity, written), (*identity, watch.withdrawals_applied()))
        return self._state

    def close(self) -> None:
        """Close the idle index readers of the pool."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, index in idle:
            index.close()
        self._unwatch()

    def _unwatch(self) -> None:
        watch, self._watch = self._watch, None
        if watch:
            watch[1].close()

    def _take(self, identity: tuple[int, int]) -> Index | None:
        """Take an idle reader of this index file from the pool, closing readers of a replaced file."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                known, index = self._idle.pop()
            if known == identity:
                return index
            index.close()

    def _checked(self) -> tuple[int, int]:
        """Return the identity of the index file, after a check of its seal. Raises ArchiveDamaged where another
        program changed it.
        """
        check_seal(self._archive.index_file)
        return self._identity()

    def _identity(self) -> tuple[int, int]:
        try:
            stat = self._archive.index_file.stat()
        except OSError:
            return (0, 0)  # opening the index raises the right error
        return stat.st_dev, stat.st_ino
