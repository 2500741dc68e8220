"""Dates and times in a page's text, and those that its elements state: ``<time datetime>``, ``itemprop``."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from itertools import islice
from typing import NamedTuple, cast

from lxml import etree

from crawler.extraction.article.block_evidence import Evidence
from crawler.extraction.byline.date_forms import Order, first_day, narrow
from crawler.extraction.text.markup import element_names
from crawler.extraction.text.text_block import TextBlock
from crawler.extraction.text.word_lists import any_of, class_words, lazy_pattern

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
_DOTTED = lazy_pattern(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d)")
_YEAR_WORD = lazy_pattern(r"\s?г(?:ода|\.)?(?!\w)")


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


def day_span(text: str) -> tuple[str, int, int] | None:
    """Find the first day that a text names, with its start and end there, a word for the year included.

    A day with dots whose year comes last begins with the day.
    """
    found = first_day(narrow(text), "day" if _DOTTED.search(text) else None)
    if not found:
        return None
    year = _YEAR_WORD.match(text, found.end)
    return found.day.isoformat(), found.start, year.end() if year else found.end


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


_CARRIERS = etree.XPath(
    "descendant-or-self::*[(@datetime and (self::time or @itemprop or @property))"
    " or (@content and (self::time or ((@itemprop or @property) and not(self::meta)))) or (@title and self::abbr)]"
)
_UPDATED = lazy_pattern(r"(?:^|[\s_:-])(?:up-?dated?|modified|last-?mod|datemodified)(?:[\s_-]|$)")
_PUBLISHED = class_words("published")
_MOST = 50  # elements
_AGO = lazy_pattern(any_of("dates", "ago"))


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A time that an element of a page states; ``published`` says whether the element is named for the
    publication.
    """

    element: etree._Element
    moment: str
    published: bool


def find_stated_times(root: etree._Element) -> Iterator[StatedTime]:
    """Yield the times that elements of a page state (``<time datetime>``), in order, without those of a
    modification.
    """
    for element in islice(cast(list[etree._Element], _CARRIERS(root)), _MOST):
        stated = element.get("datetime") or element.get("content") or element.get("title") or ""
        if not is_of_update(element) and (moment := find_moment(stated[:100])):
            yield StatedTime(element, moment, bool(_PUBLISHED.search(_names(element))))


def chosen_times(
    times: Sequence[StatedTime], blocks: Sequence[TextBlock], evidence: Evidence
) -> tuple[list[str], list[str]]:
    """Return the times of the article's own elements, the publication's first, and the publication times in elements
    that are only named for something beside the article.
    """
    if not times:
        return [], []
    named = {run.element for block in blocks if evidence.in_sidebar[block.n] for run in block.runs}
    beside = {
        run.element
        for block in blocks
        if evidence.in_list[block.n] or evidence.non_content[block.n]
        for run in block.runs
    }
    free = [time for time in times if time.element not in beside]
    own = sorted((time for time in free if time.element not in named), key=lambda time: not time.published)
    return [time.moment for time in own], [time.moment for time in free if time.published and time.element in named]


def is_of_update(element: etree._Element) -> bool:
    """Return whether an element is named for the day of a modification of the page, and not for that of publication
    too.
    """
    names = _names(element)
    return bool(_UPDATED.search(names)) and not _PUBLISHED.search(names)


def _names(element: etree._Element) -> str:
    flag = " pubdate" if element.get("pubdate") is not None else ""
    return element_names(element, "itemprop", "property", "class", "id") + flag


def is_ago(text: str) -> bool:
    """Return whether a line, as ``narrow`` gives it, says how long ago the page was published and nothing else.

    >>> is_ago("3小时前"), is_ago("3小时前,渡船停了。")
    (True, False)
    """
    return bool(_AGO.fullmatch(text))
