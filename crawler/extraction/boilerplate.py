"""What pages put between an article's paragraphs and at its edges, known by what it says."""

import re
from collections.abc import Sequence
from functools import lru_cache

from crawler.extraction.phrase import call_reason
from crawler.extraction.piece import Box, Piece, asked_once
from crawler.extraction.service import calls_reader, is_invitation, service_reason
from crawler.extraction.table import any_of
from crawler.extraction.wording import (
    ADVERTISEMENT,
    CREDIT_NOTICE,
    NEIGHBOUR,
    PAGER,
    SCRIPT_NOTICE,
    SENTENCE_END,
    SHARE,
    SITE_NOTICE,
    is_footer,
)

_SHORT = 60
_LONG = 240
_AD_LINES = 6
_PAGE_WORD = re.compile(any_of("page", "page words"), re.IGNORECASE)
_LANGUAGE = re.compile(rf"\W*{any_of('page', 'languages')}\W*", re.IGNORECASE)
TAGS = re.compile(
    rf"^\W*(?:{any_of('page', 'tag labels')}\s*:|(?:tagged(?: with)?|filed under|posted in)\b)", re.IGNORECASE
)


@asked_once
def is_interruption(piece: Piece) -> bool:
    """Whether a piece between an article's paragraphs is no part of it, by what it says."""
    text = piece.plain
    if len(text) <= _SHORT and (SHARE.match(text) or SCRIPT_NOTICE.search(text) or is_pager(piece)):
        return True
    if is_advertisement(piece) or service_reason(text):
        return True
    return bool(piece.linked and (NEIGHBOUR.match(text) or _leads_on_page(piece)))


def _leads_on_page(piece: Piece) -> bool:
    """Whether a line is a link to another place of the same page; a mark of a note is no such line."""
    if not piece.only_link or len(piece.text) < 4 or len(piece.text) > _SHORT:
        return False
    return all((link.get("href") or "").strip().startswith("#") for _, link in piece.links())


@asked_once
def is_clutter(piece: Piece) -> bool:
    """Whether a piece at the edge of an article is no part of it, by what it says."""
    if is_interruption(piece):
        return True
    text = piece.plain
    return len(text) <= _LONG and (
        is_footer(text) or bool(SITE_NOTICE.search(text) and len(text) < 160 and not text.endswith("。"))
    )


@asked_once
def ends_article(piece: Piece) -> bool:
    """Whether a piece after the last paragraph says that the article is over."""
    text = piece.plain
    if len(text) < _LONG * 2 and (NEIGHBOUR.match(text) or TAGS.match(text) or CREDIT_NOTICE.match(text)):
        return True
    return call_reason(text) is not None


@asked_once
def is_pager(piece: Piece) -> bool:
    """Whether the piece leads to the other pages of an article or list."""
    text = piece.plain
    return (
        len(text) <= 120
        and bool(PAGER.match(text))
        and (bool(_PAGE_WORD.search(text)) or (piece.linked > 0 and bool(re.search(r"\d", text))))
    )


def is_advertisement(piece: Piece) -> bool:
    """Whether the piece says that it is an advertisement in a word of its own, or is a link that invites to buy."""
    if _is_called_advertisement(piece) or (piece.link_share > 0.5 and is_invitation(piece.plain)):
        return True
    return calls_reader(piece)


def _is_called_advertisement(piece: Piece) -> bool:
    spaced = piece.spaced
    if len(spaced) > _SHORT or not _begins_as_advertisement(spaced):
        return False
    return piece.linked > 0 or (len(spaced) <= 24 and not SENTENCE_END.search(spaced))


@lru_cache(maxsize=8192)  # menus say the same on every page of a site
def _begins_as_advertisement(text: str) -> bool:
    return bool(ADVERTISEMENT.match(text))


def advertised(pieces: Sequence[Piece], prose: Sequence[float]) -> frozenset[int]:
    """The numbers of the pieces that stand in one small box with the word 'advertisement'."""
    found: set[int] = set()
    for piece in pieces:
        if len(piece.text) <= _SHORT and _is_called_advertisement(piece):
            box = _advertisement_box(piece, prose)
            found.update(range(box.first, box.end) if box else (piece.n,))
    return frozenset(found)


def language_switches(pieces: Sequence[Piece]) -> frozenset[int]:
    """The numbers of the pieces that are names of languages one after the other: what a reader chooses between.

    One by itself heads the text below it, and so does one in a cell of a table.
    """
    names = {piece.n for piece in pieces if _is_language_name(piece)}
    return frozenset(n for n in names if {n - 1, n + 1} & names)


def _is_language_name(piece: Piece) -> bool:
    return piece.box.tag not in ("td", "th") and not piece.heading and bool(_LANGUAGE.fullmatch(piece.plain))


def _advertisement_box(piece: Piece, prose: Sequence[float]) -> Box | None:
    """The largest box around the piece that holds a few lines and no continuous text."""
    found: Box | None = None
    for box in piece.box.ancestors():
        if box.tag in ("body", "html") or box.first != piece.n or box.end - box.first > _AD_LINES:
            break
        if any(prose[box.first : box.end]):
            break
        found = box
    return found
