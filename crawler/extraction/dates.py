"""Dates and times as pages write them, in Chinese, English and a few languages more.

Only what is unambiguous is read: a day before 1980 or after 2100, or 03/04/2025, which is two days, is none.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1980, 2100
_LONGEST = 20_000  # characters that are looked at

_MONTHS = (
    "january jan janvier januar enero janeiro gennaio января",
    "february feb février februar febrero fevereiro febbraio февраля",
    "march mar mars märz marzo março марта",
    "april apr avril abril aprile апреля",
    "may mai mayo maio maggio мая",
    "june jun juin juni junio junho giugno июня",
    "july jul juillet juli julio julho luglio июля",
    "august aug août agosto августа",
    "september sep sept septembre septiembre setembro settembre сентября",
    "october oct octobre oktober octubre outubro ottobre октября",
    "november nov novembre noviembre novembro ноября",
    "december dec décembre dezember diciembre dezembro dicembre декабря",
)
_MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "(?P<name>" + "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d|2100)"
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
_WIDE = str.maketrans(
    {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *map(ord, "：，．／－（）＋"))}
    | {0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0x2010: "-", 0x2011: "-", 0x2012: "-"}
)  # one character for one, so that offsets hold

_NO_DIGIT_BEFORE = r"(?<![\d/vV])(?<!\d[-.:])"
_NO_DIGIT_AFTER = r"(?!\d)(?![-./]\d)"
_YEAR_FIRST = re.compile(
    rf"{_NO_DIGIT_BEFORE}{_YEAR} ?(?P<mark>[-/.]) ?(?P<month>\d{{1,2}})"
    rf" ?(?P=mark) ?(?P<day>\d{{1,2}}){_NO_DIGIT_AFTER}"
)
_EAST_ASIAN = re.compile(
    rf"(?<!\d){_YEAR}\s{{0,3}}[年년]\s{{0,3}}(?P<month>\d{{1,2}})\s{{0,3}}[月월]\s{{0,3}}(?P<day>\d{{1,2}})\s{{0,3}}[日号號일]"
)
_NUMERAL = re.compile(
    r"(?P<year>[一二][〇零○Ｏ一二三四五六七八九]{3})年"
    r"(?P<month>[一二三四五六七八九十]{1,2})月(?P<day>[一二三四五六七八九十廿卅]{1,3})[日号號]"
)
_MONTH_FIRST = re.compile(
    rf"\b{_MONTH}\s{{0,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s{{0,3}},\s{{0,3}}|\s{{1,3}}){_YEAR}(?!\d)",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    rf"(?<![\d/.])(?<!\d[-–])(?<!\d [-–] )(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|\.)?[\s/-]{{0,3}}"
    rf"(?:of\s|de\s)?{_MONTH}[\s,/-]{{0,3}}(?:del?\s)?{_YEAR}(?!\d)",
    re.IGNORECASE,
)
_YEAR_LAST = re.compile(
    rf"{_NO_DIGIT_BEFORE}(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark){_YEAR}{_NO_DIGIT_AFTER}"
)
_COMPACT = re.compile(rf"\A\s*{_YEAR}(?P<month>\d\d)(?P<day>\d\d)\s*\Z")
_ANY = re.compile(r"(?:19|20|21)\d\d|[一二][〇零○Ｏ一二三四五六七八九]{3}年")

_WEEKDAY = r"[(\[]?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?)[)\]]?"
_HALF = r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|[AaPp]\.?[Mm]\b\.?)"
_CLOCK = (
    rf"(?:{_HALF}\s?)?(?P<hour>\d{{1,2}})(?:\s?:\s?(?P<minute>\d\d)(?:\s?:\s?(?P<second>\d\d)(?:[.,]\d{{1,9}})?)?(?!\d)"
    r"|[时時点點]\s?(?P<cminute>\d{1,2})分?(?:\s?(?P<csecond>\d{1,2})秒)?(?!\d))"
    r"(?:\s?(?P<after>[AaPp]\.?[Mm]\b\.?))?"
)
_ZONE = r"(?P<zone>\s?(?:Z\b|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d)))?"
_TIME_AFTER = re.compile(rf"(?:T|\s{{0,3}}[,|]?\s{{0,3}}(?:{_WEEKDAY}\s{{0,3}},?\s{{0,3}})?(?:at\s)?){_CLOCK}{_ZONE}")
_TIME_BEFORE = re.compile(
    rf"(?<![\d:]){_CLOCK}(?:\s{{0,3}}[,|]\s{{0,3}}|\s{{1,3}}(?:on\s)?)(?:{_WEEKDAY},?\s{{1,3}})?\Z"
)


class _Day(NamedTuple):
    """A day and where the text gives it."""

    day: date
    start: int
    end: int


class _Clock(NamedTuple):
    """A time of day, whether it is exact to the second, and its zone where one is written."""

    time: time
    seconds: bool
    zone: tzinfo | None


def find_moment(text: str, zone: str) -> str | None:
    """The first date of the text with its time, as exact as the text gives it, or None.

    ``zone`` is the IANA name of the zone that times without one are in, and that others are turned into.

    >>> find_moment("发布时间:2024年11月5日 14:03", "Asia/Shanghai")
    '2024-11-05T14:03+08:00'
    >>> find_moment("2025-03-03T01:32:26Z", "Asia/Shanghai"), find_moment("March 3, 2025", "Asia/Shanghai")
    ('2025-03-03T09:32:26+08:00', '2025-03-03')
    """
    found = moment_span(text, zone)
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
    found = _first_day(_narrow(text))
    return (found.day.isoformat(), found.start, found.end) if found else None


def moment_span(text: str, zone: str) -> tuple[str, int, int] | None:
    """What ``find_moment`` finds, and where: the start and end in the text of date and time together."""
    narrow = _narrow(text)
    found = _first_day(narrow)
    if not found:
        return None
    if (after := _TIME_AFTER.match(narrow, found.end)) and (clock := _clock(after)):
        return _write(found.day, clock, zone), found.start, after.end()
    lead = max(0, found.start - 40)
    if (before := _TIME_BEFORE.search(narrow[lead : found.start])) and (clock := _clock(before)):
        return _write(found.day, clock, zone), lead + before.start(), found.end
    return found.day.isoformat(), found.start, found.end


def _narrow(text: str) -> str:
    return text[:_LONGEST].translate(_WIDE)


def _first_day(text: str) -> _Day | None:
    if not _ANY.search(text):
        return None
    days = (next(_days(text, pattern, read), None) for pattern, read in _FORMS)
    return min((day for day in days if day), key=lambda day: (day.start, -day.end), default=None)


def _days(text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], date | None]) -> Iterator[_Day]:
    for found in pattern.finditer(text):
        if day := read(found):
            yield _Day(day, found.start(), found.end())


def _numbers(found: re.Match[str]) -> date | None:
    return _day(int(found["year"]), int(found["month"]), int(found["day"]))


def _named_month(found: re.Match[str]) -> date | None:
    return _day(int(found["year"]), _MONTH_NUMBERS[found["name"].lower()], int(found["day"]))


def _numerals(found: re.Match[str]) -> date | None:
    year = int("".join(str(_NUMERALS[numeral]) for numeral in found["year"]))
    return _day(year, _below_hundred(found["month"]), _below_hundred(found["day"]))


def _year_last(found: re.Match[str]) -> date | None:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if first > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if second > 12 else None


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
    (_YEAR_FIRST, _numbers),
    (_EAST_ASIAN, _numbers),
    (_NUMERAL, _numerals),
    (_MONTH_FIRST, _named_month),
    (_DAY_FIRST, _named_month),
    (_YEAR_LAST, _year_last),
    (_COMPACT, _numbers),
)


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _below_hundred(numerals: str) -> int:
    """The value of numerals up to 99; 0 for what is none.

    >>> _below_hundred("二十八"), _below_hundred("十"), _below_hundred("廿一"), _below_hundred("三一")
    (28, 10, 21, 0)
    """
    written = numerals.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


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
