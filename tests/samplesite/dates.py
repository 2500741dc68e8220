"""Publication times as pages write them."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def numeric(published: str | None) -> str:
    """Date and time as far as they are given.

    >>> numeric("2025-03-03T09:32:26+08:00"), numeric("2025-03-03")
    ('2025-03-03 09:32:26', '2025-03-03')
    """
    return (published or "").removesuffix("+08:00").replace("T", " ")


def chinese(published: str | None) -> str:
    """
    >>> chinese("2025-03-03T09:32+08:00"), chinese("2025-03-03")
    ('2025年3月3日 09:32', '2025年3月3日')
    """
    day, _, time = numeric(published).partition(" ")
    year, month, date = map(int, day.split("-"))
    return f"{year}年{month}月{date}日 {time}".strip()


def english(published: str | None) -> str:
    """
    >>> english("2025-03-03")
    '3 March 2025'
    """
    day, _, time = numeric(published).partition(" ")
    year, month, date = map(int, day.split("-"))
    return f"{date} {_MONTHS[month - 1]} {year} {time}".strip()


def http_date(published: str | None) -> str:
    """The time in the form of Last-Modified (RFC 9110, 5.6.7), in GMT; midnight where only the day is given.

    >>> http_date("2025-03-03T09:32:26+08:00")
    'Mon, 03 Mar 2025 01:32:26 GMT'
    """
    return format_datetime(moment(published).astimezone(UTC), usegmt=True)


def moment(published: str | None) -> datetime:
    """The time in +08:00; midnight where only the day is given, 2025-01-01 where nothing is."""
    found = datetime.fromisoformat(published or "2025-01-01")
    return found if found.tzinfo else found.replace(tzinfo=timezone(timedelta(hours=8)))
