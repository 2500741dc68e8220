"""Readers of an index that several threads ask, kept open from one request to the next."""

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from archive.index.reader import Index
from archive.index.seal import check_seal
from archive.layout import Archive


class IndexState(NamedTuple):
    """Two things that say in which state an index is.

    ``written`` is another after anything was written, ``withdrawn`` after anything was withdrawn or taken back.
    """

    written: Hashable
    withdrawn: Hashable


class Readers:
    """Readers of an archive's index. Those that are open wait for the next request, whatever thread serves it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._idle: list[tuple[tuple[int, int], Index]] = []
        self._watch: tuple[tuple[int, int], Index] | None = None
        self._state: IndexState | None = None

    @contextmanager
    def borrow(self) -> Iterator[Index]:
        """A reader of the index as the file is now, for one thread; after an error it is not used again.

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
        """The state of the index; for one thread, always the same.

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
        """Closes the readers that nobody uses."""
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
        """An idle reader of this file; one of a file that was put in its place meanwhile is closed."""
        while True:
            with self._lock:
                if not self._idle:
                    return None
                known, index = self._idle.pop()
            if known == identity:
                return index
            index.close()

    def _checked(self) -> tuple[int, int]:
        """The identity of the file. Raises ArchiveDamaged where something that is no writer changed it."""
        check_seal(self._archive.index_file)
        return self._identity()

    def _identity(self) -> tuple[int, int]:
        try:
            stat = self._archive.index_file.stat()
        except OSError:
            return (0, 0)  # opening says what is wrong
        return stat.st_dev, stat.st_ino
