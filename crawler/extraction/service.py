"""Lines that a page's software or its owner's sales put into an article's container, each with its reason.

Every form covers its whole line, so that a sentence about such lines is never taken for one.
"""

import re
from functools import lru_cache

from archive.model.document import Reason
from crawler.extraction.labels import split_at_labels
from crawler.extraction.phrase import phrase_reason
from crawler.extraction.piece import Piece
from crawler.extraction.wording import narrow, units

_MAX = 240
_MENU_ENTRY = 18  # units
_ROW = 120  # characters of a row of labels, of an invitation

_COUNT = r"(?:[(\[]?\s*\d[\d,.]*\s*[万千kw+]{0,2}\s*(?:次|人|条|位)?\s*[)\]]?|[(\[]\s*[)\]])"
_COUNTED = (
    r"(?:阅读|閱讀|浏览|瀏覽|点击|點擊|评论|評論|人气|回复|查看|访问"
    r"|views?|reads?|comments?|hits?|likes?)(?:次数|次數|人数|数|量|率)?"
)
_TOOL = (
    r"(?:打印(?:本页|本文|此页)?|列印|关闭(?:窗口|本页)?|關閉|返回(?:列表|首页|顶部|上页|上一页|上级)?|收藏(?:本文|本页)?"
    r"|加入收藏|举报|投诉|(?:我要)?纠错|推荐|分享|顶一?下?|踩一?下?|大|中|小|字号|字体|发表评论|我要评论|转发|点赞|赞|支持|反对|(?:大声)?朗读|发送给(?:好友|朋友)|推荐给朋友|打赏)"
)
_NOTICED = (
    r"(?:(?:免责|特别|版权|郑重)?声明|注|备注|提示|温馨提示|说明)\s*:\s*",
    r"(?:(?:本站|本网|本文|文章|以上|部分|文中|所有)?(?:内容|图片|文字|素材|文章|资料|信息|作品|转载)[^。“”\"「」]{0,60}[,。;]\s*)?",
    r"(?:如有|若有|如果?|若|如涉及|如您?认为)[^。“”\"「」]{0,20}(?:侵权|侵犯|侵害)[^“”\"「」]{0,60}(?:删除|刪除|处理|撤下|联系)[^“”\"「」]{0,24}",
)

# ruff: noqa: E501 - one form a line reads best
_FORMS: tuple[tuple[Reason, str], ...] = (
    ("byline", r"this\s+(?:entry|post|article)\s+(?:was|is)\s+(?:posted|filed|published|written|tagged)\b.{0,200}"),
    ("byline", r"(?:(?:this\s+)?page\s+)?(?:was\s+)?last\s+(?:updated|modified|revised|edited)\s*(?::|\bon\b|\bby\b|\d).{0,50}"),
    ("byline", r"(?:[本此]?[页頁]面?|网页|本站)?(?:最后|最近|最後)(?:更新|修改|修订|修訂|编辑|編輯)(?:时间|日期|时刻|于|於)?\s*:?\s*(?:19|20)\d\d.{0,24}"),
    ("byline", rf"(?:{_COUNTED}\s*:?\s*{_COUNT}\s*[|/·,]?\s*)+"),
    ("byline", r"(?:\d[\d,.]*\s*(?:views?|reads?|comments?|hits?|likes?|次(?:浏览|阅读|点击)|条评论|人(?:阅读|浏览))\s*[|/·,]?\s*)+"),
    ("share", rf"(?:{_TOOL}\s*{_COUNT}?[\W_]*){{2,}}|[【\[]{_TOOL}[】\]]|(?:顶|踩|鲜花|握手|雷人|路过|鸡蛋|支持|反对)\s*{_COUNT}"),
    ("share", rf"(?:(?:收藏|推荐|点赞|转发|分享|赞)(?:数|量)?\s*:?\s*{_COUNT}[\W_]*)+|在看|(?:顶|踩|赞)一下"),
    ("share", r"(?:长按|扫码|扫描|扫一扫|识别)[^。]{0,12}(?:关注|公众号|二维码|下载)[^。]{0,24}|(?:喜欢|觉得)[^。]{0,12}(?:打赏|赞赏|点赞|在看|转发)[^。]{0,10}"),
    ("share", r"(?:点击|扫码|立即)?下载\s*(?:我们的|本站)?(?:APP|客户端)[^。]{0,24}"),
    ("share", r"(?:partager|teilen|artikel\s+teilen|compartir|condividi|compartilhar|поделиться)(?:\s+\w+){0,2}\s*(?::.{0,60})?"),
    ("navigation", r"[<«‹\s]*返回(?:列表|首页|顶部|上页|上一页|上级)?|(?:设为首页\W*)?(?:加入收藏|收藏本站|切换到(?:窄|宽)版)(?:\W*切换到(?:窄|宽)版)?|分[隔割]线"),
    ("navigation", r"(?:(?:点击)?(?:展开|继续|查看|阅读)(?:阅读)?(?:全文|阅读|更多|剩余.{0,6}))"),
    ("share", r"(?:更多|想看)[^。]{0,24}(?:关注|扫码|扫描|搜索)[^。]{0,24}(?:公众号|微信|微博|小程序)[^。]{0,20}"),
    ("copyright", r"本文由.{1,40}(?:整理|发布|原创|提供|编译|翻译).{0,20}转载.{0,90}"),
    ("contact", r"(?:扫一扫|扫码|长按)[^。]{0,6}加(?:微信|好友|QQ)[^。]{0,12}|(?:QQ|微信|在线)(?:交谈|咨询|客服)|客服[一二三四五六七八九十\d]?\s*:\s*\S{1,12}|(?:销售|售后|客服|咨询|服务|值班|业务)(?:热线|电话)"),
    ("share", r"(?:(?:鲜花|握手|雷人|路过|鸡蛋|支持|反对)[\W\d]*){2,}"),
    ("other", r"(?:您|你)(?:是|为)(?:本站|本页|我们)?的?第.{0,14}[位个](?:访客|来访者|访问者|客人|浏览者|读者|朋友).{0,6}"),
    ("other", r"(?:本站|网站|总|累计|今日)?(?:访问|訪問)(?:总)?(?:量|人数|次数)\s*:?\s*\d[\d,]*.{0,6}"),
    ("other", r"you\s+are\s+(?:the\s+)?(?:our\s+)?(?:visitor|guest)\b.{0,20}\d.{0,30}|you\s+are\s+(?:the\s+|our\s+)?[\d,]+\w*\s+visitor.{0,30}"),
    ("other", r"(?:visitors?|besucher|visiteurs?)(?:\s+(?:number|no\.?|nr\.?|since|seit|depuis))?\s*:?\s*\d[\d,. ]*.{0,24}"),
    ("other", r"(?:本页|页面|頁面)(?:执行|处理|加载|生成|執行)(?:时间|耗时|時間)?\s*(?:为|:)?\s*[\d.]+.{0,30}"),
    ("other", r"(?:processed|page\s+(?:generated|rendered|loaded|created))\s+in\s+[\d.]+\s*s.{0,40}"),
    ("contact", r"(?:传媒|傳媒|媒体|媒體|新闻|新聞|记者)(?:查询|查詢|联络|聯絡|联系|垂询)(?:人|方式)?\s*:?.{0,60}"),
    ("contact", r"(?:for\s+)?(?:media|press)\s+(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies))\W*.{0,60}"),
    ("comments", r"(?:本文|此文)?(?:的)?(?:通告)?引用(?:通告)?(?:地址|链接|网址)?\s*(?:\(trackback\))?\s*(?:地址|链接|网址|url)?\s*:.{1,120}"),
    ("comments", r"trackback(?:\s*(?:pings?|url|address|link))?\s*:.{1,120}"),
    ("comments", r"(?:《[^》]{1,80}》|本文|目前)?(?:已有|共有|有)\s*\d+\s*[件条个篇]?(?:评论|留言|回复)"),
    (
        "contact",
        r"(?:全国|免费|24小时|公司|翻译|服务|业务|客服|客户|订购|咨询|商务|售后|我们的|添加|加|官方|扫码加)*"
        r"(?:热线|熱線|微信(?:号|公众号)?|公众号|QQ)(?:电话|号码)?\s*[:\d(+-].{0,50}",
    ),
    ("copyright", rf"(?:{_NOTICED[0]})?{_NOTICED[1]}{_NOTICED[2]}"),
    ("copyright", r"(?:以上|本文|文章|部分)(?:内容|文章|图片|素材|文字)?[^。“”\"]{0,6}(?:来源于|来自|来源|源于|转自|摘自)(?:网络|互联网)[^“”\"]{0,60}"),
)  # fmt: skip
_SERVICE = re.compile(
    "|".join(rf"(?P<r{n}>^[^\w“”\"「」]*(?:{form})\W*$)" for n, (_, form) in enumerate(_FORMS)), re.IGNORECASE
)
_DISCLAIMER = re.compile(
    r"^\W*(?:本[站网]|网站)?(?:免责|免責|版权|版權|特别|郑重|侵权)(?:声明|聲明|说明|提示|公告)\W{0,3}(?:$|:|\W)"
)
_NOTICE_HEADING = re.compile(
    r"\W*(?:(?:本[站网]|网站)?(?:反侵权|免责|免責|版权|版權|转载)(?:声明|聲明|公告|说明|须知)|disclaimer|copyright notice)\W*",
    re.IGNORECASE,
)
_DISCLAIMED = re.compile(
    r"本[站网平刊]|网站|我[站网]|(?:仅|只)(?:代表|供)|不(?:代表|构成)|转载|作者|来源|版权|投资|侵权"
)
_INVITATION = re.compile(
    r"\b(?:get|request|ask\s+for)\s+(?:a|an|your|our)\s+(?:free\s+|instant\s+)?(?:quote|quotation|estimate|trial)"
    r"|\b(?:order|buy|call|enquire|inquire|book)\s+(?:now|today|online)\b|\bclick\s+(?:here\s+)?(?:for|to\s+get)\s+a\s+"
    r"|免费(?:报价|试译|咨询|询价|领取|体验)|(?:立即|马上|点击|在线|点此|欢迎)(?:免费)?(?:询价|咨询|报价|下单|购买|拨打|领取|试译|预约|报名)"
    r"|(?:低至|仅需|只需|特价|优惠价?)[^。]{0,8}(?:元|折)|(?:竭诚|全天)[^。]{0,6}(?:服务|在线)",
    re.IGNORECASE,
)
_CALLING = re.compile("点击|立即|马上|火速")
_CALL = re.compile(
    r"^\W*(?:请)?(?:点击|立即|马上|火速)(?:这里|此处)?(?:投票|参与|报名|下载|购买|领取|预约|订阅|咨询|抢购|开户|加入)\W*$"
)
_OFFER = re.compile(
    r"竭诚为(?:您|你)|限时[^。]{0,6}[折惠]|低至[^。]{0,4}折|免费(?:报价|试译|试听|领取)|(?:想|欲)(?:了解|知道)[^。?]{0,10}(?:报价|价格|优惠)"
)
_REACH = re.compile(
    r"拨打|致电|来电|扫码|加微信|点击[^。]{0,6}(?:客服|报名|咨询|领取|购买|此处|这里)|联系(?:我们|客服)"
)
_NEED = re.compile(
    r"^\W*(?:do\s+you\s+)?(?:need|want|looking\s+for|searching\s+for)\b[^.?!]{0,80}\?|^\W*(?:需要|想要|正在找|要找)[^。?!]{0,24}(?:翻译|译员|译者|口译|笔译)[^。?!]{0,12}[?!]",
    re.IGNORECASE,
)


def service_reason(text: str) -> Reason | None:
    """Why a line, as ``narrow`` gives it, is none of an article's, or None when its wording does not say so.

    >>> service_reason("This entry was posted on May 3, 2011 and is filed under News."), service_reason("阅读(312) 评论(0)")
    ('byline', 'byline')
    >>> service_reason("“如有侵权请联系删除”这句话并不免责。") is None
    True
    """
    return _served(text) if len(text) <= _MAX else None


@lru_cache(maxsize=8192)  # menus and such lines say the same on every page of a site
def _served(text: str) -> Reason | None:
    found = _SERVICE.match(text)
    if found:
        return _FORMS[int((found.lastgroup or "r0")[1:])][0]
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
