"""The catalogue of captures: rows of the index to catalogue entries and back."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Set
from datetime import UTC, datetime

from archive.errors import UsageError
from archive.model.capture import Capture, CatalogueEntry, Damage
from archive.model.times import format_time, parse_time
from archive.model.url import canonical
from archive.withdrawal import Withdrawals

_COLUMNS = (
    "uri, warc, offset, length, record_id, date, status, payload_digest, charset, record_type, mime, "
    "refers_to_uri, refers_to_date, fetched_as"
)
_CAPTURE_FIELDS = 9


def moment(at: str) -> str:
    """The point in time that ``at`` gives (RFC 3339, a day, 14 digits), in the archive's form.

    Raises UsageError when it gives none.

    >>> moment("20261124093226")
    '2026-11-24T09:32:26.000000Z'
    """
    try:
        if len(at) == len("YYYYmmddHHMMSS") and at.isascii() and at.isdigit():
            return format_time(datetime.strptime(at, "%Y%m%d%H%M%S").replace(tzinfo=UTC))
        return format_time(parse_time(at))
    except (ValueError, OverflowError) as error:
        raise UsageError(
            f"{at!r} is no time; write it like 2026-11-24T09:32:26Z, 2026-11-24 or 20261124093226"
        ) from error


def nearest(times: list[str], at: str) -> str | None:
    """Of times in the archive's form the one nearest to ``at``; the earlier of two as near."""
    goal = parse_time(at)
    return min(sorted(times), key=lambda time: abs(parse_time(time) - goal), default=None)


class Catalogue:
    """The captures of an index, read over a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def captures(self, url: str) -> list[CatalogueEntry]:
        """The captures of an address, earliest first, without those that are withdrawn."""
        return self._entries("url = ? AND NOT withdrawn ORDER BY date, id", canonical(url))

    def capture(self, url: str, at: str | None) -> CatalogueEntry | None:
        """The capture of an address that is nearest in time to ``at``, or the newest."""
        url = canonical(url)
        if at is None:
            found = self._entries("url = ? AND NOT withdrawn ORDER BY date DESC, id DESC LIMIT 1", url)
        else:
            at = moment(at)
            near = nearest(self._neighbours(url, at), at)
            found = self._entries("url = ? AND date = ? AND NOT withdrawn ORDER BY id LIMIT 1", url, near)
        return found[0] if found else None

    def capture_with_digest(self, payload_digest: str) -> CatalogueEntry | None:
        """The first response record that holds this payload."""
        found = self._entries(
            "payload_digest = ? AND record_type = 'response' ORDER BY date, id LIMIT 1", payload_digest
        )
        return found[0] if found else None

    def original(self, revisit: CatalogueEntry) -> CatalogueEntry | None:
        """The response record that holds the payload of a revisit: the one it names, or the first with the digest."""
        if revisit.refers_to_uri and revisit.refers_to_date:
            found = self._entries(
                "url = ? AND date = ? AND record_type = 'response' AND payload_digest IS coalesce(?, payload_digest) "
                "ORDER BY id LIMIT 1",
                canonical(revisit.refers_to_uri),
                revisit.refers_to_date,
                revisit.capture.payload_digest,
            )
            if found:
                return found[0]
        digest = revisit.capture.payload_digest
        return self.capture_with_digest(digest) if digest else None

    def entries_in(self, warc: str) -> list[CatalogueEntry]:
        """The captures in one WARC file, in the order of their records."""
        return self._entries("warc = ? ORDER BY offset", warc)

    def shown_in(self, warc: str) -> list[CatalogueEntry]:
        """The captures in one WARC file that are not withdrawn, in the order of their records."""
        return self._entries("warc = ? AND NOT withdrawn ORDER BY offset", warc)

    def withdrawn(self, url: str) -> CatalogueEntry | None:
        """The newest withdrawn capture of an address."""
        found = self._entries("url = ? AND withdrawn ORDER BY date DESC, id DESC LIMIT 1", canonical(url))
        return found[0] if found else None

    def holders(self, record_ids: Set[str]) -> Counter[str]:
        """The WARC files that hold captures with these ids, and how many of them each."""
        rows = self._connection.execute("SELECT record_id, warc FROM captures WHERE warc IS NOT NULL")
        return Counter(warc for record_id, warc in rows if record_id in record_ids)

    def offsets(self, warc: str) -> list[int]:
        """The offsets in bytes of the records of a file that are catalogued, in order."""
        rows = self._connection.execute("SELECT offset FROM captures WHERE warc = ? ORDER BY offset", (warc,))
        return [offset for (offset,) in rows]

    def last_offset(self, warc: str) -> int | None:
        """The offset in bytes of the last record of a file that is catalogued."""
        (offset,) = self._connection.execute("SELECT max(offset) FROM captures WHERE warc = ?", (warc,)).fetchone()
        return None if offset is None else int(offset)

    def _entries(self, condition: str, *values: str | None) -> list[CatalogueEntry]:
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM captures WHERE {condition}", values)  # noqa: S608
        return [_entry(row) for row in rows]

    def _neighbours(self, url: str, at: str) -> list[str]:
        rows = self._connection.execute(
            "SELECT max(date) FROM captures WHERE url = ? AND date <= ? AND NOT withdrawn "
            "UNION ALL SELECT min(date) FROM captures WHERE url = ? AND date >= ? AND NOT withdrawn",
            (url, at, url, at),
        )
        return [date for (date,) in rows if date]


def insert_captures(
    connection: sqlite3.Connection, entries: Iterable[CatalogueEntry], withdrawals: Withdrawals
) -> None:
    """Adds captures, in the caller's transaction; one that is catalogued already keeps its number."""
    names = f"url, {_COLUMNS}, withdrawn".split(", ")
    renewed = ", ".join(f"{name} = excluded.{name}" for name in names)
    connection.executemany(
        f"INSERT INTO captures ({', '.join(names)}) VALUES ({', '.join('?' * len(names))}) "  # noqa: S608 - our own
        f"ON CONFLICT (warc, offset) DO UPDATE SET {renewed}",
        ((*_row(entry), withdrawals.takes(entry)) for entry in entries),
    )


def mark_withdrawn(connection: sqlite3.Connection, withdrawals: Withdrawals) -> None:
    """Marks all captures anew as withdrawn or not, and counts that, in the caller's transaction."""
    connection.execute(
        "INSERT INTO meta VALUES ('withdrawals', '1') ON CONFLICT (key) DO UPDATE SET value = value + 1"
    )
    connection.execute("UPDATE captures SET withdrawn = 0 WHERE withdrawn")
    for each in withdrawals.standing:
        connection.executemany(
            "UPDATE captures SET withdrawn = 1 WHERE url = ? AND date >= ? AND date < ?",
            ((url, each.since or "", each.until or "~") for url in each.urls),
        )
        if each.site:
            connection.execute(
                "UPDATE captures SET withdrawn = 1 WHERE warc > ? AND warc < ? AND date >= ? AND date < ?",
                (f"{each.site}-", f"{each.site}.", each.since or "", each.until or "~"),
            )


def files_with(connection: sqlite3.Connection, urls: Iterable[str]) -> set[str]:
    """The names of the WARC files that hold captures of these canonical addresses."""
    found: set[str] = set()
    for url in urls:
        found.update(
            warc for (warc,) in connection.execute("SELECT warc FROM captures WHERE url = ?", (url,)) if warc
        )
    return found


def remove_captures(connection: sqlite3.Connection, warc: str, kept: Iterable[int | None] = ()) -> None:
    """Deletes the captures of a WARC file, all but those at the offsets ``kept``, in the caller's transaction."""
    keep = set(kept)
    known = connection.execute("SELECT id, offset FROM captures WHERE warc = ?", (warc,)).fetchall()
    connection.executemany(
        "DELETE FROM captures WHERE id = ?", ((number,) for number, offset in known if offset not in keep)
    )


def put_damage(connection: sqlite3.Connection, warc: str, damage: Iterable[Damage]) -> None:
    """Notes which parts of a WARC file could not be read, in place of what was noted of it."""
    connection.execute("DELETE FROM damage WHERE warc = ?", (warc,))
    connection.executemany(
        "INSERT INTO damage VALUES (?, ?, ?, ?)", ((warc, each.offset, each.end, each.what) for each in damage)
    )


def read_damage(connection: sqlite3.Connection) -> dict[str, list[Damage]]:
    """The parts of WARC files that could not be read, by the file's name."""
    found: dict[str, list[Damage]] = {}
    for warc, *values in connection.execute("SELECT warc, start, stop, what FROM damage ORDER BY warc, start"):
        found.setdefault(warc, []).append(Damage(*values))
    return found


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
