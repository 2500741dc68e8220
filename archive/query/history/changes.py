"""The changes of the articles of an archive by time: new, changed, missing, gone, back."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, get_args

from archive.errors import ArchiveMissing, UsageError
from archive.index import AFTER_ALL_EVENTS, ChangeEvent, ChangeEventKind, EventRange, Index
from archive.index.search.ranking_cursors_and_snippets import invalid_cursor
from archive.jobs_and_locks import last_crawls
from archive.layout import Archive
from archive.model.document import Document
from archive.model.times import parse_moment
from archive.query.history.history import Absence, History, Version, read_history
from archive.query.history.version_and_text_comparison import Comparison, compare_with_translations

Kind = Literal["new", "changed", "missing", "gone", "back"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_BY_NAME: dict[str, Kind] = {kind: kind for kind in KINDS}

_EVENTS: dict[Kind, ChangeEventKind] = {
    "new": "first", "changed": "later", "missing": "absent", "gone": "absent", "back": "returned"
}  # fmt: skip
_PLACE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)/(\d)/([!-~]{1,200})", re.ASCII)
_AT_ONCE = 200
"""Events read from the index at once."""
MOST_COMPARED = 500_000
"""Characters of changed documents after which a page of changes ends, some two seconds of work."""
MOST_EVENTS = 1000
"""Events read for one page of changes; if many mean nothing, the page is shorter."""
_LONGEST_SHOWN = 40
"""Characters of a name that an error shows."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an article between crawls (new, changed, missing, gone, back), and when it happened.

    ``document`` is the new version, or the last one before an absence. ``comparison`` is set for ``changed``,
    ``absence`` for ``missing``, ``gone`` and ``back``.
    """

    kind: Kind
    at: str
    document: Document
    comparison: Comparison | None = None
    absence: Absence | None = None


def parse_kind(name: str | None) -> Kind | None:
    """Parse the name of a kind of change in a URL; None stands for all kinds.

    Raises UsageError if there is none of that name.
    """
    if name is None or name in _BY_NAME:
        return _BY_NAME.get(name or "")
    shown = name if len(name) <= _LONGEST_SHOWN else f"{name[: _LONGEST_SHOWN - 1]}…"
    raise UsageError(f"unknown kind of change {shown!r}; the kinds are {', '.join(KINDS)}")


@dataclass(frozen=True, slots=True)
class ChangeFilter:
    """A selection of article changes: since a time in the archive's form, of all sites or one, of all kinds or
    one.
    """

    since: str = ""
    site: str | None = None
    kind: Kind | None = None

    @property
    def events(self) -> EventRange:
        kinds = [self.kind] if self.kind else KINDS
        return EventRange(self.since, site=self.site, kinds=frozenset(_EVENTS[kind] for kind in kinds))


@dataclass(frozen=True, slots=True)
class ChangeCursor:
    """The cursor of a page of changes: after the first ``given`` changes of an event, or after the whole event if it
    is 0.
    """

    event: ChangeEvent
    given: int = 0

    def __str__(self) -> str:
        return f"{self.event.at}/{self.given}/{self.event.id}"

    @classmethod
    def parse(cls, text: str) -> "ChangeCursor":
        """Parse the cursor of a page of changes from its text.

        Raises UsageError when ``text`` is no cursor.

        >>> ChangeCursor.parse("2026-11-24T09:32:26.481203Z/1/a-1")
        ChangeCursor(event=ChangeEvent(at='2026-11-24T09:32:26.481203Z', id='a-1'), given=1)
        """
        found = _PLACE.fullmatch(text)
        if not found:
            raise invalid_cursor(text)
        return cls(ChangeEvent(found[1], found[3]), int(found[2]))


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A page of article changes, latest first, and the cursor of the next page; None at the end."""

    changes: tuple[Change, ...]
    next: ChangeCursor | None


def _starts_of_last_crawls(archive: Archive, site: str | None = None) -> dict[str, str]:
    """Return the time at which the last crawl of each site began, of all sites or of one."""
    return {name: job.began for name, job in last_crawls(archive).items() if site in (None, name)}


def find_changes(archive: Archive, index: Index, since: str | None, site: str | None = None) -> Iterator[Change]:
    """Find the changes of articles since a time, or since the last crawl of each site began; latest first.

    A version whose text and facts are those of the one before it is no change. An absence is reported once: as
    gone if the page is gone, else as missing.
    """
    began = {} if since else _starts_of_last_crawls(archive, site)
    earliest = since or min((began.get(name, "") for name in archive.sites() if site in (None, name)), default="")
    gone: set[tuple[str, Absence | None]] = set()
    for event in index.change_events(ChangeFilter(earliest, site).events):
        for change in _changes_at(archive, index, event):
            if change.at < (since or began.get(change.document.site, "")):
                continue
            if change.kind == "gone":
                gone.add((change.document.id, change.absence))
            if change.kind != "missing" or (change.document.id, change.absence) not in gone:
                yield change


def read_changes(
    archive: Archive, index: Index, wanted: ChangeFilter, limit: int, after: ChangeCursor | None = None
) -> ChangesPage:
    """Read a page of article changes, latest first: at most ``limit`` of them after the cursor; fewer if they are
    long.
    """
    found: list[Change] = []
    place, read, compared = None, 0, 0
    for here, change in _changes_with_cursors(archive, index, wanted, after):
        if change and len(found) == limit:
            return ChangesPage(tuple(found), place)
        if change:
            found.append(change)
            compared += _size(change)
        place, read = here, read + (change is None)
        if read == MOST_EVENTS or compared > MOST_COMPARED:
            return ChangesPage(tuple(found), place)
    return ChangesPage(tuple(found), None)


def _size(change: Change) -> int:
    """Count the characters that were compared for a change."""
    return sum(len(block.text) for block in change.document.blocks) if change.comparison else 0


def _changes_with_cursors(
    archive: Archive, index: Index, wanted: ChangeFilter, after: ChangeCursor | None
) -> Iterator[tuple[ChangeCursor, Change | None]]:
    """Yield article changes, each with the cursor after it, and after each event a cursor without a change."""
    begun = [after.event] if after and after.given else []
    for event in chain(begun, _events(index, wanted.events, after.event if after else AFTER_ALL_EVENTS)):
        given = after.given if after and begun and event == after.event else 0
        for number, change in enumerate(_changes_at(archive, index, event), 1):
            if number > given and wanted.kind in (None, change.kind):
                yield ChangeCursor(event, number), change
        yield ChangeCursor(event), None


def _events(index: Index, span: EventRange, before: ChangeEvent) -> Iterator[ChangeEvent]:
    while events := index.change_events(replace(span, before=before), _AT_ONCE):
        yield from events
        if len(events) < _AT_ONCE:
            return
        before = events[-1]


def _changes_at(archive: Archive, index: Index, event: ChangeEvent) -> Iterator[Change]:
    """Find the changes of a document at a change event, if any."""
    try:
        history = read_history(archive, index, event.id)
    except ArchiveMissing:  # an event that a reader made up
        return
    versions = [version.version for version in history.versions]
    if event.at in versions:
        yield from _changes_of_version(index, history, versions.index(event.at))
    for absence in history.absences:
        times: tuple[tuple[Kind, str | None], ...] = (
            ("missing", absence.since),
            ("gone", absence.gone),
            ("back", absence.back),
        )
        for kind, at in times:
            if event.at == at:
                yield Change(kind, at, _last_version_by(index, history, at), absence=absence)


def _changes_of_version(index: Index, history: History, number: int) -> Iterator[Change]:
    """Find the change that a version of a document made, if any; the first version is new."""
    new = _version(index, history, history.versions[number])
    if number == 0:
        yield Change("new", new.version, new)
        return
    comparison = compare_with_translations(index, _version(index, history, history.versions[number - 1]), new)
    if comparison.facts or comparison.changed:
        yield Change("changed", new.version, new, comparison)


def _last_version_by(index: Index, history: History, at: str) -> Document:
    """Read a document's last version that came by a time, else the first."""
    came = [version for version in history.versions if version.version <= at] or history.versions[:1]
    return _version(index, history, came[-1])


def _version(index: Index, history: History, version: Version) -> Document:
    newest = history.document
    found = newest if version.version == newest.version else index.document(newest.id, version.version)
    return found or newest


def changes_since(archive: Archive, since: str | None, site: str | None) -> list[Change]:
    """Find the changes of an archive's articles since a moment, else since the last crawl of each site; latest first.

    Raises UsageError when ``since`` is no time, ArchiveMissing where there is no archive.
    """
    archive.require()
    with Index(archive) as index, index.snapshot():
        return list(find_changes(archive, index, parse_moment(since) if since else None, site))
