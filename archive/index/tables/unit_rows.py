"""The rows of translation units in the index: those of each document version together, compressed.

``across`` is 0 for units of one page. Cross-page units are stored twice: with their source's document (1), and with
their target's (2), so that they are found from both.
"""

import json
import sqlite3
import zlib
from collections.abc import Iterable
from itertools import groupby

from archive.bitext.translation_units import Origin, TranslationUnit, decode_unit, encode_unit, unit_of_values
from archive.index.query_language.query_terms_conditions_and_filters import Filters
from archive.index.tables.captures_and_change_events import CatalogueWriter
from archive.layout import site_of_warc
from archive.withdrawal import Withdrawals

Numbers = list[tuple[int]]

_AS_SOURCE, _AS_TARGET = 1, 2
_ANY = Filters()


def _put_units(connection: sqlite3.Connection, units: Iterable[TranslationUnit]) -> int:
    """Insert rows of translation units, in the caller's transaction; returns the number of units.

    Those of a document version stand together, and take the place of those it had. Units of versions that are not
    in the index are left out.
    """
    count = 0
    for (document, version, across), group in groupby(units, key=_owner):
        mine = list(group)
        _put(connection, (document, version), int(across), mine)
        if across:
            _put_with_targets(connection, mine)
        count += len(mine)
    return count


def _put(
    connection: sqlite3.Connection, version: tuple[str, str], across: int, units: Iterable[TranslationUnit]
) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO units SELECT number, ?, ? FROM documents WHERE id = ? AND version = ?",
        (across, pack_units(units), *version),
    )


def _put_with_targets(connection: sqlite3.Connection, units: Iterable[TranslationUnit]) -> None:
    for target, group in groupby(units, key=lambda unit: (unit.target.origin.document, unit.target.origin.version)):
        _put(connection, target, _AS_TARGET, group)


def is_hidden(unit: TranslationUnit, withdrawals: Withdrawals) -> bool:
    """Return whether a translation unit is hidden, since either of its two pages is withdrawn."""
    origins = (unit.source.origin, unit.target.origin) if withdrawals.standing else ()
    return any(withdrawals.covers(each.url, site_of_warc(each.capture.warc), each.version) for each in origins)


class UnitsWriter(CatalogueWriter):
    """The translation units in the index, as its writer replaces them; those of withdrawn pages are left out."""

    def replace_units(self, warc: str, units: Iterable[TranslationUnit]) -> int:
        """Replace the indexed translation units of the documents from one WARC file; returns their number."""
        with self.transaction():
            self._connection.execute(
                "DELETE FROM units WHERE NOT across AND number IN (SELECT number FROM documents WHERE warc = ?)",
                (warc,),
            )
            return self._put_shown(units)

    def replace_cross_page_units(self, site: str, units: Iterable[TranslationUnit]) -> int:
        """Replace the indexed cross-page units of a site; returns their number."""
        with self.transaction():
            self._connection.execute(
                "DELETE FROM units WHERE across AND number IN (SELECT number FROM documents WHERE site = ?)", (site,)
            )
            return self._put_shown(units)

    def _put_shown(self, units: Iterable[TranslationUnit]) -> int:
        return _put_units(self._connection, (unit for unit in units if not is_hidden(unit, self.withdrawals)))


class UnitRows:
    """The rows of translation units in an index, read over a connection."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def numbers(self, filters: Filters) -> Numbers:
        """List the row numbers of documents, by id, that may have translation units which pass the filters."""
        where, values = filters.where()
        return self._connection.execute(
            "SELECT number FROM documents WHERE number IN (SELECT number FROM current) AND "  # noqa: S608 - our own
            f"(number IN (SELECT number FROM units WHERE across = {_AS_SOURCE}) "
            f"OR (number IN (SELECT number FROM units WHERE across < {_AS_TARGET}) AND {where})) ORDER BY id",
            values,
        ).fetchall()

    def passing(self, number: tuple[int], filters: Filters) -> list[TranslationUnit]:
        """Read the translation units of the document in a row, cross-page units last, if it passes the filters.

        The target of a cross-page unit must be a current version too. One of its two pages must pass the filters, and
        both must have the wanted rights.
        """
        if not self._has_rights(number, filters):
            return []
        own = filters == _ANY or self._passes(number, filters)
        return [
            unit
            for across, content in self._contents(number)
            if across < _AS_TARGET and (own or across)
            for unit in unpack_units(content)
            if not across or self._is_current_and_passes(unit.target.origin, own, filters)
        ]

    def of_version(self, document: str, version: str) -> tuple[TranslationUnit, ...]:
        """Read the translation units of one version of a document, cross-page units last.

        Where the version is their target, their source must be a current version.
        """
        row = self._connection.execute(
            "SELECT number FROM documents WHERE id = ? AND version = ?", (document, version)
        ).fetchone()
        return tuple(
            unit
            for across, content in (self._contents(row) if row else ())
            for unit in unpack_units(content)
            if across != _AS_TARGET or self._is_current_and_passes(unit.source.origin, True, _ANY)
        )

    def versions(self, warc: str) -> list[tuple[str, str]]:
        """List id and version of each document from a WARC file with translation units of its own page, in order."""
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
        where, values = filters.where()
        statement = f"SELECT 1 FROM documents WHERE number = ? AND {where}"  # noqa: S608 - our own conditions
        return self._connection.execute(statement, (*number, *values)).fetchone() is not None

    def _is_current_and_passes(self, other: Origin, own: bool, filters: Filters) -> bool:
        """Return whether the other page of a unit is current, has the rights, and passes unless ``own`` did."""
        row = self._connection.execute(
            "SELECT number FROM documents WHERE id = ? AND version = ? AND number IN (SELECT number FROM current)",
            (other.document, other.version),
        ).fetchone()
        return row is not None and self._has_rights(row, filters) and (own or self._passes(row, filters))

    def _has_rights(self, number: tuple[int], filters: Filters) -> bool:
        return filters.rights is None or self._passes(number, Filters(rights=filters.rights))


def _owner(unit: TranslationUnit) -> tuple[str, str, bool]:
    return unit.document, unit.version, unit.is_cross_page


def pack_units(units: Iterable[TranslationUnit]) -> bytes:
    """Compress translation units, as they stand in an index row."""
    return zlib.compress("\n".join(map(encode_unit, units)).encode("utf-8", "surrogatepass"))


_BEHIND_ORIGIN = '"source":{'  # inside a text its quotation marks would be escaped


def unpack_units(content: bytes) -> list[TranslationUnit]:
    """Decompress the translation units of an index row. What they have in common, the origin of their source, is
    decoded once.
    """
    lines = zlib.decompress(content).decode("utf-8", "surrogatepass").split("\n")
    head = lines[0][: lines[0].index(_BEHIND_ORIGIN)]
    if not all(line.startswith(head) for line in lines):  # one target of several sources
        return list(map(decode_unit, lines))
    origin = decode_unit(lines[0]).source.origin
    values_of_units = json.loads(f"[{','.join([f'{{{line[len(head) :]}' for line in lines])}]")
    return [unit_of_values(values, origin) for values in values_of_units]
