"""Kinds of pages that their head or their want of text hides: a picture under a section, a page of contacts."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

MENU = "<table><tr><td><a href=/1.html>首页</a></td><td><a href=/2.html>新闻中心</a></td><td><a href=/3.html>联系方式</a></td></tr></table>"
TRAIL = "<div class=dw>当前位置:<a href=/>首页</a> &gt;&gt; <a href=/n>新闻中心</a> &gt;&gt; <a href=/n?lm=2>公司新闻</a></div>"
NEIGHBOURS = "<p>上一条:<a href=/v?id=405>五一放假安排</a></p><p>下一条:<a href=/v?id=412>新译员入职</a></p>"


@pytest.mark.parametrize("day", ["更新时间:二〇一七年五月四日 浏览次数:", "更新日期:2017-05-04 浏览次数:12"])
def test_a_picture_under_a_title_of_the_head_is_news(day: str, extracted: Callable[..., Document]) -> None:
    document = extracted(
        f"<html><head><title>图片新闻:石桥运动会剪影-石桥翻译</title></head><body>{MENU}{TRAIL}<div><img src=t.gif></div>"
        f"<div>{day}</div><div><img src=1.jpg></div>{NEIGHBOURS}<p>Copyright © 2011-2017 石桥翻译有限公司</p></body></html>",
        url="http://www.example.com/news_view.asp?id=409",
    )
    assert (document.kind, document.title, document.published) == ("news", "图片新闻:石桥运动会剪影", "2017-05-04")
    assert (document.breadcrumb, document.section) == (("首页", "新闻中心", "公司新闻"), "公司新闻")
    assert document.blocks == ()
    reasons = {removed.text: removed.reason for removed in document.removed}
    assert reasons["当前位置:"] == "breadcrumb"
    assert reasons["更新时间:" if "更新时间" in day else "更新日期:"] == "byline"


@pytest.mark.parametrize("title", ["Kontakt & Anfahrt", "So finden Sie uns", "Contactez-nous", "Контакты"])
def test_a_page_of_contacts_is_no_article_whatever_its_head_says(
    title: str, extracted: Callable[..., Document]
) -> None:
    head = (
        f"<title>{title} - Steinbrück</title><meta property='og:type' content='article'>"
        '<script type=\'application/ld+json\'>{"@graph": [{"@type": "WebPage", "datePublished": "2019-01-17T10:00:31+00:00"}]}</script>'
    )
    text = "Unser Büro liegt im zweiten Stock des alten Zollhauses, direkt neben der Fähre, und der Eingang ist auf der Rückseite."
    document = extracted(
        f"<html lang=de><head>{head}</head><body><h1>{title}</h1><p>{text}</p><p>{text}</p><p>Telefon: 0461 000 4420</p></body></html>",
        url="http://www.example.com/so-geht-es/",
    )
    assert document.kind == "page"


@pytest.mark.parametrize("name", ["midashi", "article-title"])
def test_a_line_named_for_a_title_comes_before_the_picture_of_its_section(
    name: str, extracted: Callable[..., Document]
) -> None:
    text = "海からの風がまだ冷たいこの朝、三十六名の新しい研修生をお迎えできたことを、教職員を代表して心から喜びたいと思います。"
    document = extracted(
        f"<html><head><title>所長の部屋 - 石橋研修所</title></head><body><div><h2><img src=h.gif alt='所長あいさつ'></h2>"
        f"<p class={name}>平成二十五年度 入所式 式辞</p><div>{text}<br><br>{text}</div></div></body></html>"
    )
    assert document.title == "平成二十五年度 入所式 式辞"


PRICED = (
    "<meta property='og:type' content='product'>",
    "<meta property='product:price:amount' content='24.5'>",
    '<script type="application/ld+json">{"@type": "Product", "name": "Briefe", "offers": {"@type": "Offer", "price": "24.5"}}</script>',
)


@pytest.mark.parametrize("head", PRICED)
def test_what_is_for_sale_is_no_article(head: str, extracted: Callable[..., Document]) -> None:
    text = "Als sie im Oktober 1911 an Bord ging, war sie neunzehn Jahre alt und hatte ein Heft voller Wörter bei sich. Dreizehn Jahre später kam sie zurück."
    page = f"<html lang=de><head><title>Briefe | Laden</title>HEAD</head><body><h1>Briefe</h1>{f'<p>{text}</p>' * 5}</body></html>"
    url = "http://www.example.com/2020/05/briefe.html"
    offer = extracted(page.replace("HEAD", head), url=url)
    assert (offer.kind, offer.blocks) == ("page", ())
    assert extracted(page.replace("HEAD", ""), url=url).is_article


GONE = {
    "Seite nicht gefunden": "Die von Ihnen aufgerufene Adresse konnte nicht gefunden werden.",
    "Page introuvable": "La page que vous demandez est introuvable.",
    "Página no encontrada": "La página que busca no existe o ha cambiado de dirección.",
    "Страница не найдена": "Запрошенная страница не найдена на сервере.",
}


@pytest.mark.parametrize("title", GONE)
def test_a_long_excuse_for_a_page_that_is_gone_is_an_error(title: str, extracted: Callable[..., Document]) -> None:
    more = "Vielleicht ist die Meldung inzwischen abgelaufen, verschoben oder nie geschrieben worden, was vorkommt."
    page = f"<html><head><title>{title} | Hafenamt</title></head><body><h1>{title} (404)</h1><p>{GONE[title]} {more * 3}</p><ul><li>{more}</li></ul></body></html>"
    document = extracted(page, url="http://www.example.com/aktuelles/preis-2021")
    assert (document.kind, document.blocks) == ("error", ())


def entry(number: int) -> str:
    link = f"/a/2024/{number}.html"
    return (
        f"<li><a href='{link}'><img src='/{number}.jpg'></a><a href='{link}'>第{number}座灯塔的图纸</a>"
        f"<span><small>日期:</small>2024-05-0{number} 11:16:57 <small>语言:</small>中文 <small>浏览次数:</small>17{number}</span>"
        f"<p>第{number}座灯塔的图纸在港口里放了三十年,直到去年春天才有人想起来把它译成英文...</p></li>"
    )


@pytest.mark.parametrize(("path", "number"), [("/a/", 6), ("/a/index.html", 6), ("/a/", 5), ("/a/12.html", 6)])
def test_excerpts_beside_days_are_a_list(extracted: Callable[..., Document], path: str, number: int) -> None:
    markup = (
        "<title>港口下载-滨海翻译</title><div>当前位置:<a href='/'>首页</a> &gt; <a href='/a/'>港口下载</a></div>"
        f"<div class='list'><ul>{''.join(map(entry, range(1, number + 1)))}</ul></div>"
    )
    assert extracted(markup, url=f"http://port.example{path}").kind == "list"


def test_an_article_may_name_pages_with_their_days(extracted: Callable[..., Document]) -> None:
    text = "".join(
        f"<p>灯塔的第{n}份图纸在港口里放了三十年,直到去年春天才有人想起来把它译成英文和俄文。</p>" for n in range(12)
    )
    named = "".join(f"<p><a href='/a/2024/{n}.html'>图纸{n}</a>,2024-05-0{n}</p>" for n in range(1, 6))
    markup = f"<title>灯塔-滨海翻译</title><h1>灯塔的图纸</h1><p>2024-06-01</p><div>{text}{named}</div>"
    assert extracted(markup, url="http://port.example/a/12.html").is_article
