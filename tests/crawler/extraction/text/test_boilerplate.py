"""Lines of a page's software and sales inside an article's container: out, with their reason; and what stays."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document
from crawler.extraction.text.boilerplate_advertisement_and_disclaimer_lines import service_reason

P1 = "石桥镇的茶厂今年第一次请了翻译,厂长说,外国客人问得很细,光靠手势已经不够用了。"
P2 = "译员祝小满在茶厂住了五天,把四十道工序一道一道地记下来,又一道一道地讲给客人听。"
P3 = "客人临走时说,他们听懂的不只是茶。"
HEAD = "<h1>茶厂里的翻译</h1><p>来源:石桥译文 发布时间:2019-04-08</p>"
MIDDLE = {
    "<p><a href='http://haitang.example/'>海棠翻译,名校译员日夜在岗,点击咨询</a></p>": "advertisement",
    "<p><a href='/baojia.html'>译稿报价千字八十元起,马上询价</a></p>": "advertisement",
    "<p>如涉及侵权,请与我们联系,我们将及时删除。</p>": "copyright",
    "<p>Source: Shiqiao Date: 2019-04-08 Hits: 31</p>": "byline",
    "<div>广告<br>海棠外语,周末班招生</div>": "advertisement",
    "<p><a href='#en'>English version below</a></p>": "navigation",
    "<marquee>欢迎光临石桥译文,本站全新改版</marquee>": "notice",
}
AFTER = {
    "<p>本文标签:茶 翻译</p>": "navigation",
    "<p>【打印】【关闭】【返回】</p>": "share",
    "<p>收藏 | 举报 | 打印</p>": "share",
    "<p>你是第 3021 位访客</p>": "other",
    "<p>页面执行时间:31.25毫秒</p>": "other",
    "<p>阅读(21) 评论(0)</p>": "byline",
    "<p>1,204 views | 3 comments</p>": "byline",
    "<p>顶(3) 踩(0)</p>": "share",
    "<p>Last updated: 3 May 2019</p>": "byline",
    "<p>全国服务热线:400-555-0101</p>": "contact",
    "<p>客服微信:shiqiao01</p>": "contact",
    "<div><p>傳媒查詢</p><p>陳小姐</p><p>電話:2555 0101</p></div>": "contact",
    "<p>This entry was posted on Monday, April 8th, 2019 at 9:12 am and is filed under <a href=/n>News</a>. You can follow it.</p>": "byline",
    "<p>Need a brochure translated? <a href=/q>Get a free quote</a> from our team today.</p>": "advertisement",
}


def page(between: str = "", after: str = "") -> str:
    menu = "".join(f"<li><a href='/c{n}.html'>栏目{n}</a></li>" for n in range(8))
    return (
        f"<html><head><title>茶厂里的翻译 - 石桥译文</title></head><body><ul>{menu}</ul>"
        f"<div>{HEAD}<p>{P1}</p>{between}<p>{P2}</p><p>{P3}</p>{after}</div></body></html>"
    )


def service_entries(document: Document) -> list[str]:
    """The reasons of what is left out besides menu and byline above the text."""
    return [entry.reason for entry in document.removed if not entry.text.startswith(("栏目", "来源", "发布时间"))]


@pytest.mark.parametrize("line", MIDDLE)
def test_between_paragraphs(line: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(between=line))
    assert [block.text for block in document.blocks] == [P1, P2, P3]
    assert set(service_entries(document)) == {MIDDLE[line]}


@pytest.mark.parametrize("line", AFTER)
def test_under_the_text(line: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(after=line))
    assert [block.text for block in document.blocks] == [P1, P2, P3]
    assert set(service_entries(document)) == {AFTER[line]}


KEPT = (
    "“如有侵权请联系删除”这句话并不免责,律师说得很清楚。",
    "报名电话:0512-5555 0101,联系人:李老师。",
    "打印店老板把名片递给译员,说关闭窗口之前要记得保存。",
    "Readers viewed the exhibition for 21 days and left 312 comments in the guest book.",
    "Last updated figures show that forty guests came in April alone.",
    "他说,需要翻译的时候,人们才想起翻译。",
    "本次活动的热线由志愿者接听。",
    "注:以上数据为初步统计数,最终以年报为准。",
)


@pytest.mark.parametrize("line", KEPT)
def test_sentences_about_such_things_stay(line: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(between=f"<p>{line}</p>"))
    assert [block.text for block in document.blocks] == [P1, line, P2, P3]


def test_long_lines_are_never_service_lines() -> None:
    assert service_reason("阅读(3) " * 100) is None


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("<div>时政|经贸|文化|双语|图片</div>", "navigation"),
        ("<div><a>首页</a></div>", "navigation"),
        ("<div>Impressum | Datenschutz | AGB</div>", "navigation"),
        ("<div>&lt;&lt; 返回</div>", "navigation"),
        ("<div>长按识别二维码关注我们</div>", "share"),
        ("<div>觉得好就打赏一下吧</div>", "share"),
        ("<div>下载APP,随时随地看译文</div>", "share"),
        ("<div>Partager cet article : Facebook LinkedIn</div>", "share"),
        ("<div>点赞 36</div>", "share"),
        ("<div>【大声朗读】【发送给好友】</div>", "share"),
        ("<div>扫一扫,加微信</div>", "contact"),
        ("<div>客服一:小茶</div>", "contact"),
        ("<div>销售热线</div>", "contact"),
        ("<div>上一条信息:茶山上的口译</div>", "related"),
        ("<div>← 茶山上的口译 茶市里的笔译 →</div>", "related"),
        ("<div>Prev: Tea words for beginners Next: No more</div>", "related"),
        ("<div><p>往期回顾</p><p>茶山上的口译</p></div>", "related"),
        ("<div>本文为石桥译文原创,未经授权不得转载。</div>", "copyright"),
        ("<div>Power by TeaCms</div>", "technical-support"),
        ("<div>您需要登录后才可以回帖</div>", "comments"),
        ("<div>Translated by the Tea House staff</div>", "byline"),
    ],
)
def test_lines_outside_the_article(line: str, reason: str, extracted: Callable[..., Document]) -> None:
    html = page().replace("</body>", f"<div class=x>{line}</div></body>")
    document = extracted(html)
    assert [block.text for block in document.blocks] == [P1, P2, P3]
    assert {
        entry.reason for entry in document.removed if not entry.text.startswith(("栏目", "来源", "发布时间"))
    } == {reason}


def test_parts_of_a_foot_have_their_own_reasons(extracted: Callable[..., Document]) -> None:
    foot = "<footer>苏ICP备2020041177号 电话:0512-555 0101 <br>技术支持:易联 转载请注明出处</footer>"
    document = extracted(page().replace("</body>", f"{foot}</body>"))
    reasons = {entry.text: entry.reason for entry in document.removed}
    assert reasons["苏ICP备2020041177号"] == "icp"
    assert reasons["电话:0512-555 0101"] == "contact"


@pytest.mark.parametrize(
    "line",
    [
        "<p>想了解茶叶资料的翻译报价?请拨打400-555-0101或点击在线客服,石桥译文竭诚为您服务!</p>",
        "<p>学口译,到石桥!限时五折,名师一对一批改&gt;&gt;点击报名</p>",
    ],
)
def test_offers_between_paragraphs_without_a_link(line: str, extracted: Callable[..., Document]) -> None:
    document = extracted(page(between=line))
    assert [block.text for block in document.blocks] == [P1, P2, P3]
    assert set(service_entries(document)) == {"advertisement"}


def test_news_of_a_hotline_is_no_offer(extracted: Callable[..., Document]) -> None:
    line = "茶农拨打这条热线就能找到译员,镇上说,开通头一个月有三百人次来电,都没有收费。"
    assert line in [block.text for block in extracted(page(between=f"<p>{line}</p>")).blocks]
