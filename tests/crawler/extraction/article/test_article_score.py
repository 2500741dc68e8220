"""Pages that show no day: which are articles all the same, and which are pages of the site."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

SITE = "http://www.nanhu.example"
MENU = "".join(
    f"<li><a href='/{name.lower()}/'>{name}</a></li>"
    for name in ("Home", "About", "Services", "Prices", "News", "Team", "Languages")
)
NONE = {"list", "page", "other"}
ESSAY = (
    "A footnote is where a translator keeps what would not go into the sentence, and where few readers ever look for it.",
    "In the reading room of the harbour library there is a dictionary whose margins have been filled by four generations of pilots.",
    "None of them signed a note, but the ink tells them apart, and so does the patience with which each corrected the one before.",
) * 5


def page(body: str, title: str, head: str = "") -> str:
    return f"<html><head><title>{title} – Nanhu</title>{head}</head><body><nav><ul>{MENU}</ul></nav><main>{body}</main><footer>© 2024 Nanhu Translations</footer></body></html>"


def article(title: str, *texts: str) -> str:
    return f"<h1>{title}</h1>" + "".join(f"<p>{text}</p>" for text in texts)


PAGES = [
    ("/events/2024-05-01/", "Events", ("There are no events on this day.",)),
    ("/agenda/20240501.html", "日程", ("当日没有安排任何活动。",)),
    ("/x1/", "Hello", ("Welcome to our shop.",)),
    ("/x2.html", "日程", ("本公司成立于上海,提供四十个语种的服务。",)),
    (
        "/languages/welsh/",
        "Welsh Translation Services",
        (
            "Are you looking for a professional Welsh translator? Nanhu has worked from and into Welsh since 1998, for courts, ministries and publishers.",
            "Every translation is done by a native speaker of Welsh and read by a second one before it is delivered to you, whatever its length.",
            "Contact us today for a free quote and find out why so many publishers trust us with their Welsh books.",
        )
        * 3,
    ),
    ("/people/ines/", "Ines", ("Ines joined Nanhu in 2014 after ten years at sea.", "She works from Portuguese and Danish, and she keeps bees.")),
    ("/prices/", "Prices", ("A standard page costs thirty euros.", "Interpreters are paid by the day, and travel is charged at cost.")),
    ("/questions/", "Questions", ("How fast can you translate? About two thousand words a day.", "Is my text safe? Yes. Everybody here has signed an agreement.")),
    ("/voices/", "What clients say", ("“They found a mistake in the original.” – Nanpu Ports", "“Always on time.” – Beichen Pharma")),
    ("/services/subtitles/", "Subtitles", ("Our subtitlers have twenty years of experience.", "We send a quote within a day. Get in touch and ask for a free sample.")),
]  # fmt: skip


@pytest.mark.parametrize(("path", "title", "texts"), PAGES)
def test_a_page_of_the_site_without_a_day_is_no_article(
    extracted: Callable[..., Document], path: str, title: str, texts: tuple[str, ...]
) -> None:
    document = extracted(page(article(title, *texts), title), url=SITE + path)
    assert document.kind in NONE
    assert document.blocks == ()


@pytest.mark.parametrize(("path", "name"), [("/price.asp", "翻译报价"), ("/services.asp?id=3", "翻译服务")])
def test_an_entry_of_the_menu_right_below_the_home_page_is_no_article(
    extracted: Callable[..., Document], path: str, name: str
) -> None:
    menu = " | ".join(
        f"<a href='/p{n}.asp'>{each}</a>"
        for n, each in enumerate(("首页", "公司新闻", "翻译报价", "翻译服务", "客户留言"))
    )
    text = "笔译以千字为单位,按照中文字符数计算,小语种的价格视难度另行商定,长期客户享受九折优惠。"
    html = f"<title>{name}-南湖译文</title><table><tr><td>{menu}</td></tr><tr><td><div>您现在的位置:<a href=/>首页</a> &gt; {name}</div><h2>{name}</h2><p>{text}</p><p>{text}</p></td></tr></table>"
    assert extracted(html, url=SITE + path).kind in NONE


def test_the_home_page_of_a_language_is_a_list(extracted: Callable[..., Document]) -> None:
    links = "".join(f"<p><a href='/en/view.asp?id={n}'>Story of the harbour number {n}</a></p>" for n in (4, 5, 6))
    assert (
        extracted(
            page(f"<h1>Welcome</h1><p>Nanhu is a translation agency in Suzhou.</p>{links}", "Welcome"),
            url=f"{SITE}/en/",
        ).kind
        == "list"
    )


ARTICLES = [
    ("/notices/quiet-hours/", "Quiet hours in the reading room", ("The reading room keeps quiet hours in the afternoon.", "Pilots who must speak may do so on the quay.")),
    ("/show.asp?id=81", "译员培训班结业", ("译员培训班结业,十二名学员拿到了证书。", "培训班由港口与学校共同举办。")),
    ("/2024/05/a-dozen-certificates/", "A dozen certificates", ("Twelve learners were given their certificates at the harbour school.", "None of them had been to sea.")),
    ("/x3.html", "关于国庆节放假的通知", ("国庆节放假七天,十月八日照常上班。", "急件请与值班译员联系。")),
    ("/x4/", "Remarks by Ida Holm at the Harbour Evening", ("Ladies and gentlemen,", "I thank you for coming, and I promise to be short.")),
    ("/a-word-on-footnotes", "A word on the use of footnotes", ESSAY),
]  # fmt: skip


@pytest.mark.parametrize(("path", "title", "texts"), ARTICLES)
def test_an_article_without_a_day_stays_one(
    extracted: Callable[..., Document], path: str, title: str, texts: tuple[str, ...]
) -> None:
    document = extracted(page(article(title, *texts), title), url=SITE + path)
    assert document.kind not in NONE
    assert tuple(block.text for block in document.blocks) == texts


def test_a_day_in_the_head_or_an_author_speaks_for_a_short_article(extracted: Callable[..., Document]) -> None:
    texts = ("Twelve learners were given their certificates at the harbour school.", "None of them had been to sea.")
    head = "<meta property='article:published_time' content='2024-05-06T09:30:00+08:00'>"
    body = article("Certificates", *texts)
    assert extracted(page(body, "Certificates"), url=f"{SITE}/x5").kind in NONE
    assert extracted(page(body, "Certificates", head), url=f"{SITE}/x5").kind not in NONE
    neighbours = (
        "<p>上一篇:<a href='/x6'>Bees on the quay</a></p><p>下一篇:<a href='/x7'>Lamps of the harbour</a></p>"
    )
    assert (
        extracted(
            page(f"{article('Certificates for the new interpreters', *texts)}{neighbours}", "C"), url=f"{SITE}/x5"
        ).kind
        not in NONE
    )


def test_the_page_of_an_attachment_is_no_article(extracted: Callable[..., Document]) -> None:
    body = "<article class='attachment'><h1>harbour-12</h1>2024-05-06<img src='/i/12.jpg'><p>Photo: the harbour school</p></article>"
    assert extracted(page(body, "harbour-12"), url=f"{SITE}/2024/05/a-dozen-certificates/harbour-12/").kind in NONE


def test_a_list_with_one_excerpt_left_is_a_list(extracted: Callable[..., Document]) -> None:
    link = "/2020/01/a-school-by-the-sea/"
    excerpt = f"<article><h2><a href='{link}'>A school by the sea</a></h2><time>2020-01-04</time><p>The harbour school has opened its doors, and the first to come in was a pilot who was looking for… <a href='{link}#more'>Read more</a></p></article>"
    body = f"<h1>Harbour stories</h1><p>Here is what we have seen and heard at the harbour.</p>{excerpt}<nav><a href='/stories/4/'>4</a> 5</nav>"
    assert extracted(page(body, "Harbour stories"), url=f"{SITE}/stories/5/").kind == "list"
