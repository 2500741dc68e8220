"""Pages without end: the calendar, the search results, the tags."""

import re
from html import escape
from urllib.parse import parse_qsl, urlencode

from tests.samplesite import chrome
from tests.samplesite.article import Article
from tests.samplesite.frame import Link, article_link, plain_frame, whole_articles
from tests.samplesite.plain import plain_page

RESULT_PATHS = ("/tags", "/search")
ENDLESS_PATHS = frozenset({"/calendar", *RESULT_PATHS})

_ORDERS = ("date", "title", "hits")
_VIEWS = ("list", "grid", "brief")


def calendar(query: str, articles: tuple[Article, ...]) -> str | None:
    """The month's page, with a way to the months and years beside it; None when the query names no month."""
    found = re.fullmatch(r"month=(\d{4})-(0[1-9]|1[0-2])", query)
    if not found:
        return None
    year, month = int(found[1]), int(found[2])
    listed = [
        article_link(a) for a in whole_articles(articles) if (a.published or "").startswith(f"{found[1]}-{found[2]}")
    ]
    days = "".join(f"<td>{day}</td>" + ("</tr><tr>" if day % 7 == 0 else "") for day in range(1, 29))
    months = {
        "上一月": (year, month - 1),
        "下一月": (year, month + 1),
        "上一年": (year - 1, month),
        "下一年": (year + 1, month),
    }
    links = " ".join(Link(f"/calendar?month={_month(*at)}", text).html for text, at in months.items())
    content = f"<h1>{year}年{month}月</h1><p>{links}</p><table><tr>{days}</tr></table>{chrome.list_of(listed)}"
    return plain_page("活动日历", content, plain_frame("zh-Hans", articles))


def _month(year: int, month: int) -> str:
    """
    >>> _month(2025, 13), _month(2025, 0), _month(10000, 1)
    ('2026-01', '2024-12', '0000-01')
    """
    total = (year * 12 + month - 1) % 120000
    return f"{total // 12:04d}-{total % 12 + 1:02d}"


def results(path: str, query: str, articles: tuple[Article, ...]) -> str:
    """The page of a tag or a search: what is alike whatever is asked, in orders and views to choose from."""
    asked = dict(parse_qsl(query, keep_blank_values=True))
    word = asked.get("name") or asked.get("q") or ""
    found = [article_link(a) for a in whole_articles(articles) if word and word in a.title]
    choices = (
        [{"order": order} for order in _ORDERS]
        + [{"view": view} for view in _VIEWS]
        + [{"year": str(y)} for y in range(2015, 2026)]
    )
    links = [Link(f"{path}?{urlencode(asked | choice)}", next(iter(choice.values()))) for choice in choices]
    more = Link(f"{path}?{urlencode(asked | {'page': str(_number(asked.get('page')) + 1)})}", "下一页")
    content = f"""<h1>{escape(word)}</h1><p>{" ".join(link.html for link in links)}</p>
{chrome.list_of(found) if found else "<p>没有找到相关内容</p>"}<p>{more.html}</p>"""
    return plain_page(word or "搜索", content, plain_frame("zh-Hans", articles))


def _number(text: str | None) -> int:
    return int(text) if text and re.fullmatch(r"[0-9]{1,6}", text) else 1
