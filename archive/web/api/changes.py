"""``/api/changes``."""

from starlette.requests import Request

from archive.index.tables.captures import parse_moment
from archive.query.history.changes import KINDS, ChangeCursor, ChangeFilter, read_changes
from archive.query.history.changes_forms import change_values
from archive.web.access import access, reading
from archive.web.api.operation import Given, Operation, Parameter, Values
from archive.web.api.parameters import limit, text
from archive.web.pages.changes import as_kind

_SINCE = Parameter("since", "Only from this day or time on.", text(40))
_SITE = Parameter("site", "Only of this site.", text(200))
_KIND = Parameter("kind", "Only changes of this kind.", {**text(10), "enum": list(KINDS)})
_CURSOR = Parameter("cursor", "Where to go on: 'next' of the answer before, which had the same question.", text(300))


def _respond(request: Request, given: Given) -> Values:
    since, after = given.optional("since"), given.optional("cursor")
    wanted = ChangeFilter(
        parse_moment(since) if since else "", given.optional("site"), as_kind(given.optional("kind"))
    )
    with reading(request) as index:
        found = read_changes(
            access(request).archive,
            index,
            wanted,
            given.number("limit"),
            ChangeCursor.parse(after) if after else None,
        )
    return {
        "changes": [change_values(change) for change in found.changes],
        "next": str(found.next) if found.next else None,
    }


CHANGES = Operation(
    "changes",
    "/api/changes",
    "What became of the articles from one crawl to the next, latest first: new, changed, missing, gone, back again.",
    (_SINCE, _SITE, _KIND, limit(50, 100), _CURSOR),
    "ChangesPage",
    _respond,
)
