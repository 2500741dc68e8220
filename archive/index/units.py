"""Translation units in the index: those of each document version together, compressed.

``across`` tells units that join two pages from those of one page; they stand with the document of their source.
"""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from archive.bitext.units import Origin, TranslationUnit
from archive.index.filters import Filters
from archive.memory import decode, encode

Numbers = list[tuple[int]]


def put_units(connection: sqlite3.Connection, units: Iterable[TranslationUnit]) -> int:
    """Takes units in, in the caller's transaction; how many there were.

    Those of a document version stand together, and take the place of those it had. Units of versions that are not
    in the index are left out.
    """
    count = 0
    for (document, version, across), group in groupby(units, key=_owner):
        mine = list(group)
        connection.execute(
            "INSERT OR REPLACE INTO units SELECT number, ?, ? FROM documents WHERE id = ? AND version = ?",
            (across, _pack(mine), document, version),
        )
        count += len(mine)
    return count


def remove_units(connection: sqlite3.Connection, warc: str) -> None:
    """Forgets the units of the documents that were extracted from a WARC file, in the caller's transaction."""
    connection.execute(
        "DELETE FROM units WHERE NOT across AND number IN (SELECT number FROM documents WHERE warc = ?)", (warc,)
    )


def remove_units_across(connection: sqlite3.Connection, site: str) -> None:
    """Forgets the units that join two pages of a site, in the caller's transaction."""
    connection.execute(
        "DELETE FROM units WHERE across AND number IN (SELECT number FROM documents WHERE site = ?)", (site,)
    )


class Units:
    """The translation units of an index, read over a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def numbers(self, filters: Filters) -> Numbers:
        """The rows of the documents, in the order of their ids, among whose units any may pass the filters."""
        where, values = _where(filters)
        return self._connection.execute(
            "SELECT number FROM documents WHERE number IN (SELECT number FROM current) AND "  # noqa: S608 - our own
            "(number IN (SELECT number FROM units WHERE across) "
            f"OR (number IN (SELECT number FROM units) AND {where})) ORDER BY id",
            values,
        ).fetchall()

    def passing(self, number: tuple[int], filters: Filters) -> list[TranslationUnit]:
        """The units of the document in a row, those across pages last, if it passes the filters.

        Of those across pages the target must be a current version too; it is enough that one of the two passes.
        """
        own = self._passes(number, filters)
        return [
            unit
            for across, content in self._contents(number)
            if own or across
            for unit in _unpack(content)
            if not across or self._may_stand(unit.target.origin, own, filters)
        ]

    def of_version(self, document: str, version: str) -> tuple[TranslationUnit, ...]:
        """The units of one version of a document, those that join it to another page last."""
        row = self._connection.execute(
            "SELECT number FROM documents WHERE id = ? AND version = ?", (document, version)
        ).fetchone()
        return tuple(unit for _, content in self._contents(row) for unit in _unpack(content)) if row else ()

    def versions(self, warc: str) -> list[tuple[str, str]]:
        """Id and version of each document extracted from a WARC file that has units of its own page, in order."""
        return self._connection.execute(
            "SELECT id, version FROM units JOIN documents USING (number) WHERE NOT across AND warc = ? "
            "ORDER BY id, version",
            (warc,),
        ).fetchall()

    def _contents(self, number: tuple[int]) -> list[tuple[int, bytes]]:
        return self._connection.execute(
            "SELECT across, content FROM units WHERE number = ? ORDER BY across", number
        ).fetchall()

    def _passes(self, number: tuple[int], filters: Filters) -> bool:
        where, values = _where(filters)
        statement = f"SELECT 1 FROM documents WHERE number = ? AND {where}"  # noqa: S608 - our own conditions
        return self._connection.execute(statement, (*number, *values)).fetchone() is not None

    def _may_stand(self, target: Origin, own: bool, filters: Filters) -> bool:
        """Whether the target's version is current, and passes where the source's does not."""
        row = self._connection.execute(
            "SELECT number FROM documents WHERE id = ? AND version = ? AND number IN (SELECT number FROM current)",
            (target.document, target.version),
        ).fetchone()
        return row is not None and (own or self._passes(row, filters))


def _owner(unit: TranslationUnit) -> tuple[str, str, bool]:
    return unit.document, unit.version, unit.is_across


def _pack(units: Iterable[TranslationUnit]) -> bytes:
    return zlib.compress("\n".join(map(encode, units)).encode("utf-8", "surrogatepass"))


def _unpack(content: bytes) -> Iterator[TranslationUnit]:
    return map(decode, zlib.decompress(content).split(b"\n"))


def _where(filters: Filters) -> tuple[str, list[str | int]]:
    conditions = list(filters.conditions())
    where = " AND ".join(["1", *(condition for condition, _ in conditions)])
    return where, [value for _, given in conditions for value in given]
