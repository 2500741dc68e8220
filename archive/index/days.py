"""Days, months and years as filters and queries give them."""

import re
from datetime import date

from archive.errors import UsageError

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


def check_range(since: str | None, until: str | None) -> None:
    """Returns when both are None or a year, a month or a day, and the first is not after the second.

    Raises UsageError otherwise.

    >>> check_range("2015", "2015-04")
    """
    for day in (since, until):
        if day is not None and not _is_day(day):
            raise UsageError(f"{day!r} is no day; write YYYY, YYYY-MM or YYYY-MM-DD, a range of them as 2015..2020")
    if since is not None and until is not None and since[: len(until)] > until:
        raise UsageError(f"nothing is published from {since} to {until}; give the earlier day first")


def _is_day(day: str) -> bool:
    if not _DAY.fullmatch(day):
        return False
    try:
        date.fromisoformat(day + "-01-01"[len(day) - len("YYYY") :])
    except ValueError:
        return False
    return True
