"""Lines that a page's software or its owner's sales put into an article's container, each with its reason.

Every form covers its whole line, so that a sentence about such lines is never taken for one.
"""

import re
from functools import lru_cache
from typing import cast

from archive.model.document import Reason
from crawler.extraction.labels import split_at_labels
from crawler.extraction.phrase import phrase_reason
from crawler.extraction.piece import Piece
from crawler.extraction.table import any_of
from crawler.extraction.wording import narrow, units

_MAX = 240
_MENU_ENTRY = 18  # units
_ROW = 120  # characters of a row of labels, of an invitation

_COUNT = r"(?:[(\[]?\s*\d[\d,.]*\s*[万千kw+]{0,2}\s*(?:次|人|条|位)?\s*[)\]]?|[(\[]\s*[)\]])"
_COUNTED = f"{any_of('service', 'counted')}(?:次数|次數|人数|数|量|率)?"
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
_SERVICE = re.compile(rf"^[^\w“”\"「」]*(?:{_BY_REASON})\W*$", re.IGNORECASE)
_DISCLAIMER = re.compile(
    r"^\W*(?:本[站网]|网站)?(?:免责|免責|版权|版權|特别|郑重|侵权)(?:声明|聲明|说明|提示|公告)\W{0,3}(?:$|:|\W)"
)
_NOTICE_HEADING = re.compile(rf"\W*{any_of('service', 'notice heading')}\W*", re.IGNORECASE)
_DISCLAIMED = re.compile(any_of("service", "disclaimed"))
_INVITATION = re.compile(any_of("service", "invitation"), re.IGNORECASE)
_CALLING = re.compile("点击|立即|马上|火速")
_CALL = re.compile(
    r"^\W*(?:请)?(?:点击|立即|马上|火速)(?:这里|此处)?(?:投票|参与|报名|下载|购买|领取|预约|订阅|咨询|抢购|开户|加入)\W*$"
)
_OFFER = re.compile(any_of("service", "offer"))
_REACH = re.compile(any_of("service", "reach"))
_NEED = re.compile(rf"^\W*{any_of('service', 'need')}", re.IGNORECASE)


def service_reason(text: str) -> Reason | None:
    """Why a line, as ``narrow`` gives it, is none of an article's, or None when its wording does not say so.

    >>> service_reason("This entry was posted on May 3, 2011 and is filed under News.")
    'byline'
    >>> service_reason("“如有侵权请联系删除”这句话并不免责。") is None
    True
    """
    return _served(text) if len(text) <= _MAX else None


@lru_cache(maxsize=8192)  # menus and such lines say the same on every page of a site
def _served(text: str) -> Reason | None:
    found = _SERVICE.match(text)
    if found:
        return cast(Reason, found.lastgroup)
    if _is_solicitation(text):
        return "advertisement"
    return "byline" if _is_label_row(text) else phrase_reason(text)


def is_notice_heading(text: str) -> bool:
    """Whether a line heads a notice of the site on rights, with nothing else in it.

    >>> is_notice_heading("反侵权公告:"), is_notice_heading("版权声明的写法:")
    (True, False)
    """
    return len(text) <= 20 and bool(_NOTICE_HEADING.fullmatch(text))


def calls_reader(piece: Piece) -> bool:
    """Whether a link in the piece calls the reader to take part or to buy, and says nothing else: '点击投票'."""
    if not piece.linked or not _CALLING.search(piece.plain):
        return False
    return any(len(text) <= 24 and _CALL.match(narrow(text)) for text, _ in piece.links())


def is_disclaimer(text: str) -> bool:
    """Whether a paragraph begins as a disclaimer of a site does and speaks of the site or of its authors.

    >>> is_disclaimer("【免责声明】本文仅代表作者观点,与本网无关。"), is_disclaimer("郑重声明:我国政府反对这一做法。")
    (True, False)
    """
    return bool(_DISCLAIMER.match(text)) and bool(_DISCLAIMED.search(text))


def _is_solicitation(text: str) -> bool:
    """Whether the line asks the reader for an order: 'Need … translated? Get a free quote.'"""
    if len(text) <= _ROW and _OFFER.search(text) and _REACH.search(text):
        return True
    need = _NEED.match(text)
    return need is not None and bool(_INVITATION.search(text, need.end()))


def _is_label_row(text: str) -> bool:
    """Whether the line is made of several labels of a byline: 'Source: … Date: … Hits: …'."""
    if len(text) > _ROW or text.count(":") < 2:
        return False
    before, *parts = split_at_labels(text)
    return len({part.kind for part in parts}) > 1 and before.end <= 2


def is_invitation(text: str) -> bool:
    """Whether a line, longer than an entry of a menu, invites to buy: a quotation, a price, a call.

    >>> is_invitation("译稿急用?点击咨询"), is_invitation("他点击了咨询台上的按钮。")
    (True, False)
    """
    return len(text) <= _ROW and _invites(text)


@lru_cache(maxsize=8192)
def _invites(text: str) -> bool:
    return units(text) >= _MENU_ENTRY and bool(_INVITATION.search(text))
