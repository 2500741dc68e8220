"""``/changes``: pages that are new, changed, missing, gone or back again, day by day."""

from collections import Counter
from dataclasses import dataclass
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from archive.errors import UsageError
from archive.interface_languages.texts import InterfaceTexts, texts_for
from archive.query.history.changes import KINDS, Change, ChangeCursor, ChangeFilter, ChangesPage, Kind, read_changes
from archive.query.history.comparison import Change as BlockChanged
from archive.query.history.comparison import Comparison
from archive.query.history.history import Absence
from archive.web.app_state import open_index, room_state
from archive.web.pages.links import FEED, document_url, history_url, page_url, query_parameter
from archive.web.pages.text_display import DisplayText, display_text, shorten, web_url
from archive.web.rendering import show_page

_MOST_FACTS = 6
_BLOCKS: tuple[tuple[BlockChanged, str], ...] = (
    ("changed", "changed_blocks"),
    ("new", "new_blocks"),
    ("gone", "gone_blocks"),
)


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change in a list; ``notes`` describe it, ``difference`` is the URL of the comparison word by word.

    ``link`` is the page's original URL, if it may be linked to.
    """

    kind: str
    at: str
    title: DisplayText
    site: str
    href: str
    link: str | None
    shown_url: str
    difference: str | None
    notes: tuple[str, ...]


def change_row(change: Change, t: InterfaceTexts) -> ChangeRow:
    """Return the change as the list and the feed show it."""
    document, comparison = change.document, change.comparison
    return ChangeRow(
        kind=change.kind,
        at=change.at,
        title=display_text(document.title, document.languages),
        site=document.site,
        href=document_url(document.id, document.version),
        link=web_url(document.url),
        shown_url=shorten(document.url),
        difference=history_url(document.id, comparison.old.version, comparison.new.version) if comparison else None,
        notes=tuple(_describe_comparison(comparison, t) if comparison else _describe_absence(change, t)),
    )


def _describe_comparison(comparison: Comparison, t: InterfaceTexts) -> list[str]:
    facts = [t.term("details", fact.name.split(".")[-1]) for fact in comparison.facts[:_MOST_FACTS]]
    blocks = Counter(block.change for block in comparison.changed)
    return [
        *([t("changes.facts", names=t("changes.and").join(facts))] if facts else []),
        *(t.count(key, blocks[kind]) for kind, key in _BLOCKS if blocks[kind]),
        *language_notes(comparison, t),
    ]


def language_notes(comparison: Comparison, t: InterfaceTexts) -> list[str]:
    """Describe where one language changed and the other did not."""
    chinese = sum(each.changed_lang.split("-")[0] == "zh" for each in comparison.one_sided)
    counts = (("only_source", chinese), ("only_target", len(comparison.one_sided) - chinese))
    return [
        *(t.count(key, number) for key, number in counts if number),
        *(
            t("changes.elsewhere", language=t.term("language", page.lang))
            for page in comparison.unchanged_translations
        ),
    ]


def _describe_absence(change: Change, t: InterfaceTexts) -> list[str]:
    """Describe how long a page has been gone or was missing."""
    absence = change.absence
    if absence is None or change.kind == "missing":
        return []
    return [t("changes.since", since=t.moment(absence.since)) if change.kind == "gone" else absence_note(absence, t)]


def absence_note(absence: Absence, t: InterfaceTexts) -> str:
    """Describe since when a page has been missing, how often it was found missing, and since when it is back."""
    if absence.back:
        return t.count("absent", absence.times, since=t.moment(absence.since), back=t.moment(absence.back))
    return t.count("missed", absence.times, since=t.moment(absence.since), last=t.moment(absence.last))


LISTED = 50
MOST_SITES = 300
_BY_NAME: dict[str, Kind] = {kind: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Day:
    """The changes of one day (UTC), latest first."""

    name: str
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True, slots=True)
class ChangesQuery:
    """A query for changes, and where its results continue."""

    wanted: ChangeFilter
    after: ChangeCursor | None

    @classmethod
    def from_request(cls, request: Request) -> "ChangesQuery":
        """Read the query from a request's URL.

        Raises UsageError for an unknown kind of change and an invalid cursor.
        """
        kind, after = query_parameter(request, "kind"), query_parameter(request, "after")
        return cls(
            ChangeFilter(site=query_parameter(request, "site"), kind=as_kind(kind)),
            ChangeCursor.parse(after) if after else None,
        )

    def url(self, path: str, kind: str | None = None, after: ChangeCursor | None = None) -> str:
        """Return the URL of the query at a path, from the first result unless ``after`` is given."""
        return page_url(path, site=self.wanted.site, kind=kind, after=str(after) if after else None)

    def read(self, request: Request, limit: int) -> ChangesPage:
        """Return the changes that match the query."""
        with open_index(request) as index:
            return read_changes(room_state(request).archive, index, self.wanted, limit, self.after)


def as_kind(name: str | None) -> Kind | None:
    """Return the kind of change with this name.

    Raises UsageError if there is none.
    """
    if name is None or name in _BY_NAME:
        return _BY_NAME.get(name or "")
    raise UsageError(f"unknown kind of change {shorten(name, 40)!r}; the kinds are {', '.join(KINDS)}")


def changes(request: Request) -> Response:
    """Show the changes, latest first, of all sites or one, of all kinds or one."""
    question, t = ChangesQuery.from_request(request), texts_for(request)
    wanted = question.wanted
    found = question.read(request, LISTED)
    rows = [change_row(change, t) for change in found.changes]
    with open_index(request) as index:
        sites = [summary.name for summary in index.sites()[:MOST_SITES]]
    return show_page(
        request,
        "changes.html",
        days=[Day(name, tuple(group)) for name, group in groupby(rows, key=lambda row: row.at[:10])],
        kinds=[(kind, question.url("/changes", kind), kind == wanted.kind) for kind in (None, *KINDS)],
        wanted=wanted,
        sites=sites,
        feed=feed_url(question),
        next=question.url("/changes", wanted.kind, found.next) if found.next else None,
        start=question.url("/changes", wanted.kind) if question.after else None,
    )


def feed_url(question: ChangesQuery) -> str:
    """Return the URL of the feed of the same changes."""
    return question.url(FEED, question.wanted.kind)


routes = [Route("/changes", changes)]
