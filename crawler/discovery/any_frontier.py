"""What a crawl needs of a frontier, be it its own or one that several workers share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Protocol

from crawler.discovery.frontier import Candidate
from crawler.discovery.leads import Lead
from crawler.discovery.outcome import Answer
from crawler.discovery.scope import Scope


class AnyFrontier(Protocol):
    """Addresses from found to answered; each method does what that of ``Frontier`` does.

    Once there is a ``failure`` none is given out any more, and nothing of what is said is taken down.
    """

    @property
    def scope(self) -> Scope: ...

    @property
    def left_out(self) -> Counter[str]: ...

    @property
    def goes_on(self) -> bool: ...

    @property
    def failure(self) -> str | None: ...

    @property
    def given_up(self) -> dict[str, tuple[int, str]]: ...

    def cannot_begin(self, reason: str) -> None: ...

    def add(self, leads: Iterable[Lead]) -> None: ...

    def take(self) -> Candidate | None: ...

    def redirect(self, candidate: Candidate, url: str) -> bool: ...

    def settle(
        self, candidate: Candidate, answer: Answer, linked: Sequence[Lead] = (), named: Sequence[Lead] = ()
    ) -> None: ...

    def knows(self, lead: Lead) -> bool: ...

    def waiting(self) -> dict[str, tuple[int, str]]: ...
