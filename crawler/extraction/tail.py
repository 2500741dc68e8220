"""A line of credits, rights or links that is glued to the end of a paragraph, without a break before it."""

import re

from archive.model.document import Reason
from crawler.extraction.labels import is_credit
from crawler.extraction.phrase import heads_related, phrase_reason
from crawler.extraction.table import any_of
from crawler.extraction.wording import units

_SENTENCE_END = re.compile(r"""[。!?…][”’"」』)】]*\s*|\.[”’"')]*(?:\s+|(?=[©(\[]))""")
_BRACKETED = re.compile(r"[(\[【]([^()\[\]【】]+)[)\]】]\W*")
_EDITED = re.compile(r"[(\[【](?:[^()\[\]【】]{0,12})(?:编辑|編輯|责编|責編|校对|校對)[^()\[\]【】]{1,40}[)\]】]\W*$")
_SIGN = re.compile("[。!?….编編责責校]")  # what a sentence ends with, and what credits are called
_OF_PICTURE = re.compile(rf"^\W*{any_of('page', 'picture credits')}|[摄攝影]\W*$", re.IGNORECASE)
_LONGEST = 120  # characters of the glued line
_PARAGRAPH = 20  # units before it, at least
_LEAST = 10  # units of the glued line, where it stands in no brackets
_GLUED: frozenset[Reason] = frozenset(
    ("byline", "copyright", "related", "share", "navigation", "advertisement", "contact")
)


def tail_start(text: str) -> int | None:
    """Where a paragraph, as ``narrow`` gives it, ends and a line that is no part of it begins; None without one.

    >>> line = "The line opens in May. (Editing by John Smith)"
    >>> line[tail_start(line) :], tail_start("The line opens in May. Editing follows.")
    ('(Editing by John Smith)', None)
    """
    start = max(0, len(text) - _LONGEST)
    if not _SIGN.search(text, start):
        return None
    edited = _EDITED.search(text, start)
    if edited and units(text[: edited.start()]) >= _PARAGRAPH:
        return edited.start()
    for end in _SENTENCE_END.finditer(text, start):
        if end.end() < len(text) and _is_tail(text[end.end() :]) and units(text[: end.start()]) >= _PARAGRAPH:
            return end.end()
    return None


def _is_tail(rest: str) -> bool:
    """Whether what follows the end of a sentence is such a line."""
    if _OF_PICTURE.search(rest):
        return False
    bracketed = _BRACKETED.fullmatch(rest)
    if bracketed:
        return phrase_reason(rest) == "byline" or is_credit(bracketed[1])
    if units(rest) < _LEAST or (heads_related(rest) and ":" not in rest):
        return False
    return phrase_reason(rest) in _GLUED or is_credit(rest)
