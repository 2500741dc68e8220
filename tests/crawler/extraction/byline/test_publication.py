"""The day of publication in the ways of agencies: beside the title, in elements, in the head."""

from collections.abc import Callable

import pytest

from archive.model.document import Document
from crawler.extraction.byline.publication_time_and_time_zone import day_in_address

Reads = Callable[..., Document]

ZH = "译文中心昨天举行了新书座谈会,来自各地的译者谈了他们的工作,也谈了读者的来信和出版社的要求。" * 2
EN = "The readers met at the library last week, and the translators told them how the new edition came about. " * 2
DE = (
    "Die Leserinnen trafen sich vorige Woche in der Bibliothek, und die Übersetzer erzählten von der neuen Ausgabe. "
    * 2
)
KO = (
    "독자들은 지난주 도서관에서 만났고 번역가들은 새 판이 어떻게 나왔는지 이야기했습니다. 많은 질문이 있었습니다. "
    * 2
)
JA = "読者は先週図書館に集まり、翻訳者たちは新しい版がどのように生まれたかを語りました。質問も多く出ました。" * 2
RU = "Читатели встретились на прошлой неделе в библиотеке, и переводчики рассказали им о новом издании книги. " * 2
PT = (
    "Os leitores encontraram-se na semana passada na biblioteca, e os tradutores falaram da nova edição do livro. "
    * 2
)
FR = (
    "Les lecteurs se sont retrouvés la semaine dernière à la bibliothèque, et les traducteurs ont parlé du livre. "
    * 2
)


def page(line: str, text: str, head: str = "", below: str = "") -> str:
    body = f"<p>{text}</p>" * 3
    top = f"<html><head><title>{text[:12]}</title>{head}</head>"
    return f"{top}<body><h1>{text[:12]}</h1>{line}{body}{below}</body></html>"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        (
            "<p><span class=writer><a href=x>손말</a></span> · <span>2023. 2. 7.</span> <a href=y>URL 복사</a></p>",
            "손말",
        ),
        (
            "<p><span class='byline vcard'><span class=fn>河口館</span> (<abbr>2023年2月7日 10:05</abbr>)</span></p>",
            "河口館",
        ),
        ("<p><span class=tag>河口館</span> (<abbr>2023年2月7日 10:05</abbr>)</p>", None),
        ("<p><span class=rich_nickname>河口館</span> (<abbr>2023年2月7日 10:05</abbr>)</p>", None),
        ("<p><span class=nick>관리자</span> <span>2023. 2. 7.</span></p>", None),
    ],
)
def test_an_element_of_the_byline_that_is_named_for_a_person_gives_the_author(
    extracted: Reads, line: str, author: str | None
) -> None:
    assert extracted(page(line, JA)).author == author


@pytest.mark.parametrize(
    ("line", "text", "published"),
    [
        ("<p>Erschienen am 07.02.2023 in Berlin</p>", DE, "2023-02-07"),
        ("<p>07.02.2023</p>", DE, "2023-02-07"),
        ("<p>Eingestellt am 07.02.2023</p><p>Meine Damen und Herren,</p>", DE, "2023-02-07"),
        ("<p><span>Data de publicação 07/02/2023</span><span>212 Visualizações</span></p>", PT, "2023-02-07"),
        ("<p><a href=x>손말</a> · <span>2023. 2. 7.</span> <a href=y>URL 복사</a> <a href=z>이웃추가</a></p>", KO,
         "2023-02-07"),
        ("<p>07.02.23</p>", DE, "2023-02-07"),
        ("<p>Erstellt: 07. Februar 2023 - Zuletzt aktualisiert: 9. März 2023</p>", DE, "2023-02-07"),
        ("<p>Обновлено: 09.03.2023 Опубликовано: 07.02.2023</p>", RU, "2023-02-07"),
        ("<p>7 февраля 2023 г., 10:05</p>", RU, "2023-02-07T10:05"),
        ("<p>Mis à jour le 09/03/2023 - Publié le mardi 7 février 2023 à 10h05</p>", FR, "2023-02-07T10:05"),
        ("<p>更新日：2023年3月9日 公開日：2023年2月7日</p>", JA, "2023-02-07"),
        ("<p>令和5年2月7日</p>", JA, "2023-02-07"),
        ("<p>수정 2023.03.09 09:00 | 입력 2023.02.07 10:05</p>", KO, "2023-02-07T10:05"),
        ("<p><b>날짜</b><span>23-02-07</span></p>", KO, "2023-02-07"),
        ("<p>加入时间：2023-02-07 人气：12</p>", ZH, "2023-02-07"),
        ("<p>2023-02-07 发布</p>", ZH, "2023-02-07"),
        ("<p>2023-02-07 更新</p>", ZH, "2023-02-07"),
        ("<p><time class=updated>2023-03-09</time> <time class='entry-date published'>2023-02-07</time></p>", ZH,
         "2023-02-07"),
        ("<p>NewsFebruary 7, 2023</p>", EN, "2023-02-07"),
        ("<p><time datetime='2023-02-07T10:05:00Z'>a month ago</time></p>", EN, "2023-02-07T10:05:00+00:00"),
        ("<p><span property='dc:date' content='2023-02-07T10:05:00+01:00'>7 February 2023, 10:05</span></p>", EN,
         "2023-02-07T10:05:00+01:00"),
    ],
)  # fmt: skip
def test_line_beside_the_title_gives_the_day(extracted: Reads, line: str, text: str, published: str) -> None:
    assert extracted(page(line, text)).published == published


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<p>会议时间：2023年2月7日</p>", ZH),
        ("<p>일시: 2023년 2월 7일</p>", KO),
        ("<p>開催日：2023年2月7日</p>", JA),
        ("<p>Дата проведения: 07.02.2023</p>", RU),
        ("<p>Termin: 07.02.2023</p>", DE),
        ("<p>Date de l’événement : 07/02/2023</p>", FR),
        ("<p>Date of event: 7 February 2023</p>", EN),
    ],
)
def test_day_of_something_else_is_none(extracted: Reads, line: str, text: str) -> None:
    assert extracted(page(line, text)).published is None


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=sailthru.date content='2023-02-07'>",
        "<meta name=citation_publication_date content=2023/02/07>",
        "<meta property='bytedance:published_time' content='2023-02-07'>",
        "<meta itemprop=datePublished content='2023-02-07'>",
        '<script type="application/ld+json">{"@graph": [{"datePublished": "2023-02-07"}]}</script>',
        '<script type="application/ld+json">{"pubDate": "2023-02-07", "appid": 1}</script>',
        '<script type="application/ld+json">{"datePublished": "2023-02-07", broken}</script>',
    ],
)
def test_head_gives_the_day(extracted: Reads, head: str) -> None:
    assert extracted(page("", EN, head)).published == "2023-02-07"
    assert extracted(page("<p>Last updated: March 9, 2023</p>", EN, head)).published == "2023-02-07"


def test_byline_is_right_before_the_head_which_may_be_more_exact(extracted: Reads) -> None:
    head = "<meta property='article:published_time' content='2023-01-01T10:00:00+00:00'>"
    assert extracted(page("<p>Published: February 7, 2023</p>", EN, head)).published == "2023-02-07"
    assert extracted(page("<p>February 7, 2023</p>", EN, head)).published == "2023-02-07"
    assert extracted(page("<p>January 2, 2023</p>", EN, head)).published == "2023-01-02"
    assert extracted(page("<p>January 1, 2023</p>", EN, head)).published == "2023-01-01T10:00:00+00:00"
    below = "<p class=entry-date>February 7, 2023</p>"
    assert extracted(page("", EN, head, below)).published == "2023-01-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2023/02/07/12.html", "2023-02-07"),
        ("/news/20230207/12.html", "2023-02-07"),
        ("/news/202302/t20230207_12.html", "2023-02-07"),
        ("/n1/2023/0207/c12-34.html", "2023-02-07"),
        ("/html/2023-02/07/content_12.htm", "2023-02-07"),
        ("/2023/2/7/meeting", "2023-02-07"),
        ("/blog/2023-02-07-meeting", "2023-02-07"),
        ("/news/12023020712.html", None),
        ("/events/2023/02/07/", None),
        ("/news/2023/02/", None),
        ("/news/20231307/", None),
    ],
)
def test_address_gives_the_day_at_last(extracted: Reads, path: str, day: str | None) -> None:
    assert day_in_address(f"http://www.example.com{path}") == day
    if day:
        assert extracted(page("", EN), url=f"http://www.example.com{path}").published == day
        assert (
            extracted(page("<p>May 1, 2023</p>", EN), url=f"http://www.example.com{path}").published == "2023-05-01"
        )


@pytest.mark.parametrize(
    ("below", "text"),
    [
        ("<div class=foot>公告日期：2023-02-07</div>", ZH),
        ("<div>Добавлено 07.02.2023</div>", RU),
        ("<aside><dl><dt>Datum</dt><dd>07.02.2023</dd></dl></aside>", DE),
        ("<div><h5>Datum: </h5>07.02.2023</div>", DE),
        ("<aside><p class='entry-date'>February 7, 2023</p></aside>", EN),
        ("<div><span>2023年2月7日</span></div>", ZH),
    ],
)
def test_line_below_the_text_gives_the_day_where_none_stands_above(extracted: Reads, below: str, text: str) -> None:
    assert extracted(page("", text, below=below)).published == "2023-02-07"
    assert extracted(page("<p>2023-03-01</p>", text, below=below)).published == "2023-03-01"


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("<p>7. Februar 2023 | Pressemitteilungen aus dem Hause</p>", DE),
        ("<p><span>Pressemitteilung</span> <span>Aktuell aus dem Hause</span> <b>07. Februar 2023</b></p>", DE),
    ],
)
def test_day_set_off_from_its_section_is_read(extracted: Reads, line: str, text: str) -> None:
    assert extracted(page(line, text)).published == "2023-02-07"


@pytest.mark.parametrize(
    "below",
    [
        "<h3>相关新闻</h3><ul><li><a href=/1>译者座谈会昨天举行</a> 2023-02-07</li></ul>",
        "<h3>评论</h3><div class=comments><p>张三 2023-02-07 10:05</p><p>很好。</p><a>回复</a></div>",
        "<div>2023-02-07</div><div>2023-02-09</div>",
        "<div>今天是2023年2月7日</div>",
        "<div>版权所有 2023-02-07</div>",
        "<p>上一篇：<a href=/2>译者座谈会昨天举行</a> 2023-02-07</p>",
    ],
)
def test_day_of_something_below_the_text_is_none(extracted: Reads, below: str) -> None:
    assert extracted(page("", ZH, below=below)).published is None
