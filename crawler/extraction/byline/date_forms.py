"""The forms in which pages write a day, in the languages of ``month_names.tsv`` and those of East Asia, and their
reader.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple, cast

from crawler.extraction.text.normalise_and_measure import cached_if_short
from crawler.extraction.text.word_lists import any_of, lazy_pattern, read_rows

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
    ``dates.find_moment``.
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
