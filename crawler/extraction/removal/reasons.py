"""Why each text is left out: the reason for every piece that is neither body nor field."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.model.document import Reason
from crawler.extraction.body.evidence import Evidence, is_consent
from crawler.extraction.byline.labels import is_credit
from crawler.extraction.contact_line import is_address_itself, is_contact_line
from crawler.extraction.fields.heading import title_label
from crawler.extraction.removal.short_lines import heads_poll, is_index_label, short_line_reason
from crawler.extraction.text.boilerplate import TAGS, advertised, is_advertisement, is_pager, service_reason
from crawler.extraction.text.page_words import (
    COMMENTS,
    CONTACT,
    COPYRIGHT,
    CREDIT_NOTICE,
    HOST,
    ICP,
    NEIGHBOUR,
    PUBLIC_SECURITY,
    RELATED,
    SCRIPT_NOTICE,
    SENTENCE_END,
    SHARE,
    SHARING,
    SITE_NOTICE,
    TECHNICAL_SUPPORT,
    TRAIL_LABEL,
    is_wide,
    names_contact,
    units,
)
from crawler.extraction.text.phrases import call_reason, heads_related, is_line
from crawler.extraction.text.text_block import Box, Piece
from crawler.extraction.text.word_lists import class_words

_CAPITALS = re.compile(r"(?<=[^\x00-\x7f])\s*[A-Z][A-Z ]+$")  # the heading again in English, for show
_SHORT, _LONG = 60, 240
_FEW, _ENTRY = 60, 24  # units
_FIGURES = re.compile(r"[\d@]")
_ARROWED = re.compile(r"^\s*[←«‹]\s*\w.{4}|^(?!.*(?:评论|更多|more)).{6,}[→»›]\s*$", re.IGNORECASE)
_RESERVED = re.compile(
    r"未经.{0,10}(?:授权|许可|允许|同意).{0,10}(?:不得|禁止|请勿|谢绝)|(?:转载|引用)?请(?:注明|标明)(?:出处|来源)|谢绝转载"
    r"|(?:涉及|有关)版权"
)
_MADE_BY = re.compile(
    r"\W*(?:translated|edited|compiled|written|posted|reported|proofread|photographed)\s+by\s", re.IGNORECASE
)
_RIGHTS = re.compile(r"版权|版權|侵权|转载|copyright|©", re.IGNORECASE)
_FOOT: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (PUBLIC_SECURITY, "public-security"),
    (ICP, "icp"),
    (TECHNICAL_SUPPORT, "technical-support"),
    (COPYRIGHT, "copyright"),
    (HOST, "copyright"),
)


_FOOT_HINT = re.compile(
    r"[©Ⓒⓒ版著保备備证證技网網主承]|\([cC]\)|[cC]opy|COPY|[rR]ight|RIGHT|ICP|[iI]cp|B2|[tT]ech|TECH|[pP]ower|POWER"
    r"|[wW]eb|WEB|[sS]ite|SITE|[dD]esign|DESIGN|[tT]heme|[sS]ecurity|[rR]egist|[rR]ecord|[fF]iling|[lL]icen"
)  # one quick search that says whether the slow ones are worth while
_NOTICE_HINT = re.compile(
    r"[cC]ook|COOK|浏|瀏|[bB]rows|BROWS|[vV]iewed|分辨|[aA]ccept|[gG]ot|[aA]gree|[dD]ecline|知道|同意"
)


_PLACES: tuple[tuple[re.Pattern[str], Reason], ...] = tuple(
    (class_words(name), name) for name in ("comments", "share", "advertisement", "related", "notice", "breadcrumb")
)
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
        said = None if self._is_entry(piece) else _said(piece)
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
        if TAGS.match(piece.plain) or any(map(piece.box.within, _MENUS)) or _is_row(piece.plain):
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


def _is_row(text: str) -> bool:
    """Whether a line is a row of a few words each, as a menu is: 'Impressum | AGB', 'HOME NEWS CONTACT'."""
    if len(text) > _LONG or SENTENCE_END.search(text) or _FIGURES.search(text) or ":" in text:
        return False
    if "|" in text:
        return all(3 < units(part) <= _ENTRY for part in text.strip("| (").split("|"))
    parts = text.split()
    return len(parts) > 2 and (text.isupper() or is_wide(text)) and all(units(part) <= _ENTRY for part in parts)


def _reason_named(box: Box) -> Reason | None:
    if not box.words or box.tag in ("body", "html"):
        return None
    return next((reason for words, reason in _PLACES if words.search(box.words)), None)


def _said(piece: Piece) -> Reason | None:
    """The reason that the words of the piece themselves give."""
    text = piece.plain
    long = len(text) > _LONG
    found = None if long else _foot_says(text)
    if not found and len(piece.spaced) <= _SHORT:
        found = _said_shortly(piece)
    if found:
        return found
    if piece.linked and is_advertisement(piece):
        return "advertisement"
    if is_consent(piece):
        return "notice"
    return (_line_says if long else _short_line_says)(text, piece.linked > 0)


@lru_cache(maxsize=8192)  # menus and foot say the same on every page of a site
def _foot_says(text: str) -> Reason | None:
    if not _FOOT_HINT.search(text):
        return None
    return next((reason for pattern, reason in _FOOT if pattern.search(text)), None)


def _line_says(text: str, linked: bool) -> Reason | None:
    """The reason that a line gives by how it begins, or by the notice that it is."""
    served = service_reason(text)
    if served:
        return "copyright" if served == "notice" and _RIGHTS.search(text) else served
    if len(text) <= _SHORT * 2 and TRAIL_LABEL.match(text) and (">" in text or TRAIL_LABEL.fullmatch(text)):
        return "breadcrumb"
    if (NEIGHBOUR.match(text) and (linked or len(text) < _SHORT)) or (len(text) < _SHORT and _ARROWED.search(text)):
        return "related"
    if _NOTICE_HINT.search(text) and SITE_NOTICE.search(text):
        return "notice"
    if CREDIT_NOTICE.match(text):
        return "copyright" if _RIGHTS.search(text) else "notice"
    if len(text) <= _LONG and _RESERVED.search(text):
        return "copyright"
    if len(text) <= _LONG and (is_credit(text) or _MADE_BY.match(text)):
        return "byline"
    return call_reason(text)


_short_line_says = lru_cache(maxsize=8192)(_line_says)


def _said_shortly(piece: Piece) -> Reason | None:
    found = _words_say(piece.spaced)
    if found != "script-notice" and is_pager(piece):
        return "pagination"
    if not found and len(piece.runs) > 1 and RELATED.match(_first_words(piece)):
        return "related"
    return found or ("advertisement" if not piece.linked and is_advertisement(piece) else None)


@lru_cache(maxsize=8192)
def _words_say(text: str) -> Reason | None:
    """The reason that a few words give, whatever piece they are."""
    if SCRIPT_NOTICE.search(text):
        return "script-notice"
    if SHARE.match(text):
        if "加微信" in text or "加好友" in text:
            return "contact"
        return "share" if SHARING.search(text) else "navigation"
    if RELATED.match(_CAPITALS.sub("", text)) or heads_related(text):
        return "related"
    return "comments" if COMMENTS.match(text) else None


def rest_reason(text: str, reason: Reason) -> Reason:
    """Why a part of a line is left out whose other parts are something else; ``reason`` where it does not say.

    >>> rest_reason("分享到微信", "byline"), rest_reason("电话:020-555 0123", "icp")
    ('share', 'contact')
    """
    if len(text) > _LONG:
        return reason
    found = (_words_say(text) if len(text) <= _SHORT else None) or _short_line_says(text, False)
    if found:
        return found
    if _FIGURES.search(text) and names_contact(text):
        return "contact"
    return "navigation" if _is_row(text) else reason


def _first_words(piece: Piece) -> str:
    """What stands in the piece's first element."""
    run = piece.runs[0]
    return piece.plain[run.start : run.end].strip()


def split_footer(text: str) -> Iterator[tuple[Reason | None, int, int]]:
    """A line of a page's foot in parts that have a reason of their own; None where the line's reason holds.

    >>> line = "某某公司 版权所有 技术支持:南湖网络 苏ICP备2020041177号"
    >>> [(reason, line[start:end].strip()) for reason, start, end in split_footer(line)]
    [('copyright', '某某公司 版权所有'), ('technical-support', '技术支持:南湖网络'), ('icp', '苏ICP备2020041177号')]
    """
    may_be = _foot_says(text) if len(text) <= _LONG else _FOOT_HINT.search(text)
    marks = sorted(_marks(text)) if may_be else []
    at = 0
    for n, (start, end, reason) in enumerate(marks):
        if start < at:
            continue
        limit = next((first for first, _, _ in marks[n + 1 :] if first > start), len(text))
        if reason == "copyright":
            start, end = at, limit
        elif reason == "technical-support":
            end = limit
        if start > at:
            yield (None, at, start)
        yield (reason, start, end)
        at = end
    if at < len(text):
        yield (None, at, len(text))


def _marks(text: str) -> list[tuple[int, int, Reason]]:
    """Where the words stand that make a line one of the foot; what names the owner counts once."""
    found: list[tuple[int, int, Reason]] = []
    for pattern, reason in _FOOT:
        for mark in pattern.finditer(text):
            if reason == "copyright" and any(kind == "copyright" for *_, kind in found):
                break
            if not any(start <= mark.start() < end for start, end, _ in found):
                found.append((mark.start(), mark.end(), reason))
    return found
