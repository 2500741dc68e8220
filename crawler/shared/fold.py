"""Plays the log of a shared crawl into a frontier. The same entries in the same order give the same, wherever."""

from crawler.discovery import Candidate, Frontier
from crawler.requisites.line import Line
from crawler.requisites.requisite import Requisite
from crawler.shared.events import (
    Added,
    Began,
    Damaged,
    Entry,
    Event,
    Fetching,
    Finished,
    Had,
    Lost,
    Needed,
    Redirected,
    Settled,
    Taken,
)

Result = Candidate | Requisite | bool | int | None
"""What an event gave its worker: what it took, whether a redirect may be followed, how many were left out."""


class Fold:
    """The state of a shared crawl after the entries that were applied.

    ``is_dry`` says that there was nothing to take, and that nothing came since; ``finished`` is the event by which
    the crawl ended.
    """

    def __init__(self, frontier: Frontier, line: Line) -> None:
        self.frontier, self.line = frontier, line
        self.is_dry = False
        self.finished: Finished | None = None
        self._held: dict[str, dict[str, Candidate]] = {}
        self._fetched: dict[str, dict[tuple[str, str], Requisite]] = {}
        self._numbers: dict[str, int] = {}

    @property
    def holders(self) -> list[str]:
        """The workers that hold addresses or requisites."""
        return sorted({*self._held, *self._fetched})

    def is_over(self, end: Finished) -> bool:
        """Whether the crawl can end so: it cannot begin, or nobody holds an address, and none is left."""
        return end.unreachable is not None or (not self._held and self.is_dry and self.line.is_over)

    def apply(self, entry: Entry) -> Result:
        """What the entry gives; one that was applied already gives None and changes nothing.

        Raises Damaged where it cannot be.
        """
        if self.finished or entry.number <= self._numbers.get(entry.worker, 0):
            return None
        self._numbers[entry.worker] = entry.number
        try:
            return self._apply(entry.worker, entry.event)
        except ValueError as error:  # an address that is none
            raise Damaged(str(error)) from error

    def _apply(self, worker: str, event: Event) -> Result:
        match event:
            case Taken():
                return self._take(worker)
            case Redirected(key, url):
                held = self._held.get(worker, {}).get(key)
                may_follow = held is not None and self.frontier.redirect(held, url)
                if may_follow:
                    self.line.know(url)
                return may_follow
            case Needed(requisites):
                return self.line.add(requisites)
            case Fetching():
                return self._fetch(worker)
            case Had(url, kind, answered):
                return self._had(worker, (url, kind), answered)
            case Finished() if self.is_over(event):
                self.finished = event
            case Began() | Finished():
                pass
            case _:
                self._change(worker, event)
        return None

    def _change(self, worker: str, event: Event) -> None:
        """Applies an event after which there may be something to take."""
        self.is_dry = False
        match event:
            case Added(leads):
                self.frontier.add(leads)
            case Settled(key, answer, linked, named):
                if candidate := self._release(worker, key):
                    self.frontier.settle(candidate, answer, linked, named)
            case Lost(lost):
                for candidate in self._held.pop(lost, {}).values():
                    self.frontier.give_back(candidate)
                for requisite in self._fetched.pop(lost, {}).values():
                    self.line.give_back(requisite)

    def _take(self, worker: str) -> Candidate | None:
        candidate = self.frontier.take()
        self.is_dry = candidate is None
        if candidate:
            self._held.setdefault(worker, {})[candidate.key] = candidate
            self.line.know(candidate.url)
        return candidate

    def _fetch(self, worker: str) -> Requisite | None:
        requisite = self.line.take()
        if requisite:
            self._fetched.setdefault(worker, {})[requisite.url, requisite.kind] = requisite
        return requisite

    def _had(self, worker: str, key: tuple[str, str], answered: bool) -> int:
        """How many requisites are given up with a host that does not answer."""
        requisite = self._fetched.get(worker, {}).pop(key, None)
        if not self._fetched.get(worker):
            self._fetched.pop(worker, None)
        return self.line.settle(requisite, answered) if requisite else 0

    def _release(self, worker: str, key: str) -> Candidate | None:
        """What the worker held; None where it was taken to be lost meanwhile, and has nothing to say any more."""
        candidate = self._held.get(worker, {}).pop(key, None)
        if not self._held.get(worker):
            self._held.pop(worker, None)
        return candidate
