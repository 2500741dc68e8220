"""Where an article begins and ends on pages of other kinds of markup, and that it is taken for one."""

from collections.abc import Callable

import pytest

from archive.model.document import Document

SITE = "http://www.nanhu.example"
LEAD = "Twelve captains came to the harbour in one morning, and every name had to be said as it is said at home."
TEXT = tuple(
    f"Paragraph {n} tells at some length how the interpreters of the ferry learned the names of the ships, "
    "the rivers and the captains by heart, and what they said on the quay when the fog had lifted again."
    for n in range(1, 13)
)
ZH = tuple(
    f"第{n}位船长上岸的时候,雾刚刚散去,翻译站在跳板旁边,把他的名字念了两遍,又把码头的名字念给他听。"
    for n in range(1, 9)
)


def paragraphs(texts: tuple[str, ...] = TEXT) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, title: str = "Names on the ferry", head: str = "") -> str:
    return f"<html><head><title>{title} | Nanhu</title>{head}</head><body>{body}</body></html>"


CONTENTS = "".join(f"<li><a href='#p{n}'>What paragraph {n} tells</a></li>" for n in range(1, 6))
AUTHOR = "<div class=tip><a href=/ines>Ines</a><p>Ines is an editor at Nanhu and has worked on the quay.</p></div>"
MARKUP = {
    "a lead beside the title, then a table of contents": (
        f"<main><header><h1>Names on the ferry</h1><div>{LEAD}</div></header><ul>{CONTENTS}</ul>"
        f"<div class=post>{paragraphs()}</div></main>"
    ),
    "a word on the author above, and an empty side bar": (
        f"<article><div><h1>Names on the ferry</h1>{AUTHOR}</div><div class=sidebar><a href=/x>Search</a></div>"
        f"<div class=post>{paragraphs()}</div></article>"
    ),
    "key points above": (
        "<main><section><h1>Names on the ferry</h1><ul>"
        + "".join(f"<li>Point {n} says in a line what all of it is about.</li>" for n in range(4))
        + f"</ul></section><div>{paragraphs()}</div></main>"
    ),
    "a row that has a side bar": (
        f"<div class='row with-sidebar'><div class=col><h1>Names on the ferry</h1>{paragraphs()}</div></div>"
        f"<div>{AUTHOR}</div>"
    ),
    "margins named in the class": (
        f"<h1>Names on the ferry</h1><div class='text margin-bottom-small'>{paragraphs()}</div><div>{AUTHOR}</div>"
    ),
    "a box named for links that holds the text": (
        f"<div><h1>Names on the ferry</h1></div><div class='content read-links'>{paragraphs()}</div>"
        f"<div><a href=/a>One</a> <a href=/b>Two</a></div>"
    ),
}


@pytest.mark.parametrize("name", MARKUP)
def test_the_text_is_found_beyond_its_lead(name: str, extracted: Callable[..., Document]) -> None:
    texts = [block.text for block in extracted(page(MARKUP[name]), url=f"{SITE}/news/12.html").blocks]
    assert texts[-len(TEXT) :] == list(TEXT)


def test_boxes_in_turn_with_links_between_are_no_list(extracted: Callable[..., Document]) -> None:
    related = "<div><a href=/a>One</a></div>"
    boxes = f"<div><a href=/>Home</a></div><div><h1>Names on the ferry</h1>{paragraphs(TEXT + ZH)}</div>{related}"
    boxes += f"<div><p>{LEAD}</p></div>{related}<div><p>{LEAD}</p></div>"
    texts = [block.text for block in extracted(page(f"<main>{boxes}</main>"), url=f"{SITE}/news/12.html").blocks]
    assert texts[: len(TEXT)] == list(TEXT)


def test_long_sections_with_a_link_each_are_no_list(extracted: Callable[..., Document]) -> None:
    sections = "".join(
        f"<div><h2>Ship {n}</h2><p>{TEXT[n]}</p><p>{TEXT[n + 1]}</p><p>{TEXT[n + 2]}</p><p>{TEXT[n + 3]}</p>"
        f"<a href='/ships/{n}'>See the ship</a></div>"
        for n in range(4)
    )
    document = extracted(
        page(f"<article><h1>Names on the ferry</h1>{sections}</article>"), url=f"{SITE}/news/12.html"
    )
    assert TEXT[3] in [block.text for block in document.blocks]


CLAIM = (
    '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Names on the ferry"}</script>'
    "<meta property='article:published_time' content='2024-05-06T09:30:00+08:00'>"
)
ALSO = "".join(f"<h3><a href='/news/{n}.html'>Another story of the quay {n}</a></h3><p>{LEAD}</p>" for n in range(3))


def test_what_its_head_calls_an_article_is_no_list(extracted: Callable[..., Document]) -> None:
    body = f"<h1>Names on the ferry</h1>{paragraphs(TEXT[:2])}{ALSO}{paragraphs(TEXT[2:4])}"
    assert not extracted(page(body), url=f"{SITE}/x/12.html").is_article
    assert extracted(page(body, head=CLAIM), url=f"{SITE}/x/12.html").is_article


def test_a_few_leads_of_others_make_no_list_of_a_long_text(extracted: Callable[..., Document]) -> None:
    body = f"<h1>Names on the ferry</h1>{paragraphs(TEXT[:5])}{ALSO}{paragraphs(TEXT[5:])}"
    assert extracted(page(body), url=f"{SITE}/news/12.html").kind != "list"


@pytest.mark.parametrize(
    ("path", "is_list"),
    [
        ("/archives/1203.html", False),
        ("/archives/2024/05/06/names-on-the-ferry", False),
        ("/archive/2024/plato-to-pilots/361373/", False),
        ("/archives/2024/05/", True),
        ("/archives", True),
        ("/topics/ferries", True),
        ("/tag/ferries", True),
        ("/News_Content.aspx?n=1046&s=58813", False),
        ("/index.php?lang=zh&s=ferries", True),
        ("/?s=2024", True),
    ],
)
def test_addresses_of_archives_are_told_apart(path: str, is_list: bool, extracted: Callable[..., Document]) -> None:
    document = extracted(page(f"<h1>渡船上的翻译</h1><p>2024-05-06</p>{paragraphs(ZH)}"), url=SITE + path)
    assert (document.kind == "list") is is_list


def test_a_link_to_itself_below_the_text_makes_no_section_of_an_article(
    extracted: Callable[..., Document],
) -> None:
    related = "".join(
        f"<li><a href='/{n}.html'>{name}</a></li>" for n, name in enumerate(("换热器", "供热站", "水泵"))
    )
    body = f"<div>当前位置:<a href=/>主页</a> > <a href=/dt/>资料库</a> ></div><h1>换热器</h1>{paragraphs(ZH)}"
    document = extracted(page(f"{body}<dl><dt>相关推荐</dt>{related}</dl>", "换热器"), url=f"{SITE}/62.html")
    assert [block.text for block in document.blocks] == list(ZH)


def test_a_plain_text_needs_neither_a_day_nor_a_trail(extracted: Callable[..., Document]) -> None:
    document = extracted(page(f"<h2>船名</h2>{paragraphs(ZH)}", "船名"), url=f"{SITE}/texts/ferry-names.html")
    assert [block.text for block in document.blocks] == list(ZH)


def test_a_paragraph_of_several_lines_is_not_the_whole_text(extracted: Callable[..., Document]) -> None:
    lines = "<br>".join(f"<span>{text}</span>" for text in TEXT[:3])
    foot = "<p><a href=#top>Back to top</a></p></td></tr><tr><td>Nanhu Club<br>Best seen at 800 by 600</td></tr>"
    document = extracted(
        page(
            f"<table><tr><td><p><b><font size=6>Names on the ferry</font></b></p><p>2024-05-06</p><p>{lines}</p>"
            f"<p>I shall sit in the same place every Saturday.</p><p>Thank you all.</p>{foot}</table>"
        ),
        url=f"{SITE}/names.htm",
    )
    kept = (*TEXT[:3], "I shall sit in the same place every Saturday.", "Thank you all.")
    assert tuple(block.text for block in document.blocks) == kept
