"""Sections of wares, cases and people are told from those of articles by all pages of a site."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest

from archive.model.capture import Capture
from archive.model.page_headers_content_and_charset_names import Page
from crawler.extraction import extract
from crawler.extraction.article.site_sections_page_places_and_user_choices import (
    PagePlace,
    SectionChoices,
    Sections,
    names_articles,
    names_products,
)
from crawler.extraction.article.site_template_page_sketch_and_selectors import Sketch, Template
from crawler.extraction.document_extraction import sketch_page

NEWS = [
    PagePlace(f"http://port.example/{n}.html", ("新闻中心",), f"第{n}届港口论坛在滨海举行", True) for n in range(5)
]


def places(*steps: str, titles: Iterable[str] = ("板式水泵", "立式水泵"), dated: bool = False) -> list[PagePlace]:
    return [PagePlace(f"http://port.example/9{n}.html", steps, title, dated) for n, title in enumerate(titles)]


def left_out(pages: Iterable[PagePlace], *choices: str) -> list[str]:
    sections = Sections(SectionChoices.of_names(choices))
    for page in pages:
        sections.add(page)
    return [section.name for section in sections.left_out()]


@pytest.mark.parametrize(
    "steps",
    [
        ("产品中心", "水泵"),
        ("成功案例",),
        ("关于我们", "专家团队"),
        ("荣誉资质",),
        ("Products", "Pumps"),
        ("Our Services",),
        ("導入事例",),
    ],
)
def test_wares_cases_and_people_are_left_out(steps: tuple[str, ...]) -> None:
    (name,) = left_out([*NEWS, *places(*steps)])
    assert name in places(*steps)[0].sections
    assert names_products(name.rpartition(" > ")[2])


@pytest.mark.parametrize(
    "steps",
    [
        ("产品中心", "产品新闻"),
        ("公告",),
        ("服务指南",),
        ("案例分析",),
        ("滨海随笔",),
        ("滨海翻译服务有限公司", "文萃"),
        ("Opinion",),
    ],
)
def test_articles_and_what_is_doubtful_stay(steps: tuple[str, ...]) -> None:
    assert left_out([*NEWS, *places(*steps)]) == []


def test_pages_with_a_day_are_left_out_where_they_are_called_by_names_only() -> None:
    assert left_out([*NEWS, *places("成功案例", dated=True)]) == ["成功案例"]
    lines = ["我们为滨海港口的第三座灯塔译出了全部图纸和说明", "一座灯塔的图纸如何在七天之内译成十一种语言交付"]
    assert left_out([*NEWS, *places("成功案例", titles=lines, dated=True)]) == []
    assert left_out([*NEWS, *places("成功案例", titles=lines)]) == ["成功案例"]
    told = ["港口论坛在滨海开幕", "港口论坛在滨海闭幕"]
    assert left_out([*NEWS, *places("优秀员工", titles=told)]) == []


def test_where_no_page_shows_a_day_only_names_tell() -> None:
    news = [replace(place, dated=False) for place in NEWS]
    lines = ["我们为滨海港口的第三座灯塔译出了全部图纸和说明", "一座灯塔的图纸如何在七天之内译成十一种语言交付"]
    assert left_out([*news, *places("志愿服务", titles=lines)]) == []
    assert left_out([*NEWS, *places("志愿服务", titles=lines)]) == ["志愿服务"]
    assert left_out([*news, *places("产品中心")]) == ["产品中心"]


def test_a_site_without_articles_else_keeps_all() -> None:
    assert left_out(places("产品中心")) == []
    assert left_out([*NEWS[:2], *places("产品中心")]) == []


def test_without_a_trail_folder_and_list_tell() -> None:
    news = [PagePlace(f"http://port.example/news/{n}.html", (), "x", True) for n in range(5)]
    pages = [PagePlace(f"http://port.example/cy/{n}.html", (), "水泵公司") for n in range(5)]
    assert left_out([*news, *pages]) == []
    assert left_out([*news, *pages, PagePlace("http://port.example/cy/", (), "联盟成员")]) == ["/cy/"]
    assert left_out([*news, *pages, PagePlace("http://port.example/cy.html", (), "联盟成员")]) == ["/cy/"]
    assert left_out([*news, *(PagePlace(f"http://port.example/product/{n}.html") for n in range(5))]) == ["/product/"]
    lines = [
        PagePlace(f"http://port.example/product/{n}.html", (), "第三座灯塔的图纸如何在七天之内译成十一种语言")
        for n in range(5)
    ]
    assert left_out([*news, *lines]) == []
    dated = [PagePlace(f"http://port.example/product/{n}.html", dated=True) for n in range(5)]
    assert left_out([*news, *dated]) == []


def test_what_somebody_said_comes_first() -> None:
    pages = [*NEWS, *places("产品中心", "水泵")]
    assert left_out(pages, "产品中心") == left_out(pages, "产品中心 > 水泵") == left_out(pages, "+水泵") == []
    assert left_out(pages, "-新闻中心", "水泵") == ["新闻中心"]
    assert left_out(places("随笔", "水泵"), "随笔", "-水泵") == ["随笔 > 水泵"]
    folder = [PagePlace(f"http://port.example/a/b/{n}.html") for n in range(3)]
    assert left_out(folder, "-/a/b/") == left_out(folder, "-b") == ["/a/b/"]
    earlier = SectionChoices.of_names(["a", "-b"])
    assert earlier.joined(SectionChoices.of_names(["b", "-c"])).names == ["a", "b", "-c"]


def test_neither_order_nor_repetition_matters() -> None:
    pages = [*NEWS, *places("产品中心", "水泵"), *places("产品中心")]
    assert left_out(pages) == left_out(pages[::-1]) == left_out(pages * 2) == ["产品中心"]


def page_at(number: int, section: str, *, day: str = "", body: str = "") -> Page:
    title = f"{number}号水泵"
    text = (
        f"<html><head><title>{title} - 滨海水泵</title></head><body>"
        f"<div class='path'>当前位置: <a href='/'>首页</a> &gt; <a href='/s/'>{section}</a> &gt; 正文</div>"
        f"<h1>{title}</h1><div class='info'>{day}</div><div>{body}</div></body></html>"
    )
    capture = Capture(
        f"http://port.example/show/{number}.html", None, None, None, None, "2026-11-24T09:32:26.000000Z", 200, None
    )
    return Page("port", capture, (("Content-Type", "text/html"),), text.encode())


BODY = "".join(
    f"<p>{first}号水泵在港口的第{second}座码头上日夜抽水,从来没有停过一天,也没有让一艘渡船在潮水退去之后等过它。</p>"
    for first, second in pairwise("一二三四五六七八九")
)


def test_a_page_of_a_section_that_is_left_out_is_no_article() -> None:
    page = page_at(7, "产品中心", day="发布日期:2024-05-06", body=BODY)
    sections = Sections()
    for each in [*NEWS, *(PagePlace(f"http://port.example/{n}", ("产品中心",), "水泵") for n in range(3))]:
        sections.add(each)
    template = Template("port/first", left_out=sections.left_out())
    assert extract(page).is_article
    document = extract(page, template)
    assert (document.kind, document.blocks, document.title) == ("page", (), "7号水泵")
    assert extract(page_at(7, "产品新闻", day="发布日期:2024-05-06", body=BODY), template).is_article
    assert Template.decode(template.encode()) == template


def test_the_place_does_not_depend_on_the_template() -> None:
    page = page_at(7, "产品中心", day="发布日期:2024-05-06", body=BODY)
    sketch = sketch_page(page)
    assert isinstance(sketch, Sketch)
    assert sketch.place == PagePlace("http://port.example/show/7.html", ("产品中心",), "7号水泵", True)
    template = Template("port/first", sketch.lines)
    assert getattr(sketch_page(page, template), "place", None) == sketch.place


def test_names() -> None:
    assert names_articles("产品动态")
    assert not names_articles("产品中心")
    assert names_products("产品中心")
    assert not names_products("水泵")
