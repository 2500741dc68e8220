"""Pages that are no articles, whatever their address, and articles that look like them."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

MENU = "".join(f"<li><a href='/c{n}.html'>栏目{n}</a></li>" for n in range(12))
SUMMARY = (
    "译员周志宁在码头工作了二十年,接待过六百位船长。他说,名字念对了,事情就成了一半;念错了,后面说什么都没有人听。"
)
ENTRY = "<a href='/n/{n}.html'>往期新闻标题之{n}:一条不短的标题</a>"


def page(body: str, title: str) -> str:
    return f"<html><head><title>{title}</title></head><body><ul>{MENU}</ul>{body}<p>版权所有 © 2025 南湖译文</p></body></html>"


def entries(form: str, count: int = 8) -> str:
    link = ENTRY
    return "".join(
        form.replace("LINK", link.format(n=n)).replace("SUMMARY", SUMMARY).replace("DATE", f"2024-01-{n:02}")
        for n in range(10, 10 + count)
    )


LISTS = {
    "links and dates": f"<h1>新闻中心</h1><ul>{entries('<li>LINK<span>DATE</span></li>')}</ul>",
    "summaries in items": f"<h1>新闻中心</h1><ul>{entries('<li><h3>LINK</h3><p>SUMMARY</p><i>DATE</i></li>')}</ul>",
    "summaries in boxes": entries("<div><div>LINK</div><div>SUMMARY</div><div><a href=/x>详细</a></div></div>"),
    "summaries side by side": f"<h2>新闻中心</h2><div>{entries('<h3>LINK</h3><p>SUMMARY</p>')}</div>",
    "a definition list": f"<dl>{entries('<dt>LINK</dt><dd>SUMMARY</dd>')}</dl>",
    "rows of a table": f"<table>{entries('<tr><td>LINK</td><td>DATE</td></tr><tr><td colspan=2>SUMMARY</td></tr>')}</table>",
    "one long link each": entries("<a href=/n><h4>标题</h4><p>SUMMARY</p><span>DATE</span></a>"),
    "an introduction first": f"<h1>栏目3</h1><p>{SUMMARY}</p><ul>{entries('<li>LINK DATE</li>')}</ul>",
    "lines": f"<div>{entries('· LINK (DATE)<br>', 20)}</div>",
    "summaries below lines of a section, a link, a day and counts": f"<ul>{entries('<li>[<b><a href=/n/>动态</a></b>] LINK<span>日期:DATE 10:11:32点击:183好评:2</span><p>SUMMARY</p></li>', 3)}</ul>",
    "three entries only": f"<h1>新闻中心</h1><ul>{entries('<li>LINK<p>SUMMARY</p></li>', 3)}</ul>",
    "two entries": f"<h1>新闻中心</h1>{entries('<div><h3>LINK</h3><p>SUMMARY</p></div>', 2)}",
    "two whole stories": entries("<div><h2>LINK</h2><small>DATE</small><p>SUMMARY</p><p>SUMMARY</p></div>", 2),
    "a pager": f"<ul>{entries('<li>LINK<p>SUMMARY</p></li>')}</ul><div><a href=?p=1>1</a> <b>2</b> <a href=?p=3>3</a> 下一页</div>",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_no_article(name: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(LISTS[name], "新闻中心 - 南湖译文"))
    assert document.kind == "list"
    assert document.blocks == ()


@pytest.mark.parametrize(
    ("body", "title", "kind"),
    [
        ("<h1>404</h1><p>抱歉,您访问的页面不存在或已被删除。</p><a href=/>返回首页</a>", "南湖译文", "error"),
        (
            "<h2>Page not found</h2><p>The page you are looking for does not exist.</p>",
            "Page not found – Lakeside",
            "error",
        ),
        (
            "<h1>很抱歉,您要查看的文章《渡口的翻译》不存在或已被管理员删除!</h1><p>可能的原因:</p><p>1、网址输入有误;</p>",
            "提示信息",
            "error",
        ),
        ("<div>对不起,没有找到您要的文章!</div>", "错误提示", "error"),
        (
            "<h1>This document cannot be shown</h1><p>It might have been renamed, or is temporarily unavailable.</p>",
            "Lakeside",
            "error",
        ),
        ("<h1>Sorry</h1><p>The article you were looking for is not here any more.</p>", "Lakeside", "error"),
        (
            "<h1>联系我们</h1><p>地址:苏州市平江路60号</p><p>电话:0512-5555 0100</p><p>邮箱:a@example.com</p>",
            "联系我们",
            "page",
        ),
        (f"<h1>关于我们</h1><p>{SUMMARY}</p><p>{SUMMARY}</p>", "关于我们 - 南湖译文", "page"),
        (
            f"<a href=/about>公司简介</a><a href=/n>新闻</a><h1>公司简介</h1><p>发布时间：2019-03-04 点击：88</p><p>{SUMMARY}</p>",
            "公司简介",
            "page",
        ),
        (f"<h2>Company Profile</h2><p>{SUMMARY}</p><p>{SUMMARY}</p>", "Lakeside", "page"),
        (
            "<form><h1>会员登录</h1>用户名<input>密码<input type=password><button>登录</button></form>",
            "会员登录",
            "page",
        ),
        ("<table>" + "<tr>" + "<td>1</td>" * 7 + "</tr></table>", "日历", "list"),
        ("<h1>订购纸张</h1><p>型号 A4-80</p><p>规格 210 × 297 毫米，每箱五包</p><p>颜色 白</p>", "订购纸张", None),
        ("<div id=app></div>", "南湖译文", None),
    ],
)
def test_other_pages_are_no_articles(
    body: str, title: str, kind: str | None, extracted: Callable[..., Document]
) -> None:
    document = extracted(page(body, title))
    assert not document.is_article
    assert kind in (None, document.kind)
    assert document.blocks == ()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("http://www.example.com/", "list"),
        ("http://www.example.com/index.html", "list"),
        ("http://www.example.com/search?q=码头", "list"),
        ("http://www.example.com/tag/码头", "list"),
        ("http://www.example.com/news/12/comments", "page"),
    ],
)
def test_some_addresses_are_never_articles(url: str, kind: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(f"<h1>码头上的翻译</h1><p>{SUMMARY}</p><p>{SUMMARY}</p>", "码头上的翻译"), url=url)
    assert document.kind == kind


def test_an_error_status_is_an_error_whatever_the_text(
    make_page: Callable[..., object], extracted: Callable[..., Document]
) -> None:
    html = page(f"<h1>码头上的翻译</h1><p>{SUMMARY}</p>", "码头上的翻译")
    assert extracted(html).is_article
    assert extracted(html, status=404).kind == "error"


@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "application/json", "text/css"])
def test_what_is_no_html_is_no_article(content_type: str, extracted: Callable[..., Document]) -> None:
    html = page(f"<h1>码头上的翻译</h1><p>{SUMMARY}</p>", "码头上的翻译")
    assert extracted(html, content_type=content_type).kind == "other"


def test_a_page_without_a_type_is_read_when_it_looks_like_html(extracted: Callable[..., Document]) -> None:
    assert extracted(page(f"<h1>码头上的翻译</h1><p>{SUMMARY}</p>", "码头上的翻译"), content_type=None).is_article
    assert extracted(b"%PDF-1.4 \x00\x01 binary", content_type=None).kind == "other"


@pytest.mark.parametrize(
    "content", ["<img src=/i/1.jpg>", "<a href=/f/1.xls><img src=/x.gif></a>", "<iframe src=/v/1></iframe>"]
)
def test_a_dated_page_between_two_articles_needs_no_text(content: str, extracted: Callable[..., Document]) -> None:
    neighbours = "<p>上一篇:<a href=/n/6.html>渡船停航两天</a></p><p>下一篇:<a href=/n/8.html>译员培训班结业</a></p>"
    body = f"<h2>渡船通航仪式掠影</h2><p>时间:2024-05-06 来源:南湖译文</p><div>{content}</div>"
    document = extracted(page(body + neighbours, "渡船通航仪式掠影"), url="http://www.nanhu.example/n/7.html")
    assert document.kind in ("article", "news")
    assert document.blocks == ()
    assert document.published == "2024-05-06"
    assert extracted(page(body, "渡船通航仪式掠影"), url="http://www.nanhu.example/x").kind in ("list", "other")
