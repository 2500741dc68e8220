"""Change events: the times at which a document may have changed, gone missing or come back.

Each version is an event. A capture may be an absence by its status, or if it is a page without a version; it may be a
return if the last capture before it that is evidence of either was an absence. What an event means, its document's
history decides: some mean nothing.
"""

import sqlite3
from dataclasses import dataclass
from itertools import islice
from typing import Literal

ChangeEventKind = Literal["first", "later", "absent", "returned"]
ALL_CHANGE_EVENTS: frozenset[ChangeEventKind] = frozenset({"first", "later", "absent", "returned"})

_ABSENT = "301, 302, 303, 307, 308, 404, 410"
_NO_VERSION = "NOT EXISTS (SELECT 1 FROM documents WHERE url = {0}.url AND version IN ({0}.date, {0}.refers_to_date))"
_MAY_BE_ABSENT = f"({{0}}.status IN ({_ABSENT}) OR ({{0}}.status = 200 AND {_NO_VERSION}))"
_BEFORE = f"""(SELECT {_MAY_BE_ABSENT.format("before")} FROM captures AS before
    WHERE before.url = seen.url AND NOT before.withdrawn AND before.date < seen.date
    AND before.status IN (200, 304, {_ABSENT})
    ORDER BY before.date DESC LIMIT 1)"""  # noqa: S608 - our own conditions
# Asked once for all: few addresses were ever absent, and of a revisit of its own address the first capture says it.
_EVER_ABSENT = f"""SELECT url FROM captures AS gone WHERE NOT gone.withdrawn AND (gone.status IN ({_ABSENT})
    OR (gone.status = 200 AND (gone.record_type = 'response' OR gone.refers_to_uri IS NOT gone.uri)
    AND {_NO_VERSION.format("gone")}))"""  # noqa: S608 - our own
_CAPTURES = {
    "absent": _MAY_BE_ABSENT.format("seen"),
    "returned": f"(seen.status IN (200, 304) AND seen.url IN ({_EVER_ABSENT}) AND {_BEFORE})",
}
_EARLIER = "EXISTS (SELECT 1 FROM documents AS earlier WHERE earlier.id = came.id AND earlier.place < came.place)"
_VERSIONS = {"first": f"NOT {_EARLIER}", "later": _EARLIER}


@dataclass(frozen=True, order=True, slots=True)
class ChangeEvent:
    """When a document may have changed; events are ordered by time, then by id."""

    at: str
    id: str


AFTER_ALL_EVENTS = ChangeEvent("\U0010ffff", "")
"""Later than all events."""


@dataclass(frozen=True, slots=True)
class EventRange:
    """Events from a time on and before another event, of all sites or of one, of these kinds."""

    since: str = ""
    before: ChangeEvent = AFTER_ALL_EVENTS
    site: str | None = None
    kinds: frozenset[ChangeEventKind] = ALL_CHANGE_EVENTS


def read_change_events(connection: sqlite3.Connection, span: EventRange, most: int | None) -> list[ChangeEvent]:
    """The last ``most`` events of a span, latest first; versions are read first, since they bound the captures."""
    came = _read(connection, _of_versions(span), span, span.since, most)
    since = came[-1].at if most and len(came) == most else span.since
    seen = _read(connection, _of_captures(span), span, since, most)
    return list(islice(sorted({*came, *seen}, reverse=True), most))


def _of_versions(span: EventRange) -> str | None:
    wanted = [condition for kind, condition in _VERSIONS.items() if kind in span.kinds]
    if not wanted:
        return None
    which = "" if len(wanted) == len(_VERSIONS) else f"AND {wanted[0]}"
    return f"SELECT version AS at, id, site FROM documents AS came WHERE version >= ? {which}"  # noqa: S608 - our own


def _of_captures(span: EventRange) -> str | None:
    wanted = " OR ".join(condition for kind, condition in _CAPTURES.items() if kind in span.kinds)
    if not wanted:
        return None
    return (
        "SELECT seen.date AS at, of.id AS id, of.site AS site FROM captures AS seen "  # noqa: S608 - our own
        "CROSS JOIN documents AS of ON of.url = seen.url AND of.number IN (SELECT number FROM current) "
        f"WHERE seen.date >= ? AND NOT seen.withdrawn AND seen.status IN (200, 304, {_ABSENT}) AND ({wanted})"
    )


def _read(
    connection: sqlite3.Connection, query: str | None, span: EventRange, since: str, most: int | None
) -> list[ChangeEvent]:
    if query is None:
        return []
    site = "" if span.site is None else " AND site = ?"
    rows = connection.execute(
        f"SELECT DISTINCT at, id FROM ({query}) WHERE (at, id) < (?, ?){site} ORDER BY at DESC, id DESC LIMIT ?",  # noqa: S608
        (since, span.before.at, span.before.id, *([span.site] if span.site is not None else []), most or -1),
    )
    return [ChangeEvent(at, id_) for at, id_ in rows]
