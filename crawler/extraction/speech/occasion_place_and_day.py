"""Lines that say on which occasion, where and when a speech was held: 'Event: Lantern Gala', '时间:2020年2月9日'."""

import re
from collections.abc import Sequence
from functools import lru_cache

from crawler.extraction.byline.dates_and_clock_times import below_hundred, find_day, first_day, narrow
from crawler.extraction.speech.language_data import language, words
from crawler.extraction.speech.people_in_english_and_european_titles import names_european_role, names_role
from crawler.extraction.text.word_lists_and_patterns import lazy_pattern

_pattern = language("shared").pattern

GIVEN_BY = lazy_pattern(rf"{words('given')}\s+(?:by|von|par|por)?", re.IGNORECASE)
"""Words that say who gave a speech."""
_LONGEST_LINE = 120
_LONGEST_DATE = 80
_DATE_FRAME = " \t()（）[]【】,，.。;；—–-·|"

_DOTTED = lazy_pattern(r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?\d{4}(?!\d)")
_YEAR_WORD = lazy_pattern(r"\s?г(?:ода|\.)?(?!\w)")


def day_span(text: str) -> tuple[str, int, int] | None:
    """Find the first day that a line of a speech names, with its start and end there, a word for the year included.

    A day with dots whose year comes last begins with the day.
    """
    found = first_day(narrow(text), "day" if _DOTTED.search(text) else None)
    if not found:
        return None
    year = _YEAR_WORD.match(text, found.end)
    return found.day.isoformat(), found.start, year.end() if year else found.end


def labelled_occasion(line: str) -> str | None:
    """Return the occasion of a speech in a line with its label.

    >>> labelled_occasion("Event: Lantern Gala"), labelled_occasion("Lantern Gala")
    ('Lantern Gala', None)
    """
    found = _pattern("labelled_occasion").fullmatch(line) or _pattern("on_occasion").fullmatch(line)
    return found["value"].strip() if found else None


@lru_cache(maxsize=512)  # several facts are looked for in the same lines
def plain(line: str) -> str:
    """Return a line of a speech without a labelled place at its end, and without the remark that the spoken word
    counts.

    >>> plain("2014年5月17日 於:大使公邸"), plain("Lindau, 16. Mai 2011 – Es gilt das gesprochene Wort.")
    ('2014年5月17日', 'Lindau, 16. Mai 2011')
    """
    for name in ("bullet", "labelled_place", "remark_after"):
        line = _pattern(name).sub("", line)
    return line.strip()


def read_event(line: str) -> str | None:
    """Return the event of a speech that a line names, without its day, and nothing else.

    >>> read_event("Tagung „Fähre und Wort“,"), read_event("Vor der Tagung")
    ('Tagung „Fähre und Wort“', None)
    """
    line = line.strip(" ,.()—–-")
    return _pattern("end_of_a_place").sub("", line) if _pattern("event_line").fullmatch(line) else None


def is_labelled_occasion(line: str, plainly: bool = False) -> bool:
    """Return whether a line has the occasion or the day of a speech, by its label.

    ``plainly`` says that the line is none of the page's byline, so that a label for any day or place is enough.

    >>> is_labelled_occasion("演讲时间:2020年2月9日"), is_labelled_occasion("时间:2020年2月9日")
    (True, False)
    >>> is_labelled_occasion("时间:2020年2月9日", plainly=True)
    True
    """
    if plainly and (_pattern("labelled_place").fullmatch(line) or _pattern("labelled_day").fullmatch(line)):
        return True
    return bool(_pattern("labelled_occasion").fullmatch(line) or _pattern("label_of_a_speech_day").match(line))


def is_of_page(text: str) -> bool:
    """Return whether a text says when the page was published or changed, and not when the speech was held.

    >>> is_of_page("Veröffentlicht am"), is_of_page("Gehalten am")
    (True, False)
    """
    return bool(_pattern("day_of_the_page").search(text))


def _read_day(line: str) -> str | None:
    """Return the day of a speech in a line with its label, or in a line of event and place that ends with it.

    >>> _read_day("时间:2020年2月9日"), _read_day("Third Symposium, Uppvik, 3 May 2018")
    ('2020-02-09', '2018-05-03')
    >>> _read_day("Published on 3 May 2018"), _read_day("On 3 May 2018 the symposium opened")
    (None, None)
    """
    if is_of_page(line):
        return None
    found = day_span(line)
    if not found:
        return None
    return (
        found[0]
        if _pattern("labelled_day").fullmatch(line) or _pattern("end_of_line").fullmatch(line, found[2])
        else None
    )


def is_byline_date(text: str) -> bool:
    """Return whether a block is only a date, perhaps in brackets, with the day of the week or the place.

    >>> is_byline_date("(2015年4月28日,北京)"), is_byline_date("2015年4月28日,论坛在北京举行。")
    (True, False)
    >>> is_byline_date("Dar es Salaam, 26 April 2014")
    True
    """
    return len(text) <= _LONGEST_LINE and _is_date(text)


@lru_cache(maxsize=512)  # several fields ask it of the same line
def _is_date(text: str) -> bool:
    text = plain(text)
    found = day_span(text) if len(text) <= _LONGEST_DATE else None
    if not found:
        return False
    rest = _pattern("weekday").sub("", text[: found[1]] + text[found[2] :]).strip(_DATE_FRAME)
    if not rest:
        return True
    if is_of_page(rest) or rest.startswith("By ") or names_role(rest) or names_european_role(rest):
        return False
    return bool(
        _pattern("place_name").fullmatch(_pattern("up_to_place").sub("", rest))
    ) and not text.rstrip().endswith("。")


def without_date(line: str) -> str:
    """Return a line of a speech without the day that it names and the place beside that.

    >>> without_date("Address to the Ferry Guild, Uppvik, 3 May 2018")
    'Address to the Ferry Guild'
    """
    found = day_span(line)
    if not found:
        return line
    before, after = _pattern("up_to_date").sub("", line[: found[1]]), line[found[2] :]
    place = _pattern("place_before_date").search(before)
    if place and not names_role(place[1]):
        before = before[: place.start()]
    return (before + after.lstrip(")）")).strip()


def day_delivered(heads: Sequence[str], below: Sequence[str], published: str | None) -> str | None:
    """Return the day on which a speech was held, as its title names it, or a line below that is only of day and
    place.

    Of two days that of publication comes last.
    """
    lines = [*heads, *(line for line in below if is_byline_date(line))]
    given = [line for line in below if GIVEN_BY.search(line) or line.startswith(("(", "（"))]
    told = [line for line in below if not is_byline_date(line) and _read_day(line)]
    days = [found[0] for found in map(day_span, [*heads, *given, *told, *lines]) if found]
    return min(days, key=lambda day: day == (published or "")[:10], default=None)


def day_announced(sentence: str, published: str | None) -> str | None:
    """Return the day of the speech that an editor's sentence names without its year, in the year of the page.

    ``published`` is the page's time of publication; None without it, or for a day after it.

    >>> day_announced("以下是局长今日(十一月五日)的致辞全文:", "2018-11-05T20:00+08:00")
    '2018-11-05'
    """
    found = _pattern("day_within").search(sentence)
    if not found or not published:
        return None
    if not found["month"]:
        return published[:10]
    month, day = (each if each.isdigit() else below_hundred(each) for each in found.group("month", "day"))
    named = find_day(f"{published[:4]}年{month}月{day}日")
    return named if named and named <= published[:10] else None
