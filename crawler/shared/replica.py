"""One worker's copy of what a crawl shares: every change goes through the log, and is made as it comes out of it."""

import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from archive.errors import FrontierUnusable, UsageError
from crawler.shared.events import Began, Damaged, Entry, Event, Finished, Lost
from crawler.shared.fold import Fold, Result
from crawler.shared.log import Log

Given = TypeVar("Given")


class Replica:
    """The state of the crawl, in ``fold``, as far as this worker has read the log; ``begin`` gives that of a new one.

    Where Redis fails or forgets, that is the end: ``failure`` says why, nothing is done any more, and ``on_failure``
    is called. ``on_loss`` is called when another worker is gone, before what it held is given out again.
    """

    def __init__(
        self,
        begin: Callable[[], Fold],
        log: Log,
        on_failure: Callable[[FrontierUnusable], None] = lambda error: None,
        on_loss: Callable[[], None] = lambda: None,
    ) -> None:
        self.fold = begin()
        self.failure: str | None = None
        self._begin, self._log, self._on_failure, self._on_loss = begin, log, on_failure, on_loss
        self._number = 1  # that of the event by which the log may have begun

    def join(self, terms: str) -> None:
        """Plays what happened so far, or begins a new crawl; one that nobody works on and with other terms is left.

        Raises UsageError where the crawl under way has other terms, FrontierUnusable when Redis cannot be used.
        """
        while not self._has_joined(terms):
            self.fold = self._begin()

    def _has_joined(self, terms: str) -> bool:
        """Whether the crawl at hand is one to join; one that has ended, or that nobody works on, is done away with.

        Raises UsageError where somebody does who does not agree.
        """
        entries = self._log.begin(terms)
        agreed = entries[0].event if entries else None
        if isinstance(agreed, Began) and agreed.terms == terms:
            self._apply(entries)
            return self.fold.finished is None
        workers = sorted({entry.worker for entry in entries})
        if self._log.silent(workers) != workers:
            raise UsageError(
                "the workers of this crawl run with another version, profile, MAX_PAGES or REQUISITES; give all of"
                " them the same, or wait until the crawl has ended"
            )
        self._log.finish()
        return False

    @property
    def goes_on(self) -> bool:
        """Whether there may be more to do, though now there may be nothing."""
        return self.failure is None and self.fold.finished is None

    def do(self, event: Event) -> Result:
        """What the event gives when it has come out of the log; None after a failure, and after the crawl's end."""
        if not self.goes_on:
            return None
        self._number += 1
        entry = Entry(self._log.worker, self._number, event)
        return self._guarded(lambda: self._apply(self._log.append(entry)))

    def catch_up(self) -> None:
        """Takes in what others did."""
        self._guarded(lambda: self._apply(self._log.read()))

    def look_in(self, patience: float) -> None:
        """Takes in what others did, gives back what silent workers hold, and ends the crawl where nothing is left.

        After a failure of Redis nobody is held to be silent for ``patience`` seconds: nobody could be heard.
        """
        if not self.goes_on:
            return
        self.catch_up()
        for worker in self._silent(patience):
            self.do(Lost(worker))
        if self.fold.is_over(Finished()):
            self.do(Finished())

    def turn(self, host: str, delay: float) -> float | None:
        """0 where a host may be asked now, and so is taken to be; or the seconds until it may; None after a failure.

        No two workers have a turn at a host nearer to each other than the delay of either, in seconds.
        """
        return self._guarded(lambda: self._log.turn(host, delay))

    def leave(self) -> None:
        """Gives back what this worker holds."""
        if self._log.worker in self.fold.holders:
            self.do(Lost(self._log.worker))
        self._log.leave()

    def _silent(self, patience: float) -> list[str]:
        others = [worker for worker in self.fold.holders if worker != self._log.worker]
        if not others or not self.goes_on:
            return []
        silent = self._guarded(lambda: self._log.silent(others)) or []
        return silent if time.monotonic() > self._log.failed_at + patience else []

    def _apply(self, entries: Sequence[Entry]) -> Result:
        """What the entry of this worker gives."""
        result: Result = None
        for entry in entries:
            if isinstance(entry.event, Lost) and entry.event.worker != self._log.worker:
                self._on_loss()
            try:
                given = self.fold.apply(entry)
            except Damaged as error:
                raise self._log.damaged(error) from error
            if entry.worker == self._log.worker and given is not None:  # None too where it came into the log twice
                result = given
            if isinstance(entry.event, Finished) and self.fold.finished:
                self._log.finish()
        return result

    def _guarded(self, work: Callable[[], Given]) -> Given | None:
        if self.failure is not None:
            return None
        try:
            return work()
        except FrontierUnusable as error:
            self.failure = str(error)
            self._on_failure(error)
            return None
