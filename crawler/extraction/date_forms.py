"""The forms in which pages write a day, in Chinese, English and a few languages more."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

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
_NUMERALS = {numeral: value for value, numeral in enumerate("〇一二三四五六七八九")} | dict.fromkeys("零○◯ＯOo0", 0)
_NUMERAL_ZERO = "〇零○◯ＯOo0"
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
    rf"(?P<year>[一二][{_NUMERAL_ZERO}一二三四五六七八九]{{3}})\s?年\s?"
    r"(?P<month>[一二三四五六七八九十]{1,2})\s?月\s?(?P<day>[一二三四五六七八九十廿卅]{1,3})\s?[日号號]"
)
_REPUBLIC = re.compile(
    rf"(?:中[华華])?民[国國]\s?(?P<year>\d{{2,3}}|[{_NUMERAL_ZERO}一二三四五六七八九十百]{{1,5}})\s?(?:年|[./-])\s?"
    r"(?P<month>\d{1,2}|[一二三四五六七八九十]{1,2})\s?(?:月|[./-])\s?"
    r"(?P<day>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})(?!\d)(?:\s?[日号號])?"
)  # the calendar of Taiwan, whose year 1 is 1912
_FIRST_OF_REPUBLIC = 1911
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
_NUMERAL_MONTH = r"(?P<month>十[一二]?|[一二三四五六七八九])月"
_NUMERAL_MONTH_FIRST = re.compile(
    rf"(?<![年十一二三四五六七八九\d]){_NUMERAL_MONTH}\s{{1,3}}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s?,?\s{{0,3}}{_YEAR}(?!\d)"
)  # as programs made for English print a translated name of the month
_NUMERAL_MONTH_LAST = re.compile(
    rf"(?<![\d/.])(?P<day>\d{{1,2}})\s{{0,3}}{_NUMERAL_MONTH}\s{{0,3}},?\s{{0,3}}{_YEAR}(?!\d)"
)
_DATE_LABEL = (
    r"(?:日\s?期|时\s?间|時\s?間|发布|發布|發佈|发表|發表|更新|date|time|posted|published)"
    r"(?:于|於|\son)?\s?:\s?[(\[]?"
)
_SHORT_YEAR = re.compile(
    rf"(?P<label>{_DATE_LABEL})(?P<year>\d\d)(?P<mark>[-/.])(?P<month>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}}){_NO_DIGIT_AFTER}",
    re.IGNORECASE,
)
_DAY_FIRST_LABEL = re.compile(
    r"(?:^|(?<=[\s(\[|]))(?:stand|datum|vom|(?:erstellt|veröffentlicht|aktualisiert|geändert)(?:\sam)?|letzte\s(?:änderung|aktualisierung)"
    r"|дата|опубликовано|обновлено|publié(?:e)?\sle|mis\sà\sjour\sle|date\sde\spublication|le|fecha|publicado(?:\sel|\sem)?"
    r"|data(?=:)|pubblicato(?:\sil)?|gepubliceerd(?:\sop)?|dodano|opublikowano|publikováno|yayın\starihi|tarih)\s?:?\s?\Z",
    re.IGNORECASE,
)  # of languages that write the day before the month in figures
_SINCE = re.compile(
    r"(?:\b(?:since|seit(?:\sdem)?|depuis(?:\sle)?|desde(?:\sel)?)|(?<![来來转轉摘出])自从?)\s?:?\s?\Z", re.IGNORECASE
)
_DAY_FIRST_LANGUAGES = frozenset((
    "bg", "cs", "da", "de", "el", "es", "et", "fi", "fr", "hr", "id", "it", "lt", "lv", "nb", "nl", "no", "pl", "pt",
    "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk", "vi",
))  # fmt: skip
_BEFORE = 40  # characters before a date that may say what it is
_COMPACT = re.compile(rf"\A\s*{_YEAR}(?P<month>\d\d)(?P<day>\d\d)\s*\Z")
_ANY = re.compile(rf"(?:19|20|21)\d\d|[一二][{_NUMERAL_ZERO}一二三四五六七八九]{{3}}\s?年|民[国國]|\d\d[-/.]\d")


class Day(NamedTuple):
    """A day and where the text gives it."""

    day: date
    start: int
    end: int


def writes_day_first(texts: Iterable[str], language: str | None = None) -> bool:
    """Whether a page writes the day before the month in figures, by its other dates or else by its language.

    ``language`` is what the page declares, as BCP 47.

    >>> writes_day_first(["Posted: 05.11.2010", "Posted: 28.10.2010"]), writes_day_first(["05.11.2010"], "de-AT")
    (True, True)
    >>> writes_day_first(["05/11/2010", "10/28/2010"]), writes_day_first(["05.11.2010"])
    (False, False)
    """
    firsts, seconds = False, False
    for text in texts:
        for found in _YEAR_LAST.finditer(narrow(text)):
            firsts |= 12 < int(found["first"]) <= 31 and int(found["second"]) <= 12
            seconds |= 12 < int(found["second"]) <= 31 and int(found["first"]) <= 12
    if firsts or seconds:
        return firsts and not seconds
    return (language or "").lower().partition("-")[0] in _DAY_FIRST_LANGUAGES


def narrow(text: str) -> str:
    """The beginning of the text with full-width figures and marks as ASCII, each character in its place."""
    return text[:_LONGEST].translate(_WIDE)


def first_day(text: str, day_first: bool = False) -> Day | None:
    """The first day that a text as ``narrow`` gives it names; ``day_first`` as in ``dates.find_moment``."""
    if not _ANY.search(text):
        return None
    year_last = _day_first if day_first else _year_last
    forms = (*_FORMS, (_YEAR_LAST, year_last))
    days = (next(_days(text, pattern, read), None) for pattern, read in forms)
    return min((day for day in days if day), key=lambda day: (day.start, -day.end), default=None)


def _days(text: str, pattern: re.Pattern[str], read: Callable[[re.Match[str]], date | None]) -> Iterator[Day]:
    for found in pattern.finditer(text):
        start = found.end("label") if "label" in pattern.groupindex else found.start()
        if (day := read(found)) and not _SINCE.search(text, max(0, start - _BEFORE), start):
            yield Day(day, start, found.end())


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
    if second > 12:
        return _day(year, first, second)
    start = found.start()
    return _day_first(found) if _DAY_FIRST_LABEL.search(found.string, max(0, start - _BEFORE), start) else None


def _day_first(found: re.Match[str]) -> date | None:
    first, second, year = int(found["first"]), int(found["second"]), int(found["year"])
    return _day(year, second, first) if second <= 12 else _day(year, first, second)


def _numeral_month(found: re.Match[str]) -> date | None:
    return _day(int(found["year"]), _below_hundred(found["month"]), int(found["day"]))


def _republic(found: re.Match[str]) -> date | None:
    year, month, day = (_number(found[part]) for part in ("year", "month", "day"))
    return _day(year + _FIRST_OF_REPUBLIC, month, day)


def _number(written: str) -> int:
    """The value of figures, or of numerals set like figures (一○五) or in words (一百零五)."""
    if written.isascii() and written.isdigit():
        return int(written)
    hundreds, hundred, rest = written.rpartition("百")
    if hundred:
        return _NUMERALS.get(hundreds, 1) * 100 + _below_hundred(rest.lstrip(_NUMERAL_ZERO))
    if "十" in written or len(written) == 1:
        return _below_hundred(written)
    return int("".join(str(_NUMERALS.get(numeral, 0)) for numeral in written))


def _short_year(found: re.Match[str]) -> date | None:
    """A year of two figures. In a language that may write the day first, the first figures must be no day's month."""
    year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    if found["label"].isascii() and (found["mark"] != "-" or year <= 12):
        return None
    return _day(year + (1900 if year >= FIRST_YEAR % 100 else 2000), month, day)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], date | None]], ...] = (
    (_YEAR_FIRST, _numbers),
    (_EAST_ASIAN, _numbers),
    (_NUMERAL, _numerals),
    (_MONTH_FIRST, _named_month),
    (_DAY_FIRST, _named_month),
    (_NUMERAL_MONTH_FIRST, _numeral_month),
    (_NUMERAL_MONTH_LAST, _numeral_month),
    (_REPUBLIC, _republic),
    (_SHORT_YEAR, _short_year),
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
