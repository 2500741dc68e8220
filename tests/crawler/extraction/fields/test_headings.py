"""What stands between a title and its text: the line of who speaks, the title in the other language, headings."""

# ruff: noqa: E501 - markup reads best as it stands on a page

from collections.abc import Callable

import pytest

from archive.model.document import Document

Z = [
    "各位来宾,各位同行:",
    "石桥镇的茶厂今年第一次请了翻译,厂长说,外国客人问得很细,光靠手势已经不够用了。",
    "译员祝小满在茶厂住了五天,把四十道工序一道一道地记下来。",
]
E = [
    "Ladies and gentlemen,",
    "The tea works at Stone Bridge hired an interpreter this year for the first time, since gestures no longer do.",
    "Zhu Xiaoman stayed five days and wrote down all forty steps of the work.",
]
BYLINE = "<div>来源:石桥译文 发布时间:2019-04-08</div>"
BYLINE_EN = "<div>Source: Stone Bridge | Date: 2019-04-08</div>"
TITLE, TITLE_EN = "在茶厂翻译日上的致辞", "Address at the Tea Works"
CHIEF, DIRECTOR = "石桥镇副镇长 祝大海", "John Marsh, Director of Stone Bridge"


def page(body: str, title: str) -> str:
    menu = "".join(f"<li><a href='/c{n}.html'>栏目{n}</a></li>" for n in range(8))
    return f"<html><head><title>{title} - 石桥译文</title></head><body><ul>{menu}</ul><div>{body}</div><p>版权所有 © 2025 石桥译文</p></body></html>"


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


SUBTITLES = {
    "a line in Chinese": (f"<h1>{TITLE}</h1><p>{CHIEF}</p>{BYLINE}{paragraphs(Z)}", CHIEF),
    "centred, the text in a box": (
        f"<h1>{TITLE}</h1><div align=center>{CHIEF}</div>{BYLINE}<div>{paragraphs(Z)}</div>",
        CHIEF,
    ),
    "a line in English": (f"<h1>{TITLE_EN}</h1><p>{DIRECTOR}</p>{BYLINE_EN}{paragraphs(E)}", DIRECTOR),
    "with by": (
        f"<h1>{TITLE_EN}</h1><p>by Ada Marsh, Director</p>{BYLINE_EN}{paragraphs(E)}",
        "by Ada Marsh, Director",
    ),
}


@pytest.mark.parametrize("name", SUBTITLES)
def test_the_line_of_who_speaks_above_the_byline_is_the_subtitle(
    name: str, extracted: Callable[..., Document]
) -> None:
    html, line = SUBTITLES[name]
    document = extracted(page(html, TITLE if "<h1>在" in html else TITLE_EN))
    assert document.subtitle == line
    assert document.published == "2019-04-08"
    assert [block.text for block in document.blocks] in (Z, E)


BLOCKS = {
    "below the byline": (f"<h1>{TITLE_EN}</h1>{BYLINE_EN}<p>{DIRECTOR}</p>{paragraphs(E)}", [DIRECTOR]),
    "below the byline, the text in a box": (
        f"<h1>{TITLE_EN}</h1>{BYLINE_EN}<p>{DIRECTOR}</p><div>{paragraphs(E)}</div>",
        [DIRECTOR],
    ),
    "below a subtitle": (
        f"<h1>{TITLE_EN}</h1><h2>Opening day of the season</h2><h3>{DIRECTOR}</h3>{BYLINE_EN}{paragraphs(E)}",
        [DIRECTOR],
    ),
    "name and office in two lines": (
        f"<h1>{TITLE_EN}</h1><center>Ada Marsh<br>Director, Stone Bridge Tea Works</center>{BYLINE_EN}{paragraphs(E)}",
        ["Ada Marsh", "Director, Stone Bridge Tea Works"],
    ),
}


@pytest.mark.parametrize("name", BLOCKS)
def test_elsewhere_it_is_a_block(name: str, extracted: Callable[..., Document]) -> None:
    html, lines = BLOCKS[name]
    document = extracted(page(html, TITLE_EN))
    assert [block.text for block in document.blocks] == [*lines, *E]


def test_who_wrote_an_article_is_no_line_of_who_speaks(extracted: Callable[..., Document]) -> None:
    document = extracted(
        page(f"<h1>{TITLE_EN}</h1><p>By Ada Marsh, Staff Writer</p>{BYLINE_EN}{paragraphs(E)}", TITLE_EN)
    )
    assert document.subtitle is None
    assert [block.text for block in document.blocks] == E


ESSAY = "".join(
    f"<p>The ferry keeps a drawer of wrong labels, and number {n} is the one that I like best, since it was almost right.</p>"
    for n in range(4)
)
UNNAMED = {
    "a heading above the byline, though others follow": (
        f"<article><div><h1>The Wrong Labels</h1></div><h2>What a year of captions taught me</h2><div><a href='/a'>Ada Marsh</a>"
        f"</div><div>Feb 26, 2020 · 4 min read</div>{ESSAY}<h2>More</h2></article>",
        ("The Wrong Labels", "What a year of captions taught me"),
    ),
    "alone with the title": (
        f"<div><div><div class='t1__title'>The Wrong Labels</div><div class='t1__descr'>Six steps that save you money</div></div></div><div>{ESSAY}</div>",
        ("The Wrong Labels", "Six steps that save you money"),
    ),
    "below a picture, behind a dash": (
        f"<div class='biaoti'><img src='/t.gif' alt='The Wrong Labels'><br><font>——A guide in ten minutes</font></div><div>{ESSAY}</div>",
        ("The Wrong Labels", "——A guide in ten minutes"),
    ),
}


@pytest.mark.parametrize("name", UNNAMED)
def test_subtitles_by_their_place(name: str, extracted: Callable[..., Document]) -> None:
    body, expected = UNNAMED[name]
    document = extracted(
        page(body, "The Wrong Labels: A guide in ten minutes" if "picture" in name else "The Wrong Labels")
    )
    assert (document.title, document.subtitle) == expected
