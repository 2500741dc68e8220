"""``/changes``: what became of the articles, day by day."""

from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.errors import UsageError
from archive.query.history.changes import KINDS, ChangeCursor, ChangeFilter, ChangesPage, Kind, read_changes
from archive.web.access import access, reading
from archive.web.pages.addresses import FEED, address
from archive.web.pages.changed import ChangedPage, changed_page
from archive.web.pages.shown import cut
from archive.web.pages.view import asked, show
from archive.web.words import words_for

LISTED = 50
MOST_SITES = 300
_BY_NAME: dict[str, Kind] = {kind: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of one day (UTC), latest first."""

    name: str
    changes: tuple[ChangedPage, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Which changes are asked for, and from where they go on."""

    wanted: ChangeFilter
    after: ChangeCursor | None

    @classmethod
    def of(cls, request: Request) -> "Question":
        """What a request asks.

        Raises UsageError for a kind that is none and a place that is none.
        """
        kind, after = asked(request, "kind"), asked(request, "after")
        return cls(
            ChangeFilter(site=asked(request, "site"), kind=as_kind(kind)),
            ChangeCursor.parse(after) if after else None,
        )

    def address(self, path: str, kind: str | None = None, after: ChangeCursor | None = None) -> str:
        """The address of the question at a path, from its beginning unless ``after`` is given."""
        return address(path, site=self.wanted.site, kind=kind, after=str(after) if after else None)

    def read(self, request: Request, limit: int) -> ChangesPage:
        """The changes that are asked for."""
        with reading(request) as index:
            return read_changes(access(request).archive, index, self.wanted, limit, self.after)


def as_kind(name: str | None) -> Kind | None:
    """The kind of change with this name.

    Raises UsageError where there is none.
    """
    if name is None or name in _BY_NAME:
        return _BY_NAME.get(name or "")
    raise UsageError(f"{cut(name, 40)!r} is no kind of change; there are {', '.join(KINDS)}")


def changes(request: Request) -> Response:
    """The changes, latest first, of all sites or one, of all kinds or one."""
    question, t = Question.of(request), words_for(request)
    wanted = question.wanted
    found = question.read(request, LISTED)
    rows = [changed_page(change, t) for change in found.changes]
    with reading(request) as index:
        sites = [summary.name for summary in index.sites()[:MOST_SITES]]
    return show(
        request,
        "changes.html",
        days=[Day(name, tuple(group)) for name, group in groupby(rows, key=lambda row: row.at[:10])],
        kinds=[(kind, question.address("/changes", kind), kind == wanted.kind) for kind in (None, *KINDS)],
        wanted=wanted,
        sites=sites,
        feed=feed_address(question),
        next=question.address("/changes", wanted.kind, found.next) if found.next else None,
        start=question.address("/changes", wanted.kind) if question.after else None,
    )


def feed_address(question: Question) -> str:
    """Where the same changes are a feed."""
    return question.address(FEED, question.wanted.kind)


routes = [Route("/changes", changes)]
