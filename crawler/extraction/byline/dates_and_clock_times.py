"""Dates and times of day in a page's text, read in the forms in which pages write them.

A day may be written in the languages of ``month_names.tsv`` and those of East Asia.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from crawler.extraction.text.text_blocks_normalisation_and_links import cached_if_short
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern, read_rows

FIRST_YEAR, LAST_YEAR = 1980, 2100
_LONGEST = 20_000  # characters that are looked at
_KEPT = 200  # characters of a line whose day is kept

Order = Literal["day", "month", "year"]
"""Which of the three a page writes first in figures: 03/04/2025 or 25-04-03."""

_MONTH_NUMBERS = {name: int(row[0]) for row in read_rows("month_names.tsv") for name in row[1].split()}
_NUMERALS = (
    {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")}
    | dict.fromkeys("零○◯ＯOo0", 0)
    | {"元": 1}
)
_NUMERAL_ZERO = "〇零○◯ＯOo0"
_WIDE = str.maketrans(
    {wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *map(ord, "：，．／－（）＋"))}
    | {0x3000: " ", 0xA0: " ", 0x2009: " ", 0x202F: " ", 0x2010: "-", 0x2011: "-", 0x2012: "-"}
)  # one character for one, so that offsets hold
_WIDENED = lazy_pattern(f"[{''.join(map(chr, _WIDE))}]")

_BEFORE_ERA = {"民": 1911, "令": 2018, "平": 1988, "昭": 1925}  # the year before the first, by the name's beginning
_YEAR_LAST = lazy_pattern(any_of("dates", "year last"))
_TAIWANESE, _LABEL, _FIRST_ONLINE = lazy_pattern("[張發錄]"), 8, 85
_SHORT = lazy_pattern(any_of("dates", "short"))
_DAY_FIRST_LABEL = lazy_pattern(rf"(?:^|(?<=[\s(\[|])){any_of('dates', 'day first labels')}\s?:?\s?\Z", re.IGNORECASE)
_SINCE = lazy_pattern(any_of("dates", "since when"), re.IGNORECASE)
_ORDERS = {tag: cast(Order, order) for order, tags in read_rows("figure_orders.tsv") for tag in tags.split()}
_BEFORE = 40  # characters before a date that may say what it is
_FIGURES = lazy_pattern(r"\d\s?[-/.]\s?\d")
_ANY = lazy_pattern(any_of("dates", "any date"))


class Day(NamedTuple):
    """A day in a text and its place there."""

    day: date
    start: int
    end: int


_Read = Callable[[re.Match[str], Order | None], date | None]


def figure_order(texts: Iterable[str], languages: Sequence[str] = ()) -> Order | None:
    """Return which of day, month and year a page writes first in dates in figures, by its other dates or its
    languages.

    ``languages`` are BCP 47, the likeliest first. English alone does not decide, en-GB and en-US do. None where
    nothing decides.

    >>> figure_order(["05.11.2010", "28.10.2010"]), figure_order([], ["de-AT"]), figure_order([], ["en-US"])
    ('day', 'day', 'month')
    >>> figure_order(["05/11/2010", "10/28/2010"]), figure_order(["05.11.2010"]), figure_order([], ["zh-Hans"])
    ('month', None, 'year')
    """
    firsts, seconds = False, False
    for text in texts:
        for found in _YEAR_LAST.finditer(narrow(text)):
            firsts |= 12 < int(found["first"]) <= 31 and int(found["second"]) <= 12
            seconds |= 12 < int(found["second"]) <= 31 and int(found["first"]) <= 12
    if firsts or seconds:
        return None if firsts and seconds else "day" if firsts else "month"
    return next((order for order in map(_order_of, languages) if order), None)


def _order_of(language: str) -> Order | None:
    tag = language.lower().replace("_", "-")
    return _ORDERS.get(tag) or _ORDERS.get(tag.partition("-")[0])


@cached_if_short(_KEPT, 8192)
def may_need_order(text: str) -> bool:
    """Return whether a text has a date in figures that is one day in one order and another in another."""
    text = narrow(text)
    return bool(_FIGURES.search(text) and (_YEAR_LAST.search(text) or _SHORT.search(text)))


def narrow(text: str) -> str:
    """Return the beginning of a text with full-width figures and marks as ASCII, each in its place, to read dates in
    it.
    """
    text = text[:_LONGEST]
    return text.translate(_WIDE) if not text.isascii() and _WIDENED.search(text) else text


def first_day(text: str, order: Order | None) -> Day | None:
    """Return the first day that a text, as ``narrow`` gives it, names in any form of dates; ``order`` as in
    ``find_moment``.
    """
    return _first_day_in_line(text, order) if len(text) <= _KEPT else _first_day(text, order)


def _first_day(text: str, order: Order | None) -> Day | None:
    if not _ANY.search(text):
        return None
    days = (next(_days(text, pattern, read, order), None) for pattern, read in _FORMS)
    return min((day for day in days if day), key=lambda day: (day.start, -day.end), default=None)


_first_day_in_line = lru_cache(maxsize=4096)(_first_day)


def _days(text: str, pattern: re.Pattern[str], read: _Read, order: Order | None) -> Iterator[Day]:
    for found in pattern.finditer(text):
        start = found.end("label") if found.groupdict().get("label") else found.start()
        if (day := read(found, order)) and not _SINCE.search(text, max(0, start - _BEFORE), start):
            yield Day(day, start, found.end())


def _written(found: re.Match[str], order: Order | None) -> date | None:
    """Return the day of a date whose year, month and day are named, in figures, numerals or words."""
    given = found.groupdict()
    year = _number(given["year"]) + (_BEFORE_ERA[given["era"][-2]] if "era" in given else 0)
    month = _MONTH_NUMBERS.get(given["name"].lower(), 0) if "name" in given else _number(given["month"])
    return _day(year, month, _number(given["day"]))


def _year_last(found: re.Match[str], order: Order | None) -> date | None:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    if first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    start = found.start()
    if order == "day" or _DAY_FIRST_LABEL.search(found.string, max(0, start - _BEFORE), start):
        return _day(year, second, first)
    return _day(year, first, second) if order == "month" else None


def _era_figures(found: re.Match[str], order: Order | None) -> date | None:
    return _day(int(found["year"]) + _BEFORE_ERA["民"], int(found["month"]), int(found["day"]))


def _number(written: str) -> int:
    """Return the value of a date's figures, or of numerals set like figures (一○五) or in words (一百零五)."""
    if written.isascii() and written.isdigit():
        return int(written)
    written = written.replace("廿", "二十").replace("卅", "三十")
    hundreds, hundred, rest = written.rpartition("百")
    if hundred:
        return _NUMERALS.get(hundreds, 1) * 100 + below_hundred(rest.lstrip(_NUMERAL_ZERO))
    if "十" in written or len(written) == 1:
        return below_hundred(written)
    return int("".join(str(_NUMERALS.get(numeral, 0)) for numeral in written))


def _short_year(found: re.Match[str], order: Order | None) -> date | None:
    """Return the day of a date whose year has two figures and stands behind a label.

    Below a label that only Taiwan writes so, years from 85 on are those of the republic, when it had pages to date.
    """
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if found["label"].isascii() and (found["mark"] != "-" or year <= 12):
        return None
    start = found.start("year")
    if year >= _FIRST_ONLINE and _TAIWANESE.search(found.string, max(0, start - _LABEL), start):
        return _day(year + _BEFORE_ERA["民"], month, day)
    return _day(_whole_year(year), month, day)


def _short(found: re.Match[str], order: Order | None) -> date | None:
    """Return the day of a date with a year of two figures without a label."""
    first, second, third = int(found["a"]), int(found["b"]), int(found["c"])
    if order == "year":
        return _day(_whole_year(first), second, third) if first > 12 else None
    if order == "day" or (order == "month" and second <= 12 < first):
        return _day(_whole_year(third), second, first)
    return _day(_whole_year(third), first, second) if order == "month" else None


def _whole_year(figures: int) -> int:
    return figures + (1900 if figures >= FIRST_YEAR % 100 else 2000)


_IN_WORDS = ("year first", "east asian", "numeral", "month first", "day first", "year and month first",
             "numeral month first", "numeral month last", "vietnamese", "era")  # fmt: skip
_FORMS: tuple[tuple[re.Pattern[str], _Read], ...] = (
    *((lazy_pattern(any_of("dates", form)), _written) for form in _IN_WORDS),
    (lazy_pattern(any_of("dates", "era figures"), re.IGNORECASE), _era_figures),
    (_YEAR_LAST, _year_last),
    (lazy_pattern(any_of("dates", "short year"), re.IGNORECASE), _short_year),
    (_SHORT, _short),
    (lazy_pattern(any_of("dates", "compact")), _written),
)
"""The forms of ``lists/dates.txt`` and how each is read; of two that begin at one place the longer counts."""


def _day(year: int, month: int, day: int) -> date | None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def below_hundred(numerals: str) -> int:
    """Return the value of Chinese numerals up to 99 in a date, or 0 for text that is no numeral.

    >>> below_hundred("二十八"), below_hundred("十"), below_hundred("廿一"), below_hundred("三一")
    (28, 10, 21, 0)
    """
    written = numerals.replace("廿", "二十").replace("卅", "三十")
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_NUMERALS.get(tens, 1) * 10 if ten else 0) + _NUMERALS.get(ones, 0)


YEAR = lazy_pattern(r"[12][09]\d\d")
"""A year of a text that may have a date; most have none."""

TODAY = lazy_pattern(any_of("dates", "today"), re.IGNORECASE)
"""A line that gives today's date."""

_WEEKDAY = any_of("dates", "weekday")
_CLOCK = any_of("dates", "clock")
_ZONE_NAMES = {
    "JST": 9, "KST": 9, "HKT": 8, "SGT": 8, "MSK": 3, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "BST": 1,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "Beijing Time": 8, "北京时间": 8,
}  # hours; CST and IST are the times of several countries  # fmt: skip
_ZONE = (
    r"(?P<zone>\s?(?:Z\b|(?:UTC|GMT)\s?[+-]\d{1,2}(?::?\d\d)?(?!\d)|UTC\b|GMT\b|[+-]\d\d:?\d\d(?!\d)"
    rf"|\(?(?P<zonename>{'|'.join(_ZONE_NAMES)})(?!\w)))?"
)
_AT = any_of("dates", "at a time")
_TIME_AFTER = lazy_pattern(
    rf"(?:T|\s{{0,3}}(?:[.,|·]|(?<=\s)[-–—]|г\.,?)?\s{{0,3}}(?:{_WEEKDAY}\s{{0,3}},?\s{{0,3}})?{_AT}){_CLOCK}{_ZONE}"
)
_TIME_BEFORE = lazy_pattern(any_of("dates", "time before"))

_TIME_ALONE = lazy_pattern(rf"(?:^|(?<=[\s:|于於]))(?:(?:at|um|à|в|om|ore)\s+)?{_CLOCK}{_ZONE}\s*\Z")


class _Clock(NamedTuple):
    """A time of day in a text, whether it is exact to the second, and its zone where one is written."""

    time: time
    seconds: bool
    zone: tzinfo | None


def find_moment(text: str, order: Order | None = None) -> str | None:
    """Find the first date in a text with its time, in ISO 8601, as exact as the text gives it, or None.

    A time has an offset where the text states one. ``order`` is what the page is known to write first in figures.

    >>> find_moment("发布时间:2024年11月5日 14:03"), find_moment("2025-03-03T01:32:26Z")
    ('2024-11-05T14:03', '2025-03-03T01:32:26+00:00')
    >>> find_moment("March 3, 2025"), find_moment("03.04.2025"), find_moment("03.04.2025", "day")
    ('2025-03-03', None, '2025-04-03')
    """
    found = moment_span(text, order)
    return found[0] if found else None


def find_day(text: str) -> str | None:
    """Find the first day that a text names, as ``YYYY-MM-DD``, or None.

    >>> find_day("(二〇一五年四月二十八日,北京)"), find_day("03/04/2025")
    ('2015-04-28', None)
    """
    found = first_day(narrow(text), None)
    return found.day.isoformat() if found else None


def moment_span(text: str, order: Order | None = None) -> tuple[str, int, int] | None:
    """Find the first date and time in a text as ``find_moment`` does, with its start and end there."""
    narrowed = narrow(text)
    found = first_day(narrowed, order)
    if not found:
        return None
    if (after := _TIME_AFTER.match(narrowed, found.end)) and (clock := _clock(after)):
        return _write(found.day, clock), found.start, after.end()
    lead = max(0, found.start - 40)
    if (before := _TIME_BEFORE.search(narrowed[lead : found.start])) and (clock := _clock(before)):
        return _write(found.day, clock), lead + before.start(), found.end
    return found.day.isoformat(), found.start, found.end


def moment_spans(text: str, order: Order | None = None) -> Iterator[tuple[str, int, int]]:
    """Yield every date in a text as ``moment_span`` gives the first, in order."""
    at = 0
    while found := moment_span(text[at:], order):
        moment, start, end = found
        yield moment, at + start, at + end
        at += end


def time_span(text: str) -> tuple[str, int, int] | None:
    """Find the time of day that a text without a day ends with, in ISO 8601, and where it stands.

    >>> time_span("張貼者: 阿端 於 下午 11:41"), time_span("2015-04-28 11:41")
    (('23:41', 10, 18), None)
    """
    narrowed = narrow(text)
    found = _TIME_ALONE.search(narrowed)
    if not found or first_day(narrowed, None) or not (clock := _clock(found)):
        return None
    written = _write(date(2000, 1, 1), clock)
    return written.partition("T")[2], found.start(), found.start() + len(found[0].rstrip())


def _clock(found: re.Match[str]) -> _Clock | None:
    hour, minute = int(found["hour"]), int(found["minute"] or found["dminute"] or found["cminute"])
    seconds = found["second"] or found["csecond"]
    half = (found["half"] or found["after"] or "").lower().replace(".", "")
    if half in ("pm", "下午", "傍晚", "晚上", "午後", "오후") and hour < 12:
        hour += 12
    elif half in ("am", "凌晨", "午前", "오전") and hour == 12:
        hour = 0
    try:
        at = time(hour, minute, int(seconds or 0))
        return _Clock(at, seconds is not None, _zone(found))
    except ValueError:
        return None


def _zone(clock: re.Match[str]) -> tzinfo | None:
    """Return the time zone of 'Z', 'GMT+8', '+0800' or 'JST' behind a time. Raises ValueError when it is off by a day
    or more.
    """
    groups = clock.groupdict()
    if not groups.get("zone"):
        return None
    if name := groups["zonename"]:
        return timezone(timedelta(hours=_ZONE_NAMES[name]))
    found = re.search(r"([+-])(\d{1,2}):?(\d\d)?", clock["zone"])
    if not found:
        return UTC
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(offset if found[1] == "+" else -offset)


def _write(day: date, clock: _Clock) -> str:
    moment = datetime.combine(day, clock.time, clock.zone)
    return moment.isoformat(timespec="seconds" if clock.seconds else "minutes")


_AGO = lazy_pattern(any_of("dates", "ago"))


def is_ago(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, says how long ago the page was published and nothing else.

    >>> is_ago("3小时前"), is_ago("3小时前,渡船停了。")
    (True, False)
    """
    return bool(_AGO.fullmatch(text))


ENTRY_DATE = lazy_pattern(any_of("page", "entry date"))
"""A date and nothing else, as entries of a list have it."""


def is_entry_date(text: str) -> bool:
    """Return whether a line is a date and nothing else, as entries of a list of articles have it."""
    return len(text) < 40 and bool(ENTRY_DATE.match(text))
