"""Articles in markups of many kinds: what a reader would say is the article, and nothing else."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest

from archive.model.document import Document

MENU = "".join(f"<li><a href='/c{n}.html'>栏目{n}</a></li>" for n in range(60))
FOOT = "<div>版权所有 © 2025 南湖译文有限公司 苏ICP备2020041177号<br>技术支持:易联网络</div>"
LATEST = "".join(
    f"<li><a href='/n/{n}.html'>往期新闻标题之{n}:一条不短的标题</a><span>2024-01-{n:02}</span></li>"
    for n in range(10, 22)
)
ABOUT_US = (
    "<h4>公司简介</h4><p>南湖译文成立于一九九八年,是本市最早的专业翻译机构之一,现有专职译员六十余人,签约译员四百余人,"
    "服务语种四十个,累计交付译文两亿余字,客户遍及机械、医药、法律、金融、能源等行业。</p><p>我们坚持每一份译文由两个人完成,"
    "一人翻译,一人审校;每一位译员只译自己懂得的行业。二十七年来,我们没有丢失过一份客户的文件。</p>"
)
P1 = "清晨六点,老码头的渡船还没有开,翻译周志宁已经在候船室里背名单了。"
P2 = "他要接待的是十二位外国船长,每个人的名字都要念对,他说念错一个,这一天就白来了。"
P3 = "下午的座谈会开了三个小时,没有一位船长低头看手机。"
E1 = "At six in the morning the ferry had not left, and Zhou Zhining was learning names in the waiting room."
E2 = "Twelve captains were to come, and every name had to be right; one mistake, he said, and the day is lost."


class Case(NamedTuple):
    """A page and what it should give."""

    html: str
    title: str
    blocks: list[str]
    facts: Mapping[str, object] = MappingProxyType({})


def page(body: str, title: str = "渡船上的翻译 - 南湖译文") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{body}</body></html>"


CASES = {
    "two sentences under a huge menu, the head names only the site": Case(
        page(
            f"<ul>{MENU}</ul><table><tr><td width=200><ul>{LATEST}</ul></td><td><table><tr><td align=center><b>渡船停航两天</b></td></tr>"
            f"<tr><td>因大风,渡船停航两天。周四恢复。</td></tr></table></td></tr></table>{FOOT}",
            "南湖译文",
        ),
        "渡船停航两天",
        ["因大风,渡船停航两天。周四恢复。"],
    ),
    "a portal's page": Case(
        page(
            f"<div class=top-nav><a href=/>首页</a><a href=/s>体育</a><a href=/e>娱乐</a></div>"
            "<div class='main-content w1240'><h1 class='main-title'>渡船上的翻译</h1>"
            "<div class='top-bar-wrap'><div class='date-source'><span class=date>2018年03月12日 07:45</span> "
            "<a class='source ent-source' href='http://x.example/'>南湖晚报</a></div><span class=bar>收藏本文</span></div>"
            f"<div class='article' id=artibody><p>　　原标题:渡船上的翻译</p><div class=img_wrapper><img src=1.jpg><span class=img_descr>候船室里的周志宁。</span></div>"
            f"<p>　　{P1}</p><p>　　{P2}</p><div class=ad>广告</div><p>　　{P3}</p><p class=show_author>责任编辑:柳岸 </p></div>"
            "<div class=keywords>关键字 : <a href=/t/1>渡船</a><a href=/t/2>翻译</a></div></div>"
            f"<div class=rightcol><h2>热门排行</h2><ul>{LATEST}</ul></div>{FOOT}",
            "渡船上的翻译|渡船|翻译_南湖新闻_南湖网",
        ),
        "渡船上的翻译",
        ["原标题:渡船上的翻译", "候船室里的周志宁。", P1, P2, P3],
        {"source": "南湖晚报", "published": "2018-03-12T07:45+08:00"},
    ),
    "a side bar longer than the article, without any names": Case(
        page(
            f"<div><div><h2>渡船上的翻译</h2><p>2024-05-06</p><p>{P1}</p><p>{P2}</p></div>"
            f"<div>{ABOUT_US}<h4>最新动态</h4><ul>{LATEST}</ul><p>电话:0512-5555 0100</p></div></div>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, P2],
        {"published": "2024-05-06"},
    ),
    "a side bar longer than the article, before it": Case(
        page(
            f"<div><div>{ABOUT_US}<ul>{LATEST}</ul></div><div><h1>渡船上的翻译</h1><p>{P1}</p><p>{P2}</p></div></div>{FOOT}",
            "南湖译文",
        ),
        "渡船上的翻译",
        [P1, P2],
    ),
    "a chronicle by days": Case(
        page(
            "<h1>渡船上的翻译</h1>"
            + "".join(f"<div><b>2024年5月{n}日</b><p>{text}</p></div>" for n, text in enumerate((P1, P2, P3), 6))
            + FOOT
        ),
        "渡船上的翻译",
        ["2024年5月6日", P1, "2024年5月7日", P2, "2024年5月8日", P3],
    ),
    "sections that each lead back to the top": Case(
        page(
            "<h1>渡船上的翻译</h1>"
            + "".join(
                f"<div><h3>第{n}节</h3><p>{text}</p><p><a href='#top'>返回顶部</a></p></div>"
                for n, text in zip("一二三", (P1, P2, P3), strict=True)
            )
            + FOOT
        ),
        "渡船上的翻译",
        ["第一节", P1, "第二节", P2, "第三节", P3],
    ),
    "lines and nothing else, the byline above the title": Case(
        page(
            "Copy Success<br><br>Current location:<a href=/>Home</a> &gt; <a href=/n>News</a><br>Source: Daxinya Date:2025-03-03 09:32:26<br><br>"
            f"The Ferry’s Interpreter<br><br>Excellencies,<br><br>Good morning!<br><br>{E1}<br><br>{P1}<br><br>{E2}<br><br>Thank you!<br><br><br>"
            "Copyright © 2025 Lakeside Translations. All rights reserved<br>Technical Support:Netfirm",
            "Lakeside",
        ),
        "The Ferry’s Interpreter",
        ["Excellencies,", "Good morning!", E1, P1, E2, "Thank you!"],
        {"source": "Daxinya", "published": "2025-03-03T09:32:26"},
    ),
    "a lead in the head of the article, the text in another box": Case(
        page(
            f"<main><div><h1>渡船上的翻译</h1><p>时间:2024-05-06 来源:南湖译文</p><div>{P3}</div></div>"
            f"<div><p>{P1}</p><p>{P2}</p><p>{P1}</p><p>{P2}</p><p>谢谢大家</p></div></main>{FOOT}"
        ),
        "渡船上的翻译",
        [P3, P1, P2, P1, P2, "谢谢大家"],
        {"source": "南湖译文"},
    ),
    "one language in each column": Case(
        page(
            f"<table><tr><td colspan=2><h1>渡船上的翻译</h1></td></tr><tr><td><p>{P1}</p><p>{P2}</p></td>"
            f"<td><p>{E1}</p><p>{E2}</p></td></tr></table>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, P2, E1, E2],
    ),
    "lines in the body itself, a list with summaries beside": Case(
        page(
            f"<a href=/>Home</a> | <a href=/news>News</a><hr><h3>The ferry’s interpreter</h3>May 6, 2024<br><br>{E1}<br><br>{E2}<br><br>"
            "Thank you!<br><hr>"
            + "".join(
                f"<div><a href=/n{n}>An older story, number {n}</a><p>What it was about, told in a sentence or two, so that one goes on reading.</p></div>"
                for n in range(6)
            )
            + "<p>Copyright 2025 Lakeside Translations. All rights reserved.</p>",
            "Lakeside Translations: The ferry’s interpreter",
        ),
        "The ferry’s interpreter",
        [E1, E2, "Thank you!"],
        {"published": "2024-05-06"},
    ),
    "related articles in the midst, a notice about rights at the end": Case(
        page(
            f"<article><h1>渡船上的翻译</h1><div>发布时间:2024-05-06 08:00 浏览次数:88</div><p>{P1}</p>"
            "<div><b>延伸阅读</b><ul><li><a href=/1>码头往事</a></li><li><a href=/2>船长的名单</a></li></ul></div>"
            f"<p>{P2}</p><p>{P3}</p><p>免责声明:本文部分内容来自网络,如有侵权请联系删除。</p></article>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, P2, P3],
        {"published": "2024-05-06T08:00+08:00"},
    ),
    "a notice with a telephone number and a list": Case(
        page(
            f"<div><h2>关于口译培训报名的通知</h2><p>发布日期:2024年6月1日</p><p>各位学员:</p><p>夏季口译培训自今日起接受报名,名额四十人,额满为止。</p>"
            "<ol><li>报名者须有两年以上翻译经验;</li><li>培训费每人八百元。</li></ol><p>报名电话:0512-5555 0100,联系人:陆老师。</p>"
            f"<p>特此通知。</p><p>南湖译文</p></div>{FOOT}",
            "关于口译培训报名的通知-南湖译文",
        ),
        "关于口译培训报名的通知",
        [
            "各位学员:",
            "夏季口译培训自今日起接受报名,名额四十人,额满为止。",
            "报名者须有两年以上翻译经验;",
            "培训费每人八百元。",
            "报名电话:0512-5555 0100,联系人:陆老师。",
            "特此通知。",
            "南湖译文",
        ],
        {"published": "2024-06-01", "kind": "notice"},
    ),
    "comments longer than the article": Case(
        page(
            f"<div id=main><h1>渡船上的翻译</h1><p>作者:沈青 2024-05-06</p><div><p>{P1}</p><p>{P2}</p></div>"
            "<div><h3>网友评论(3)</h3>"
            + "".join(
                f"<div><b>读者{n}</b><span>2024-05-0{n} 10:00</span><p>我坐过这条渡船,船上的翻译给我留下很深的印象,他记得每个人的名字,也记得每个人的行李,真是难得。</p></div>"
                for n in range(1, 4)
            )
            + f"</div></div>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, P2],
        {"author": "沈青", "published": "2024-05-06"},
    ),
    "a first heading that is the site's name": Case(
        page(
            f"<h1><a href=/>南湖译文</a></h1><ul>{MENU}</ul><div class=c><h3>渡船上的翻译</h3><p>{P1}</p><p>{P2}</p></div>{FOOT}",
            "南湖译文 | 渡船上的翻译",
        ),
        "渡船上的翻译",
        [P1, P2],
    ),
    "a title in two languages": Case(
        page(f"<h1>渡船上的翻译<br>The Ferry’s Interpreter</h1><p>{P1}</p><p>{E1}</p><p>{P2}</p><p>{E2}</p>{FOOT}"),
        "渡船上的翻译",
        [P1, E1, P2, E2],
        {"subtitle": "The Ferry’s Interpreter"},
    ),
    "figures in a table": Case(
        page(
            f"<h1>渡船上的翻译</h1><p>{P1}</p><table><tr><th>年份</th><th>航次</th></tr><tr><td>2023</td><td>410</td></tr>"
            f"<tr><td>2024</td><td>395</td></tr></table><p>{P2}</p>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, "年份 航次", "2023 410", "2024 395", P2],
    ),
    "a table in two languages": Case(
        page(
            f"<h1>渡船上的翻译</h1><table><tr><td>{P1}</td><td>{E1}</td></tr><tr><td>{P2}</td><td>{E2}</td></tr></table>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, E1, P2, E2],
    ),
    "what it says is that a page was not found": Case(
        page(
            f"<h1>“页面不存在”怎样译成英语</h1><p>2024-05-06</p><p>网页上的“页面不存在”通常译作 Page not found。</p>"
            f"<p>版权所有四个字则译作 All rights reserved。</p>{FOOT}",
            "“页面不存在”怎样译成英语 - 南湖译文",
        ),
        "“页面不存在”怎样译成英语",
        ["网页上的“页面不存在”通常译作 Page not found。", "版权所有四个字则译作 All rights reserved。"],
    ),
    "text in boxes of a site builder": Case(
        page(
            "<div><div><div><a href=/>首页</a></div><div><a href=/b>博客</a></div></div><div><div><div><span style='font-size:28px'>渡船上的翻译</span></div></div>"
            + "".join(
                f"<div><div><div><span style='font-size:15px'>{text}</span></div></div></div>"
                for text in (P1, P2, P3)
            )
            + f"</div></div>{FOOT}"
        ),
        "渡船上的翻译",
        [P1, P2, P3],
    ),
    "a menu that was never closed": Case(
        page(
            f"<div class=menu><ul><li><a href=/>首页<li><a href=/n>新闻<li><a href=/a>关于</ul><h1>渡船上的翻译</h1><p>{P1}<p>{P2}<p>{P3}{FOOT}"
        ),
        "渡船上的翻译",
        [P1, P2, P3],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_an_article_is_found_whole_and_alone(name: str, extracted: Callable[..., Document]) -> None:
    case = CASES[name]
    document = extracted(case.html)
    assert document.is_article, document.kind
    assert document.title == case.title
    assert [block.text for block in document.blocks] == case.blocks
    for fact, expected in case.facts.items():
        assert getattr(document, fact) == expected, fact


def test_what_was_left_out_has_its_reason(extracted: Callable[..., Document]) -> None:
    document = extracted(CASES["a portal's page"].html)
    reasons = {removed.text: removed.reason for removed in document.removed}
    assert reasons["版权所有 © 2025 南湖译文有限公司"] == "copyright"
    assert reasons["苏ICP备2020041177号"] == "icp"
    assert reasons["技术支持:易联网络"] == "technical-support"
    assert reasons["热门排行"] == "related"
    assert reasons["广告"] == "advertisement"
    assert reasons["责任编辑:柳岸"] == "byline"
    assert reasons["首页"] == "navigation"


def test_kinds_of_blocks(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<h1>渡船上的翻译</h1><p>(2024年5月6日)</p><p>女士们,先生们:</p><p>{P1}</p><h2>名单</h2><ul><li>十二个名字,</li><li>九种语言。</li></ul>"
        f"<blockquote>{P3}</blockquote><p><b>船长</b></p><p>{P2}</p><p><img src=1.jpg></p><p>候船室里的周志宁</p><table><tr><th>年</th><th>航次</th></tr>"
        f"<tr><td>2023</td><td>410</td></tr></table><p>{P1}</p>{FOOT}"
    )
    assert [block.kind for block in extracted(html).blocks] == [
        "date", "salutation", "paragraph", "heading", "list-item", "list-item", "quote", "heading", "paragraph", "caption",
        "table-row", "table-row", "paragraph",
    ]  # fmt: skip


def test_links_and_images_of_the_article_are_absolute(extracted: Callable[..., Document]) -> None:
    html = page(
        f"<img src=/logo.png><h1>渡船上的翻译</h1><p>{P1}</p><p><img src='../i/1.jpg' alt=' 渡船 '>{P2}<a href='/t?a=1#x'>名单</a></p><p>{P3}</p>{FOOT}"
    )
    document = extracted(html)
    assert [(image.url, image.alt) for image in document.images] == [("http://www.example.com/i/1.jpg", "渡船")]
    assert [(link.url, link.text) for link in document.links] == [("http://www.example.com/t?a=1#x", "名单")]
