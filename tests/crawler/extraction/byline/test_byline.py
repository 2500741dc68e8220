"""Bylines in the forms that agencies and newspapers write."""

import pytest

from crawler.extraction.byline.byline_line import Byline, read_byline
from crawler.extraction.byline.labels_and_labelled_parts import split_at_labels
from crawler.extraction.decoding.html_tree_xpath_and_script_json import parse
from crawler.extraction.text.segment import segment


def byline(html: str) -> Byline | None:
    root = parse(f"<body><p>{html}</p>")
    assert root is not None
    return read_byline(segment(root).blocks[0])


def value(fact: object) -> object:
    return getattr(fact, "value", None)


@pytest.mark.parametrize(
    ("html", "source", "author", "published"),
    [
        ("来源:达信雅 日期:2025-03-03 09:32:26", "达信雅", None, "2025-03-03T09:32:26"),
        ("来源：新华网　作者：王明　发布时间：2024年11月5日 14:03", "新华网", "王明", "2024-11-05T14:03"),
        ("Source: Daxinya &nbsp; Date:2025-03-03 09:32:26", "Daxinya", None, "2025-03-03T09:32:26"),
        ("<span>来源:鼎盛翻译</span><span>时间:2024-01-12 17:26:33</span><span>浏览:41</span>", "鼎盛翻译", None,
         "2024-01-12T17:26:33"),
        ("張貼單位:文書科 張貼日期:98/11/18 點閱次數:517", "文書科", None, "2009-11-18"),
        ("發布日期:2016/04/21 資料來源:青柳文化局 瀏覽次數:77", "青柳文化局", None, "2016-04-21"),
        ("Posted by Amy Chen on March 3, 2025 in News", None, "Amy Chen", "2025-03-03"),
        ("By Li Hua | 3 March 2025", None, "Li Hua", "2025-03-03"),
        ("2024年11月05日 14:03 南湖晚报", "南湖晚报", None, "2024-11-05T14:03"),
        ("2014年03月26日07:58  来源:<a href=x>翻译报</a>  我要评论", "翻译报", None, "2014-03-26T07:58"),
        ("2024-11-05", None, None, "2024-11-05"),
        ("<a href=1>2024-11-05</a> <a class=fn href=w>Иван Громов</a> <a href=k>News</a>", None, None, "2024-11-05"),
        ("By DANA HALE dhale@herald.example | 3 March 2025", None, "DANA HALE", "2025-03-03"),
        ("Par Marcel Petit dans Histoire", None, "Marcel Petit", None),
        ("[2024-11-05] 点击:123次 编辑:小周", None, None, "2024-11-05"),
        ("文/记者 沈青 图/受访者提供 2024-11-05", None, "沈青", "2024-11-05"),
        ("作者:本报记者 沈青 来源:<a href=x>南湖晚报</a> 2024-11-05", "南湖晚报", "沈青", "2024-11-05"),
        ("記者沈大文／台北報導", None, "沈大文", None),
        ("出典：港の新聞　執筆者：佐藤海", "港の新聞", "佐藤海", None),
        ("출처 : 나루뉴스 작성자 : 이나루", "나루뉴스", "이나루", None),
        ("박나루 기자", None, "박나루", None),
        ("이름 <b>박나루</b> (<a href=x>홈페이지</a>)", None, "박나루", None),
        ("發表者 <a href=x>沈大文</a> <span>於 2008/10/12 22:41:30</span> (<span>783 人閱讀</span>)", None, "沈大文",
         "2008-10-12T22:41:30"),
        ("Автор: Анна Речная Источник: Портовая газета", "Портовая газета", "Анна Речная", None),
        ("Autorin: Ada Hafen | Quelle: <a href=x>Hafenbote</a>", "Hafenbote", "Ada Hafen", None),
        ("Écrit par Luc Duport", None, "Luc Duport", None),
        ("Escrito por Ana Puerto | Fuente: El Muelle", "El Muelle", "Ana Puerto", None),
        ("来源:未知 作者:admin 时间:2024-11-05", None, None, "2024-11-05"),
        ("来源: 作者:佚名 时间:2024-11-05", None, None, "2024-11-05"),
        ("来源:本站原创 时间:2024-11-05", None, None, "2024-11-05"),
        ("作者：港口翻译，滨海同传，港口译员培训，滨海合同翻译，港口翻译公司 发布日期：2019-01-30 18:07",
         None, None, "2019-01-30T18:07"),
        ("Источник: неизвестно Автор: Администратор", None, None, None),
        ("작성자 : 관리자 출처 : null", None, None, None),
        ("<em>2022</em><em>06</em>/<em>14</em> <span>20:11</span>", None, None, "2022-06-14T20:11"),
    ],
)  # fmt: skip
def test_facts_of_a_byline(html: str, source: str | None, author: str | None, published: str | None) -> None:
    found = byline(html)
    assert found is not None
    assert (value(found.source), value(found.author), value(found.published)) == (source, author, published)


@pytest.mark.parametrize(
    "html",
    [
        "会议时间:周三下午,地点:三楼会议室。欢迎各位译者前来参加,座位有限,请提前报名。",
        "公司成立于2003年9月12日,至今已为八百家客户译出两亿字,其中大半是技术资料。",
        "The contract was signed by Li Hua on behalf of the agency, after two years of talks about the price.",
        "记者:您第一次进同传箱是什么时候?",
    ],
)
def test_a_sentence_is_no_byline(html: str) -> None:
    assert byline(html) is None


def test_an_editor_is_no_author() -> None:
    found = byline("责任编辑:小周")
    assert found is not None
    assert found.author is None


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("Reposted by", []),
        ("The resource: coal, the origin unknown", []),
        ("2025-03-03来源:新华网 作者:李明", ["source", "author"]),
        ("本网来源:新华网", []),
        ("(责任编辑:小周)", ["other"]),
        ("港口开航。来源:新华网", ["source"]),
    ],
)
def test_a_label_begins_where_no_letter_stands_before_it(line: str, kinds: list[str]) -> None:
    assert [part.kind for part in split_at_labels(line)] == ["", *kinds]
