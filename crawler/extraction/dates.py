"""Dates and times as pages write them, in Chinese, English and a few languages more.

Only what is unambiguous is read: a day before 1980 or after 2100, or 03/04/2025, which is two days, is none, unless
the label before it or the page shows that its language writes the day first. A day since when something is or has
been counted is none either.
"""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crawler.extraction.date_forms import first_day, narrow

_WEEKDAY = r"[(\[]?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?)[)\]]?"
_HALF = r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|[AaPp]\.?[Mm]\b\.?)"
_CLOCK = (
    rf"(?:{_HALF}\s?)?(?P<hour>\d{{1,2}})(?:\s?:\s?(?P<minute>\d\d)(?:\s?:\s?(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d)"
    r"|[时時点點]\s?(?P<cminute>\d{1,2})分?(?:\s?(?P<csecond>\d{1,2})秒)?(?!\d))"
    r"(?:\s?(?P<after>[AaPp]\.?[Mm]\b\.?))?"
)
_ZONE = r"(?P<zone>\s?(?:Z\b|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d)))?"
_TIME_AFTER = re.compile(
    rf"(?:T|\s{{0,3}}(?:[,|]|(?<=\s)[-–—])?\s{{0,3}}(?:{_WEEKDAY}\s{{0,3}},?\s{{0,3}})?(?:at\s)?){_CLOCK}{_ZONE}"
)
_TIME_BEFORE = re.compile(
    rf"(?<![\d:]){_CLOCK}(?:\s{{0,3}}[,|]\s{{0,3}}|\s{{1,3}}(?:on\s)?)(?:{_WEEKDAY},?\s{{1,3}})?\Z"
)


class _Clock(NamedTuple):
    """A time of day, whether it is exact to the second, and its zone where one is written."""

    time: time
    seconds: bool
    zone: tzinfo | None


def find_moment(text: str, zone: str, day_first: bool = False) -> str | None:
    """The first date of the text with its time, as exact as the text gives it, or None.

    ``zone`` is the IANA name of the zone that times without one are in, and that others are turned into.
    ``day_first`` says that the page is known to write 03.04.2025 for the third of April.

    >>> find_moment("发布时间:2024年11月5日 14:03", "Asia/Shanghai")
    '2024-11-05T14:03+08:00'
    >>> find_moment("2025-03-03T01:32:26Z", "Asia/Shanghai"), find_moment("March 3, 2025", "Asia/Shanghai")
    ('2025-03-03T09:32:26+08:00', '2025-03-03')
    """
    found = moment_span(text, zone, day_first)
    return found[0] if found else None


def find_day(text: str) -> str | None:
    """The first day that the text names, as ``YYYY-MM-DD``, or None.

    >>> find_day("(二〇一五年四月二十八日,北京)"), find_day("03/04/2025")
    ('2015-04-28', None)
    """
    found = day_span(text)
    return found[0] if found else None


def day_span(text: str) -> tuple[str, int, int] | None:
    """The first day that the text names, and where: its start and end in the text."""
    found = first_day(narrow(text))
    return (found.day.isoformat(), found.start, found.end) if found else None


def moment_span(text: str, zone: str, day_first: bool = False) -> tuple[str, int, int] | None:
    """What ``find_moment`` finds, and where: the start and end in the text of date and time together."""
    narrowed = narrow(text)
    found = first_day(narrowed, day_first)
    if not found:
        return None
    if (after := _TIME_AFTER.match(narrowed, found.end)) and (clock := _clock(after)):
        return _write(found.day, clock, zone), found.start, after.end()
    lead = max(0, found.start - 40)
    if (before := _TIME_BEFORE.search(narrowed[lead : found.start])) and (clock := _clock(before)):
        return _write(found.day, clock, zone), lead + before.start(), found.end
    return found.day.isoformat(), found.start, found.end


def _clock(found: re.Match[str]) -> _Clock | None:
    hour, minute = int(found["hour"]), int(found["minute"] or found["cminute"])
    seconds = found["second"] or found["csecond"]
    half = (found["half"] or found["after"] or "").lower().replace(".", "")
    if half in ("pm", "下午", "傍晚", "晚上") and hour < 12:
        hour += 12
    elif half in ("am", "凌晨") and hour == 12:
        hour = 0
    try:
        at = time(hour, minute, int(seconds or 0))
        return _Clock(at, seconds is not None, _zone(found.groupdict().get("zone")))
    except ValueError:
        return None


def _zone(written: str | None) -> tzinfo | None:
    """The zone of 'Z', 'GMT+8' or '+0800'. Raises ValueError when it is off by a day or more."""
    if not written:
        return None
    found = re.search(r"([+-])(\d{1,2}):?(\d\d)?", written)
    if not found:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset)


def _write(day: date, clock: _Clock, zone: str) -> str:
    moment = datetime.combine(day, clock.time, clock.zone or _named_zone(zone)).astimezone(_named_zone(zone))
    return moment.isoformat(timespec="seconds" if clock.seconds else "minutes")


@cache
def _named_zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
