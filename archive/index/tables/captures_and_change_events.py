"""The SQL tables of captures, of damaged parts of WARC files, and of change events: rows read and written.

Change events are the times at which a document may have changed, gone missing or come back. Each version is an event.
A capture may be an absence by its status, or if it is a page without a version. It may be a return if the last
capture before it that is evidence of either was an absence. A document's history decides what an event means; some
mean nothing.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, Literal, Self

from archive.model.capture import Capture, CatalogueEntry, Damage
from archive.model.times import parse_moment, parse_time
from archive.model.url import canonical
from archive.withdrawal import Withdrawal, Withdrawals

_COLUMNS = (
    "uri, warc, offset, length, record_id, date, status, payload_digest, charset, record_type, mime, "
    "refers_to_uri, refers_to_date, fetched_as"
)
_CAPTURE_FIELDS = 9
_BATCH = 1000
"""Captures that one transaction inserts."""


def nearest_time(times: list[str], at: str) -> str | None:
    """Choose the version or capture time nearest to ``at``, all in the archive's form; of two equally near the
    earlier.
    """
    goal = parse_time(at)
    return min(sorted(times), key=lambda time: abs(parse_time(time) - goal), default=None)


class Catalogue:
    """The catalogue of captures in the index, as its reader and its writer read it, with damaged parts of files and
    change events; leaving its ``with`` block closes it.
    """

    _connection: sqlite3.Connection

    def snapshot(self) -> AbstractContextManager[None]:
        """Let all catalogue reads inside see one state of the index."""
        raise NotImplementedError

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def captures(self, url: str) -> list[CatalogueEntry]:
        """List the captures of an address in the catalogue, earliest first, without those that are withdrawn."""
        return self._entries("url = ? AND NOT withdrawn ORDER BY date, id", canonical(url))

    def capture(self, url: str, at: str | None = None) -> CatalogueEntry | None:
        """Look up the capture of an address in the catalogue that is nearest in time to ``at``, or the newest.

        Raises UsageError when ``at`` is no time.
        """
        url = canonical(url)
        if at is None:
            return self._first("url = ? AND NOT withdrawn ORDER BY date DESC, id DESC", url)
        at = parse_moment(at)
        with self.snapshot():
            near = nearest_time(self._neighbours(url, at), at)
            return self._first("url = ? AND date = ? AND NOT withdrawn ORDER BY id", url, near)

    def capture_with_digest(self, payload_digest: str) -> CatalogueEntry | None:
        """Look up the first response record in the catalogue that holds a payload with this digest."""
        return self._first("payload_digest = ? AND record_type = 'response' ORDER BY date, id", payload_digest)

    def original(self, revisit: CatalogueEntry) -> CatalogueEntry | None:
        """Look up the response record with the payload of a revisit record: the one it names, or the first with its
        digest.
        """
        digest = revisit.capture.payload_digest
        with self.snapshot():
            named = None
            if revisit.refers_to_uri and revisit.refers_to_date:
                named = self._first(
                    "url = ? AND date = ? AND record_type = 'response' "
                    "AND payload_digest IS coalesce(?, payload_digest) ORDER BY id",
                    canonical(revisit.refers_to_uri),
                    revisit.refers_to_date,
                    digest,
                )
            return named or (self.capture_with_digest(digest) if digest else None)

    def entries_in(self, warc: str) -> list[CatalogueEntry]:
        """List the catalogued captures in a WARC file, in the order of their records."""
        return self._entries("warc = ? ORDER BY offset", warc)

    def shown_in(self, warc: str) -> list[CatalogueEntry]:
        """List the catalogued captures in a WARC file that are not withdrawn, in the order of their records."""
        return self._entries("warc = ? AND NOT withdrawn ORDER BY offset", warc)

    def withdrawn_capture(self, url: str) -> CatalogueEntry | None:
        """Look up the newest withdrawn capture of an address in the catalogue."""
        return self._first("url = ? AND withdrawn ORDER BY date DESC, id DESC", canonical(url))

    def withdrawals_applied(self) -> int:
        """Return how often captures of this index were withdrawn or restored."""
        ((count,),) = self._rows(
            "SELECT coalesce(max(CAST(value AS INTEGER)), 0) FROM meta WHERE key = 'withdrawals'"
        )
        return int(count)

    def files_with(self, urls: Iterable[str]) -> set[str]:
        """Look up the names of the WARC files that hold captures of these canonical addresses."""
        with self.snapshot():
            rows = [row for url in urls for row in self._rows("SELECT warc FROM captures WHERE url = ?", url)]
        return {warc for (warc,) in rows if warc}

    def holders(self, record_ids: Set[str]) -> Counter[str]:
        """Look up the WARC files that hold captures with these record ids, and how many of them each holds."""
        rows = self._rows("SELECT record_id, warc FROM captures WHERE warc IS NOT NULL")
        return Counter(warc for record_id, warc in rows if record_id in record_ids)

    def offsets(self, warc: str) -> list[int]:
        """List the offsets in bytes of the catalogued records of a WARC file, in order."""
        return [
            offset for (offset,) in self._rows("SELECT offset FROM captures WHERE warc = ? ORDER BY offset", warc)
        ]

    def damage(self) -> dict[str, list[Damage]]:
        """Read from the index which parts of WARC and documents files were unreadable, by file name."""
        found: dict[str, list[Damage]] = {}
        for warc, *values in self._rows("SELECT warc, start, stop, what FROM damage ORDER BY warc, start"):
            found.setdefault(warc, []).append(Damage(*values))
        return found

    def change_events(self, span: "EventRange", most: int | None = None) -> "list[ChangeEvent]":
        """Read the times at which documents may have changed, latest first; at most the last ``most`` of them."""
        with self.snapshot():
            return _change_events(self._connection, span, most)

    def _rows(self, statement: str, *values: str | int | None) -> list[Any]:
        with self.snapshot():
            return self._connection.execute(statement, values).fetchall()

    def _entries(self, condition: str, *values: str | None) -> list[CatalogueEntry]:
        return list(map(_entry, self._rows(f"SELECT {_COLUMNS} FROM captures WHERE {condition}", *values)))  # noqa: S608 - our own

    def _first(self, condition: str, *values: str | None) -> CatalogueEntry | None:
        return next(iter(self._entries(f"{condition} LIMIT 1", *values)), None)

    def _neighbours(self, url: str, at: str) -> list[str]:
        """The times of the captures of an address next to a time, on either side."""
        rows = self._rows(
            "SELECT max(date) FROM captures WHERE url = ? AND date <= ? AND NOT withdrawn "
            "UNION ALL SELECT min(date) FROM captures WHERE url = ? AND date >= ? AND NOT withdrawn",
            url, at, url, at,
        )  # fmt: skip
        return [date for (date,) in rows if date]


class CatalogueWriter(Catalogue):
    """The catalogue of captures in the index, as its writer changes it; each call is a transaction."""

    def transaction(self) -> AbstractContextManager[None]:
        """Make all index changes inside one transaction, which an error undoes."""
        raise NotImplementedError

    @property
    def withdrawals(self) -> Withdrawals:
        """Return the archive's withdrawals as they are now."""
        raise NotImplementedError

    def mark_withdrawn(self) -> None:
        """Mark in the index which captures are withdrawn, and count the update."""
        with self.transaction():
            self._connection.execute(
                "INSERT INTO meta VALUES ('withdrawals', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1"
            )
            self._connection.execute("UPDATE captures SET withdrawn = 0 WHERE withdrawn")
            for each in self.withdrawals.standing:
                self._mark(each)

    def remove_captures(self, warc: str) -> None:
        """Delete from the index the captures in a WARC file, and its list of damaged parts."""
        with self.transaction():
            self._remove(warc)
            forget_file(self._connection, warc)

    def replace_captures(self, warc: str, found: Iterable[CatalogueEntry | Damage]) -> int:
        """Replace the indexed captures and damaged parts of a WARC file; returns the number of captures.

        It is several transactions, since the file is read meanwhile.
        """
        damage: list[Damage] = []
        offsets: list[int | None] = []
        rest = iter(found)
        while batch := list(islice(rest, _BATCH)):
            entries = [each for each in batch if isinstance(each, CatalogueEntry)]
            with self.transaction():
                insert_captures(self._connection, entries, self.withdrawals)
            damage += [each for each in batch if isinstance(each, Damage)]
            offsets += [entry.capture.offset for entry in entries]
        with self.transaction():
            self._remove(warc, offsets)
            self.replace_damage(warc, damage)
        return len(offsets)

    def replace_damage(self, file: str, damage: Iterable[Damage]) -> None:
        """Replace the index's list of unreadable parts of a file."""
        with self.transaction():
            self._connection.execute("DELETE FROM damage WHERE warc = ?", (file,))
            self._connection.executemany(
                "INSERT INTO damage VALUES (?, ?, ?, ?)",
                ((file, each.offset, each.end, each.what) for each in damage),
            )

    def _mark(self, withdrawal: Withdrawal) -> None:
        since, until = withdrawal.since or "", withdrawal.until or "~"
        self._connection.executemany(
            "UPDATE captures SET withdrawn = 1 WHERE url = ? AND date >= ? AND date < ?",
            ((url, since, until) for url in withdrawal.urls),
        )
        if withdrawal.site:
            self._connection.execute(
                "UPDATE captures SET withdrawn = 1 WHERE warc > ? AND warc < ? AND date >= ? AND date < ?",
                (f"{withdrawal.site}-", f"{withdrawal.site}.", since, until),
            )

    def _remove(self, warc: str, kept: Iterable[int | None] = ()) -> None:
        """Delete the rows of captures in a WARC file, except at the offsets ``kept``."""
        keep = set(kept)
        known = self._rows("SELECT id, offset FROM captures WHERE warc = ?", warc)
        self._connection.executemany(
            "DELETE FROM captures WHERE id = ?", ((number,) for number, offset in known if offset not in keep)
        )


def insert_captures(
    connection: sqlite3.Connection, entries: Iterable[CatalogueEntry], withdrawals: Withdrawals
) -> None:
    """Insert rows of captures into the catalogue, in the caller's transaction; a known capture keeps its number."""
    names = f"url, {_COLUMNS}, withdrawn".split(", ")
    renewed = ", ".join(f"{name} = excluded.{name}" for name in names)
    connection.executemany(
        f"INSERT INTO captures ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "  # noqa: S608 - our own
        f"ON CONFLICT (warc, offset) DO UPDATE SET {renewed}",
        ((*_row(entry), withdrawals.covers_capture(entry)) for entry in entries),
    )


def forget_file(connection: sqlite3.Connection, file: str) -> None:
    """Delete the list of unreadable parts of a WARC or documents file, and the record that it was indexed in full, in
    the caller's transaction.
    """
    connection.execute("DELETE FROM damage WHERE warc = ?", (file,))
    connection.execute("DELETE FROM sources WHERE file = ?", (file,))


def damage_summary(damage: Mapping[str, Sequence[Damage]]) -> str | None:
    """Summarize the damaged places of WARC files that are left out of the index in a line; None where there are
    none.
    """
    if not damage:
        return None
    number = sum(map(len, damage.values()))
    places = "1 damaged place" if number == 1 else f"{number} damaged places"
    first = next(iter(damage))
    files = first if len(damage) == 1 else f"{first} and {len(damage) - 1} more files"
    return f"left out {places} in {files}; 'archive check' names each"


def _entry(row: tuple[object, ...]) -> CatalogueEntry:
    capture = Capture(*row[:_CAPTURE_FIELDS])  # type: ignore[arg-type] # the columns are Capture's fields in order
    return CatalogueEntry(capture, *row[_CAPTURE_FIELDS:])  # type: ignore[arg-type] # and then the entry's


def _row(entry: CatalogueEntry) -> tuple[object, ...]:
    capture = entry.capture
    return (
        canonical(capture.uri), capture.uri, capture.warc, capture.offset, capture.length, capture.record_id,
        capture.date, capture.status, capture.payload_digest, capture.charset, entry.record_type, entry.mime,
        entry.refers_to_uri, entry.refers_to_date, entry.fetched_as,
    )  # fmt: skip


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
    """A time at which a document may have changed, gone missing or come back; events are ordered by time, then
    by id.
    """

    at: str
    id: str


AFTER_ALL_EVENTS = ChangeEvent("\U0010ffff", "")
"""Later than all events."""


@dataclass(frozen=True, slots=True)
class EventRange:
    """A range of change events: from a time on and before another event, of all sites or of one, of these kinds."""

    since: str = ""
    before: ChangeEvent = AFTER_ALL_EVENTS
    site: str | None = None
    kinds: frozenset[ChangeEventKind] = ALL_CHANGE_EVENTS


def _change_events(connection: sqlite3.Connection, span: EventRange, most: int | None) -> list[ChangeEvent]:
    """Read the last ``most`` change events of a range from the index, latest first."""
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
        f"SELECT DISTINCT at, id FROM ({query}) WHERE (at, id) < (?, ?){site} ORDER BY at DESC, id DESC LIMIT ?",  # noqa: S608 - our own conditions
        (since, span.before.at, span.before.id, *([span.site] if span.site is not None else []), most or -1),
    )
    return [ChangeEvent(at, id_) for at, id_ in rows]
