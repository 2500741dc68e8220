"""The frontier that several workers share."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from archive.errors import FrontierUnusable, UsageError
from crawler.discovery import Answer, Candidate, Frontier, Lead, Scope
from crawler.shared.events import (
    Added,
    Began,
    Damaged,
    Entry,
    Event,
    Finished,
    Lost,
    Redirected,
    Settled,
    Taken,
)
from crawler.shared.fold import Fold, Result
from crawler.shared.log import Log

Given = TypeVar("Given")


class SharedFrontier:
    """A frontier as ``Frontier`` is, whose every change goes through the log first.

    ``own`` is the frontier into which the log is played, as it is before anything happened. Where Redis fails or
    forgets, that is the end: ``failure`` says why, nothing is given out any more, and ``on_failure`` is called.
    ``on_loss`` is called when another worker is gone, before what it held is given out again.
    """

    def __init__(
        self,
        own: Frontier,
        log: Log,
        on_failure: Callable[[FrontierUnusable], None] = lambda error: None,
        on_loss: Callable[[], None] = lambda: None,
    ) -> None:
        self.failure: str | None = None
        self._log, self._fold = log, Fold(own)
        self._on_failure, self._on_loss = on_failure, on_loss
        self._number = 1  # that of the event by which the log may have begun

    def join(self, terms: str) -> None:
        """Plays what happened so far; where the last crawl has ended, a new one begins.

        Raises UsageError where the crawl under way has other terms, FrontierUnusable when Redis cannot be used.
        """
        entries = self._log.begin(terms)
        agreed = entries[0].event if entries else None
        if not isinstance(agreed, Began) or agreed.terms != terms:
            raise UsageError(
                "the workers of this crawl run with another version, profile or MAX_PAGES; give all of them the same,"
                " or wait until the crawl has ended"
            )
        self._apply(entries)

    @property
    def scope(self) -> Scope:
        return self._fold.frontier.scope

    @property
    def left_out(self) -> Counter[str]:
        return self._fold.frontier.left_out

    @property
    def goes_on(self) -> bool:
        """Whether there may be more to take, though now there may be nothing."""
        return self.failure is None and self._fold.finished is None

    @property
    def unreachable(self) -> str | None:
        """Why the crawl could not begin, where a worker found that and the crawl has ended."""
        return self._fold.finished.unreachable if self._fold.finished else None

    def add(self, leads: Iterable[Lead]) -> None:
        if new := self._fold.frontier.matter(leads):
            self._do(Added(tuple(new)))

    def take(self) -> Candidate | None:
        if self._fold.is_dry:
            self._catch_up()
        if self._fold.is_dry or not self.goes_on:
            return None
        taken = self._do(Taken())
        return taken if isinstance(taken, Candidate) else None

    def redirect(self, candidate: Candidate, url: str) -> bool:
        return self._do(Redirected(candidate.key, url)) is True

    def settle(
        self, candidate: Candidate, answer: Answer, linked: Sequence[Lead] = (), named: Sequence[Lead] = ()
    ) -> None:
        matter = self._fold.frontier.matter
        self._do(Settled(candidate.key, answer, tuple(matter(linked, candidate)), tuple(matter(named))))

    def knows(self, lead: Lead) -> bool:
        return self._fold.frontier.knows(lead)

    def waiting(self) -> dict[str, tuple[int, str]]:
        return self._fold.frontier.waiting()

    def poll(self, patience: float, unreachable: str | None) -> None:
        """Takes in what others did, gives back what silent workers hold, and ends the crawl where nothing is left.

        After a failure of Redis nobody is held to be silent for ``patience`` seconds: nobody could be heard.
        ``unreachable`` says why the crawl could not begin.
        """
        self._catch_up()
        for worker in self._silent(patience):
            self._do(Lost(worker))
        end = Finished(unreachable)
        if self.goes_on and self._fold.is_over(end):
            self._do(end)
        if self._fold.finished:
            self._guarded(self._log.finish)

    def turn(self, host: str, delay: float) -> float | None:
        """0 where a host may be asked now, and so is taken to be; or the seconds until it may; None after a failure.

        No two workers have a turn at a host nearer to each other than the delay of either, in seconds.
        """
        return self._guarded(lambda: self._log.turn(host, delay))

    def leave(self) -> None:
        """Gives back what this worker holds."""
        if self.goes_on and self._log.worker in self._fold.holders:
            self._do(Lost(self._log.worker))
        self._log.leave()

    def _silent(self, patience: float) -> list[str]:
        others = [worker for worker in self._fold.holders if worker != self._log.worker]
        if not others or not self.goes_on:
            return []
        silent = self._guarded(lambda: self._log.silent(others)) or []
        return silent if time.monotonic() > self._log.failed_at + patience else []

    def _do(self, event: Event) -> Result:
        """What the event gives where the log has it; None after a failure."""
        self._number += 1
        entry = Entry(self._log.worker, self._number, event)
        return self._guarded(lambda: self._apply(self._log.append(entry)))

    def _catch_up(self) -> None:
        self._guarded(lambda: self._apply(self._log.read()))

    def _apply(self, entries: Sequence[Entry]) -> Result:
        """What the last entry of this worker gives."""
        result: Result = None
        for entry in entries:
            try:
                given = self._fold.apply(entry)
            except Damaged as error:
                raise self._log.damaged(error) from error
            is_own = entry.worker == self._log.worker
            result = given if is_own and given is not None else result
            if isinstance(entry.event, Lost) and entry.event.worker != self._log.worker:
                self._on_loss()
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
