"""What a crawl needs of a line of requisites, be it its own or one that several workers share."""

from collections.abc import Iterable
from typing import Protocol

from crawler.requisites.requisite import Requisite


class AnyLine(Protocol):
    """Requisites from named to answered; each method does what that of ``Line`` does."""

    def know(self, url: str) -> None: ...

    def add(self, requisites: Iterable[Requisite]) -> int: ...

    def take(self) -> Requisite | None: ...

    def settle(self, requisite: Requisite, answered: bool) -> int: ...

    def forget_open(self) -> None: ...
