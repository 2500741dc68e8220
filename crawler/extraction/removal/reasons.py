"""Why each text is left out: the reason for every piece that is neither body nor field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model.document import Reason
from crawler.extraction.body.evidence import Evidence
from crawler.extraction.contact_line import is_address_itself, is_contact_line
from crawler.extraction.fields.heading import title_label
from crawler.extraction.removal.line_reasons import is_menu_row, reason_by_words
from crawler.extraction.removal.short_lines import heads_poll, is_index_label, short_line_reason
from crawler.extraction.text.boilerplate import TAGS, advertised
from crawler.extraction.text.normalise_and_measure import SENTENCE_END, units
from crawler.extraction.text.page_words import CONTACT, names_contact
from crawler.extraction.text.phrases import is_line
from crawler.extraction.text.text_block import Box, Piece
from crawler.extraction.text.word_lists import class_words

_PLACES: tuple[tuple[re.Pattern[str], Reason], ...] = tuple(
    (class_words(name), name) for name in ("comments", "share", "advertisement", "related", "notice", "breadcrumb")
)
_SHORT, _LONG = 60, 240
_FEW = 60  # units
_FIGURES = re.compile(r"[\d@]")
_MENUS = ("nav", "menu", "select", "header", "form", "button")


@dataclass(frozen=True, slots=True)
class Taken:
    """The pieces that are known by what was found in them: trail, byline, pager, and those of the body."""

    trail: frozenset[int]
    byline: frozenset[int]
    pager: frozenset[int]
    body: frozenset[int]


class Reasons:
    """Tells why a piece is left out; to be asked in page order, since a heading speaks for what follows it."""

    def __init__(self, pieces: Sequence[Piece], evidence: Evidence, taken: Taken) -> None:
        self._pieces = pieces
        self._evidence = evidence
        self._taken = taken
        self._under: tuple[Reason, int] | None = None
        self._names: dict[Box, Reason | None] = {}
        self._start = min(taken.body | taken.byline, default=0)
        self._end = max(taken.body, default=0)
        self._advertised = advertised(pieces, evidence.prose)

    def reason(self, n: int) -> Reason:
        """Why piece ``n`` is left out."""
        if n in self._taken.trail:
            return "breadcrumb"
        if n in self._taken.byline:
            return "byline"
        if n in self._taken.pager:
            return "pagination"
        piece = self._pieces[n]
        said = None if self._is_entry(piece) else reason_by_words(piece)
        if not piece.linked and heads_poll(piece.plain):
            self._under = ("other", self._reach(piece))
        if said and _heads(piece, said):
            self._under = (said, self._reach(piece))
        return said or ("advertisement" if n in self._advertised else self._placed(piece))

    def _placed(self, piece: Piece) -> Reason:
        """The reason that the piece's place gives."""
        told = self._told(piece)
        if told:
            return told
        named = self._named(piece.box)
        if named:
            return named
        if self._under and piece.n < self._under[1]:
            return self._under[0]
        if piece.link_share < 0.9 and names_contact(piece.plain):
            return "contact"
        if self._is_beside_byline(piece):
            return "byline"
        return "navigation" if self._is_menu(piece) or self._is_heading_of_page(piece) else "other"

    def _told(self, piece: Piece) -> Reason | None:
        """The reason that a line's words give where they are no part of an article."""
        label = title_label(piece.plain) if piece.box.tag in ("td", "th", "dt") else None
        if label and label.end() == len(piece.plain):
            return "byline"
        if piece.n and is_index_label(self._pieces[piece.n - 1].plain):
            return "byline"
        unlinked = piece.link_share < 0.9 and (_is_contact(piece.plain) or self._is_above_contact(piece))
        if unlinked or is_address_itself(piece.plain):
            return "contact"
        if piece.box.within("marquee"):
            return "notice"
        return None if piece.only_link else short_line_reason(piece.plain)

    def _is_entry(self, piece: Piece) -> bool:
        """Whether a link above the article stands among links: an entry of a menu, whatever it says."""
        if not piece.only_link or piece.n >= self._start:
            return False
        beside = self._pieces[max(0, piece.n - 1) : piece.n + 2]
        return len(beside) == 3 and beside[0].only_link and beside[2].only_link

    def _is_above_contact(self, piece: Piece) -> bool:
        """Whether a few words below the article stand right above an address: whose address it is."""
        if piece.n < self._end or piece.linked or len(piece.text) > _SHORT or SENTENCE_END.search(piece.plain):
            return False
        after = self._pieces[piece.n + 1 : piece.n + 2]
        return any(other.box.parent is piece.box.parent and _is_contact(other.plain) for other in after)

    def _is_heading_of_page(self, piece: Piece) -> bool:
        """Whether a few words stand above everything that belongs to the article, as menus without links do."""
        text = piece.plain
        return (
            piece.n < self._start and units(text) <= _FEW and not (SENTENCE_END.search(text) or _FIGURES.search(text))
        )

    def _named(self, box: Box) -> Reason | None:
        """The reason that the nearest box with a telling name gives."""
        unknown = []
        around: Box | None = box
        while around is not None and around not in self._names:
            unknown.append(around)
            around = around.parent
        reason = self._names[around] if around else None
        for each in reversed(unknown):
            reason = self._names[each] = _reason_named(each) or reason
        return reason

    def _is_menu(self, piece: Piece) -> bool:
        if self._evidence.listed[piece.n] or piece.only_link or piece.link_share > 0.4:
            return True
        if TAGS.match(piece.plain) or any(map(piece.box.within, _MENUS)) or is_menu_row(piece.plain):
            return True
        if piece.runs[0].element.tag == "a" and units(piece.text) <= _FEW:
            return True
        if len(piece.text) > _SHORT:
            return False
        return bool(piece.heading) or self._evidence.side[piece.n] or self._heads_links(piece)

    def _heads_links(self, piece: Piece) -> bool:
        """Whether links follow right after the piece: it is what they are called."""
        after = self._pieces[piece.n + 1 : piece.n + 3]
        return len(after) > 0 and all(piece.only_link for piece in after)

    def _is_beside_byline(self, piece: Piece) -> bool:
        """Whether a few words stand in one box with a piece of the byline."""
        if len(piece.text) > 30 or piece.heading or piece.only_link:
            return False
        beside = [self._pieces[n] for n in (piece.n - 1, piece.n + 1) if n in self._taken.byline]
        return any(other.box.parent is piece.box.parent or other.box is piece.box for other in beside)

    def _reach(self, piece: Piece) -> int:
        """Up to which piece a heading speaks: the end of the smallest box that holds it and more, before the body."""
        for box in piece.box.ancestors():
            if box.tag in ("body", "html"):
                break
            if box.end > piece.n + 1 and box.first >= piece.n - 3:
                bounds = [n for n in self._taken.body if piece.n < n < box.end] if box.end - piece.n < 400 else []
                return min([box.end, *bounds])
        end = piece.n + 1
        while end < len(self._pieces) and self._pieces[end].only_link:
            end += 1
        return end


def _heads(piece: Piece, said: Reason) -> bool:
    """Whether the reason that a piece gives holds for what stands below it too."""
    if said == "related":
        return not is_line(piece.plain)
    return (
        said == "notice"
        or (said == "comments" and not piece.only_link)
        or (said == "contact" and not _FIGURES.search(piece.text))
    )


def _is_contact(text: str) -> bool:
    return len(text) <= _LONG and _reaches(text)


@lru_cache(maxsize=1024)  # asked of a line and of what stands above it
def _reaches(text: str) -> bool:
    return bool(CONTACT.match(text) or is_contact_line(text))


def _reason_named(box: Box) -> Reason | None:
    if not box.words or box.tag in ("body", "html"):
        return None
    return next((reason for words, reason in _PLACES if words.search(box.words)), None)
