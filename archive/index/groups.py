"""Which documents are one text posted more than once.

Documents whose texts are alike (``similarity``) are linked, and what is linked, also over others, is a group. Groups
follow from the documents alone, in whatever order they came and went, with two bounds against what nobody posts: of
those that share a band with a text at most ``MOST_STRANGERS`` that prove not to be alike are looked at, and a
group of more than ``MOST_RELINKED`` is not looked through again when one of it goes.

``bands`` finds texts that may be alike, ``signatures`` says which bands a document has, and ``members`` which group
each document of a group of two or more is in, by the lowest number in it. ``grouped`` holds the tokens of those
documents once more: they are few, so that the copies among what answers a query are quickly counted.
"""

import sqlite3
import struct
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from archive.index.engine import Row, Rows
from archive.index.folding import fold
from archive.index.similarity import ALIKE, bands, shingles, similarity
from archive.model.document import Document

MOST_STRANGERS = 16
MOST_RELINKED = 64


class Copy(NamedTuple):
    """Another document of a hit's group."""

    id: str
    url: str
    site: str
    published: str | None


class Groups:
    """The groups of an index, in the transaction of its writer; ``load`` gives the document with a number.

    The caller writes the ``rows`` of the engine that change, each as ``row`` gives it.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        rows: Rows,
        load: Callable[[int], Document],
        row: Callable[[int], Row],
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._load = load
        self._row = row
        self._known: dict[int, frozenset[int]] = {}
        self._moved: set[int] = set()

    def add(self, number: int, folded: Iterable[str]) -> None:
        """Takes in a document that is searched from now on, by the folded texts of its blocks."""
        found = shingles(folded)
        self._known = {number: found}
        signature = bands(found)
        if not signature:
            return
        self._connection.execute("INSERT INTO signatures VALUES (?, ?)", (number, _pack(signature)))
        self._link(number, signature)
        self._connection.executemany(
            "INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, number) for band in signature)
        )
        self._list_moved()

    def remove(self, number: int) -> None:
        """Forgets a document, which can still be loaded, and parts what only it held together."""
        row = self._connection.execute("SELECT bands FROM signatures WHERE number = ?", (number,)).fetchone()
        if row is None:
            return
        self._known = {}
        self._connection.execute("DELETE FROM signatures WHERE number = ?", (number,))
        self._connection.executemany(
            "DELETE FROM bands WHERE band = ? AND number = ?", ((band, number) for band in _unpack(row[0]))
        )
        if group := self._group(number):
            self._leave([number])
            self._part(members(self._connection, group))
            self._list_moved()

    def _part(self, rest: list[int]) -> None:
        """Makes anew the groups of those that are left of one."""
        if len(rest) > MOST_RELINKED:
            self._join(rest)
            return
        self._leave(rest)
        for number in rest if len(rest) > 1 else ():
            (signature,) = self._connection.execute(
                "SELECT bands FROM signatures WHERE number = ?", (number,)
            ).fetchone()
            self._link(number, _unpack(signature))

    def _link(self, number: int, signature: tuple[int, ...]) -> None:
        """Joins a document with all that it is like."""
        joined, strangers = set(self._with_group(number)), 0
        for other in self._candidates(number, signature):
            if other in joined:
                continue
            if similarity(self._shingles(number), self._shingles(other)) >= ALIKE:
                joined.update(self._with_group(other))
            else:
                strangers += 1
                if strangers == MOST_STRANGERS:
                    break
        if len(joined) > 1:
            self._join(joined)

    def _candidates(self, number: int, signature: tuple[int, ...]) -> list[int]:
        """Those that share a band, those that share most first."""
        places = ", ".join("?" * len(signature))
        rows = self._connection.execute(
            f"SELECT number FROM bands WHERE band IN ({places}) AND number <> ? "  # noqa: S608 - question marks
            "GROUP BY number ORDER BY count(*) DESC, number",
            (*signature, number),
        )
        return [other for (other,) in rows]

    def _join(self, numbers: Collection[int]) -> None:
        group = min(numbers)
        moved = [number for number in numbers if self._group(number) != group]
        self._connection.executemany(
            "INSERT OR REPLACE INTO members VALUES (?, ?)", ((number, group) for number in moved)
        )
        self._moved.update(moved)

    def _leave(self, numbers: Collection[int]) -> None:
        self._connection.executemany("DELETE FROM members WHERE number = ?", ((number,) for number in numbers))
        self._moved.update(numbers)

    def _list_moved(self) -> None:
        """Brings ``grouped`` in line with ``members``."""
        for number in sorted(self._moved):
            member, listed = self._group(number) is not None, self._rows.has("grouped", number)
            if member != listed:
                change = self._rows.add if member else self._rows.remove
                change("grouped", number, self._row(number))
        self._moved.clear()

    def _group(self, number: int) -> int | None:
        row = self._connection.execute("SELECT cluster FROM members WHERE number = ?", (number,)).fetchone()
        return int(row[0]) if row else None

    def _with_group(self, number: int) -> list[int]:
        group = self._group(number)
        return members(self._connection, group) if group is not None else [number]

    def _shingles(self, number: int) -> frozenset[int]:
        if number not in self._known:
            self._known[number] = _shingles(self._load(number))
        return self._known[number]


def members(connection: sqlite3.Connection, group: int) -> list[int]:
    """The documents of a group, in order."""
    rows = connection.execute("SELECT number FROM members WHERE cluster = ? ORDER BY number", (group,))
    return [number for (number,) in rows]


def copies(
    connection: sqlite3.Connection, number: int, condition: str = "1", values: tuple[str, ...] = ()
) -> tuple[Copy, ...]:
    """The other documents of a document's group, the earliest published first, those without a date last.

    A condition on the row of ``documents`` may leave some out.
    """
    rows = connection.execute(
        "SELECT id, url, site, published FROM members JOIN documents USING (number) "  # noqa: S608 - our own condition
        f"WHERE cluster = (SELECT cluster FROM members WHERE number = ?) AND number <> ? AND {condition} "
        "ORDER BY published IS NULL, published, id",
        (number, number, *values),
    )
    return tuple(Copy(*row) for row in rows)


def _shingles(document: Document) -> frozenset[int]:
    return shingles(fold(block.text) for block in document.blocks)


def _pack(signature: tuple[int, ...]) -> bytes:
    return struct.pack(f"<{len(signature)}Q", *signature)


def _unpack(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 8}Q", content)
