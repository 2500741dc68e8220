"""The moments at which something may have become of a document: a new version, an absence, a return.

Versions stand for themselves. A capture tells of an absence where its status may mean one, or where it is a page of
which no version came; it tells of a return where the last capture before that says anything told of an absence.
What a turn means, its document's history says: some mean nothing.
"""

import sqlite3
from dataclasses import dataclass
from itertools import islice
from typing import Literal

TurnKind = Literal["first", "later", "absent", "returned"]
ALL_TURNS: frozenset[TurnKind] = frozenset({"first", "later", "absent", "returned"})

_ABSENT = "301, 302, 303, 307, 308, 404, 410"
_NO_VERSION = "NOT EXISTS (SELECT 1 FROM documents WHERE url = {0}.url AND version IN ({0}.date, {0}.refers_to_date))"
_TELLS_OF_ABSENCE = f"({{0}}.status IN ({_ABSENT}) OR ({{0}}.status = 200 AND {_NO_VERSION}))"
_BEFORE = f"""(SELECT {_TELLS_OF_ABSENCE.format("before")} FROM captures AS before
    WHERE before.url = seen.url AND NOT before.withdrawn AND before.date < seen.date
    AND before.status IN (200, 304, {_ABSENT})
    ORDER BY before.date DESC LIMIT 1)"""  # noqa: S608 - our own conditions
# Asked once for all: few addresses were ever absent, and of a revisit of its own address the first capture says it.
_EVER_ABSENT = f"""SELECT url FROM captures AS gone WHERE NOT gone.withdrawn AND (gone.status IN ({_ABSENT})
    OR (gone.status = 200 AND (gone.record_type = 'response' OR gone.refers_to_uri IS NOT gone.uri)
    AND {_NO_VERSION.format("gone")}))"""  # noqa: S608 - our own
_CAPTURES = {
    "absent": _TELLS_OF_ABSENCE.format("seen"),
    "returned": f"(seen.status IN (200, 304) AND seen.url IN ({_EVER_ABSENT}) AND {_BEFORE})",
}
_EARLIER = "EXISTS (SELECT 1 FROM documents AS earlier WHERE earlier.id = came.id AND earlier.place < came.place)"
_VERSIONS = {"first": f"NOT {_EARLIER}", "later": _EARLIER}


@dataclass(frozen=True, order=True, slots=True)
class Turn:
    """When something may have become of a document; turns follow each other by time, then by id."""

    at: str
    id: str


END = Turn("\U0010ffff", "")
"""Behind all turns."""


@dataclass(frozen=True, slots=True)
class Span:
    """Turns from a moment on and before a turn, of all sites or of one, of these kinds."""

    since: str = ""
    before: Turn = END
    site: str | None = None
    kinds: frozenset[TurnKind] = ALL_TURNS


def read_turns(connection: sqlite3.Connection, span: Span, most: int | None) -> list[Turn]:
    """The last turns of a span, latest first, at most so many; versions are looked for first, since they bound it."""
    came = _read(connection, _of_versions(span), span, span.since, most)
    since = came[-1].at if most and len(came) == most else span.since
    seen = _read(connection, _of_captures(span), span, since, most)
    return list(islice(sorted({*came, *seen}, reverse=True), most))


def _of_versions(span: Span) -> str | None:
    wanted = [condition for kind, condition in _VERSIONS.items() if kind in span.kinds]
    if not wanted:
        return None
    which = "" if len(wanted) == len(_VERSIONS) else f"AND {wanted[0]}"
    return f"SELECT version AS at, id, site FROM documents AS came WHERE version >= ? {which}"  # noqa: S608 - our own


def _of_captures(span: Span) -> str | None:
    wanted = " OR ".join(condition for kind, condition in _CAPTURES.items() if kind in span.kinds)
    if not wanted:
        return None
    return (
        "SELECT seen.date AS at, of.id AS id, of.site AS site FROM captures AS seen "  # noqa: S608 - our own
        "CROSS JOIN documents AS of ON of.url = seen.url AND of.number IN (SELECT number FROM current) "
        f"WHERE seen.date >= ? AND NOT seen.withdrawn AND seen.status IN (200, 304, {_ABSENT}) AND ({wanted})"
    )


def _read(connection: sqlite3.Connection, turns: str | None, span: Span, since: str, most: int | None) -> list[Turn]:
    if turns is None:
        return []
    site = "" if span.site is None else " AND site = ?"
    rows = connection.execute(
        f"SELECT DISTINCT at, id FROM ({turns}) WHERE (at, id) < (?, ?){site} ORDER BY at DESC, id DESC LIMIT ?",  # noqa: S608
        (since, span.before.at, span.before.id, *([span.site] if span.site is not None else []), most or -1),
    )
    return [Turn(at, id_) for at, id_ in rows]
