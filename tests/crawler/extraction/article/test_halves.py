"""Articles in two halves, a language each, whatever the page sets between them and after them."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

Z1 = "石桥镇的茶厂今年第一次请了翻译,厂长说,外国客人问得很细,光靠手势已经不够用了。"
Z2 = "译员祝小满在茶厂住了五天,把四十道工序一道一道地记下来,又一道一道地讲给客人听。"
Z3 = "客人临走时说,他们听懂的不只是茶。"
E1 = "The tea works at Stone Bridge hired an interpreter this year for the first time, since gestures no longer do."
E2 = "Zhu Xiaoman stayed five days, wrote down all forty steps of the work, and told the guests of every one."
E3 = "When they left, the guests said that tea was not all they had understood."
HALVES = [Z1, Z2, Z3, E1, E2, E3]
MENU = "<ul>" + "".join(f"<li><a href='/c{n}.html'>栏目{n}</a></li>" for n in range(8)) + "</ul>"
HEAD = "<h1>茶厂里的翻译</h1><p>来源:石桥译文 发布时间:2019-04-08</p>"
LATEST = (
    "<h4>相关文章</h4><ul>"
    + "".join(f"<li><a href='/n/{n}.html'>旧闻之{n}:一条不短的标题</a></li>" for n in range(6))
    + "</ul>"
)
FOOT = "<div>版权所有 © 2025 石桥译文有限公司 苏ICP备2020041177号</div>"
CENTRED_FOOT = (
    "<hr><center><a href=/>Home</a> | <a href=/a.htm>About</a> | <a href=/l.htm>Links</a><br>Last updated: 8 April 2003<br>"
    "© 2003 Stone Bridge Language Service<br>You are visitor number 40,312</center>"
)


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


ZH, EN = paragraphs(Z1, Z2, Z3), paragraphs(E1, E2, E3)
PAGES = {
    "related links between": f"{HEAD}<div class=a>{ZH}</div><div>{LATEST}</div><div class=b>{EN}</div>",
    "related links between, all in a box": f"<div id=w>{HEAD}<div class=a>{ZH}</div><div class=related>{LATEST}</div><div class=b>{EN}</div></div>",
    "a line of links between": f"<div>{HEAD}<div>{ZH}</div><p><a href=/1>上一篇:旧闻</a> <a href=/2>下一篇:新闻</a></p><div>{EN}</div></div>",
    "a link to the other half between": f"<div>{HEAD}<div>{ZH}</div><div><a href='#en'>English version below</a></div><div>{EN}</div></div>",
    "an advertisement between": f"<div>{HEAD}<div>{ZH}</div><div>广告<br><a href='http://ads.example/'>学外语,到海棠</a></div><div>{EN}</div></div>",
    "cells": f"{HEAD}<table><tr><td>{ZH}</td><td>{EN}</td></tr></table>",
    "cells with a cell of links between": f"{HEAD}<table><tr><td>{ZH}</td><td>{LATEST}</td><td>{EN}</td></tr></table>",
    "tables": f"{HEAD}<table><tr><td>{ZH}</td></tr></table><table><tr><td>{EN}</td></tr></table>",
    "tables with an advertisement's table between": f"{HEAD}<table><tr><td>{ZH}</td></tr></table><table><tr><td align=center>广告<br>海棠外语,周末班招生</td></tr></table><table><tr><td>{EN}</td></tr></table>{CENTRED_FOOT}",
    "tables in the centre": f"<center>{HEAD}</center><table><tr><td>{ZH}</td></tr></table><table><tr><td><b>Advertisement</b><br>Learn Chinese at Haitang, weekend classes</td></tr></table><table><tr><td>{EN}</td></tr></table>{CENTRED_FOOT}",
    "breaks": f"{HEAD}<table><tr><td>{Z1}<br><br>{Z2}<br><br>{Z3}</td></tr></table><table><tr><td><font size=1>AD</font></td></tr></table><table><tr><td>{E1}<br><br>{E2}<br><br>{E3}</td></tr></table>{CENTRED_FOOT}",
    "the title in the first half only": f"<div><div class=zh>{HEAD}{ZH}</div><div class=more>{LATEST}</div><div class=en>{EN}</div></div>",
    "columns with the title in the first": f"<div class=row><div class=col>{HEAD}{ZH}</div><div class=col>{EN}</div><div class=col>{LATEST}</div></div>",
}


@pytest.mark.parametrize("name", PAGES)
def test_both_halves_are_taken(name: str, extracted: Callable[..., Document]) -> None:
    document = extracted(
        f"<html><head><title>茶厂里的翻译 - 石桥译文</title></head><body>{MENU}{PAGES[name]}{FOOT}</body></html>"
    )
    assert [block.text for block in document.blocks] == HALVES
    assert document.title == "茶厂里的翻译"


ENGLISH_TITLE = {
    "sections with headings": f"<section><h1>茶厂里的翻译</h1>{ZH}</section><aside>{LATEST}</aside><section><h2>An Interpreter in the Tea Works</h2>{EN}</section>",
    "a link line between": f"<div><h1>茶厂里的翻译</h1>{ZH}</div><div><a href=/1>上一篇</a> | <a href=/2>下一篇</a></div><div><h2>An Interpreter in the Tea Works</h2>{EN}</div>",
}


@pytest.mark.parametrize("name", ENGLISH_TITLE)
def test_the_second_half_brings_its_heading(name: str, extracted: Callable[..., Document]) -> None:
    document = extracted(
        f"<html><head><title>茶厂里的翻译 - 石桥译文</title></head><body>{MENU}{ENGLISH_TITLE[name]}{FOOT}</body></html>"
    )
    assert [block.text for block in document.blocks] == [Z1, Z2, Z3, "An Interpreter in the Tea Works", E1, E2, E3]


OTHERS = {
    "a teaser in the other language": f"<div>{HEAD}{ZH}</div><div><h3>Company profile</h3><p>{E1} {E2}</p></div>",
    "a summary under related links": f"<div>{HEAD}{ZH}</div><div><h4>相关文章</h4><div><a href=/x>English news: a story of some length</a><p>{E1}</p></div></div>",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_box_after_the_article_is_no_half(name: str, extracted: Callable[..., Document]) -> None:
    document = extracted(
        f"<html><head><title>茶厂里的翻译 - 石桥译文</title></head><body>{MENU}{OTHERS[name]}{FOOT}</body></html>"
    )
    assert [block.text for block in document.blocks] == [Z1, Z2, Z3]
