"""The wording of links in Chinese and English: listings, page navigation, dates, and kinds that multiply pages."""

import re
from datetime import date

_PAGER = re.compile(
    r"(?:下一?[页頁]|上一?[页頁]|后一?[页頁]|翻[页頁]|末[页頁]|尾[页頁]|最后一?[页頁]|第\s?\d{1,5}\s?[页頁]"
    r"|(?:查看|阅读|閱讀|浏览)?(?:更多|全部)\S{0,4}|(?:view|see|read|show|load)? ?(?:more|all)(?: \w+)?"
    r"|next(?: page)?|prev(?:ious)?(?: page)?|older(?: \w+)?|newer(?: \w+)?|last(?: page)?|page \d{1,5}"
    r"|[\[(<《〈【]?\d{1,5}[\])>》〉】]?|\d{1,5}\s?[-~]\s?\d{1,5}|[»›>→]{1,3}|[«‹<←]{1,3}|more\s?[»›>+.…]{1,3}"
    r"|更多\s?[»›>+.…]{1,3})[\s»›>→.…]{0,6}",
    re.IGNORECASE,
)
_LISTING = re.compile(
    r"新[闻聞]|资讯|資訊|动态|動態|公告|通知|快讯|快訊|要闻|报道|報道|文章|观点|觀點|演讲|演講|讲话|講話|致辞|致辭|发言"
    r"|发布会|译文|譯文|双语|雙語|学堂|知识|知識|专栏|博客|案例|行业|行業|中心|媒体|媒體|翻译|翻譯"
    r"|\b(?:news|press|media|blog|articles?|insights?|stories|speech(?:es)?|remarks|interviews?|statements?|notices?"
    r"|announcements?|updates?|events?|resources?|knowledge|publications?|archives?|english|topics?|columns?)\b",
    re.IGNORECASE,
)
_DULL = re.compile(
    r"[?&/](?:tags?|search|so|calendar|cal|sort|order(?:by)?|filter|view|color|size|author|date|day|month|year|week"
    r"|facet|lang|font|rss|feed|keyword|q|s)(?:[/=]|$)|日历|日曆|标签|標籤|搜索|打印|收藏|设为首页|登[录錄]|注册|註冊",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[-/.年]\s?(?P<month>1[0-2]|0?[1-9])\s?[-/.月]\s?"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d)"
)
_SHORT_DATE = re.compile(
    r"(?<!\d)(?:1[0-2]|0?[1-9])[-/月](?:3[01]|[12]\d|0?[1-9])(?![\d-])日?"
    r"|\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}\b"
    r"|\b\d{1,2} (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\b",
    re.IGNORECASE,
)


def is_pager(text: str) -> bool:
    """Whether the text of a link is page navigation: the next page of a listing, a number, "more".

    >>> [is_pager(text) for text in ("下一页", "[12]", "more>>", "Next »", "查看更多", "12 ways to translate")]
    [True, True, True, True, True, False]
    """
    return len(text) <= 24 and bool(_PAGER.fullmatch(text.strip()))


def names_a_listing(text: str, url: str) -> bool:
    """Whether a link's short text, or its URL, is that of a section with news, speeches or articles.

    >>> names_a_listing("新闻中心", "/xw/"), names_a_listing("Contact", "/contact.html")
    (True, False)
    """
    return (len(text) <= 16 and bool(_LISTING.search(text))) or bool(_LISTING.search(url.rpartition("/")[0]))


def is_dull(text: str, url: str) -> bool:
    """Whether a link is of a kind that multiplies pages without new articles: tags, searches, calendars.

    >>> is_dull("", "/search/?q=a"), is_dull("", "/news/1.html")
    (True, False)
    """
    return bool(_DULL.search(url)) or (len(text) <= 12 and bool(_DULL.search(text)))


def has_date(text: str) -> bool:
    """Whether the text has a date, with or without a year."""
    return bool(_DATE.search(text) or _SHORT_DATE.search(text))


def date_in(text: str) -> date | None:
    """The first full date in the text, or None.

    >>> date_in("发布时间:2025年3月3日"), date_in("31/2/2025")
    (datetime.date(2025, 3, 3), None)
    """
    found = _DATE.search(text)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else None
    except ValueError:
        return None
