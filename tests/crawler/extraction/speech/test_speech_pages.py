"""Pages with a speech in markups of many kinds: its facts, and the kinds of its first and last lines."""

# ruff: noqa: E501 - markup and titles read best as they stand on a page

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from archive.model.document import Document, Speech

MENU = "".join(
    f"<li><a href='/{name}.html'>{name}</a></li>"
    for name in (
        "Home",
        "Services",
        "Price List",
        "News",
        "Cases",
        "Contact",
        "关于我们",
        "服务项目",
        "翻译报价",
        "新闻动态",
    )
)
FOOT = "<div class=foot>版权所有 © 2025 江岸翻译有限公司 沪ICP备12345678号 电话:021-5555 0100</div>"
SIDE = (
    "<div class=side><h3>最新文章</h3><ul>"
    + "".join(f"<li><a href=/n/{n}.html>行业新闻标题之{n}:一条不短的标题</a> 2024-01-{n}</li>" for n in range(10, 20))
    + "</ul></div>"
)
BYLINE = "发布时间:2025-03-03 09:32:26 来源:江岸翻译 点击:123次"


def page(title: str, body: str) -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}_江岸翻译</title></head><body>{body}</body></html>"


def each(markup: str, lines: Sequence[str]) -> str:
    return "".join(markup.format(line) for line in lines)


def table_with_breaks(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    trail = "<tr><td>当前位置:<a href=/>首页</a> &gt; <a href=/n>新闻动态</a></td></tr>"
    text = "<br><br>".join([*lines, *texts])
    return page(
        title,
        f"<table width=980><tr><td>{MENU}</td></tr>{trail}<tr><td align=center><b>{title}</b></td></tr>"
        f"<tr><td align=right>{BYLINE}</td></tr><tr><td class=content>{text}</td></tr></table>{FOOT}",
    )


def centred_lines(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    text = each("<p style=text-align:center>{}</p>", lines) + each("<p>{}</p>", texts)
    return page(
        title,
        f"<ul>{MENU}</ul><div class=main><h1>{title}</h1><div class=info>{BYLINE}</div><div class=con>{text}</div></div>{SIDE}{FOOT}",
    )


def pasted_from_word(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    text = "".join(
        f"<p class=MsoNormal align={align}><span style='font-size:12pt'>{line[: len(line) // 2]}<o:p></o:p></span>"
        f"<span lang=EN-US>{line[len(line) // 2 :]}</span></p>"
        for align, some in (("center", lines), ("left", texts))
        for line in some
    )
    return page(
        title,
        f"<div id=nav>{MENU}</div><div class=box><h2 class=title>{title}</h2><p class=meta>{BYLINE}</p><div>{text}</div></div>{FOOT}",
    )


def bold_divisions(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    text = each("<div><strong>{}</strong></div>", lines) + each("<div>　　{}</div><div><br></div>", texts)
    return page(
        title,
        f"<div>{MENU}</div><div class=tit>{title}</div><div class=date>{BYLINE}</div><div class=text>{text}</div>{SIDE}{FOOT}",
    )


def wordpress(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    posted = "Posted on <time datetime=2025-03-03T09:32:26+08:00>March 3, 2025</time> by admin"
    text = each("<p><em>{}</em></p>", lines) + each("<p>{}</p>", texts)
    return page(
        title,
        f"<header><nav><ul>{MENU}</ul></nav></header><article class='post hentry'><header class=entry-header>"
        f"<h1 class=entry-title>{title}</h1><div class=entry-meta>{posted}</div></header>"
        f"<div class=entry-content>{text}</div></article><aside>{SIDE}</aside><footer>{FOOT}</footer>",
    )


def font_tags(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    above = "<br>".join(f"<font size=3>{line}</font>" for line in lines)
    return page(
        title,
        f"<ul>{MENU * 6}</ul><center><font size=5>{title}</font><br>{above}</center><hr><p align=center>{BYLINE}</p>"
        f"{each('<p>{}', texts)}{FOOT}",
    )


def dedecms(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    byline = "<small>时间:</small>2025-03-03 09:32<small>来源:</small>江岸翻译<small>作者:</small>admin<small>点击:</small>88次"
    text = "<br/>".join(lines) + "<br/>" + each("<p>{}</p>", texts)
    return page(
        title,
        "<div class=place><a href=/>主页</a> &gt; <a href=/news/>新闻动态</a> &gt; </div><div class=viewbox>"
        f"<div class=title><h2>{title}</h2></div><div class=info>{byline}</div><div class=content><table><tr><td>{text}</td></tr></table>"
        f"</div></div><div>上一篇:<a href=1>上一条新闻</a><br>下一篇:<a href=2>下一条新闻</a></div>{FOOT}",
    )


def headings_above_byline(title: str, lines: Sequence[str], texts: Sequence[str]) -> str:
    above = each("<h3>{}</h3>", lines)
    return page(
        title,
        f"<div>{MENU}</div><h1>{title}</h1>{above}<div class=by>{BYLINE}</div><section>{each('<p>{}</p>', texts)}</section>{FOOT}",
    )


DAY = re.compile(r"\W?(?:\d|二〇|Port|February|March)")  # how the lines of a day begin
MARKUPS = (
    table_with_breaks, centred_lines, pasted_from_word, bold_divisions, wordpress, font_tags, dedecms, headings_above_byline,
)  # fmt: skip


class Case(NamedTuple):
    """A title, the lines below it and the text, with the facts: speaker, role, occasion, form and day."""

    title: str
    lines: Sequence[str]
    texts: Sequence[str]
    facts: tuple[str | None, str | None, str | None, str | None, str | None] | None


CHINESE = [
    "各位来宾,女士们、先生们:",
    "今天我们在这里相聚,庆祝渡口译站走过的二十年。二十年前,这里只有一张桌子和两本词典。",
    "二十年来,我们译过三千份合同、四百本书,也送走了许多老朋友。每一位译员都知道,好的译文是用时间磨出来的。",
    "让我们共同努力,把下一个二十年也译好。",
    "谢谢大家!",
]
ENGLISH = [
    "Excellencies, Ladies and Gentlemen,",
    "It gives me great pleasure to speak to you tonight about water, which knows no border and needs no interpreter.",
    "For twenty years our two cities have shared one river. We have built bridges over it, and we have learned each other's words for flood and for drought.",
    "Let us go on as we began, with patience and with good dictionaries.",
    "Thank you!",
]
TRADITIONAL = [
    "各位嘉賓、各位朋友:",
    "今天我們在這裏相聚,慶祝翻譯學會走過的六十年。六十年前,這裏只有一張桌子和兩本詞典。",
    "六十年來,會員譯過三千份合約、四百本書。每一位譯者都知道,好的譯文是用時間磨出來的。",
    "多謝各位!",
]
ASKED = [
    "问:您是怎样开始做翻译的?",
    "罗启明:说来偶然。那一年港口缺人,我会一点法语,就去了船上。",
    "问:最难译的是什么?",
    "罗启明:菜单。每一道菜都有一个故事,而客人只有一分钟。",
    "问:您对年轻人有什么建议?",
    "罗启明:多听,慢一点。",
]
ASKED_IN_ENGLISH = [
    "Q: When will the harbour open again after the storm that closed it in March?",
    "A: In May, when the dredging has been finished and the lights have been mended.",
    "Q: For which ships will it be open?",
    "A: For all of them, as it has always been, whatever flag they fly.",
]
BOTH = [text for pair in zip(CHINESE, ENGLISH, strict=True) for text in pair]
NEWS = [
    "本报讯 5月3日,第九届港口论坛在滨海开幕,外交部长钱文博出席开幕式并发表主旨演讲。",
    "钱文博表示,港口属于所有人,应当向每一条船开放。",
    "论坛为期两天,三百多名代表参加。",
]
SPANISH = [
    "Señoras y señores:",
    "Me alegra verles a todos ustedes esta noche en esta casa, que es la suya desde hace cien años.",
    "Nosotros mantendremos abierta la biblioteca mientras ustedes lean en ella, y la luz encendida.",
    "Muchas gracias.",
]
GERMAN = [
    "Sehr geehrte Damen und Herren,",
    "ich freue mich, dass Sie heute so zahlreich in unser Haus gekommen sind, das nun hundert Jahre steht.",
    "Wir werden diese Bibliothek offen halten, solange Sie darin lesen, und das Licht brennen lassen.",
    "Vielen Dank.",
]
RUSSIAN = [
    "Уважаемые дамы и господа!",
    "Я рад видеть вас сегодня в нашем доме, которому исполнилось сто лет, и знаю, как далеко вы ехали.",
    "Мы сохраним эту библиотеку открытой, пока вы в ней читаете, и не погасим в ней света.",
    "Спасибо за внимание.",
]
CASES = [
    Case(
        "在渡口译站成立二十周年大会上的讲话",
        ["(2024年3月5日)", "白砚秋"],
        CHINESE,
        ("白砚秋", None, "渡口译站成立二十周年大会", "讲话", "2024-03-05"),
    ),
    Case(
        "在渡口译站成立二十周年大会上的讲话",
        ["青柳市市长 顾南星", "2024年3月5日"],
        CHINESE,
        ("顾南星", "青柳市市长", "渡口译站成立二十周年大会", "讲话", "2024-03-05"),
    ),
    Case(
        "二十年磨一剑",
        ["——青柳市市长顾南星在渡口译站成立二十周年大会上的致辞", "(2024年3月5日,青柳)"],
        CHINESE,
        ("顾南星", "青柳市市长", "渡口译站成立二十周年大会", "致辞", "2024-03-05"),
    ),
    Case(
        "顾南星市长在渡口译站成立二十周年大会上的致辞",
        [],
        CHINESE,
        ("顾南星", "市长", "渡口译站成立二十周年大会", "致辞", None),
    ),
    Case(
        "Water Knows No Border",
        ["– Keynote Speech by Consul General Paul Okafor at the Lantern Gala", "9 February 2020"],
        ENGLISH,
        ("Paul Okafor", "Consul General", "Lantern Gala", "keynote speech", "2020-02-09"),
    ),
    Case(
        "Speech by H.E. Paul Okafor, Ambassador of Norland, at the Opening of the Water Forum",
        ["Port Lindor, 12 July 2024"],
        ENGLISH,
        ("Paul Okafor", "Ambassador of Norland", "Opening of the Water Forum", "speech", "2024-07-12"),
    ),
    Case(
        "Remarks at the Lantern Gala",
        ["Paul Okafor", "Consul General of Norland", "February 9, 2020"],
        ENGLISH,
        ("Paul Okafor", "Consul General of Norland", "Lantern Gala", "remarks", "2020-02-09"),
    ),
    Case(
        "Water Knows No Border",
        ["Paul Okafor, Consul General of Norland", "Remarks at the Lantern Gala, 9 February 2020"],
        ENGLISH,
        ("Paul Okafor", "Consul General of Norland", "Lantern Gala", "remarks", "2020-02-09"),
    ),
    Case(
        "顾南星市长在渡口译站成立二十周年大会上的致辞",
        ["Remarks by Mayor Gu Nanxing at the 20th Anniversary of Ferry House", "March 5, 2024"],
        BOTH,
        ("顾南星", "市长", "渡口译站成立二十周年大会", "致辞", "2024-03-05"),
    ),
    Case(
        "Remarks by Mayor Gu Nanxing at the 20th Anniversary of Ferry House",
        ["顾南星市长在渡口译站成立二十周年大会上的致辞", "2024年3月5日"],
        BOTH,
        ("Gu Nanxing", "Mayor", "20th Anniversary of Ferry House", "remarks", "2024-03-05"),
    ),
    Case(
        "專題:會長在翻譯學會六十周年晚宴的致辭",
        ["翻譯學會會長 陳浩然", "二〇二三年九月二十日"],
        TRADITIONAL,
        ("陳浩然", "翻譯學會會長", "翻譯學會六十周年晚宴", "致辭", "2023-09-20"),
    ),
    Case(
        "陳浩然會長在翻譯學會六十周年晚宴致辭全文",
        [],
        TRADITIONAL,
        ("陳浩然", "會長", "翻譯學會六十周年晚宴", "致辭", None),
    ),
    Case("专访译员罗启明:慢一点", ["2023年9月20日"], ASKED, ("罗启明", "译员", None, "专访", "2023-09-20")),
    Case(
        "Harbour Spokesperson Lin Jian's Regular Press Conference on March 5, 2024",
        [],
        ASKED_IN_ENGLISH,
        ("Lin Jian", "Harbour Spokesperson", None, "regular press conference", "2024-03-05"),
    ),
    Case("钱文博出席第九届港口论坛开幕式并发表主旨演讲", [], NEWS, None),
    Case(
        "一条河的两岸",
        ["演讲人:罗启明(驻诺兰总领事)", "演讲场合:灯会晚宴", "演讲时间:2020年2月9日"],
        CHINESE,
        ("罗启明", "驻诺兰总领事", "灯会晚宴", None, "2020-02-09"),
    ),
    Case(
        "Water Knows No Border",
        ["The following is the full text of the speech by Mayor Ada Quill at the Harbour Forum on March 5, 2024."],
        ENGLISH,
        ("Ada Quill", "Mayor", "Harbour Forum", "speech", "2024-03-05"),
    ),
    Case(
        "Interview with Ilse Brandt, Translator of the Year",
        ["By our correspondent"],
        ASKED_IN_ENGLISH,
        ("Ilse Brandt", "Translator of the Year", None, "interview", None),
    ),
    Case(
        "Discurso de bienvenida",
        ["Orador: Sergio Lavín, presidente de la Cofradía", "Fecha: 5 de julio de 2013", "Lugar: Castro Urdiales"],
        SPANISH,
        ("Sergio Lavín", "presidente de la Cofradía", None, "Discurso de bienvenida", "2013-07-05"),
    ),
    Case(
        "Laudatio auf Ingeborg Thomsen",
        ["Von Marek Jablonski, gehalten am 8. November 2012 im Rathaus Kiel"],
        GERMAN,
        ("Marek Jablonski", None, None, "Laudatio", "2012-11-08"),
    ),
    Case(
        "Доклад на III Лоцманских чтениях",
        ["Игорь Лозовой,", "председатель Союза портовых переводчиков", "Выборг, 12 октября 2015 г."],
        RUSSIAN,
        (
            "Игорь Лозовой",
            "председатель Союза портовых переводчиков",
            "III Лоцманских чтениях",
            "Доклад",
            "2015-10-12",
        ),
    ),
]

TIMED = (
    "<html><head><title>{title}</title></head><body><article><header><h1>{title}</h1><p><em>{line}</em></p>"
    "<time datetime='2022-11-20'>20 Nov 2022</time></header>{text}</article></body></html>"
)


@pytest.mark.parametrize(
    ("line", "speaker", "delivered"),
    [
        ("Leith, 12 July 2021", None, "2021-07-12"),
        ("Ada Quill", "Ada Quill", None),
        ("by Ada Quill", "Ada Quill", None),
    ],
)
def test_day_of_a_page_is_not_that_of_the_speech(
    extracted: Callable[..., Document], line: str, speaker: str | None, delivered: str | None
) -> None:
    text = "".join(f"<p>{one}</p>" for one in ENGLISH * 2)
    document = extracted(TIMED.format(title="Remarks at the Harbour Forum", line=line, text=text))
    assert document.speech == Speech(speaker, None, "Harbour Forum", "remarks", delivered)
    assert document.published == "2022-11-20"


@pytest.mark.parametrize("markup", MARKUPS, ids=lambda markup: markup.__name__)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title[:40])
def test_facts_and_lines_of_a_speech(
    extracted: Callable[..., Document], case: Case, markup: Callable[..., str]
) -> None:
    document = extracted(markup(case.title, case.lines, case.texts))
    kinds = {block.text: block.kind for block in document.blocks}
    assert document.speech == (Speech(*case.facts) if case.facts else None)
    assert all(text in kinds for text in case.texts)
    if case.texts[0].endswith((":", ",")):
        assert kinds[case.texts[0]] == "salutation"
    assert all(kinds[line] == "date" for line in case.lines if DAY.match(line))
