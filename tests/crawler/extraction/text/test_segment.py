"""A page in blocks, as a reader sees it."""

from collections.abc import Callable

import pytest
from lxml import etree

from crawler.extraction.decoding.html_tree_xpath_and_script_json import Locator, parse
from crawler.extraction.text.segment import segment
from crawler.extraction.text.text_blocks_normalisation_and_links import (
    SegmentedPage,
    TextBlock,
    cached_on_block,
    normalise,
)
from tests.counting import calls_of
from tests.processor import ended_if_it_hangs


def segmented(html: str) -> SegmentedPage:
    root = parse(html)
    assert root is not None
    return segment(root)


def texts(html: str) -> list[str]:
    return [block.text for block in segmented(html).blocks]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>One <b>bold</b> word.</p><p>Two.</p>", ["One bold word.", "Two."]),
        ("<p>春天来了。<br>Spring is here.</p>", ["春天来了。", "Spring is here."]),
        ("<p>甲<br><br />乙</p>", ["甲", "乙"]),
        ("<td>left</td>", ["left"]),
        ("<table><tr><td>left<td>right</table>", ["left", "right"]),
        ("<ul><li>a<li>b</ul>after", ["a", "b", "after"]),
        ("<p>\u3000\u3000缩进的\xa0段落</p>", ["缩进的 段落"]),
        ("<p>a<span style='display:block'>b</span>c</p>", ["a", "b", "c"]),
        ("<p>A<o:p></o:p><span lang=EN-US>B</span></p>", ["AB"]),
        ("<pre>first line\nsecond line</pre>", ["first line", "second line"]),
        ("<pre>one long line\nwrapped\n\nnext paragraph</pre>", ["one long line wrapped", "next paragraph"]),
        ("<a href=x><div>inside a link</div></a>", ["inside a link"]),
        ("<p>cafe\u0301</p>", ["café"]),
        ("<p>cafe<i>\u0301</i> au lait</p>", ["café au lait"]),
        ("<p>a<wbr>b \u200b c</p>", ["ab c"]),
        ("before<p>in", ["before", "in"]),
        (
            "<p><ruby>渡船<rp>(</rp><rt>わたしぶね</rt><rp>)</rp></ruby>の<ruby>朝<rt>あさ</rt></ruby></p>",
            ["渡船の朝"],
        ),
    ],
)
def test_pieces_are_the_lines_that_a_reader_sees(html: str, expected: list[str]) -> None:
    assert texts(f"<body>{html}") == expected


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='display:none'>X</p>",
        "<p style='color:red; DISPLAY : NONE ;'>X</p>",
        "<p style='visibility:hidden'>X</p>",
        "<p hidden>X</p>",
        "<script>X</script>",
        "<style>X</style>",
        "<noscript><p>X</p></noscript>",
        "<template><p>X</p></template>",
        "<dialog>X</dialog>",
        "<!-- X -->",
        "<!--[if IE]><p>X</p><![endif]-->",
        "<textarea hidden>X</textarea>",
        "<iframe>X</iframe>",
        "<font style='font-size:0px'>X</font>",
        "<div style='display:none'><p>X<br>X<ul><li>X</li></ul></div>",
    ],
)
def test_what_nobody_sees_is_no_piece(hidden: str) -> None:
    assert texts(f"<body><p>before</p>{hidden}tail<p>after</p>") == ["before", "tail", "after"]


@pytest.mark.parametrize(
    "shown",
    [
        "<p class='hidden tab-pane fade'>X</p>",
        "<p aria-hidden=true>X</p>",
        "<dialog open>X</dialog>",
        "<p style='display:block'>X</p>",
        "<p style='opacity:0.5'>X</p>",
    ],
)
def test_what_only_a_style_sheet_would_hide_is_seen(shown: str) -> None:
    assert texts(f"<body>{shown}") == ["X"]


def test_every_piece_has_an_xpath_that_selects_the_element_around_it() -> None:
    html = "<body>a<div>b<p>c <b>d</b></p><o:p>e</o:p><p><i>f</i></p><p>g<br>h</p></div>" + "<div>" * 100 + "deep"
    root = parse(html)
    assert root is not None
    locator = Locator(root)
    for block in segment(root).blocks:
        selected = root.xpath(locator.xpath(block.holder))
        assert isinstance(selected, list)
        assert selected == [block.holder]
        assert block.text in normalise("".join(map(str, block.holder.itertext())))


def test_the_holder_is_the_innermost_element_with_all_of_the_text() -> None:
    blocks = segmented("<body><div><span><b>all</b> of <i>it</i></span></div>").blocks
    assert [block.holder.tag for block in blocks] == ["span"]


def test_links_bold_and_headings_are_known() -> None:
    blocks = segmented("<h2>Head</h2><p><a href=a>one</a><a href=b>t<b>wo</b></a> three</p><p><b>bold</b></p>").blocks
    assert [block.heading for block in blocks] == [2, 0, 0]
    assert [text for text, _ in blocks[1].links()] == ["one", "two"]
    assert blocks[1].linked == len("onetwo")
    assert [block.bold for block in blocks] == [True, False, True]


@pytest.mark.parametrize("text", ["", " \n", "\x00", "<!-- -->", "<?php ?>", "\ud800"])
def test_nothing_has_no_blocks(text: str) -> None:
    root = parse(text)
    assert root is None or not segment(root).blocks


PAGES = {
    "nested": lambda n: "<div>" * n + "x",
    "bold": lambda n: "<b>x" * n,
    "nested and inline": lambda n: "<div>x" * (n // 10) + "<p><i>y</i>z</p>" * n,
    "lines": lambda n: "<p>" + "x<br>" * n,
    "spans": lambda n: "<p>" + "<span>x</span>" * n,
    "entries": lambda n: "<ul>" + "<li><a href=x>entry</a>" * n,
}


def read(html: str) -> None:
    root = parse(html)
    assert isinstance(root, etree._Element)
    locator = Locator(root)
    for block in segment(root).blocks:
        locator.xpath(block.holder)


@pytest.mark.parametrize("made", PAGES.values(), ids=PAGES.keys())
def test_the_work_grows_as_the_page_does(made: Callable[[int], str]) -> None:
    few, many = made(500), made(2000)
    read(few)  # reads what is read once
    assert calls_of(lambda: read(many)) < 5 * calls_of(lambda: read(few))
    with ended_if_it_hangs():
        read(made(15_000))


@pytest.mark.parametrize(
    "empty", ["<bgsound src=sea.mid loop=-1>", "<embed src=a.swf>", "<source src=a.ogg>", "<wbr>"]
)
def test_an_element_without_end_tag_hides_nothing_after_it(empty: str) -> None:
    root = parse(f"<body>{empty}<center><p>The ferry waits.</center><p>Nobody {empty}knows why.</body>")
    assert root is not None
    assert [block.text for block in segment(root).blocks] == ["The ferry waits.", "Nobody knows why."]


def test_answer_of_a_piece_is_kept_by_what_was_asked() -> None:
    first, second = segmented("<p>One</p><p>Two</p>").blocks
    asked: list[tuple[int, int]] = []

    @cached_on_block
    def question(block: TextBlock, more: int = 0) -> int:
        asked.append((block.n, more))
        return len(asked)

    assert [question(first), question(second), question(first), question(first, 1), question(first, 1)] == [
        1,
        2,
        1,
        3,
        3,
    ]
    assert asked == [(0, 0), (1, 0), (0, 1)]
