"""A day of publication farther from the title than a byline: below the text, or in a box of its own."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.extraction.byline import Byline, read_byline, read_value
from crawler.extraction.date_forms import Order
from crawler.extraction.evidence import Evidence, is_entry_date, is_marker
from crawler.extraction.piece import Piece
from crawler.extraction.table import class_words

_DATE_WORDS = class_words("date")
_TODAY = re.compile(r"今天|今日|\btoday\b|heute|aujourd|сегодня|오늘|农历|農曆|欢迎|copyright|©|版权", re.IGNORECASE)
_LONGEST = 120  # characters
_ABOVE, _BELOW = 8, 12  # pieces above the title and below the text
_NEAR = 3  # boxes around a piece whose names tell what it is
_LABELLED, _NAMED, _BARE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Extent:
    """The article on its page: the first piece of its title, the first and the last of its text."""

    title: int
    first: int
    last: int


def find_far_date(
    pieces: Sequence[Piece], evidence: Evidence, where: Extent, kept: frozenset[int], order: Order | None
) -> Byline:
    """A line around the article that gives the day of publication, or an empty byline.

    One with a label is the likeliest, then one whose element is named for a date, then a day alone beside the title
    or the text where there is no other; of two alike the nearer to the title.
    """
    found: list[tuple[int, int, Byline]] = []
    for n in _around(pieces, where):
        piece = pieces[n]
        if n in kept or len(piece.text) > _LONGEST or evidence.prose[n] or _TODAY.search(piece.plain):
            continue
        read = read_value(pieces, n, order) or read_byline(piece, order)
        if read is None or read.published is None or not read.published.spans:
            continue
        grade = _LABELLED if read.labelled else _NAMED if _is_named(piece) else _BARE
        if grade != _BARE or (is_entry_date(piece.plain) and not _is_aside(evidence, n)):
            found.append((grade, abs(n - where.title), read))
    if not found:
        return Byline()
    grade, _, best = min(found, key=lambda one: one[:2])
    days = {read.published.value[:10] for _, _, read in found if read.published}
    return Byline() if grade == _BARE and len(days) > 1 else replace(best, source=None, author=None)


def _around(pieces: Sequence[Piece], where: Extent) -> Iterator[int]:
    """The pieces from above the title to the text, and those below it down to what is related to it."""
    yield from range(max(0, where.title - _ABOVE), where.first)
    for n in range(where.last + 1, min(len(pieces), where.last + 1 + _BELOW)):
        if is_marker(pieces[n]):
            return
        yield n


def _is_aside(evidence: Evidence, n: int) -> bool:
    return evidence.listed[n] or evidence.apart[n] or evidence.side[n]


def _is_named(piece: Piece) -> bool:
    """Whether an element around the piece, and around little else, is a time or named for one."""
    if piece.holder.tag == "time":
        return True
    names = [str(piece.holder.get(name) or "").lower() for name in ("class", "id", "itemprop")]
    for box, _ in zip(piece.box.ancestors(), range(_NEAR), strict=False):
        if box.end - box.first > _NEAR:
            break
        names.append(box.words)
    return any(_DATE_WORDS.search(name) for name in names if name)
