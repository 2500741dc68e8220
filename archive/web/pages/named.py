"""Lists of names: speakers and sites, with how many documents each has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from archive.index import Summary
from archive.web.pages.shown import Shown, shown
from archive.web.pages.view import asked

MOST = 300
"""Names on one page."""


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a list; ``earliest`` and ``latest`` are days of publication."""

    name: Shown
    href: str
    documents: int
    earliest: str | None
    latest: str | None


def named(request: Request, found: Sequence[Summary], where: Callable[[str], str]) -> dict[str, Any]:
    """Those of the names that hold what the reader asked for, as many as can be shown, and how many there are."""
    part = asked(request, "q") or ""
    fitting = [summary for summary in found if part.casefold() in summary.name.casefold()]
    names = [
        Named(shown(each.name, ("en",)), where(each.name), each.documents, each.earliest, each.latest)
        for each in fitting[:MOST]
    ]
    return {"names": names, "asked": part, "total": len(fitting), "all": len(found)}
