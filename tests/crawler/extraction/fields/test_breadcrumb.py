"""Breadcrumb trails in many markups, without the page itself."""

# ruff: noqa: E501 - markup reads best as it stands on a page

import pytest

from crawler.extraction.decoding.html_tree_xpath_and_script_json import parse
from crawler.extraction.fields.trail_and_pager import find_trail, section_steps
from crawler.extraction.text.segment import segment

TITLE = "译员的一天从五点开始"


def steps(html: str) -> list[str]:
    root = parse(f"<body>{html}<h1>{TITLE}</h1><p>清晨五点,译员小吴已经坐在桌前。</p>")
    assert root is not None
    trail = find_trail(segment(root).blocks)
    return [step for step, _ in section_steps(trail, TITLE)] if trail else []


@pytest.mark.parametrize(
    "html",
    [
        "<div>当前位置:<a href=/>首页</a> &gt; <a href=/n>新闻中心</a> &gt; <a href=/n/2>行业新闻</a></div>",
        "<div>您现在的位置：<a href=/>首页</a>»<a href=/n>新闻中心</a>»<a href=/n/2>行业新闻</a>» 正文</div>",
        f"<p class=crumb><a href=/>首页</a> / <a href=/n>新闻中心</a> / <a href=/n/2>行业新闻</a> / {TITLE}</p>",
        "<ol class=breadcrumb><li><a href=/>首页</a><li><a href=/n>新闻中心</a><li><a href=/n/2>行业新闻</a></ol>",
        f"<nav aria-label=Breadcrumb><ul><li><a href=/>首页</a><li><a href=/n>新闻中心</a><li><a href=/n/2>行业新闻</a><li>{TITLE[:8]}...</ul></nav>",
        f"<div>当前位置:<a href=/>首页</a> &gt; <a href=/n>新闻中心</a> &gt; <a href=/n/2>行业新闻</a> &gt; {TITLE[2:]}</div>",
        "<table><tr><td>位置: <a href=/>首页</a>--<a href=/n>新闻中心</a>--<a href=/n/2>行业新闻</a>--查看内容</td></tr></table>",
        "<nav class=breadcrumbs><a href=/zh/>首页</a> / <a href=/n>新闻中心</a> / <a href=/n/2>行业新闻</a></nav>",
        "<div class=my_bread><ul><li><a href=/>首页</a><li>/<li><a href=/n>新闻中心</a><li>/<li><a href=/n/2>行业新闻</a><li>/<li>正文</ul></div>",
        "<div>Você está aqui: <a href=/>首页</a> &gt; <a href=/n>新闻中心</a> &gt; <a href=/n/2>行业新闻</a> &gt; Meldung</div>",
        "<table><tr><td>您的位置：<a href=/>首页</a></td><td><table><tr><td>&gt; <a href=/n>新闻中心</a></td></tr></table></td><td><table><tr><td>&gt; <a href=/n/2>行业新闻</a></td></tr></table></td></tr></table>",
        "<div id=CrumbList><ol><li><a href=/>首页</a><li><a href=/n>新闻中心</a><li><a href=/n/2>行业新闻</a></ol></div>",
        "<span class=layui-breadcrumb><a href=/>首页</a><a href=/n>新闻中心</a><a href=/n/2>行业新闻</a></span>",
    ],
)
def test_steps_of_a_trail(html: str) -> None:
    assert steps(html) == ["首页", "新闻中心", "行业新闻"]


@pytest.mark.parametrize(
    ("last", "title", "section"),
    [
        ("Registry Opening", "Remarks at the Opening of the Registry", "Speeches"),
        ("Winter Gala 2019", "Of Chairs and Oaths", "Speeches"),
        ("Winter Gala", "Of Chairs and Oaths", "Speeches"),
        ("Court News", "Of Chairs and Oaths", "Court News"),
        ("Talks", "Talks at the Opening", "Talks"),
        ("<a href=/s/c>Registry Opening</a>", "Remarks at the Opening of the Registry", "Registry Opening"),
    ],
)
def test_a_last_step_without_a_link_may_be_a_shorter_name_of_the_page(last: str, title: str, section: str) -> None:
    root = parse(
        f"<body><div>You are here: <a href=/>Home</a> &gt; <a href=/s>Speeches</a> &gt; {last}</div><h1>{title}</h1>"
    )
    assert root is not None
    trail = find_trail(segment(root).blocks)
    assert trail is not None
    assert section_steps(trail, title, "Talk at the Winter Gala 2019", "Court News")[-1][0] == section


@pytest.mark.parametrize(
    "html",
    [
        "<div><a href=/>首页</a> | <a href=/a>关于我们</a> | <a href=/n>新闻中心</a> | <a href=/c>联系我们</a></div>",
        "<ul><li><a href=/>首页</a><li><a href=/a>关于我们</a><li><a href=/n>新闻中心</a></ul>",
        f"<ul><li><a href=/>首页</a><li><a href=/t.html>{TITLE}</a></ul>",
        "<p>价格从 3 &gt; 2 说起</p>",
        "",
    ],
)
def test_a_menu_is_no_trail(html: str) -> None:
    assert steps(html) == []


def test_the_articles_before_and_after_are_no_trail() -> None:
    html = "<div id=content><p><a href=/a>&laquo; Compte rendu</a> - <a href=/b>Cotisations &raquo;</a></p></div>"
    assert steps(html) == []
