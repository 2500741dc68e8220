"""Whether a day stands on a page in any form that a program could read, so that nobody is blamed for the rest."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

_MONTHS = (
    "jan ene gen янв", "feb fév fev фев", "mar mär мар", "apr avr abr апр", "may mai mag мая", "jun juin giu июн",
    "jul juil lug июл", "aug août ago авг", "sep set сен", "oct okt out ott окт", "nov ноя", "dec dez dic déc дек",
)  # fmt: skip
"""The beginnings of the months' names in the languages of the set, January first."""

_BETWEEN = r"[\W_]{1,12}(?:(?:of|de|del)\s)?"
_NEAR = r"[\W_年月日]{0,4}"
_EPOCH = re.compile(r"(?<!\d)1[0-9]{9}(?:[0-9]{3})?(?!\d)")
_TAG = re.compile(r"<[^<>]*>")
_ZONES = timedelta(hours=14)


def stands_on(day: str, url: str, html: str) -> bool:
    """Whether an ISO day stands in the page's source or address: its year, month and day beside each other.

    Markup counts as well as text, seconds since 1970 as well as names of months. A day without its year ("12 May",
    "3 days ago") does not.
    """
    wanted = date.fromisoformat(day)
    source = unescape(html)
    forms = re.compile("|".join(_forms(wanted)), re.IGNORECASE)
    return any(forms.search(text) for text in (url, source, _TAG.sub(" ", source))) or _has_epoch(wanted, source)


def _forms(day: date) -> list[str]:
    month, number = rf"0?{day.month}", rf"0?{day.day}(?:st|nd|rd|th|er|º)?"
    year, short = str(day.year), rf"(?:{day.year}|'?{day.year % 100:02})"
    name = "(?:" + "|".join(_MONTHS[day.month - 1].split()) + r")\w{0,8}"
    return [
        rf"{year}{_NEAR}{month}{_NEAR}0?{day.day}(?!\d)",
        rf"(?<!\d)0?{day.day}[\W_]{{1,4}}{month}[\W_]{{1,4}}{short}(?!\d)",
        rf"(?<!\d){month}[\W_]{{1,4}}0?{day.day}[\W_]{{1,4}}{short}(?!\d)",
        rf"\b{name}{_BETWEEN}{number}{_BETWEEN}{short}(?!\d)",
        rf"(?<!\d){number}{_BETWEEN}{name}{_BETWEEN}{short}(?!\d)",
        rf"{year}{_BETWEEN}{name}{_BETWEEN}{number}(?!\d)",
    ]


def _has_epoch(day: date, source: str) -> bool:
    """Whether a count of seconds or milliseconds since 1970 falls on the day, somewhere on Earth."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first, last = (start - _ZONES).timestamp(), (start + timedelta(days=1) + _ZONES).timestamp()
    return any(first <= int(found[:10]) < last for found in _EPOCH.findall(source))
