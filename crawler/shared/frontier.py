"""The frontier that several workers share."""

from collections import Counter
from collections.abc import Iterable, Sequence

from crawler.discovery import Answer, Candidate, Lead, Scope
from crawler.shared.events import Added, Finished, Redirected, Settled, Taken
from crawler.shared.line import SharedLine
from crawler.shared.replica import Replica


class SharedFrontier:
    """A frontier as ``Frontier`` is, whose changes are those of all workers; ``line`` is that of their requisites."""

    def __init__(self, replica: Replica) -> None:
        self.line = SharedLine(replica)
        self._replica = replica
        self._own = replica.fold.frontier

    @property
    def scope(self) -> Scope:
        return self._own.scope

    @property
    def left_out(self) -> Counter[str]:
        return self._own.left_out

    @property
    def given_up(self) -> dict[str, tuple[int, str]]:
        return self._own.given_up

    @property
    def goes_on(self) -> bool:
        return self._replica.goes_on

    @property
    def failure(self) -> str | None:
        return self._replica.failure

    def cannot_begin(self, reason: str) -> None:
        """Ends the crawl for all workers, who give the reason; said before the start page is settled."""
        self._replica.do(Finished(reason))

    def add(self, leads: Iterable[Lead]) -> None:
        if new := self._own.matter(leads):
            self._replica.do(Added(tuple(new)))

    def take(self) -> Candidate | None:
        if self._replica.fold.is_dry:
            self._replica.catch_up()
        if self._replica.fold.is_dry or not self.goes_on:
            return None
        taken = self._replica.do(Taken())
        return taken if isinstance(taken, Candidate) else None

    def redirect(self, candidate: Candidate, url: str) -> bool:
        return self._replica.do(Redirected(candidate.key, url)) is True

    def settle(
        self, candidate: Candidate, answer: Answer, linked: Sequence[Lead] = (), named: Sequence[Lead] = ()
    ) -> None:
        own = self._own
        found = (tuple(own.matter(linked, candidate)), tuple(own.matter(named)))
        self._replica.do(Settled(candidate.key, answer, *found))

    def knows(self, lead: Lead) -> bool:
        return self._own.knows(lead)

    def waiting(self) -> dict[str, tuple[int, str]]:
        return self._own.waiting()

    def turn(self, host: str, delay: float) -> float | None:
        """0 where a host may be asked now, or the seconds until it may; see ``Replica.turn``."""
        return self._replica.turn(host, delay)
