"""Recognise short lines beside an article by their words, in the languages of agencies' sites.

Ask only about lines that are known to be no part of the article's text: within a text the same words say nothing.
"""

import re
from functools import lru_cache

from archive.model.document import Reason
from crawler.extraction.text.word_lists import any_of


def _whole(*lists: str) -> re.Pattern[str]:
    return re.compile(rf"[^\w(]*{any_of('beside', *lists)}\W*", re.IGNORECASE)


_FORMS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("byline", _whole("byline", "index labels")),
    ("navigation", _whole("contents")),
    ("technical-support", _whole("made with")),
    ("copyright", _whole("copyright")),
    ("other", _whole("welcome", "poll")),
    ("comments", _whole("comments")),
    ("related", _whole("related")),
)
_POLLED = _whole("poll")
_LABEL = _whole("index labels")
_LONGEST = 120


@lru_cache(maxsize=8192)  # the same on every page of a site
def short_line_reason(text: str) -> Reason | None:
    """Return why a line beside an article is left out; ``text`` as ``narrow`` gives it.

    >>> short_line_reason("提交"), short_line_reason("索 引 号:"), short_line_reason("Просмотров: 418 раз")
    ('byline', 'byline', None)
    >>> short_line_reason("由 Hexo & NexT 强力驱动"), short_line_reason("Umfrage")
    ('technical-support', 'other')
    """
    if len(text) > _LONGEST:
        return None
    return next((reason for reason, form in _FORMS if form.fullmatch(text)), None)


def heads_poll(text: str) -> bool:
    """Return whether a line is the heading of a poll.

    >>> heads_poll("Опрос"), heads_poll("Опрос показал другое")
    (True, False)
    """
    return len(text) < _LONGEST and bool(_POLLED.fullmatch(text))


def is_index_label(text: str) -> bool:
    """Return whether a line is a label of the table that heads a government's paper, whose value stands beside it.

    >>> is_index_label("发文机关:"), is_index_label("发文机关:临河市")
    (True, False)
    """
    return len(text) < _LONGEST and text.rstrip().endswith(":") and bool(_LABEL.fullmatch(text))
