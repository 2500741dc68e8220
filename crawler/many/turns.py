"""Which site comes next: of a list, or of a queue that other workers take from too."""

from collections import deque
from collections.abc import Iterable
from typing import Protocol

from crawler.many.outcome import SiteOutcome
from crawler.many.sites import Site


class Turns(Protocol):
    """Gives out sites, each to one crawl."""

    @property
    def left(self) -> int:
        """How many sites were neither crawled nor are being crawled by this process."""

    def start(self) -> None:
        """Called once in the event loop, before the first is taken."""

    async def take(self) -> Site | None:
        """The next site; None when there will be no more. It may wait for one."""

    def end(self, site: Site, outcome: SiteOutcome | None) -> None:
        """Takes down what came of a site; None where its crawl was not begun after all."""

    def stop(self) -> None:
        """Gives out no more."""

    async def close(self) -> None:
        """Returns when all that ended is taken down."""


class ListedSites:
    """Sites of a list, each once, in its order."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._waiting = deque(sites)
        self._is_stopped = False

    @property
    def left(self) -> int:
        return len(self._waiting)

    def start(self) -> None:
        """There is nothing to begin."""

    async def take(self) -> Site | None:
        return None if self._is_stopped or not self._waiting else self._waiting.popleft()

    def end(self, site: Site, outcome: SiteOutcome | None) -> None:
        if outcome is None:
            self._waiting.appendleft(site)

    def stop(self) -> None:
        self._is_stopped = True

    async def close(self) -> None:
        """There is nothing to wait for."""
