"""Lines that say what they are of a speech: 'Event: Lantern Gala', '时间:2020年2月9日'."""

import re
from functools import lru_cache

from crawler.extraction.byline.dates import day_span
from crawler.extraction.text.word_lists import any_of

_OCCASION = re.compile(rf"{any_of('speech', 'occasion labels')}\s*[:：]\s*(?P<value>.{{3,100}})", re.IGNORECASE)
_ON_OCCASION = re.compile(
    r"(?:\w+\s)?(?:à\sl['’]occasion\sd(?:e\sla\s|e\sl['’]|u\s|es\s|e\s|['’])|anlässlich\s(?:de[rs]|einer|eines)\s"
    r"|con\smotivo\sde(?:l|\sla)?\s|on\sthe\soccasion\sof\s(?:the\s)?)(?P<value>.{3,100})",
    re.IGNORECASE,
)
_DAY = re.compile(rf"{any_of('speech', 'day labels')}\s*[:：]?\s*(?P<value>.{{4,80}})", re.IGNORECASE)
_EVENT_WORDS = any_of("speech", "words of events")
_EVENT = re.compile(
    rf"(?-i:(?:[A-ZÀ-ÞА-ЯЁ\d][^\s:,]*\s){{0,4}})\w*(?:{_EVENT_WORDS})(?:\s.{{2,80}})?|(?-i:(?:the\s+)?"
    rf"[A-Z][^:]{{2,80}}\b{any_of('speech', 'events')}(?:\s+\d{{4}})?)|[㐀-鿿ァ-ヶー々・\w ]{{2,40}}"
    f"{any_of('speech', 'event ends')}(?:にて|において|における)?",
    re.IGNORECASE,
)
_PLACE = re.compile(rf"[\s,，;]*{any_of('speech', 'place labels')}\s?[:：].*", re.IGNORECASE)
GIVEN_BY = re.compile(rf"{any_of('speech', 'given')}\s+(?:by|von|par|por)?", re.IGNORECASE)
"""Words that say who gave a speech."""
_BULLET = re.compile(r"^\s*[-–·•*■▶◆○●※]\s+")
_REMARK = re.compile(rf"[\s,–—(*-]*{any_of('speech', 'remarks on delivery')}[\s.!)*]*", re.IGNORECASE)
_OF_THE_PAGE = re.compile(any_of("speech", "words of the page"), re.IGNORECASE)
_AT_END = re.compile(r"[\s)）】\].,。]*")


def read_occasion(line: str) -> str | None:
    """The occasion of a line with its label.

    >>> read_occasion("Event: Lantern Gala"), read_occasion("Lantern Gala")
    ('Lantern Gala', None)
    """
    found = _OCCASION.fullmatch(line) or _ON_OCCASION.fullmatch(line)
    return found["value"].strip() if found else None


@lru_cache(maxsize=512)  # several facts are looked for in the same lines
def plain(line: str) -> str:
    """The line without a labelled place at its end, and without the remark that the spoken word counts.

    >>> plain("2014年5月17日 於:大使公邸"), plain("Lindau, 16. Mai 2011 – Es gilt das gesprochene Wort.")
    ('2014年5月17日', 'Lindau, 16. Mai 2011')
    """
    return _REMARK.sub("", _PLACE.sub("", _BULLET.sub("", line))).strip()


def read_event(line: str) -> str | None:
    """The event that a line names, without its day, and nothing else.

    >>> read_event("Tagung „Fähre und Wort“,"), read_event("Vor der Tagung")
    ('Tagung „Fähre und Wort“', None)
    """
    line = line.strip(" ,.()—–-")
    return re.sub("(?:にて|において|における)$", "", line) if _EVENT.fullmatch(line) else None


def is_labelled(line: str, plainly: bool = False) -> bool:
    """Whether the line is of the occasion or the day of a speech, by its label.

    ``plainly`` says that the line is none of the page's byline, so that a label for any day or place is enough.

    >>> is_labelled("演讲时间:2020年2月9日"), is_labelled("时间:2020年2月9日")
    (True, False)
    >>> is_labelled("时间:2020年2月9日", plainly=True)
    True
    """
    if plainly and (_PLACE.fullmatch(line) or _DAY.fullmatch(line)):
        return True
    return bool(
        _OCCASION.fullmatch(line) or re.match("(?:演讲|演講|讲话|講話|发言|發言|致辞|致辭)(?:时间|時間|日期)", line)
    )


def is_of_page(text: str) -> bool:
    """Whether a text says when the page was published or changed.

    >>> is_of_page("Veröffentlicht am"), is_of_page("Gehalten am")
    (True, False)
    """
    return bool(_OF_THE_PAGE.search(text))


def read_day(line: str) -> str | None:
    """The day of a line with its label, or that ends a line of what and where.

    >>> read_day("时间:2020年2月9日"), read_day("Third Symposium, Uppvik, 3 May 2018")
    ('2020-02-09', '2018-05-03')
    >>> read_day("Published on 3 May 2018"), read_day("On 3 May 2018 the symposium opened")
    (None, None)
    """
    if is_of_page(line):
        return None
    found = day_span(line)
    if not found:
        return None
    return found[0] if _DAY.fullmatch(line) or _AT_END.fullmatch(line, found[2]) else None
