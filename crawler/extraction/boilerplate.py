"""Why a text is not part of the article: the reason for each piece that is left out."""

import re
from collections.abc import Iterator, Sequence

from archive.model.document import Reason
from crawler.extraction.evidence import Evidence, is_side_word, is_whole_link
from crawler.extraction.segment import Piece
from crawler.extraction.wording import (
    is_footer,
    ADVERTISEMENT,
    COMMENTS,
    CONTACT,
    COPYRIGHT,
    CREDIT_NOTICE,
    ICP,
    NEIGHBOUR,
    PAGER,
    PUBLIC_SECURITY,
    RELATED,
    SCRIPT_NOTICE,
    SENTENCE_END,
    SHARE,
    SITE_NOTICE,
    TECHNICAL_SUPPORT,
    TRAIL_LABEL,
)

_SHORT = 60
_LONG = 240
_PAGE_WORD = re.compile(
    r"[上下前后末尾余转跳分]一?页|[上下前後末尾]一?頁|页次|第.{1,4}[页頁]|共.{1,4}[页頁]|page|prev|next|全文",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"^\W*(?:标签|標籤|关键词|关键字|本文关键词|tags?|keywords?|tagged(?: with)?|filed under|posted in|categor(?:y|ies))\s*[::]",
    re.IGNORECASE,
)
_COMMENT_WORDS = re.compile(r"(?:^|[\s_-])(?:comments?|commentlist|respond|reply|pinglun|disqus)(?:[\s_\d-]|$)")
_SHARE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:share|bdshare\w*|bshare\w*|jiathis\w*|social|addthis\w*|sns)(?:[\s_\d-]|$)"
)
_AD_WORDS = re.compile(r"(?:^|[\s_-])(?:ads?|advert\w*|guanggao|sponsor\w*|gg)(?:[\s_\d-]|$)")
_RELATED_WORDS = re.compile(
    r"(?:^|[\s_-])(?:related|relate|relevant|recommend\w*|xiangguan|hot|rank|recent\w*|popular)(?:[\s_\d-]|$)"
)
_ENDS: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (PUBLIC_SECURITY, "public-security"),
    (ICP, "icp"),
    (TECHNICAL_SUPPORT, "technical-support"),
    (COPYRIGHT, "copyright"),
)


def is_interruption(piece: Piece) -> bool:
    """Whether a piece between an article's paragraphs is no part of it, by what it says."""
    text = piece.plain
    if len(text) <= _SHORT and (SHARE.match(text) or SCRIPT_NOTICE.search(text) or is_pager(piece)):
        return True
    if len(text) <= 24 and ADVERTISEMENT.match(text) and not SENTENCE_END.search(text):
        return True
    return bool(piece.linked and NEIGHBOUR.match(text))


def is_clutter(piece: Piece) -> bool:
    """Whether a piece at the edge of an article is no part of it, by what it says."""
    if is_interruption(piece):
        return True
    text = piece.plain
    return len(text) <= _LONG and (
        is_footer(text) or bool(SITE_NOTICE.search(text) and len(text) < 160 and not text.endswith("。"))
    )


def ends_article(piece: Piece) -> bool:
    """Whether a piece after the last paragraph says that the article is over."""
    text = piece.plain
    return bool(NEIGHBOUR.match(text) or _TAGS.match(text) or CREDIT_NOTICE.match(text)) and len(text) < _LONG * 2


def is_credit(piece: Piece) -> bool:
    """Whether the piece is a notice about rights that stands under articles."""
    return bool(CREDIT_NOTICE.match(piece.plain))


def is_pager(piece: Piece) -> bool:
    """Whether the piece leads to the other pages of an article or list."""
    text = piece.plain
    return (
        len(text) <= 120
        and bool(PAGER.match(text))
        and (bool(_PAGE_WORD.search(text)) or (piece.linked > 0 and bool(re.search(r"\d", text))))
    )


class Labeller:
    """Gives each piece that is left out its reason, in page order: a heading speaks for what follows it."""

    def __init__(
        self,
        pieces: Sequence[Piece],
        evidence: Evidence,
        trail: frozenset[int],
        byline: frozenset[int],
        pager: frozenset[int],
    ) -> None:
        self._pieces = pieces
        self._evidence = evidence
        self._trail = trail
        self._byline = byline
        self._pager = pager
        self._under: tuple[Reason, int] | None = None

    def reason(self, n: int) -> Reason:
        """Why piece ``n`` is left out; to be asked in page order."""
        if n in self._trail:
            return "breadcrumb"
        if n in self._byline:
            return "byline"
        if n in self._pager:
            return "pagination"
        piece = self._pieces[n]
        said = self._said(piece)
        if said in ("related", "comments"):
            self._under = (said, _reach(piece))
        return said or self._placed(piece)

    def _said(self, piece: Piece) -> Reason | None:
        """The reason that the words of the piece themselves give."""
        text = piece.plain
        if len(text) <= _LONG:
            for pattern, reason in _ENDS:
                if pattern.search(text) and (reason != "technical-support" or len(text) < 120):
                    return reason
        if len(text) <= _SHORT and SCRIPT_NOTICE.search(text):
            return "script-notice"
        if len(text) <= _SHORT * 2 and TRAIL_LABEL.match(text) and ">" in text:
            return "breadcrumb"
        if NEIGHBOUR.match(text) and (piece.linked or len(text) < 30):
            return "related"
        if is_pager(piece):
            return "pagination"
        if len(text) <= _SHORT and SHARE.match(text):
            return "share"
        if len(text) <= _SHORT and RELATED.match(text):
            return "related"
        if len(text) <= _SHORT and COMMENTS.match(text):
            return "comments"
        if len(text) <= _SHORT and ADVERTISEMENT.match(text):
            return "advertisement"
        if SITE_NOTICE.search(text):
            return "notice"
        if CREDIT_NOTICE.match(text):
            return "copyright" if re.search(r"版权|版權|侵权|转载|copyright|©", text, re.IGNORECASE) else "notice"
        if CONTACT.search(text) and piece.link_share < 0.9:
            return "contact"
        return None

    def _placed(self, piece: Piece) -> Reason:
        """The reason that the piece's place gives."""
        for box in piece.box.ancestors():
            if not box.words:
                continue
            for words, reason in _PLACES:
                if words.search(box.words) and box.tag not in ("body", "html"):
                    return reason
        if self._under and piece.n < self._under[1]:
            return self._under[0]
        if _TAGS.match(piece.plain):
            return "navigation"
        if piece.box.within(frozenset(("nav", "menu", "select", "header", "form", "button"))):
            return "navigation"
        if self._evidence.listed[piece.n] or is_whole_link(piece) or piece.link_share > 0.4:
            return "navigation"
        return "navigation" if _is_menu_like(piece) else "other"


_PLACES: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (_COMMENT_WORDS, "comments"),
    (_SHARE_WORDS, "share"),
    (_AD_WORDS, "advertisement"),
    (_RELATED_WORDS, "related"),
)


def _is_menu_like(piece: Piece) -> bool:
    """Whether a short text stands in a box that names something beside the article: the heading of a menu."""
    return len(piece.text) < _SHORT and (
        bool(piece.heading) or any(is_side_word(box) for box in piece.box.ancestors())
    )


def _reach(piece: Piece) -> int:
    """Up to which piece a heading speaks: the end of the smallest box that holds it and more."""
    for box in piece.box.ancestors():
        if box.end > piece.n + 1 and box.tag not in ("body", "html"):
            return box.end
    return piece.n + 1


def split_footer(text: str) -> Iterator[tuple[Reason | None, int, int]]:
    """A line of a page's foot in parts with a reason of their own: owner, registration, who made the site."""
    starts: dict[int, Reason] = {}
    for pattern, reason in _ENDS:
        for found in pattern.finditer(text):
            if not any(abs(found.start() - at) < 4 for at in starts):
                starts[found.start()] = reason
    places = sorted(starts)
    if not places:
        yield None, 0, len(text)
        return
    copyright_first = [at for at in places if starts[at] == "copyright"]
    if places[0] and starts[places[0]] == "copyright":
        starts[0] = "copyright"
        del starts[places[0]]
    elif places[0]:
        yield None, 0, places[0]
    places = [
        at for at in sorted(starts) if starts[at] != "copyright" or at == min(starts) or at not in copyright_first[1:]
    ]
    for first, end in zip(places, [*places[1:], len(text)], strict=True):
        yield starts[first], first, end
