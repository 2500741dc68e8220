"""Groups of duplicates: documents that are one text posted more than once, found by the similarity of their texts.

A text is taken as a set of shingles: runs of ``SHINGLE`` letters and digits, folded, without all between them. Those
count that begin with a character whose code is a multiple of four, about a quarter, the same ones in any text. The
similarity of two texts is the share of shingles in both among those in either (Jaccard). Signatures are
one-permutation MinHash (Li, Owen, Zhang: One Permutation Hashing, NIPS 2012) in bands (Leskovec, Rajaraman, Ullman:
Mining of Massive Datasets, 3.4): two texts with a similarity of 0.8 share a band with a probability of 0.997.

Documents with similar texts are linked; linked documents, directly or through others, are a group. The groups depend
on the documents alone, not on the order in which they were added and removed, with two bounds against hostile input:
for each text at most ``MOST_STRANGERS`` documents that share a band and turn out not to be similar are compared, and
a group of more than ``MOST_RELINKED`` is not split when one of its documents is removed.

The tables ``bands`` and ``new_bands`` find texts that may be similar, ``signatures`` holds each document's bands, and
``members`` the group of each document in a group of two or more, named by its lowest row number. ``grouped`` holds
the tokens of those few documents again, so that copies among the hits of a query are counted quickly.
"""

import hashlib
import sqlite3
import struct
from collections.abc import Callable, Collection, Iterable
from itertools import compress
from typing import NamedTuple
from zlib import crc32

from archive.index.folding import fold
from archive.index.tables.captures_and_change_events import Catalogue
from archive.index.tables.full_text_rows import TokenRow, TokenRows
from archive.model.document import Document

ALIKE = 0.8
"""Two texts at least this similar are one text posted twice."""
FEWEST_LETTERS = 200
"""Shorter texts resemble others by chance."""
MOST_LETTERS = 100_000
"""The rest of a text is ignored."""
SHINGLE = 8
_BANDS, _ROWS = 8, 3
_SLOTS = _BANDS * _ROWS
_EMPTY = 0xFFFFFFFF
_UNIT = 4
_LENGTH = SHINGLE * _UNIT
_TAKEN = bytes(low % 4 == 0 for low in range(256))
"""By the low byte of a character's code whether a shingle that begins with it counts."""


class _Letters(dict[int, int | None]):
    """A cache of letters and digits as they are, and other characters as nothing."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = code if chr(code).isalnum() else None
        return kept


_LETTERS = _Letters()


def shingles(folded: Iterable[str]) -> frozenset[int]:
    """Cut folded texts into shingles to find duplicates by, each as the CRC-32 of its UTF-32; none of short texts."""
    letters = "".join(text.translate(_LETTERS) for text in folded)[:MOST_LETTERS]
    if len(letters) < FEWEST_LETTERS:
        return frozenset()
    content = letters.encode("utf-32-le", "surrogatepass")
    places = range(0, len(content) - _LENGTH + _UNIT, _UNIT)
    return frozenset(
        [crc32(content[at : at + _LENGTH]) for at in compress(places, content[::_UNIT].translate(_TAKEN))]
    )


def similarity(first: frozenset[int], second: frozenset[int]) -> float:
    """Return the Jaccard similarity of two documents' shingles, from 0 to 1; 0 for texts that are too short.

    >>> similarity(frozenset({1, 2, 3}), frozenset({2, 3, 4}))
    0.5
    """
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def bands(found: frozenset[int]) -> tuple[int, ...]:
    """Return the MinHash signature of a document's shingles: 32-bit numbers, of which similar texts share one or
    more.
    """
    if not found:
        return ()
    slots = [_EMPTY] * _SLOTS
    left = _SLOTS
    for shingle in sorted(found):
        slot = shingle % _SLOTS
        if slots[slot] == _EMPTY:
            slots[slot] = shingle
            left -= 1
            if not left:
                break
    return tuple(_band(number, slots[number * _ROWS : (number + 1) * _ROWS]) for number in range(_BANDS))


def _band(number: int, rows: list[int]) -> int:
    content = struct.pack(f"<B{_ROWS}I", number, *rows)
    return int.from_bytes(hashlib.blake2b(content, digest_size=4).digest(), "big")


MOST_STRANGERS = 16
MOST_RELINKED = 64
_MOST_NEW = 200_000
"""New bands that are moved into ``bands`` together: written one by one, each would write a page."""


class Copy(NamedTuple):
    """A duplicate: another document with the same text as a hit."""

    id: str
    url: str
    site: str
    published: str | None


class DuplicateGroups:
    """The groups of duplicate documents in an index, in the transaction of its writer; ``load`` returns the document
    with a row number.

    The caller flushes ``rows``, the changed engine rows; ``row`` returns the engine row of a document.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        rows: TokenRows,
        load: Callable[[int], Document],
        row: Callable[[int], TokenRow],
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._load = load
        self._row = row
        self._known: dict[int, frozenset[int]] = {}
        self._moved: set[int] = set()

    def add(self, number: int, folded: Iterable[str]) -> None:
        """Add a document to the groups of duplicates when it becomes searchable, by the folded texts of its
        blocks.
        """
        found = shingles(folded)
        self._known = {number: found}
        signature = bands(found)
        if not signature:
            return
        self._link(number, signature)
        if not self._signature(number):
            self._connection.execute("INSERT INTO signatures VALUES (?, ?)", (number, _pack(signature)))
            self._connection.executemany(
                "INSERT INTO new_bands (band, number) VALUES (?, ?)", ((band, number) for band in signature)
            )
        self._update_grouped_rows()

    def remove(self, number: int) -> None:
        """Remove a document that is no longer current but can still be loaded from its group of duplicates, and split
        that.
        """
        self._known = {}
        if group := self._group(number):
            self._remove_members([number])
            self._regroup(_members(self._connection, group))
            self._update_grouped_rows()

    def forget(self, number: int) -> None:
        """Delete the MinHash bands of a document version that is deleted."""
        found = [(band, number) for band in self._signature(number)]
        for table in ("bands", "new_bands") if found else ():
            self._connection.executemany(f"DELETE FROM {table} WHERE band = ? AND number = ?", found)  # noqa: S608 - our own names
        self._connection.execute("DELETE FROM signatures WHERE number = ?", (number,))

    def move_new_bands(self) -> None:
        """Move new MinHash bands to the table of the others, if there are many of them."""
        (count,) = self._connection.execute("SELECT coalesce(max(place), 0) FROM new_bands").fetchone()
        if count >= _MOST_NEW:
            self._connection.execute(
                "INSERT OR IGNORE INTO bands SELECT band, number FROM new_bands ORDER BY band, number"
            )
            self._connection.execute("DELETE FROM new_bands")

    def _regroup(self, rest: list[int]) -> None:
        """Rebuild the groups of duplicates from the remaining documents of one."""
        if len(rest) > MOST_RELINKED:
            self._join(rest)
            return
        self._remove_members(rest)
        for number in rest if len(rest) > 1 else ():
            self._link(number, self._signature(number))

    def _link(self, number: int, signature: tuple[int, ...]) -> None:
        """Join a document with all documents of similar text into one group of duplicates."""
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
        """List the documents that share a MinHash band, those that share most first."""
        places = ", ".join("?" * len(signature))
        rows = self._connection.execute(
            f"SELECT number FROM (SELECT number FROM bands WHERE band IN ({places}) "  # noqa: S608 - question marks
            f"UNION ALL SELECT number FROM new_bands WHERE band IN ({places})) CROSS JOIN current USING (number) "
            "WHERE number <> ? GROUP BY number ORDER BY count(*) DESC, number",
            (*signature, *signature, number),
        )
        return [other for (other,) in rows]

    def _join(self, numbers: Collection[int]) -> None:
        group = min(numbers)
        moved = [number for number in numbers if self._group(number) != group]
        self._connection.executemany(
            "INSERT OR REPLACE INTO members VALUES (?, ?)", ((number, group) for number in moved)
        )
        self._moved.update(moved)

    def _remove_members(self, numbers: Collection[int]) -> None:
        self._connection.executemany("DELETE FROM members WHERE number = ?", ((number,) for number in numbers))
        self._moved.update(numbers)

    def _update_grouped_rows(self) -> None:
        """Update the full-text table ``grouped`` to hold the documents in ``members``."""
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
        return _members(self._connection, group) if group is not None else [number]

    def _signature(self, number: int) -> tuple[int, ...]:
        row = self._connection.execute("SELECT bands FROM signatures WHERE number = ?", (number,)).fetchone()
        return _unpack(row[0]) if row else ()

    def _shingles(self, number: int) -> frozenset[int]:
        if number not in self._known:
            self._known[number] = _shingles(self._load(number))
        return self._known[number]


def _members(connection: sqlite3.Connection, group: int) -> list[int]:
    """List the row numbers of the documents in a group of duplicates, in order."""
    rows = connection.execute("SELECT number FROM members WHERE cluster = ? ORDER BY number", (group,))
    return [number for (number,) in rows]


def copies(
    connection: sqlite3.Connection, number: int, condition: str = "1", values: tuple[str, ...] = ()
) -> tuple[Copy, ...]:
    """List a document's duplicates that meet an SQL condition on their row of ``documents``.

    The earliest published come first, those without a date last.
    """
    rows = connection.execute(
        "SELECT id, url, site, published FROM members JOIN documents USING (number) "  # noqa: S608 - our own condition
        f"WHERE cluster = (SELECT cluster FROM members WHERE number = ?) AND number <> ? AND {condition} "
        "ORDER BY published IS NULL, published, id",
        (number, number, *values),
    )
    return tuple(Copy(*row) for row in rows)


class GroupedDocument(NamedTuple):
    """A document, the time of its first version, and its group of duplicates, None where no other document has its
    text.
    """

    id: str
    captured: str
    group: int | None


class IndexedDuplicates(Catalogue):
    """The groups of duplicates in the index, as its reader reads them: documents with the same text."""

    def duplicates_of(self, id_: str) -> tuple[Copy, ...]:
        """Look up the other documents with the same text as this one, the earliest published first."""
        with self.snapshot():
            row = self._connection.execute("SELECT number FROM current WHERE id = ?", (id_,)).fetchone()
            return copies(self._connection, row[0]) if row else ()

    def duplicate_groups(self) -> list[GroupedDocument]:
        """List all documents in the index by id, each with the number of its group of duplicates, if it has one."""
        rows = self._rows(
            "SELECT id, (SELECT min(version) FROM documents WHERE documents.id = current.id), cluster "
            "FROM current LEFT JOIN members USING (number) ORDER BY id"
        )
        return [GroupedDocument(*row) for row in rows]

    def copy_rows(self) -> set[int]:
        """List the index rows of duplicates: documents whose text another one has that was published before."""
        rows = self._rows(
            "SELECT number, cluster FROM members CROSS JOIN current USING (number) "
            "ORDER BY moment IS NULL, moment, number"
        )
        copied, seen = set[int](), set[int]()
        for number, cluster in rows:
            if cluster in seen:
                copied.add(number)
            seen.add(cluster)
        return copied


def _shingles(document: Document) -> frozenset[int]:
    return shingles(fold(block.text) for block in document.blocks)


def _pack(signature: tuple[int, ...]) -> bytes:
    return struct.pack(f"<{len(signature)}I", *signature)


def _unpack(content: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(content) // 4}I", content)
