"""Boilerplate recognised: lines of a page's software and its owner's sales, between and beside text; markers of
related articles, and calls on the reader.

Every form covers its whole line, so that a sentence about such lines is never taken for one. Ask about the short
lines beside an article (``short_line_reason``) only where a line is known to be no part of its text: within a text
the same words say nothing.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import islice
from typing import cast

from archive.model.document import Reason
from crawler.extraction.byline.labels_and_labelled_parts import split_at_labels
from crawler.extraction.fields.trail_and_pager import is_pager
from crawler.extraction.text import boilerplate_phrases_and_section_names as phrases
from crawler.extraction.text.contact_credit_and_footer_lines import is_footer
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SENTENCE_END,
    BlockElement,
    TextBlock,
    cached_if_short,
    cached_on_block,
    narrow,
    units,
)
from crawler.extraction.text.word_lists_and_patterns import any_of, lazy_pattern

_MAX = 240
_MENU_ENTRY = 18  # units
_ROW = 120  # characters of a row of labels, of an invitation

_COUNT = any_of("service", "count")
_COUNTED = any_of("service", "what is counted")
_TOOL = any_of("service", "tool")
_FORMS: dict[Reason, tuple[str, ...]] = {
    "byline": (rf"(?:{_COUNTED}\s*:?\s*{_COUNT}\s*[|/·,]?\s*)+",),
    "share": (
        rf"(?:{_TOOL}\s*{_COUNT}?[\W_]*){{2,}}|[【\[]{_TOOL}[】\]]",
        rf"(?:顶|踩|鲜花|握手|雷人|路过|鸡蛋|支持|反对)\s*{_COUNT}",
        rf"(?:(?:收藏|推荐|点赞|转发|分享|赞)(?:数|量)?\s*:?\s*{_COUNT}[\W_]*)+",
    ),
    "navigation": (),
    "contact": (),
    "other": (),
    "comments": (),
    "copyright": (),
}
"""The lines by the reason for which they are left out, besides those of ``lists/service.txt``."""
_BY_REASON = "|".join(f"(?P<{why}>{'|'.join((*own, any_of('service', why)))})" for why, own in _FORMS.items())
_SERVICE = lazy_pattern(rf"^[^\w“”\"「」]*(?:{_BY_REASON})\W*$", re.IGNORECASE)
_DISCLAIMER = lazy_pattern(any_of("service", "disclaimer"))
_NOTICE_HEADING = lazy_pattern(rf"\W*{any_of('service', 'notice heading')}\W*", re.IGNORECASE)
_DISCLAIMED = lazy_pattern(any_of("service", "disclaimed"))
_INVITATION = lazy_pattern(any_of("service", "invitation"), re.IGNORECASE)
_CALLING = lazy_pattern("点击|立即|马上|火速")
_CALL = lazy_pattern(any_of("service", "call"))
_OFFER = lazy_pattern(any_of("service", "offer"))
_REACH = lazy_pattern(any_of("service", "reach"))
_NEED = lazy_pattern(rf"^\W*{any_of('service', 'need')}", re.IGNORECASE)

_SHORT_LINE, _LONG_LINE = 60, 240  # characters


def service_reason(text: str) -> Reason | None:
    """Return why a line, as ``narrow`` gives it, is boilerplate of a page's software or sales, or None when its
    wording does not say so.

    >>> service_reason("This entry was posted on May 3, 2011 and is filed under News.")
    'byline'
    >>> service_reason("“如有侵权请联系删除”这句话并不免责。") is None
    True
    """
    return _served(text) if len(text) <= _MAX else None


@cached_if_short(_MAX, 8192)  # menus and such lines say the same on every page of a site
def _served(text: str) -> Reason | None:
    found = _SERVICE.match(text)
    if found:
        return cast(Reason, found.lastgroup)
    if _is_solicitation(text):
        return "advertisement"
    return "byline" if _is_label_row(text) else phrases.phrase_reason(text)


def is_notice_heading(text: str) -> bool:
    """Return whether a line heads the site's notice on rights, with nothing else in it.

    >>> is_notice_heading("反侵权公告:"), is_notice_heading("版权声明的写法:")
    (True, False)
    """
    return len(text) <= 20 and bool(_NOTICE_HEADING.fullmatch(text))


def calls_reader(block: TextBlock) -> bool:
    """Return whether a link in a text block calls the reader to take part or to buy, and says nothing else:
    '点击投票'.
    """
    if not block.linked or not _may_call(block.plain):
        return False
    return any(len(text) <= 24 and _CALL.match(narrow(text)) for text, _ in block.links())


@cached_if_short(_ROW, 8192)
def _may_call(text: str) -> bool:
    return bool(_CALLING.search(text))


def is_disclaimer(text: str) -> bool:
    """Return whether a paragraph begins as a disclaimer of a site does and speaks of the site or of its authors.

    >>> is_disclaimer("【免责声明】本文仅代表作者观点,与本网无关。"), is_disclaimer("郑重声明:我国政府反对这一做法。")
    (True, False)
    """
    return bool(_DISCLAIMER.match(text)) and bool(_DISCLAIMED.search(text))


def _is_solicitation(text: str) -> bool:
    """Return whether a line asks the reader for an order: 'Need … translated? Get a free quote.'"""
    if len(text) <= _ROW and _OFFER.search(text) and _REACH.search(text):
        return True
    need = _NEED.match(text)
    return need is not None and bool(_INVITATION.search(text, need.end()))


def _is_label_row(text: str) -> bool:
    """Return whether a line is made of several labels of a byline: 'Source: … Date: … Hits: …'."""
    if len(text) > _ROW or text.count(":") < 2:
        return False
    before, *parts = split_at_labels(text)
    return len({part.kind for part in parts}) > 1 and before.end <= 2


def _is_invitation(text: str) -> bool:
    """Return whether a line, longer than an entry of a menu, invites to buy: a quotation, a price, a call.

    >>> _is_invitation("译稿急用?点击咨询"), _is_invitation("他点击了咨询台上的按钮。")
    (True, False)
    """
    return len(text) <= _ROW and _invites(text)


@cached_if_short(_ROW, 8192)
def _invites(text: str) -> bool:
    return units(text) >= _MENU_ENTRY and bool(_INVITATION.search(text))


_SHORT = 60
_AD_LINES = 6
_LANGUAGE = lazy_pattern(rf"\W*{any_of('page', 'languages')}\W*", re.IGNORECASE)
TAGS = lazy_pattern(
    rf"^\W*(?:{any_of('page', 'tag labels')}\s*:|(?:tagged(?: with)?|filed under|posted in)\b)", re.IGNORECASE
)


def is_advertisement(block: TextBlock) -> bool:
    """Return whether a text block is an advertisement: by a word of its own, or as a link that invites to buy."""
    if _is_called_advertisement(block) or (block.link_share > 0.5 and _is_invitation(block.plain)):
        return True
    return calls_reader(block)


def _is_called_advertisement(block: TextBlock) -> bool:
    spaced = block.spaced
    if len(spaced) > _SHORT or not _begins_as_advertisement(spaced):
        return False
    return block.linked > 0 or (len(spaced) <= 24 and not SENTENCE_END.search(spaced))


@cached_if_short(_ROW, 8192)  # menus say the same on every page of a site
def _begins_as_advertisement(text: str) -> bool:
    return bool(phrases.ADVERTISEMENT.match(text))


def advertised(blocks: Sequence[TextBlock], prose: Sequence[float]) -> frozenset[int]:
    """Return the numbers of the text blocks that stand in one small box with the word 'advertisement'."""
    found: set[int] = set()
    for block in blocks:
        if len(block.text) <= _SHORT and _is_called_advertisement(block):
            box = _advertisement_box(block, prose)
            found.update(range(box.first, box.end) if box else (block.n,))
    return frozenset(found)


def language_switches(blocks: Sequence[TextBlock]) -> frozenset[int]:
    """Return the numbers of the text blocks that are names of languages in a row, among which a reader chooses.

    One by itself heads the text below it, and so does one in a cell of a table.
    """
    names = {block.n for block in blocks if _is_language_name(block)}
    return frozenset(n for n in names if {n - 1, n + 1} & names)


def _is_language_name(block: TextBlock) -> bool:
    return block.box.tag not in ("td", "th") and not block.heading and bool(_LANGUAGE.fullmatch(block.plain))


def _advertisement_box(block: TextBlock, prose: Sequence[float]) -> BlockElement | None:
    """Return the largest box around the block that holds a few lines and no continuous text."""
    found: BlockElement | None = None
    for box in block.box.ancestors():
        if box.tag in ("body", "html") or box.first != block.n or box.end - box.first > _AD_LINES:
            break
        if any(prose[box.first : box.end]):
            break
        found = box
    return found


def _short_line(*lists: str) -> re.Pattern[str]:
    return lazy_pattern(rf"[^\w(]*{any_of('beside', *lists)}\W*", re.IGNORECASE)


_SHORT_FORMS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("byline", _short_line("byline", "index labels")),
    ("navigation", _short_line("contents")),
    ("technical-support", _short_line("made with")),
    ("copyright", _short_line("copyright")),
    ("other", _short_line("welcome", "poll")),
    ("comments", _short_line("comments")),
    ("related", _short_line("related")),
)
_POLLED = _short_line("poll")
_LONGEST_SHORT_LINE = 120


@cached_if_short(_LONGEST_SHORT_LINE, 8192)  # the same on every page of a site
def short_line_reason(text: str) -> Reason | None:
    """Return why a short line beside an article is boilerplate; ``text`` as ``narrow`` gives it.

    >>> short_line_reason("提交"), short_line_reason("索 引 号:"), short_line_reason("Просмотров: 418 раз")
    ('byline', 'byline', None)
    >>> short_line_reason("由 Hexo & NexT 强力驱动"), short_line_reason("Umfrage")
    ('technical-support', 'other')
    """
    if len(text) > _LONGEST_SHORT_LINE:
        return None
    return next((reason for reason, form in _SHORT_FORMS if form.fullmatch(text)), None)


def heads_poll(text: str) -> bool:
    """Return whether a line is the heading of a poll, which is boilerplate.

    >>> heads_poll("Опрос"), heads_poll("Опрос показал другое")
    (True, False)
    """
    return len(text) < _LONGEST_SHORT_LINE and bool(_POLLED.fullmatch(text))


_CONSENT_WORDS = lazy_pattern(r"(?:^|[\s_-])(?:cookies?|gdpr|ccpa|consent)(?:[\s_\d-]|$|bar|banner|notice|law|popup)")

_MAX_CONSENT = 500  # characters
_CONSENT_PARAGRAPH = 125  # characters

_NEAR = 4  # boxes


@cached_on_block
def is_consent(block: TextBlock) -> bool:
    """Return whether a text block asks for consent to cookies: it begins so, or stands in a box named for it."""
    if (
        len(block.text) > _MAX_CONSENT
        or "cookie" not in block.plain.lower()
        or not phrases.COOKIES.search(block.plain)
    ):
        return False
    named = any(box.words and _CONSENT_WORDS.search(box.words) for box in islice(block.box.ancestors(), _NEAR))
    return named or bool(
        phrases.CONSENT.match(block.plain) and (block.linked or len(block.text) < _CONSENT_PARAGRAPH)
    )


@cached_on_block
def is_marker(block: TextBlock) -> bool:
    """Return whether a text block heads related articles or comments, so that the article ends there."""
    text = block.plain
    return len(text) < 60 and bool(
        phrases.RELATED.search(text) or phrases.COMMENTS.search(text) or phrases.heads_related(text)
    )


@cached_on_block
def is_interruption(block: TextBlock) -> bool:
    """Return whether a text block between an article's paragraphs is boilerplate, by what it says."""
    text = block.plain
    if len(text) <= _SHORT_LINE and (
        phrases.SHARE.match(text) or phrases.SCRIPT_NOTICE.search(text) or is_pager(block)
    ):
        return True
    if is_advertisement(block) or service_reason(text):
        return True
    return bool(block.linked and (phrases.NEIGHBOUR.match(text) or _leads_on_page(block)))


def _leads_on_page(block: TextBlock) -> bool:
    """Return whether a line is a link to another place of the same page; a mark of a note is no such line."""
    if not block.only_link or len(block.text) < 4 or len(block.text) > _SHORT_LINE:
        return False
    return all((link.get("href") or "").strip().startswith("#") for _, link in block.links())


@cached_on_block
def is_clutter(block: TextBlock) -> bool:
    """Return whether a text block at the edge of an article is boilerplate, by what it says."""
    if is_interruption(block):
        return True
    text = block.plain
    return len(text) <= _LONG_LINE and (
        is_footer(text) or bool(phrases.SITE_NOTICE.search(text) and len(text) < 160 and not text.endswith("。"))
    )


_STOP = lazy_pattern("[.!?。]")
_LONGEST_CALL = 300  # characters


def call_reason(text: str) -> Reason | None:
    """Return the reason for leaving out a line, as ``narrow`` gives it, in which a sentence calls on the reader to do
    something; else None.

    >>> call_reason("Follow Newsbeat on Instagram and YouTube."), call_reason("They follow her on Instagram.")
    ('share', None)
    """
    if len(text) > _LONGEST_CALL:
        return None
    starts = (0, *(stop.end() for stop in _STOP.finditer(text)))
    if not any(_called().match(text, start) for start in starts):
        return None
    return next((reason for reason, words in _channels() if words.search(text)), None)


@cache
def _called() -> re.Pattern[str]:
    """Return the beginning of a sentence that calls on the reader."""
    return re.compile(rf"[^\w.“”\"„«「『]*{_one_of('verbs')}", re.IGNORECASE)


@cache
def _channels() -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    reasons = sorted(
        {reason for table in phrases.phrase_files() for reason in cast(dict[str, object], table["calls"]["channels"])}
    )
    return tuple((cast(Reason, reason), re.compile(_one_of(reason), re.IGNORECASE)) for reason in reasons)


def _one_of(name: str) -> str:
    """Return the words of all languages for the verbs of calls, or for what a reason's calls are to."""
    calls = [table["calls"] for table in phrases.phrase_files()]
    words = {
        word
        for call in calls
        for word in (call["verbs"] if name == "verbs" else cast(dict[str, list[str]], call["channels"]).get(name, ()))
    }
    return (
        "(?:"
        + "|".join(
            rf"\b{word}\b" if word.isascii() and word != "@" else word for word in sorted(map(re.escape, words))
        )
        + ")"
    )
