"""The sections of the sample site, each with its list pages."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Pager = Literal["numbered", "next", "path", "none"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section: ``names`` by language of the interface, ``in_news`` says that it is
    part of the news centre.

    ``page_path`` gives the address of list page 2 and on. ``size`` is the number of articles on a list page;
    ``session`` the parameter that carries a session id in its links.
    """

    key: str
    path: str
    names: dict[str, str]
    page_path: Callable[[int], str]
    pager: Pager
    size: int = 5
    in_news: bool = False
    interface: str = "zh-Hans"
    charset: str = "utf-8"
    declared: str | None = "utf-8"
    session: str | None = None


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section(
            key="company",
            path="/news/company/",
            names={"zh-Hans": "公司动态", "en": "Company News", "zh-Hant": "公司動態"},
            page_path=lambda page: f"/news/company/list_12_{page}.html",
            pager="numbered",
            in_news=True,
            charset="gbk",
            declared="gb2312",
        ),
        Section(
            key="industry",
            path="/news/industry/",
            names={"zh-Hans": "行业新闻", "en": "Industry News", "zh-Hant": "行業新聞"},
            page_path=lambda page: f"/news/industry/?page={page}",
            pager="next",
            in_news=True,
        ),
        Section(
            key="speeches",
            path="/speeches/",
            names={"zh-Hans": "双语演讲", "en": "Speeches", "zh-Hant": "雙語演講"},
            page_path=lambda page: f"/speeches/page/{page}/",
            pager="path",
        ),
        Section(
            key="guides",
            path="/guides/",
            names={"zh-Hans": "翻译知识", "en": "Translation Guides", "zh-Hant": "翻譯知識"},
            page_path=lambda page: f"/guides/index_{page}.html",
            pager="numbered",
            charset="gbk",
            declared=None,
        ),
        Section(
            key="notices",
            path="/notices/",
            names={"zh-Hans": "通知公告", "en": "Notices", "zh-Hant": "通知公告"},
            page_path=lambda page: f"/notices/?p={page}",
            pager="none",
            size=50,
            session="PHPSESSID",
        ),
        Section(
            key="english",
            path="/en/news/",
            names={"zh-Hans": "英文新闻", "en": "Latest News", "zh-Hant": "英文新聞"},
            page_path=lambda page: f"/en/news/?page={page}",
            pager="next",
            size=4,
            interface="en",
        ),
        Section(
            key="hant",
            path="/hant/",
            names={"zh-Hans": "繁体中文", "en": "Traditional Chinese", "zh-Hant": "繁體專欄"},
            page_path=lambda page: f"/hant/?page={page}",
            pager="none",
            size=50,
            interface="zh-Hant",
            charset="big5hkscs",
            declared="big5",
        ),
    )
}

NEWS_CENTRE = {"zh-Hans": "新闻中心", "en": "News", "zh-Hant": "新聞中心"}
NEWS_CENTRE_PATH = "/news/"
