"""The numbers of documents' rows, which follow the day of publication, the latest first.

So the engine, which goes through rows in their order, gives what was published last before all else.
"""

import sqlite3
from datetime import date, timedelta

from archive.index.facts import day_of

_EPOCH = date(1970, 1, 1)
_DAYS = 2**16
"""Days that are told apart: until 2149; what was published earlier or later counts for the first or last."""
_SERIALS = 2**20
"""Rows a day; where there are more they go on in the numbers of the day before."""


def rank_of(published: str | None) -> int:
    """The place of a day among all, the latest first; what has no date is last.

    >>> rank_of("2025-03-03") < rank_of("2025-03-02T23:59+08:00") < rank_of("1812-01-01") < rank_of(None)
    True
    """
    digits = day_of(published)
    if digits is None:
        return _DAYS
    try:
        day = (date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) - _EPOCH) // timedelta(days=1)
    except ValueError:
        return _DAYS
    return _DAYS - 1 - max(0, min(day, _DAYS - 1))


def free_number(connection: sqlite3.Connection, published: str | None) -> int:
    """A number for a new row."""
    rank = rank_of(published)
    while True:
        start, end = rank * _SERIALS + 1, (rank + 1) * _SERIALS
        (last,) = connection.execute(
            "SELECT max(number) FROM documents WHERE number BETWEEN ? AND ?", (start, end)
        ).fetchone()
        if last != end:
            return start if last is None else int(last) + 1
        rank += 1
