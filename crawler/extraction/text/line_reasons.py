"""The reason for leaving a text out of the document that its own words give, for a whole line or a part of one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.model.document import Reason
from crawler.extraction.article.block_evidence import is_consent
from crawler.extraction.byline.labels import is_credit
from crawler.extraction.text import boilerplate_phrases as phrases
from crawler.extraction.text.boilerplate import is_advertisement, is_pager, service_reason
from crawler.extraction.text.normalise_and_measure import SENTENCE_END, cached_if_short, is_wide, units
from crawler.extraction.text.text_block import TextBlock
from crawler.extraction.text.word_lists import any_of, lazy_pattern

_CAPITALS = lazy_pattern(r"(?<=[^\x00-\x7f])\s*[A-Z][A-Z ]+$")  # the heading again in English, for show
_SHORT, _LONG = 60, 240
_FEW, _ENTRY = 60, 24  # units
_FIGURES = lazy_pattern(r"[\d@]")
_ARROWED = lazy_pattern(r"^\s*[←«‹]\s*\w.{4}|^(?!.*(?:评论|更多|more)).{6,}[→»›]\s*$", re.IGNORECASE)
_RESERVED = lazy_pattern(any_of("page", "rights reserved"))
_MADE_BY = lazy_pattern(rf"\W*{any_of('page', 'made by')}\s+by\s", re.IGNORECASE)
_RIGHTS = lazy_pattern(r"版权|版權|侵权|转载|copyright|©", re.IGNORECASE)
_FOOT: tuple[tuple[re.Pattern[str], Reason], ...] = (
    (phrases.PUBLIC_SECURITY, "public-security"),
    (phrases.ICP, "icp"),
    (phrases.TECHNICAL_SUPPORT, "technical-support"),
    (phrases.COPYRIGHT, "copyright"),
    (phrases.HOST, "copyright"),
)
_FOOT_HINT = lazy_pattern(any_of("page", "hints of a foot"))
_NOTICE_HINT = lazy_pattern(any_of("page", "hints of a notice"))


def is_menu_row(text: str) -> bool:
    """Return whether a line is a row of menu entries, a few words each: 'Impressum | AGB', 'HOME NEWS CONTACT'."""
    if len(text) > _LONG or SENTENCE_END.search(text) or _FIGURES.search(text) or ":" in text:
        return False
    if "|" in text:
        return all(3 < units(part) <= _ENTRY for part in text.strip("| (").split("|"))
    parts = text.split()
    return len(parts) > 2 and (text.isupper() or is_wide(text)) and all(units(part) <= _ENTRY for part in parts)


def reason_by_words(block: TextBlock) -> Reason | None:
    """Return the reason for leaving out a text block that its own words give."""
    text = block.plain
    long = len(text) > _LONG
    found = None if long else _foot_says(text)
    if not found and len(block.spaced) <= _SHORT:
        found = _said_shortly(block)
    if found:
        return found
    if block.linked and is_advertisement(block):
        return "advertisement"
    if is_consent(block):
        return "notice"
    return (_line_says if long else _short_line_says)(text, block.linked > 0)


@cached_if_short(_LONG, 8192)  # menus and foot say the same on every page of a site
def _foot_says(text: str) -> Reason | None:
    if not _FOOT_HINT.search(text):
        return None
    return next((reason for pattern, reason in _FOOT if pattern.search(text)), None)


def _line_says(text: str, linked: bool) -> Reason | None:
    """Return the reason for leaving out a line by how it begins, or by the notice that it is."""
    served = service_reason(text)
    if served:
        return "copyright" if served == "notice" and _RIGHTS.search(text) else served
    if (
        len(text) <= _SHORT * 2
        and phrases.TRAIL_LABEL.match(text)
        and (">" in text or phrases.TRAIL_LABEL.fullmatch(text))
    ):
        return "breadcrumb"
    if (phrases.NEIGHBOUR.match(text) and (linked or len(text) < _SHORT)) or (
        len(text) < _SHORT and _ARROWED.search(text)
    ):
        return "related"
    if _NOTICE_HINT.search(text) and phrases.SITE_NOTICE.search(text):
        return "notice"
    if phrases.CREDIT_NOTICE.match(text):
        return "copyright" if _RIGHTS.search(text) else "notice"
    if len(text) <= _LONG and _RESERVED.search(text):
        return "copyright"
    if len(text) <= _LONG and (is_credit(text) or _MADE_BY.match(text)):
        return "byline"
    return phrases.call_reason(text)


_short_line_says = lru_cache(maxsize=8192)(_line_says)


def _said_shortly(block: TextBlock) -> Reason | None:
    found = _words_say(block.spaced)
    if found != "script-notice" and is_pager(block):
        return "pagination"
    if not found and len(block.runs) > 1 and phrases.RELATED.match(_first_words(block)):
        return "related"
    return found or ("advertisement" if not block.linked and is_advertisement(block) else None)


@cached_if_short(_LONG, 8192)
def _words_say(text: str) -> Reason | None:
    """Return the reason for leaving out a few words, whatever block they are."""
    if phrases.SCRIPT_NOTICE.search(text):
        return "script-notice"
    if phrases.SHARE.match(text):
        if "加微信" in text or "加好友" in text:
            return "contact"
        return "share" if phrases.SHARING.search(text) else "navigation"
    if phrases.RELATED.match(_CAPITALS.sub("", text)) or phrases.heads_related(text):
        return "related"
    return "comments" if phrases.COMMENTS.match(text) else None


def rest_reason(text: str, reason: Reason) -> Reason:
    """Return the reason for leaving out a part of a line whose other parts are something else.

    >>> rest_reason("分享到微信", "byline"), rest_reason("电话:020-555 0123", "icp")
    ('share', 'contact')
    """
    if len(text) > _LONG:
        return reason
    found = (_words_say(text) if len(text) <= _SHORT else None) or _short_line_says(text, False)
    if found:
        return found
    if _FIGURES.search(text) and phrases.names_contact(text):
        return "contact"
    return "navigation" if is_menu_row(text) else reason


def _first_words(block: TextBlock) -> str:
    """Return the text of the block's first element."""
    run = block.runs[0]
    return block.plain[run.start : run.end].strip()


def may_be_footer(text: str) -> bool:
    """Return whether a line may have parts of a page's foot in it: a quick look before ``split_footer``."""
    return bool(_foot_says(text) if len(text) <= _LONG else _FOOT_HINT.search(text))


def split_footer(text: str) -> Iterator[tuple[Reason | None, int, int]]:
    """Split a line of a page's footer into parts with a reason of their own; None where the line's reason applies.

    >>> line = "某某公司 版权所有 技术支持:南湖网络 苏ICP备2020041177号"
    >>> [(reason, line[start:end].strip()) for reason, start, end in split_footer(line)]
    [('copyright', '某某公司 版权所有'), ('technical-support', '技术支持:南湖网络'), ('icp', '苏ICP备2020041177号')]
    """
    marks = sorted(_marks(text)) if may_be_footer(text) else []
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
    """Find the words that mark a line of a page's footer; a statement of the owner counts once."""
    found: list[tuple[int, int, Reason]] = []
    for pattern, reason in _FOOT:
        for mark in pattern.finditer(text):
            if reason == "copyright" and any(kind == "copyright" for *_, kind in found):
                break
            if not any(start <= mark.start() < end for start, end, _ in found):
                found.append((mark.start(), mark.end(), reason))
    return found
