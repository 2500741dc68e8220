"""List pages: the home page, the news centre, and the sections with their ways to page."""

from html import escape

from tests.samplesite import chrome
from tests.samplesite.article import Article
from tests.samplesite.frame import (
    Link,
    article_link,
    plain_frame,
    trail,
    whole_articles,
    with_parameter,
    with_session,
)
from tests.samplesite.pages import SOFT_404
from tests.samplesite.plain import plain_page
from tests.samplesite.sections import NEWS_CENTRE, NEWS_CENTRE_PATH, SECTIONS, Section
from tests.samplesite.words import Words

_BOX_SIZE = 3
NEVER = "/news/company/20240901080000.html"
"""An address in a list that answers 503 every time."""

_DEAD_LINKS = {
    ("company", 2): (
        Link(NEVER, "公司服务器迁移说明", "2024-09-01"),
        Link(SOFT_404, "2019年新年致辞", "2019-01-01"),
        Link("/news/company/20180101000000.html", "2018年新年致辞", "2018-01-01"),
    ),
}
"""Links in list pages that lead to no article: never there, a soft 404, a 404."""

OLD_ADDRESSES = {
    "/shownews.asp?id=1": "/news/industry/20250303093226.html",
    "/shownews.asp?id=2": "/news/",
}
"""Addresses of before the site was built anew, and where they lead."""


def addresses(section: Section, articles: tuple[Article, ...]) -> tuple[str, ...]:
    """The addresses of a section's list pages, in order."""
    return tuple(_address(section, number) for number in range(1, page_count(section, articles) + 1))


def page_count(section: Section, articles: tuple[Article, ...]) -> int:
    """How many list pages a section has."""
    return max(1, -(-len(shelf(section, articles)) // section.size))


def shelf(section: Section, articles: tuple[Article, ...]) -> tuple[Article, ...]:
    """The articles of a section, the newest first."""
    return tuple(article for article in whole_articles(articles) if article.section == section.key)


def section_page(section: Section, number: int, articles: tuple[Article, ...]) -> str:
    """List page ``number``, from 1, of a section."""
    frame = plain_frame(section.interface, articles)
    chosen = shelf(section, articles)[(number - 1) * section.size : number * section.size]
    links = tuple(map(article_link, chosen)) + _DEAD_LINKS.get((section.key, number), ())
    if section.session:
        page = f"{section.path} {number}"
        links = tuple(Link(with_session(link.href, section.session, page), link.text, link.date) for link in links)
    steps = trail(section.key, frame.words)
    content = f"""<div class="place">{escape(frame.words.here)}{" &gt; ".join(step.html for step in steps)}</div>
<h1>{escape(section.names[section.interface])}</h1>
<div class="listbox">{chrome.list_of(links, "e2")}</div>
<div class="dede_pages">{_pager(section, number, page_count(section, articles), frame.words)}</div>"""
    return plain_page(section.names[section.interface], content, frame, section.declared)


def _pager(section: Section, number: int, count: int, words: Words) -> str:
    if section.pager == "none":
        return ""
    before = [Link(_address(section, number - 1), words.previous_page)] if number > 1 else []
    after = [Link(_address(section, number + 1), words.next_page)] if number < count else []
    if section.pager == "next":
        return " ".join(link.html for link in (*before, *after))
    numbers = [
        f"<strong>{n}</strong>" if n == number else Link(_address(section, n), str(n)).html
        for n in range(1, count + 1)
    ]
    first = Link(section.page_path(1), words.first_page).html
    last = Link(_address(section, count), words.last_page).html
    middle = (*(link.html for link in before), *numbers, *(link.html for link in after))
    return " ".join((first, *middle, last) if section.pager == "numbered" else middle)


def _address(section: Section, number: int) -> str:
    return section.path if number == 1 else section.page_path(number)


def news_centre(articles: tuple[Article, ...]) -> str:
    """The page above the two news sections: the newest of each."""
    frame = plain_frame("zh-Hans", articles)
    boxes = "\n".join(_box(section, articles) for section in SECTIONS.values() if section.in_news)
    return plain_page(NEWS_CENTRE["zh-Hans"], f"<h1>{NEWS_CENTRE['zh-Hans']}</h1>\n{boxes}", frame)


def _box(section: Section, articles: tuple[Article, ...], tracking: str = "") -> str:
    name = section.names[section.interface]
    links = [article_link(article) for article in shelf(section, articles)[:_BOX_SIZE]]
    links = [Link(with_parameter(link.href, tracking), link.text, link.date) for link in links]
    return f'<div class="box"><h2><a href="{section.path}">{name}</a></h2>{chrome.list_of(links)}</div>'


def home(articles: tuple[Article, ...]) -> str:
    """The Chinese home page."""
    frame = plain_frame("zh-Hans", articles)
    keys = ("speeches", "guides", "notices")
    boxes = "\n".join(_box(SECTIONS[key], articles, "utm_source=home&spm=home.box") for key in keys)
    content = f"""<div class="banner"><img src="/images/banner.png" alt="" width="760" height="60"></div>
<div class="intro"><p>达信雅翻译为企业和机构提供笔译、口译与本地化服务,覆盖四十多个语种。
<a href="/about.html">了解更多</a></p></div>
<div class="box"><h2><a href="{NEWS_CENTRE_PATH}">新闻中心</a></h2>
<p>头条:<a href="/latest">最新一篇</a> <a href="/calendar?month=2025-03">活动日历</a>
<a href="/files/brochure.pdf">公司手册(PDF)</a></p></div>
{boxes}
<div class="box"><h2>客户专区</h2><p><a href="/members/">会员登录</a> <a href="/private/prices.html">内部报价</a>
<a href="/go.html">International</a>
<a href="/shownews.asp?id=1">旧版要闻</a>
<a href="/shownews.asp?id=2">旧版新闻</a></p></div>"""
    return plain_page("专业翻译公司", content, frame)


def english_home(articles: tuple[Article, ...]) -> str:
    """The English home page."""
    frame = plain_frame("en", articles)
    content = f"""<div class="banner"><img src="/images/banner.png" alt="" width="760" height="60"></div>
<div class="intro"><p>Translation, interpreting and localisation for companies and institutions, in more than forty
languages.</p></div>
{_box(SECTIONS["english"], articles)}
<p><a href="/news/industry/?utm_source=en_home&amp;utm_medium=banner">Industry News</a></p>"""
    return plain_page("Professional translation", content, frame)
