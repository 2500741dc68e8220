"""Times that elements state for programs, as ``<time datetime>`` and ``itemprop="datePublished"`` do."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from lxml import etree

from crawler.extraction.dates import find_moment
from crawler.extraction.evidence import Evidence
from crawler.extraction.piece import Piece
from crawler.extraction.table import class_words

_CARRIERS = etree.XPath(
    "descendant-or-self::*[(@datetime and (self::time or @itemprop or @property))"
    " or (@content and (self::time or ((@itemprop or @property) and not(self::meta)))) or (@title and self::abbr)]"
)
_UPDATED = re.compile(r"(?:^|[\s_:-])(?:up-?dated?|modified|last-?mod|datemodified)(?:[\s_-]|$)")
_PUBLISHED = class_words("published")
_MOST = 50  # elements


@dataclass(frozen=True, slots=True)
class StatedTime:
    """A moment that an element states; ``published`` says that the element is named for the publication."""

    element: etree._Element
    moment: str
    published: bool


def find_stated_times(root: etree._Element) -> Iterator[StatedTime]:
    """The times that elements of a page state, in its order, without those of a modification."""
    for element in islice(cast(list[etree._Element], _CARRIERS(root)), _MOST):
        stated = element.get("datetime") or element.get("content") or element.get("title") or ""
        if not is_of_update(element) and (moment := find_moment(stated[:100])):
            yield StatedTime(element, moment, bool(_PUBLISHED.search(_names(element))))


def chosen_times(
    times: Sequence[StatedTime], pieces: Sequence[Piece], evidence: Evidence
) -> tuple[list[str], list[str]]:
    """The times of the article's own elements, those of its publication first, and those of publication in boxes
    that are only named for something beside it.
    """
    if not times:
        return [], []
    named = {run.element for piece in pieces if evidence.side[piece.n] for run in piece.runs}
    beside = {
        run.element for piece in pieces if evidence.listed[piece.n] or evidence.apart[piece.n] for run in piece.runs
    }
    free = [time for time in times if time.element not in beside]
    own = sorted((time for time in free if time.element not in named), key=lambda time: not time.published)
    return [time.moment for time in own], [time.moment for time in free if time.published and time.element in named]


def is_of_update(element: etree._Element) -> bool:
    """Whether the element is named for the day of a modification, and not for that of publication too."""
    names = _names(element)
    return bool(_UPDATED.search(names)) and not _PUBLISHED.search(names)


def _names(element: etree._Element) -> str:
    given = (element.get(name) for name in ("itemprop", "property", "class", "id"))
    flag = "pubdate" if element.get("pubdate") is not None else None
    return " ".join(filter(None, (*given, flag))).lower()
