"""Bylines as the programs of forums, portals and old sites print them, each on a page with its text."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from archive.model.document import Document

TEXTS = {
    "zh": (
        "渡船翻译站昨天在北码头开张,第一天就有三十多位船员来问路、问药、问邮局,译员忙得没有喝上一口水。",
        "站长说,船员最需要的不是词典,而是有人在旁边听一听,再用对方听得懂的话说一遍,所以每班都有两名译员。",
        "翻译站每天早上六点开门,一直到末班渡船靠岸才关门,星期天也不休息。",
    ),
    "ru": (
        "Вчера на северном причале открылся пункт устного перевода, и в первый день сюда пришли тридцать моряков.",
        "Заведующая говорит, что морякам нужен не словарь, а человек, который выслушает и повторит другими словами.",
        "Пункт открыт каждый день с шести утра, пока не причалит последний паром, и в воскресенье тоже.",
    ),
    "ko": (
        "부두의 통역 안내소가 어제 문을 열었고 첫날에만 서른 명이 넘는 선원이 길과 약국과 우체국을 물으러 왔습니다.",
        "소장은 선원에게 필요한 것은 사전이 아니라 옆에서 듣고 다른 말로 다시 말해 주는 사람이라고 말했습니다.",
        "안내소는 매일 아침 여섯 시에 열고 마지막 배가 들어올 때까지 문을 닫지 않습니다.",
    ),
    "en": (
        "The interpreters' desk on the north quay opened yesterday, and thirty sailors came to ask on the first day.",
        "The manager says that sailors do not need a dictionary but somebody who listens and says it again in other words.",
        "The desk opens at six every morning and closes when the last ferry has come in, on Sundays as well.",
    ),
}
TITLES = {
    "zh": "北码头渡船翻译站昨天正式开张",
    "ru": "На причале открылся пункт перевода",
    "ko": "부두에 통역 안내소가 문을 열었다",
    "en": "Interpreters open a desk on the quay",
}


@dataclass(frozen=True)
class Case:
    """A page's language, markup of a byline above and below the text, and what it says."""

    language: str
    above: str
    published: str | None
    author: str | None = None
    below: str = ""
    source: str | None = None
    head: str | None = None


CASES = {
    "Drupal in Chinese, in a footer of the article": Case(
        "zh",
        "<footer><div>由 <span>顾南星</span> 於 <span>週四, 07/30/2020 - 17:05</span> 提交</div></footer>",
        "2020-07-30T17:05",
        "顾南星",
    ),
    "Drupal in Chinese, simplified": Case(
        "zh", "<p>由 祝小满 于 2019-03-05 08:40 发表</p>", "2019-03-05T08:40", "祝小满"
    ),
    "PHP-Nuke in Russian": Case(
        "ru",
        "<div>Отправлено: Среда, 03 Октября 2007 г.</div><div>Автор: Пётр Ладога</div>",
        "2007-10-03",
        "Пётр Ладога",
    ),
    "a forum in Russian": Case(
        "ru", "<div>Отправлено: 03.10.2007 в 17:05 | Автор: Ладога</div>", "2007-10-03T17:05", "Ладога"
    ),
    "the time of an element beside the text makes its day exact": Case(
        "zh",
        "<h4>2014年12月28日 星期日</h4>",
        "2014-12-28T23:41:00+08:00",
        author="阿端",
        below="<div class=post-footer>張貼者: <span>阿端</span> 於 <a href=#><abbr itemprop=datePublished title='2014-12-28T23:41:00+08:00'>下午 11:41</abbr></a></div>",
    ),
    "a day in brackets before the source": Case(
        "zh",
        "<p align=center>[2004-5-18] 来源:《造船工人报》</p>",
        "2004-05-18",
        source="《造船工人报》",
        head="石桥译文 -- 新闻",
    ),
    "words for who wrote": Case("zh", "<p>2004-05-18 文字 | 祝小满</p>", "2004-05-18", "祝小满"),
    "who posted it and at what time, below the text": Case(
        "zh",
        "<h4>2014年12月28日</h4>",
        "2014-12-28T23:41",
        "阿端",
        "<div class=post-footer>張貼者: 阿端 於 下午 11:41</div>",
    ),
    "a day and its time in boxes of their own": Case(
        "en", "<div>May 3, 2018</div><div>Posted by Ada Quill at 5:05 pm</div>", "2018-05-03T17:05", "Ada Quill"
    ),
    "who asked the questions": Case(
        "en", "<div>May 3, 2018</div><p>Propos recueillis par Ada Quill</p>", "2018-05-03", "Ada Quill"
    ),
    "a correspondent in brackets below the text": Case(
        "zh", "<p>2014-12-28</p>", "2014-12-28", "鲁大海", "<p align=right>(本社通讯员 鲁大海)</p>"
    ),
    "a line of credits below the text": Case(
        "zh", "<p>2014-12-28</p>", "2014-12-28", "万小棠", "<p>文字 | 万小棠 摄影 | 老秦</p>"
    ),
    "a board in Korean": Case(
        "ko",
        "<div><div><span>사무국</span></div><div><span>조회 수 <b>1093</b></span> <span>댓글 <b>0</b></span></div></div><div>2016.05.31</div>",
        "2016-05-31",
        "사무국",
    ),
    "an original text": Case("zh", "<p>祝小满 原创</p><p>2004-05-18</p>", "2004-05-18", "祝小满"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_byline_of_software_gives_day_and_author_and_is_no_text(
    name: str, extracted: Callable[..., Document]
) -> None:
    case = CASES[name]
    texts, title = TEXTS[case.language], TITLES[case.language]
    body = "".join(f"<p>{text}</p>" for text in texts)
    html = (
        f"<html><head><title>{case.head or title}</title></head><body><ul><li><a href=/>A</a></li></ul>"
        f"<div><article><p align=center>{title}</p>{case.above}<div>{body}</div></article>{case.below}</div></body></html>"
    )
    document = extracted(html)
    assert (document.title, document.published, document.author, document.source) == (
        title,
        case.published,
        case.author,
        case.source,
    )
    assert [block.text for block in document.blocks] == list(texts)
    assert {removed.reason for removed in document.removed if removed.text.startswith(("由", "Отправлено"))} <= {
        "byline"
    }


def cells(rows: list[tuple[str, str]]) -> str:
    return "<table>" + "".join(f"<tr><td>{label}</td><td>{value}</td></tr>" for label, value in rows) + "</table>"


@pytest.mark.parametrize(
    ("date", "published"),
    [("101/08/14", "2012-08-14"), ("101.8.4", "2012-08-04"), ("2012/08/14", "2012-08-14")],
)
def test_cells_beside_labels_are_title_day_and_source(
    date: str, published: str | None, extracted: Callable[..., Document]
) -> None:
    body = "<br><br>".join(TEXTS["zh"])
    rows = [("标  题", f"<b>{TITLES['zh']}</b>"), ("日  期", date), ("来  源:", "石桥译文"), ("内  容", body)]
    document = extracted(f"<html><head><title>石桥译文</title></head><body>{cells(rows)}</body></html>")
    assert (document.title, document.source) == (TITLES["zh"], "石桥译文")
    assert document.published == published
    assert document.subtitle is None
    assert [block.text for block in document.blocks] == list(TEXTS["zh"])
    reasons = {removed.text: removed.reason for removed in document.removed}
    assert reasons["标 题"] == reasons["日 期"] == "byline"


def test_the_writer_of_a_board_stands_beside_the_day(extracted: Callable[..., Document]) -> None:
    body = "".join(f"<p>{text}</p>" for text in TEXTS["ko"])
    rows = f"<tr><th>제목</th><td colspan=5><b>{TITLES['ko']}</b></td></tr><tr><th>작성자</th><td>비서실</td><th>작성일</th><td>2011.03.03</td></tr>"
    document = extracted(
        f"<html><head><title>나루대학교</title></head><body><table>{rows}<tr><td colspan=6>{body}</td></tr></table></body></html>"
    )
    assert (document.author, document.published) == ("비서실", "2011-03-03")


def test_a_table_above_the_title_gives_day_and_source(extracted: Callable[..., Document]) -> None:
    index = (
        "<table><tr><td>索 引 号:</td><td>0042/2021-7</td><td>主题分类:</td><td>公告</td></tr>"
        "<tr><td>发文机关:</td><td>石桥镇交通所</td><td>成文日期:</td><td>2021年04月15日</td></tr>"
        "<tr><td>文 号:</td><td>石交〔2021〕6号</td><td>发布日期:</td><td>2021年04月16日</td></tr></table>"
    )
    body = "".join(f"<p>{text}</p>" for text in TEXTS["zh"])
    title = TITLES["zh"]
    document = extracted(
        f"<html><head><title>{title}</title></head><body>{index}<h1>{title}</h1>{body}</body></html>"
    )
    assert (document.source, document.published) == ("石桥镇交通所", "2021-04-16")


def test_the_author_of_the_head_is_counted_where_the_page_shows_it(extracted: Callable[..., Document]) -> None:
    body = "".join(f"<p>{text}</p>" for text in TEXTS["en"])
    head = f'<title>{TITLES["en"]}</title><script type=\'application/ld+json\'>{{"@type": "NewsArticle", "headline": "{TITLES["en"]}", "author": {{"@type": "Person", "name": "Ada Quill"}}}}</script>'
    document = extracted(
        f"<html><head>{head}</head><body><h1>{TITLES['en']}</h1><section><h4>Ada Quill</h4><div><time datetime=2018-05-03>May 3, 2018</time> • 4 min read</div></section><div>{body}</div></body></html>"
    )
    assert document.author == "Ada Quill"
    assert "Ada Quill" not in [removed.text for removed in document.removed]


@pytest.mark.parametrize("row", ["本文字数:1.1k 阅读时长 ≈ 3 分钟", "全文字数:980 阅读时间约 4 分钟"])
def test_how_long_a_text_is_is_no_subtitle(row: str, extracted: Callable[..., Document]) -> None:
    body = "".join(f"<p>{text}</p>" for text in TEXTS["zh"])
    title = TITLES["zh"]
    document = extracted(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div class=post-sub>{row}</div>{body}</body></html>"
    )
    assert document.subtitle is None
    assert row in [removed.text for removed in document.removed]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("zh", "本文版权归石桥译文所有,未经许可不得转载。"),
        ("zh", "文章版权均归作者所有,转载须经同意。"),
        ("ja", "※本文・写真の無断転載を禁じます。"),
        ("ja", "※文章・写真の無断複製を固く禁じます。"),
    ],
)
def test_a_line_against_reprints_is_no_text(language: str, line: str, extracted: Callable[..., Document]) -> None:
    texts = TEXTS["zh"]
    last = f"{texts[-1]}{line}" if language == "zh" else f"{texts[-1]}</p><p>{line}"
    body = "".join(f"<p>{text}</p>" for text in (*texts[:-1], last))
    title = TITLES["zh"]
    document = extracted(
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><div>2015-10-9</div><div>{body}</div></body></html>"
    )
    assert [block.text for block in document.blocks] == list(texts)
    assert (line, "copyright") in [(removed.text, removed.reason) for removed in document.removed]
