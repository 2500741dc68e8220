"""Plays the log of a shared crawl into a frontier. The same entries in the same order give the same, wherever."""

from crawler.discovery import Candidate, Frontier
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

Result = Candidate | bool | None
"""What an event gave its worker: the address that it took, whether it may follow a redirect."""


class Fold:
    """The state of a shared crawl after the entries that were applied.

    ``is_dry`` says that there was nothing to take, and that nothing came since; ``finished`` is the event by which
    the crawl ended.
    """

    def __init__(self, frontier: Frontier) -> None:
        self.frontier = frontier
        self.is_dry = False
        self.finished: Finished | None = None
        self._held: dict[str, dict[str, Candidate]] = {}
        self._numbers: dict[str, int] = {}

    @property
    def holders(self) -> list[str]:
        """The workers that hold addresses."""
        return sorted(self._held)

    def is_over(self, end: Finished) -> bool:
        """Whether the crawl can end so: nobody holds an address, of which more could come, and none is left."""
        return not self._held and (self.is_dry or end.unreachable is not None)

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
                return held is not None and self.frontier.redirect(held, url)
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

    def _take(self, worker: str) -> Candidate | None:
        candidate = self.frontier.take()
        self.is_dry = candidate is None
        if candidate:
            self._held.setdefault(worker, {})[candidate.key] = candidate
        return candidate

    def _release(self, worker: str, key: str) -> Candidate | None:
        """What the worker held; None where it was taken to be lost meanwhile, and has nothing to say any more."""
        held = self._held.get(worker, {})
        candidate = held.pop(key, None)
        if not held:
            self._held.pop(worker, None)
        return candidate
