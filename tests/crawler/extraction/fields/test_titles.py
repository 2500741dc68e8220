"""Titles in the markup that agencies' sites have: what wins, what is put together and what is cut away."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

TEXT = {
    "zh": "<p>石桥镇的茶厂今年第一次请了翻译,厂长说,外国客人问得很细,光靠手势已经不够用了。</p><p>译员祝小满在茶厂住了五天,把四十道工序一道一道地记下来,又请师傅逐条讲给她听。</p>",
    "en": "<p>The tea works at Stone Bridge hired an interpreter this year for the first time, since gestures no longer do.</p><p>She stayed five days, wrote down all forty steps of the work and had each explained to her.</p>",
    "de": "<p>Die Teefabrik an der Steinbrücke hat in diesem Jahr zum ersten Mal eine Dolmetscherin bestellt, weil Gesten nicht mehr reichen.</p><p>Sie blieb fünf Tage, schrieb alle vierzig Arbeitsgänge auf und ließ sich jeden erklären.</p>",
    "ru": "<p>Чайная фабрика у Каменного моста впервые пригласила в этом году переводчицу, потому что жестов уже не хватает.</p><p>Она прожила там пять дней, записала все сорок операций и попросила объяснить каждую.</p>",
    "ja": "<p>石橋の製茶工場は今年はじめて通訳を頼んだ。外国の客が細かく尋ねるので、身ぶりではもう足りないからだ。</p><p>通訳は五日間泊まり、四十の工程を一つずつ書きとめ、職人に説明してもらった。</p>",
    "ko": "<p>돌다리 마을의 차 공장은 올해 처음으로 통역사를 불렀다. 외국 손님들이 자세히 물어서 손짓으로는 부족했기 때문이다.</p><p>통역사는 닷새를 머물며 마흔 가지 공정을 하나하나 적고 설명을 들었다.</p>",
}
CASES = {
    "the site's name is the first heading": ("de", "Haus der Sprachen: Die Teefabrik bestellt", "<div id=kopf><h1>Haus der Sprachen</h1></div><h3>Die Teefabrik bestellt</h3><p>05.11.2010</p>", "Die Teefabrik bestellt"),
    "the section's name is a heading": ("de", "Einzelansicht: Sprachhaus", "<h1>Aktuelles</h1><div><p>12.03.14</p><h2>Die Teefabrik bestellt</h2></div>", "Die Teefabrik bestellt"),
    "a board with the category in the heading": ("ko", "차 공장의 통역사 &gt; 공지사항 | 돌다리", "<h1>돌다리</h1><h2>공지사항</h2><article><h2><span>알림</span> <span>차 공장의 통역사</span></h2>", "차 공장의 통역사"),
    "a label beside it": ("zh", "石桥译会-最新消息", "<h2>最新消息</h2><table><tr><td>主旨</td><td>茶厂请了翻译的公告</td></tr><tr><td>日期</td><td>2019/06/10</td></tr></table>", "茶厂请了翻译的公告"),
    "a label before it": ("ru", "Каменный мост", "<div>Заголовок: Переводчица на чайной фабрике</div><div>12.05.2019</div>", "Переводчица на чайной фабрике"),
    "two lines by the head": ("zh", "石桥镇茶厂请来第一位<br>常驻翻译", "", None),
    "two lines, the first open": ("en", "Stone Bridge", "<td><font size=+2><b>TEA WORKS AT THE BRIDGE<br>OF STONE HIRE</b></font><p>May 5, 2009</p></td>", "TEA WORKS AT THE BRIDGE OF STONE HIRE"),
    "two headings, the first with a colon": ("ru", "Анна Речная: «Чай требует слов» — Мост", "<h2>Анна Речная:</h2><h2>«Чай требует слов»</h2><p>05.04.2017</p>", "Анна Речная: «Чай требует слов»"),
    "a day in it": ("ja", "お茶の通訳さんの五日間 « 石橋", "<div class=ttl><span>2018/04/01</span><span>お茶の通訳さんの五日間</span></div>", "お茶の通訳さんの五日間"),
    "a badge in it": ("zh", "茶厂第一次请了翻译", "<h1><span>原创</span>茶厂第一次请了翻译</h1>", "茶厂第一次请了翻译"),
    "entities escaped twice": ("en", "The tea works&amp;#8217; call&amp;nbsp;| Stone Bridge", "<h1>Stone Bridge</h1><h2>The tea works&amp;#8217; call</h2>", "The tea works’ call"),
    "a picture": ("ja", "石橋", "<h2><img src=t.gif alt='お茶の通訳さんの五日間'></h2><p>投稿者：事務局 2015年5月12日</p>", "お茶の通訳さんの五日間"),
    "the site's name behind it": ("en", "The tea works hire", "<div><a href='/'>Stone Bridge</a></div><h1>The tea works hire – Stone Bridge</h1>", "The tea works hire"),
    "a link to itself": ("en", "The tea works hire « Stone Bridge Blog", "<h1>Stone Bridge</h1><div class=p><a class=ptitle href='show-12.html'>The tea works hire</a><div>Posted on June 3, 2011</div></div>", "The tea works hire"),
    "the head words it otherwise": ("en", "2025 tea price guide: average rates and how to ask", "<h1>Tea pricing guide 2025: learn average rates and how to ask</h1><p>10 min read</p><p>Share</p><h2>What is your tea?</h2>", "Tea pricing guide 2025: learn average rates and how to ask"),
    "nothing on the page but the head": ("en", "The interpreter of the tea works at the bridge", "<p>Photo by Ada</p>", "The interpreter of the tea works at the bridge"),
    "two languages, the section above": ("zh", "译文欣赏-石桥", "<h1>译文欣赏</h1><h2>Address at the Tea Works<br>在茶厂的致辞</h2><p>时间：2015-06-07</p>", "Address at the Tea Works"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_title_is_found(name: str, extracted: Callable[..., Document]) -> None:
    lang, head, above, title = CASES[name]
    if title is None:
        above, title = f"<font size=4>{head}</font>", head.replace("<br>", "")
        head = title
    html = f"<html><head><title>{head}</title></head><body>{above}{TEXT[lang]}</body></html>"
    assert extracted(html).title == title


@pytest.mark.parametrize(
    ("line", "subtitle"),
    [
        ("茶厂请了翻译", None),
        ("http://www.example.com/tea.jpg", None),
        ("[if gte IE 9]", None),
        ("来源:石桥译会", None),
        ("昨天", None),
        ("一位译员的五天", "一位译员的五天"),
        ("For immediate release", None),
    ],
)
def test_what_is_no_line_of_the_title_is_no_subtitle(
    line: str, subtitle: str | None, extracted: Callable[..., Document]
) -> None:
    html = (
        f"<title>茶厂请了翻译</title><h1>茶厂请了翻译</h1><p class=subtitle>{line}</p><p>2019-04-08</p>{TEXT['zh']}"
    )
    assert extracted(html).subtitle == subtitle


MENU = "<ul><li><a href=/a>舞台剪影</a><li><a href=/b>活動報導</a></ul>"


def test_a_head_of_site_and_section_is_no_title(extracted: Callable[..., Document]) -> None:
    html = f"<title>石橋基金會活動報導</title>{MENU}<p><b>茶廠請了翻譯</b></p><p>2019-04-08</p>{TEXT['zh']}"
    assert extracted(html).title == "茶廠請了翻譯"
    assert extracted(html.replace("<b>茶廠請了翻譯", "<b>石橋基金會活動報導")).title == "石橋基金會活動報導"


def test_lines_of_a_speech_are_no_title(extracted: Callable[..., Document]) -> None:
    font = "<font size=3>{}</font><br>"
    lines = "".join(
        map(font.format, ("院长 洪絮 2012年9月28日", "各位老师,各位同学:", "<b>一、五年前的一间茶厂</b>"))
    )
    html = f"<title>石桥学院</title><p align=center><b>在石桥学院庆典上的致辞</b></p>{lines}{TEXT['zh']}"
    assert extracted(html).title == "在石桥学院庆典上的致辞"


def test_a_label_without_a_value_gives_nothing(extracted: Callable[..., Document]) -> None:
    lines = "<ul><li>文章来源：</li><li>作者：</li><li>发布时间：2019-04-08</li></ul>"
    document = extracted(f"<title>茶厂请了翻译</title><h1>茶厂请了翻译</h1>{lines}{TEXT['zh']}")
    assert (document.source, document.author, document.published) == (None, None, "2019-04-08")


def test_a_bold_line_above_the_byline_is_a_subtitle(extracted: Callable[..., Document]) -> None:
    lines = "<div>{}<b>不懂外语　全靠字典</b></font></div><p><font size=2>{}</font></p>"
    html = f"<title>茶厂请了翻译</title><h1>茶厂请了翻译</h1>{lines}{TEXT['zh']}"
    assert extracted(html.format("<font>", "2006/09/28 记者林秋水")).subtitle == "不懂外语 全靠字典"
    assert extracted(html.format("<font>", "").replace("<b>", "")).subtitle is None
