"""The line of requisites that several workers share."""

from collections.abc import Iterable

from crawler.requisites.requisite import Requisite
from crawler.shared.events import Fetching, Had, Needed
from crawler.shared.replica import Replica


class SharedLine:
    """A line as ``Line`` is, whose changes are those of all workers. Its limits hold for all of them together."""

    def __init__(self, replica: Replica) -> None:
        self._replica = replica
        self._open: dict[tuple[str, str], Requisite] = {}

    def know(self, url: str) -> None:
        """What is asked for as a page the line knows from the log."""

    def add(self, requisites: Iterable[Requisite]) -> int:
        new = self._replica.fold.line.new(requisites)
        left_out = self._replica.do(Needed(tuple(new))) if new else 0
        return left_out if isinstance(left_out, int) else 0

    def take(self) -> Requisite | None:
        if not self._replica.fold.line.may_give or not self._replica.goes_on:
            return None
        taken = self._replica.do(Fetching())
        if not isinstance(taken, Requisite):
            return None
        self._open[taken.url, taken.kind] = taken
        return taken

    def settle(self, requisite: Requisite, answered: bool) -> int:
        self._open.pop((requisite.url, requisite.kind), None)
        given_up = self._replica.do(Had(requisite.url, requisite.kind, answered))
        return given_up if isinstance(given_up, int) else 0

    def forget_open(self) -> None:
        for requisite in list(self._open.values()):
            self.settle(requisite, answered=False)
